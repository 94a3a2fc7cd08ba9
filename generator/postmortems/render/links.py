"""Links of a page to what the site does not have or may not name become their words alone."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from postmortems.render.sanitize import REL

if TYPE_CHECKING:
    from collections.abc import Callable

# Incident text holds no such characters by now: every one of them is an entity there.
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def unlinked(body: str, path: str, has: Callable[[str], bool], leads: Callable[[str], bool]) -> str:
    """Return a page without the links that lead to pages which the site lacks.

    ``path`` is the page's file in the docs tree; ``has`` is asked for addresses from the root, and
    ``leads`` for the addresses elsewhere to which strangers' texts lead.
    """
    folder = path.removesuffix(".md").removesuffix("index").rstrip("/")

    def instead(match: re.Match[str]) -> str:
        address = unescape(match[1])
        if f'rel="{REL}"' in match[0] and not leads(address):
            return match[2]
        target = unquote(address).partition("#")[0].partition("?")[0]
        if not target or ":" in target or target.startswith("/"):
            return match[0]
        # From a page's address, which ends with `/`, one step up leads out of its own folder.
        url = posixpath.normpath(posixpath.join(f"/{folder}/", target)).lstrip("/")
        return match[0] if has(f"{url}/" if target.endswith("/") else url) else match[2]

    return _LINK.sub(instead, body)
