"""Asks axe-core what keeps people from using a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / ".cache" / "node" / "node_modules" / "axe-core" / "axe.min.js"

# `preload` would fetch every style sheet once more, for a rule that is not among those asked.
_RUN = """async () => {
    const options = {resultTypes: ["violations"], preload: false};
    const {violations} = await axe.run(document, options);
    return violations.flatMap(({id, impact, nodes}) => nodes.map(({target, failureSummary}) =>
        `${id} (${impact}): ${target.join(" ")}: ${failureSummary}`));
}"""


def bring_axe(page: Page) -> None:
    """Has axe-core loaded with every document that the page opens from now on."""
    assert AXE.is_file(), "no axe-core in .cache/node: run .ci/node"
    page.add_init_script(path=AXE)


def violations(page: Page) -> list[str]:
    """Everything that axe-core finds wrong in the document."""
    found: list[str] = page.evaluate(_RUN)
    return found
