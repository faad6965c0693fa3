# SPDX-License-Identifier: Apache-2.0
"""browser.py AXE PROFILE: one start of a browser for many pages, driven over a pipe. A line of standard
input is `axe THEME WIDTH PAGE`, `look COLOURS PAGE`, `print PAGE PDF` or `save PAGE COPY`; the
answer to each is a line, in the same order: `THEME WIDTH NAME: N passes M violations ...`, `COLOURS NAME: N pictures ... M faults ...`,
`printed NAME`, `saved NAME`, or one that begins with `error`. COLOURS are light, dark, forced-light and forced-dark."""
import base64
import json
import os
import select
import subprocess
import sys
import time

PATIENCE_S = 180        # for one answer, on a machine that is busy


class Browser:
    def __init__(self, profile):
        ours_out, theirs_in = os.pipe()[::-1]
        theirs_out, ours_in = os.pipe()[::-1]
        # It reads from descriptor 3 and writes to 4.
        def place():
            a, b = os.dup(theirs_in), os.dup(theirs_out)
            a, b = os.dup2(a, 13), os.dup2(b, 14)
            os.dup2(a, 3)
            os.dup2(b, 4)
        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--remote-debugging-pipe", "--user-data-dir=" + profile, "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            close_fds=False, preexec_fn=place)
        os.close(theirs_in)
        os.close(theirs_out)
        self.out, self.input, self.rest, self.next_id, self.session = ours_out, ours_in, b"", 0, None
        self.events = []

    def message(self, until):
        while b"\0" not in self.rest:
            if not select.select([self.input], [], [], max(0, until - time.monotonic()))[0]:
                raise TimeoutError("the browser said nothing")
            piece = os.read(self.input, 1 << 20)
            if not piece:
                raise EOFError("the browser ended")
            self.rest += piece
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def call(self, method, **params):
        self.next_id += 1
        call = {"id": self.next_id, "method": method, "params": params}
        if self.session:
            call["sessionId"] = self.session
        piece = json.dumps(call).encode() + b"\0"
        while piece:
            piece = piece[os.write(self.out, piece):]
        until = time.monotonic() + PATIENCE_S
        while True:
            got = self.message(until)
            if got.get("id") == self.next_id:
                if "error" in got:
                    raise ValueError(method + ": " + got["error"]["message"])
                return got["result"]
            self.events.append(got.get("method"))

    def open(self, path):
        self.events = []
        self.call("Page.navigate", url="file://" + os.path.abspath(path))
        until = time.monotonic() + PATIENCE_S
        while "Page.loadEventFired" not in self.events:
            self.events.append(self.message(until).get("method"))

    def evaluate(self, text):
        got = self.call("Runtime.evaluate", expression=text, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in got:
            raise ValueError(json.dumps(got["exceptionDetails"])[:300])
        return got["result"].get("value")

    def end(self):
        self.session = None
        try:
            self.call("Browser.close")
            self.process.wait(timeout=10)
        except (TimeoutError, EOFError, OSError, ValueError, subprocess.TimeoutExpired):
            self.process.kill()

    def start(self):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")


def look(browser, colours, path):
    browser.call("Emulation.setEmulatedMedia", media="", features=[
        {"name": "prefers-color-scheme", "value": "dark" if "dark" in colours else "light"},
        {"name": "forced-colors", "value": "active" if "forced" in colours else "none"}])
    browser.call("Emulation.setDeviceMetricsOverride", width=1000, height=900, deviceScaleFactor=1, mobile=False)
    browser.open(path)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "look.js"), encoding="utf-8") as file:
        found = browser.evaluate(file.read())
    browser.call("Emulation.setEmulatedMedia", media="", features=[])
    return "%s %s: %s" % (colours, os.path.basename(path), found)


def answer(browser, axe, words):
    if words[0] == "look":
        return look(browser, words[1], words[2])
    if words[0] == "axe":
        theme, width, path = words[1:]
        browser.call("Emulation.setDeviceMetricsOverride", width=int(width), height=900, deviceScaleFactor=1,
                     mobile=False)
        browser.open(path)
        browser.evaluate("document.documentElement.setAttribute('data-theme', %s)" % json.dumps(theme))
        browser.evaluate(axe)
        found = browser.evaluate(
            "axe.run().then(r=>innerWidth+' wide: '+r.passes.length+' passes '+r.violations.length+' violations '"
            "+r.violations.map(v=>v.id+' '+v.nodes[0].target).join('; '))")
        if not found.startswith(width + " wide: "):
            raise ValueError("the window is %s" % found)
        return "%s %s %s: %s" % (theme, width, os.path.basename(path), found.split(": ", 1)[1])
    browser.call("Emulation.clearDeviceMetricsOverride")
    browser.open(words[1])
    if words[0] == "save":
        with open(words[2], "w", encoding="utf-8") as file:
            file.write("<!DOCTYPE html>\n" + browser.evaluate("document.documentElement.outerHTML"))
        return "saved " + os.path.basename(words[1])
    pdf = browser.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
    with open(words[2], "wb") as file:
        file.write(base64.b64decode(pdf["data"]))
    return "printed " + os.path.basename(words[1])


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        axe = file.read() + ";0"
    browser = Browser(sys.argv[2])
    try:
        browser.start()
        for line in sys.stdin:
            try:
                said = answer(browser, axe, line.split())
            except ValueError as e:
                said = "error %s: %s" % (line.strip(), e)
            print(said.replace("\n", " "), flush=True)
    except (TimeoutError, EOFError, OSError) as e:
        print("error %s" % e, flush=True)
    finally:
        browser.end()
        browser.process.wait()


main()
