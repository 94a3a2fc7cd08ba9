"""Addresses in a document, with what stands before them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.importers.draft import Spot
from postmortems.importers.reading import flat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.importers.outline import Unit
    from postmortems.importers.reading import Reading

ADDRESS = re.compile(r"https://[^\s<>\"\\^`{|}()\[\]]+")
LINK = re.compile(r"\[(?P<title>[^\[\]]{1,200})\]\((?P<url>https://[^\s<>\"\\^`{|}()]+)\)")


def place(reading: Reading, units: Iterable[Unit]) -> None:
    """Place https addresses with what stands before them; the rest is kept aside."""
    for unit in units:
        for line in unit.lines():
            text = line.text.strip()
            spot = Spot(line.line, 1, "links")
            found = False
            bare = text
            for match in LINK.finditer(text):
                found = True
                entry = {"title": flat(match["title"]), "url": match["url"]}
                reading.draft.append(("links",), entry, spot)
                bare = bare.replace(match.group(), " ")
            for match in ADDRESS.finditer(bare):
                url = match.group().rstrip(".,;:")
                title = flat(bare[: match.start()]).strip(" *_:-–—<") or url
                found = True
                entry = {"title": title[:200], "url": url}
                reading.draft.append(("links",), entry, spot)
                bare = ""
                break
            if not found or re.search(r"\w{3}", ADDRESS.sub("", bare)):
                reading.aside("links", text)
