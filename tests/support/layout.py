"""Looks for text that a reader cannot read where it was put: cut off, out of sight, or covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Of a line's box, only the middle counts: marks above and below letters may well touch.
_FAULTS = """() => {
    const found = [], article = document.querySelector("article");
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) found.push(`the page is ${wide} px wide in a window of ${innerWidth}`);
    const name = node => {
        const classes = [...node.classList].map(each => `.${each}`).join("");
        const own = node.id ? `#${node.id}` : node.localName + classes;
        return node.id || node === article ? own : `${name(node.parentElement)} > ${own}`;
    };
    const clips = new Map();
    const clip = node => {
        if (!clips.has(node)) {
            const page = {left: 0, right: innerWidth, top: -1e9, bottom: 1e9, scrolls: false};
            const above = node === article ? page : clip(node.parentElement);
            const {overflowX, overflowY} = getComputedStyle(node);
            const ways = [overflowX, overflowY], box = node.getBoundingClientRect();
            clips.set(node, ways.every(each => each === "visible") ? above : {
                left: Math.max(above.left, box.left), right: Math.min(above.right, box.right),
                top: Math.max(above.top, box.top), bottom: Math.min(above.bottom, box.bottom),
                scrolls: above.scrolls || ways.some(each => ["auto", "scroll"].includes(each)),
            });
        }
        return clips.get(node);
    };
    const lines = [], range = document.createRange();
    const texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    const unseen = "svg, .pm-sr, .md-skip, noscript, script, style";
    const seen = {visibilityProperty: true, opacityProperty: true};
    const start = (text, length) => text.data.trim().slice(0, length);
    while (texts.nextNode()) {
        const text = texts.currentNode, parent = text.parentElement;
        if (!text.data.trim() || parent.closest(unseen) || !parent.checkVisibility(seen)) continue;
        const around = clip(parent);
        if (around.right - around.left < 3) continue;  // for screen readers alone
        range.selectNodeContents(text);
        for (const {left, right, top, bottom, width, height} of range.getClientRects()) {
            if (width < 2 || height < 2) continue;
            const out = left < around.left - 2 || right > around.right + 2
                || top + height / 3 < around.top || bottom - height / 3 > around.bottom;
            if (out && !around.scrolls) found.push(`cut off: ${name(parent)}: ${start(text, 40)}`);
            lines.push({
                text, parent,
                left: Math.max(left, around.left), right: Math.min(right, around.right),
                top: Math.max(top + height * 0.3, around.top),
                bottom: Math.min(bottom - height * 0.3, around.bottom),
            });
        }
    }
    lines.sort((one, other) => one.top - other.top);
    lines.forEach((one, index) => {
        for (const other of lines.slice(index + 1, index + 200)) {
            if (other.top >= one.bottom) break;
            const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
            const down = Math.min(one.bottom, other.bottom) - other.top;
            if (across > 2 && down > 2 && one.text !== other.text)
                found.push(`one on the other: ${name(one.parent)}: ${start(one.text, 30)}`
                    + ` and ${name(other.parent)}: ${start(other.text, 30)}`);
        }
    });
    return [...new Set(found)];
}"""


def misplaced(page: Page) -> list[str]:
    """What is cut off, leaves the window or lies on other text in the main column."""
    found: list[str] = page.evaluate(_FAULTS)
    return found
