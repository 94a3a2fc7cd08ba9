"""Pages to files, leaving those alone that say the same as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from postmortems.jobs.job import Made, seal, twice
from postmortems.load.packed import unnoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.jobs.job import Done
    from postmortems.pages.base import Page
    from postmortems.render.page import Renderer

_SEALS = msgspec.json.Decoder(dict[str, str])


def printed(pages: Iterable[Page], renderer: Renderer, last: Done | None) -> Made:
    """Write pages; the facts are what each said, by path.

    Raises ConfigurationError when two pages have the same path, or a template is broken.
    """
    said = _SEALS.decode(last.facts) if last is not None else {}
    seals: dict[str, str] = {}
    files: dict[str, bytes | None] = {}
    for page in pages:
        if page.path in files:
            raise twice(page.path)
        with unnoted():
            seals[page.path] = seal(page)
        same = last is not None and page.path in last.files
        if same and seals[page.path] and said.get(page.path) == seals[page.path]:
            files[page.path] = None
        else:
            files[page.path] = renderer.render(page)
    return Made(files=files, facts=seals)
