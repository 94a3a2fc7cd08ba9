"""Records whose every text tries to be more than text, met in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.attacks import ATTACKS
from support.browser import assert_clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Dialog

    from support.browser import PageAt
    from support.sites import Site

PAGES = (
    "",
    "incidents/",
    "search/?q=alert",
    "actions/",
    "actions/owners/",
    "actions/teams/",
    "actions/teams/constructor/",
    "services/",
    "services/constructor/",
    "services/page/",
    "teams/constructor/",
    "lessons/",
    "reviews/done/",
    "gaps/monitoring/",
    "factors/process/",
    "unanswered/",
    "dashboards/severity/",
    "dashboards/services/",
    "dashboards/teams/",
    "data/",
)
# Natural names of the window and the document, taken from a frame that holds nothing of ours.
FAULTS = """() => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const names = new Set();
    for (const start of [frame.contentWindow, frame.contentDocument])
        for (let each = start; each; each = Object.getPrototypeOf(each))
            Object.getOwnPropertyNames(each).forEach(name => names.add(name));
    frame.remove();
    const ours = new Set(["open", "timeline", "search"]);  // ids of sections, fixed in templates
    const found = [];
    const ids = new Set();
    for (const node of document.querySelectorAll("article *, .pm-search *")) {
        const drawn = node.closest("svg");
        const badge = node.matches("img[src^='../badges/'], img[src^='badges/']");
        if (["SCRIPT", "STYLE", "IFRAME", "OBJECT", "EMBED", "BASE", "META"].includes(node.tagName))
            found.push(node.outerHTML);
        if (node.tagName === "IMG" && !badge) found.push(node.outerHTML);
        for (const {name, value} of node.attributes) {
            const led = ["href", "src", "action", "xlink:href"].includes(name);
            if (name.startsWith("on") || (name === "style" && !drawn)
                || (led && /^\\s*(javascript|data|vbscript):/i.test(value)))
                found.push(node.outerHTML);
        }
        if (!node.id) continue;
        if (ids.has(node.id) || (names.has(node.id) && !ours.has(node.id))) found.push(node.id);
        ids.add(node.id);
    }
    return found;
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_of_a_record_acts(
    page_at: PageAt, attacked: Site, serve: Callable[[Path], str], width: int
) -> None:
    site = serve(attacked.folder)
    page = page_at(width, 900)
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    incidents = [f"incidents/INC-202603{day:02}-0905/" for day in range(1, len(ATTACKS) + 1)]
    for path in (*PAGES, *incidents):
        page.goto(f"{site}/{path}")
        if path in {"incidents/", "search/?q=alert"}:
            page.wait_for_load_state("networkidle")
        assert page.evaluate(FAULTS) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert_clean(page)
    assert dialogs == []
