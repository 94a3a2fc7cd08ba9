"""The content-security policy alone: with everything that makes text safe switched off."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from markupsafe import Markup

from postmortems import today
from postmortems.pipeline import check
from postmortems.publish.site import build_site
from postmortems.render import engine
from support.sites import TODAY, configured

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Request

NAME = "INC-20261110-1400"
PAGE = f"incidents/{NAME}/"
ATTACKS = (
    f"<script src=../{NAME}.yml></script>",
    "<script>pm('script')</script>",
    "<script type=module>pm('module')</script>",
    "<script src=\"data:text/javascript,pm('data')\"></script>",
    "<script src=https://evil.example/script></script>",
    "<img src=x onerror=\"pm('event')\">",
    "<svg onload=\"pm('drawing')\"></svg>",
    "<a id=go href=\"javascript:pm('link')\">go</a>",
    "<img src=https://evil.example/image>",
    "<style>.pm-prose{background:url(https://evil.example/style)}</style>",
    '<p id=styled style="display:none">styled</p>',
    "<link rel=stylesheet href=https://evil.example/sheet>",
    "<iframe src=https://evil.example/frame></iframe>",
    "<iframe srcdoc=\"<script>parent.pm('srcdoc')</script>\"></iframe>",
    "<object data=https://evil.example/object></object>",
    "<video src=https://evil.example/film></video>",
    "<form action=https://evil.example/form><button id=send>send</button></form>",
    "<base href=https://evil.example/base/>",
)
"""What a summary holds. Whatever of it runs calls `pm` with a word."""
SCRIPT = ("background: window.pm('record') /*\n", "# */\n")
"""What makes a script of the record that lies between, which the site offers as it is."""
RUNS = {"script", "module", "data", "event", "drawing", "link", "srcdoc"}
ASKS = {"script", "image", "style", "sheet", "frame", "object", "film", "form", "assets"}
"""What is asked of another host: with another base, what the page loads last of its own, too."""
DIRECTIVES = {
    *("script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr", "img-src"),
    *("frame-src", "object-src", "media-src", "base-uri", "form-action"),
}
_NOTE = """
    window.pm_refused = [];
    document.addEventListener("securitypolicyviolation",
        event => pm_refused.push(event.effectiveDirective));
"""
# A click that sends the form, and the browser's word that it does not.
_SEND = """() => new Promise(done => {
    document.addEventListener("securitypolicyviolation",
        event => event.effectiveDirective === "form-action" && done());
    document.getElementById("send").click();
})"""


@pytest.fixture(scope="module")
def undefended(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose pages hold the summary as it was written."""
    root = tmp_path_factory.mktemp("undefended")
    configured(repository, root)
    text = (repository / "tests" / "support" / "small.yml").read_text("utf-8")
    lines = "".join(f"  {each}\n" for each in ATTACKS)
    record = re.sub(r"^summary: .*\n", lambda _: f"summary: |\n{lines}", text, flags=re.MULTILINE)
    (root / "incidents" / f"{NAME}.yml").write_text(record.join(SCRIPT), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(engine._FILTERS, "block", _as_written)
        patch.setattr(os, "sched_getaffinity", lambda _: {0})
        checked = check(root, today.instant(TODAY))
        assert checked.errors == 0
        site = build_site(root, checked).folder
    page = (site / PAGE / "index.html").read_text("utf-8")
    assert [each for each in ATTACKS if each not in page] == []
    return site


def _as_written(value: str) -> Markup:
    return Markup(f'<div class="pm-prose">{value}</div>')  # noqa: S704 - on purpose


@dataclass
class Reader:
    """What a page did while somebody opened it, followed its link and sent its form."""

    ran: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    hidden: bool = False

    def ask(self, request: Request) -> None:
        found = re.match(r"https://evil\.example/(\w+)", request.url)
        if found and request.failure != "csp":
            self.asked.add(found[1])


def visit(context: BrowserContext, address: str, *, refusing: bool) -> Reader:
    page = context.new_page()
    reader = Reader()
    page.expose_function("pm", lambda word: reader.ran.add(word))  # noqa: PLW0108 - it needs a signature
    page.add_init_script(_NOTE)
    page.on("requestfailed", reader.ask)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    reader.hidden = not page.locator("#styled").is_visible()
    page.evaluate("document.getElementById('go').click()")
    if refusing:
        page.evaluate(_SEND)
        reader.refused = {*page.evaluate("pm_refused")}
    else:
        with page.expect_event("requestfailed", lambda asked: asked.url.endswith("/form?")):
            page.evaluate("setTimeout(() => document.getElementById('send').click())")
    return reader


def test_the_policy_alone_keeps_everything_from_acting(
    chromium: Browser, undefended: Path, serve: Callable[[Path], str]
) -> None:
    address = f"{serve(undefended)}/{PAGE}"
    with chromium.new_context() as context:
        assert visit(context, address, refusing=True) == Reader(refused=DIRECTIVES)
    # Without the policy all of it acts: what is seen above is the policy's doing.
    with chromium.new_context(bypass_csp=True) as context:
        assert visit(context, address, refusing=False) == Reader(ran=RUNS, asked=ASKS, hidden=True)
