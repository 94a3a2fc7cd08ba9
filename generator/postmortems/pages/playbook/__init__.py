"""The playbook's pages, printed from the settings that the checks enforce."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.pages.playbook import afterwards, cover, ladder, messages, phases, scale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.settings import Settings
    from postmortems.pages.base import Page


def pages(settings: Settings) -> Iterator[Page]:
    """Make every page of the playbook."""
    yield cover.page(settings)
    yield scale.page(settings)
    yield ladder.page(settings)
    yield phases.page(settings)
    yield messages.page(settings)
    yield afterwards.page(settings)
    yield cover.readings(settings)
