from __future__ import annotations

import sys
from functools import lru_cache
from typing import TYPE_CHECKING

import markupsafe

from metrics.records import library
from postmortems.load.templates import load_templates
from postmortems.pages import base, postmortem
from postmortems.render import engine, plain
from postmortems.render.page import Renderer
from support.example import REPOSITORY, make_incident

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType

MOST_OF_A_MOMENT = 20
"""Calls of Python functions that a further entry of a timeline may cost to describe."""
MOST_OF_AN_ENTRY = 140
"""And those that it may cost to write, with its mark on the picture."""
CACHES = (plain._plain_short, engine._encoded, base._in_zone)


def timed(entries: int) -> dict[str, object]:
    """A record of so many plain entries, a minute apart."""
    return {
        "times": {
            "started": "2026-02-14 09:00",
            "detected": "2026-02-14 09:00",
            "declared": "2026-02-14 09:00",
            "mitigated": "2026-02-14 10:00",
            "resolved": "2026-02-14 10:00",
        },
        "timezone": "Europe/Berlin",
        "timeline": [
            {"at": f"2026-02-14 09:{at:02d}", "text": f"Step {at} was taken."}
            for at in range(entries)
        ],
    }


def calls(work: Callable[[], object]) -> dict[CodeType, int]:
    """How often each Python function is called."""
    found: dict[CodeType, int] = {}

    def seen(frame: FrameType, event: str, argument: object) -> None:
        del argument
        if event == "call":
            found[frame.f_code] = found.get(frame.f_code, 0) + 1

    for each in CACHES:
        each.cache_clear()
    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return found


@lru_cache(maxsize=1)
def renderer() -> Renderer:
    return Renderer(load_templates(REPOSITORY))


def counted(entries: int) -> tuple[dict[CodeType, int], dict[CodeType, int]]:
    """What it takes to describe an incident, and to write its page."""
    incident = make_incident(**timed(entries))
    given = library(incident)
    pages: list[postmortem.PostmortemPage] = []
    renderer().render(postmortem.page(incident, given))  # compiles
    described = calls(lambda: pages.append(postmortem.page(incident, given)))
    return described, calls(lambda: renderer().render(pages[0]))


def test_an_entry_more_costs_a_page_no_more_than_a_stated_number_of_calls() -> None:
    few, many = counted(20), counted(50)
    described, written = (
        (sum(more.values()) - sum(less.values())) / 30 for less, more in zip(few, many, strict=True)
    )
    assert described <= MOST_OF_A_MOMENT
    assert written <= MOST_OF_AN_ENTRY


def test_a_value_is_not_escaped_again_after_it_was_encoded() -> None:
    _, written = counted(5)
    assert markupsafe.escape.__code__ not in written
    assert engine._finalize.__code__ in written
