"""The playbook's pages, printed from the settings that the checks enforce."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.pages.playbook import afterwards, cover, ladder, messages, phases, scale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.config.settings import Settings
    from postmortems.pages.base import Page


def pages(settings: Settings, wording: Mapping[str, tuple[str, str]]) -> Iterator[Page]:
    """Make every page of the playbook; ``wording`` holds what each message says, by its id."""
    yield cover.page(settings)
    yield scale.page(settings)
    yield ladder.page(settings)
    yield phases.page(settings)
    yield messages.page(settings, wording)
    yield afterwards.page(settings)
    yield cover.readings(settings)
