"""What is due, as text for people: three short lists that read well on 80 columns."""

from __future__ import annotations

import textwrap
from datetime import UTC
from typing import TYPE_CHECKING

from postmortems.clock import days
from postmortems.feeds.agenda import title
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.metrics.agenda import Agenda, Entry, State
    from postmortems.pages.base import Library

_WIDTH = 80
_INDENT = " " * 12
_HEADINGS: tuple[tuple[State, str], ...] = (
    ("overdue", "Overdue"),
    ("upcoming", "To come"),
    ("undated", "Without a day"),
)


def text(agenda: Agenda, library: Library, lines: Mapping[str, int]) -> str:
    """Lay out what is due; ``lines`` tells where in its file each entry stands, by its id."""
    today = library.as_of.strftime("%Y-%m-%d")
    parts = [_sum(agenda, today)]
    for state, heading in _HEADINGS:
        entries = agenda.in_state(state)
        if entries:
            parts.append("")
            parts.append(f"{heading} ({len(entries):,})")
        for each in entries:
            parts.extend(_entry(each, library, lines))
    if agenda.left_out:
        parts.append("")
        said = "; ".join(f"{len(each.ids):,} ({each.reason})" for each in agenda.left_out)
        parts.extend(_wrapped(f"Left out: {said}."))
    return "\n".join(parts) + "\n"


def _sum(agenda: Agenda, today: str) -> str:
    if not agenda.entries:
        return f"Nothing is due. (As of {today}.)"
    told = (
        (len(agenda.in_state("overdue")), "overdue"),
        (len(agenda.in_state("upcoming")), "to come"),
        (len(agenda.in_state("undated")), "without a day"),
    )
    counts = ", ".join(f"{number:,} {word}" for number, word in told if number)
    return f"{count(len(agenda.entries), 'thing')} to do as of {today}: {counts}."


def _entry(entry: Entry, library: Library, lines: Mapping[str, int]) -> Iterator[str]:
    day = entry.day.isoformat() if entry.day else "-" * 10
    name = title(entry, library)
    if entry.action is not None:
        name = f"{entry.action.action.id}: {name}"
    yield from _wrapped(name, first=f"{day}  ", indent=_INDENT)
    line = lines.get(entry.id)
    severity = library.incidents[entry.incident].severity
    facts = (*_when(entry, library), entry.incident, severity, entry.owner or "no owner named")
    yield from _wrapped(" · ".join((*facts, *entry.teams)), first=_INDENT, indent=_INDENT)
    yield f"{_INDENT}{library.files[entry.incident]}" + (f":{line}" if line else "")


def _wrapped(said: str, first: str = "", indent: str = "") -> list[str]:
    """Break a text into lines, but no word: ids and paths are copied from here."""
    return textwrap.wrap(
        said,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _when(entry: Entry, library: Library) -> Iterator[str]:
    today = library.as_of.date()
    if entry.overdue and entry.day is not None:
        yield f"{days((today - entry.day).days)} overdue"
    elif entry.day == today:
        yield "today"
    elif entry.day is not None:
        yield f"in {days((entry.day - today).days)}"
    elif entry.suggested is not None:
        yield f"the policy says by {entry.suggested.isoformat()}"
    elif entry.agreed:
        yield "day not recorded"
    if entry.at is not None:
        yield f"{entry.at.astimezone(UTC):%H:%M} UTC"
    if entry.first is not None and entry.first > today:
        yield f"from {entry.first.isoformat()}"
    if not entry.agreed and entry.action is None:
        yield "asked for by the policy, not entered"
