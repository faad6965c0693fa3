// SPDX-License-Identifier: Apache-2.0
// Looks at every picture of a page as it is drawn: whether texts overlap or leave the picture, and whether
// texts and marks stand out from their ground. Says how many it saw, and what is wrong.
(() => {
    const wrong = [], seen = {texts: 0, marks: 0, pictures: 0};
    const numbers = (s) => (s.match(/[\d.]+/g) || []).map(Number);
    const page = numbers(getComputedStyle(document.body).backgroundColor);
    const root = numbers(getComputedStyle(document.documentElement).backgroundColor);
    const canvas = document.createElement("div");
    canvas.style.color = "Canvas";
    document.body.append(canvas);
    const last = numbers(getComputedStyle(canvas).color).slice(0, 3);
    canvas.remove();
    const solid = (c) => c.length === 3 || (c.length === 4 && c[3] === 1);
    const ground = solid(page) ? page.slice(0, 3) : solid(root) ? root.slice(0, 3) : last;
    const over = (top, alpha, below) => below.map((c, i) => alpha * top[i] + (1 - alpha) * c);
    const light = (c) => c.map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const contrast = (a, b) => {
        const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
        return (high + 0.05) / (low + 0.05);
    };
    const paint = (style, what) => {
        const c = numbers(style[what]);
        if (style[what] === "none" || c.length < 3)
            return null;
        return {color: c.slice(0, 3), alpha: (c.length === 4 ? c[3] : 1) * Number(style[what + "Opacity"])};
    };
    // What is a ground itself: it says nothing that a line, a number or a hatching on it does not say.
    const isGround = (e) => /k-(grid|paper|h[0-5]|zw|zb)\b/.test(e.getAttribute("class"));

    for (const svg of document.querySelectorAll("svg.p")) {
        const name = svg.getAttribute("class").slice(2), view = svg.viewBox.baseVal;
        const texts = [...svg.querySelectorAll("text")].filter((t) => t.textContent.length > 0);
        const boxes = texts.map((t) => t.getBBox()), fills = [];
        const say = (text) => wrong.push(name + ": " + text);

        seen.pictures++;
        for (const e of svg.querySelectorAll("line,rect,circle,path")) {
            const style = getComputedStyle(e), fill = paint(style, "fill"), stroke = paint(style, "stroke");
            const best = Math.max(...[fill, stroke].map((p) => p ? contrast(over(p.color, p.alpha, ground), ground) : 1));

            seen.marks++;
            if (!isGround(e) && best < 3)
                say(`a ${e.tagName} of ${e.getAttribute("class")} has a contrast of ${best.toFixed(2)}`);
            if (/k-(grid|h[0-5]|zw|zb)\b/.test(e.getAttribute("class")) && best < 1.02)
                say(`a ground of ${e.getAttribute("class")} is not there`);
            if (fill && e.tagName !== "line" && e.tagName !== "circle" && !e.getAttribute("class").match(/ l\b/))
                fills.push([e, fill]);
        }
        texts.forEach((t, i) => {
            const box = boxes[i], middle = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2);
            let below = ground;

            seen.texts++;
            for (const [e, fill] of fills)
                if (e.isPointInFill(middle))
                    below = over(fill.color, fill.alpha, below);
            const style = getComputedStyle(t), fill = paint(style, "fill");
            const got = fill ? contrast(over(fill.color, fill.alpha, below), below) : 1;
            if (got < 4.5)
                say(`'${t.textContent}' has a contrast of ${got.toFixed(2)}`);
            if (box.x < -1 || box.y < -1 || box.x + box.width > view.width + 1 || box.y + box.height > view.height + 1)
                say(`'${t.textContent}' leaves the picture`);
            for (let k = 0; k < i; k++) {
                const b = boxes[k];

                if (Math.min(box.x + box.width, b.x + b.width) - Math.max(box.x, b.x) > 1 &&
                    Math.min(box.y + box.height, b.y + b.height) - Math.max(box.y, b.y) > 2.5)
                    say(`'${t.textContent}' and '${texts[k].textContent}' overlap`);
            }
        });
    }
    return `${seen.pictures} pictures ${seen.texts} texts ${seen.marks} marks ${wrong.length} faults ${wrong.slice(0, 4).join("; ")}`;
})()
