"""The playbook's pages, printed from the settings that the checks enforce."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from postmortems.load.history import UNKNOWN
from postmortems.pages.playbook import (
    afterwards,
    changes,
    cover,
    glance,
    ladder,
    messages,
    methods,
    phases,
    scale,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.config.settings import Settings
    from postmortems.load.history import History
    from postmortems.model.incident import Incident
    from postmortems.pages.base import Page

_NONE: Mapping[str, Incident] = MappingProxyType({})


def pages(
    settings: Settings,
    wording: Mapping[str, tuple[str, str]],
    *,
    incidents: Mapping[str, Incident] = _NONE,
    history: History = UNKNOWN,
) -> Iterator[Page]:
    """Make every page of the playbook.

    ``wording`` holds what each message says, by its id; the worked example is looked up among the
    incidents.
    """
    yield cover.page(settings)
    yield scale.page(settings)
    yield glance.page(settings, history)
    yield ladder.page(settings, history)
    yield phases.page(settings, history)
    yield messages.page(settings, wording)
    yield afterwards.page(settings, incidents, history)
    yield methods.page(settings, history)
    yield cover.readings(settings)
    yield changes.page(settings, history)
