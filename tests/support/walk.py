"""Goes through pages of a site in one window and notes what is wrong with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.accessibility import bring_axe, violations
from support.browser import assert_clean, take_faults
from support.layout import misplaced

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from playwright.sync_api import Page


def faults_of_pages(
    page: Page,
    site: str,
    addresses: Iterable[str],
    *,
    unread: Collection[str] = (),
) -> str:
    """Everything wrong with the pages at these addresses, one fault a line.

    Pages to be left unread are measured and listened to, no more.
    """
    bring_axe(page)
    found: list[str] = []
    for address in addresses:
        page.goto(f"{site}/{address}")
        faults = misplaced(page)
        if address not in unread:
            faults += violations(page)
        if (headings := page.locator("h1").count()) != 1:
            faults.append(f"{headings} headings of the first level")
        faults += take_faults(page)
        found += [f"{address or 'home'}: {fault}" for fault in faults]
    assert_clean(page)
    return "\n".join(found)
