# SPDX-License-Identifier: Apache-2.0
"""frames.py AXE THEME PAGE...: one page with each of them in a frame of its own, in which axe runs; what it
finds stands in the text of the outer page, a line a page. One start of a browser for many pages."""
import html
import sys

axe, theme, pages = open(sys.argv[1], encoding="utf-8").read(), sys.argv[2], sys.argv[3:]
say = """<script>axe.run(document,{iframes:false}).then(r=>parent.postMessage([%r,r.passes.length,r.violations.length,
r.violations.map(v=>v.id+" "+v.nodes[0].target).join("; ")],"*"))</script>"""
print('<!DOCTYPE html><html lang="en"><head><title>pages</title></head><body><pre id="out"></pre><script>'
      'onmessage=e=>{const d=e.data;document.getElementById("out").textContent+='
      '"AXE "+d[0]+" "+d[1]+" passes "+d[2]+" violations "+d[3]+"\\n"}</script>')
for path in pages:
    page = open(path, encoding="utf-8").read().replace('<html lang="en">', '<html lang="en" data-theme="%s">' % theme)
    name = path.rsplit("/", 1)[-1]
    page += "<script>" + axe + "</script>" + say % name
    print('<iframe title="%s" width="1000" height="900" srcdoc="%s"></iframe>' % (html.escape(name), html.escape(page)))
print("</body></html>")
