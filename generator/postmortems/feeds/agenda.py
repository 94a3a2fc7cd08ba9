"""What is due, for programs: one JSON document that keeps its promises, and its schema.

Within a version, keys are only ever added; a change of meaning is a new version. A key whose value
nobody knows is null, never absent.
"""

from __future__ import annotations

from datetime import UTC
from json import dumps
from typing import TYPE_CHECKING, Any

from postmortems.feeds.links import absolute
from postmortems.metrics.agenda import KINDS, STATES
from postmortems.pages.base import incident_url
from postmortems.pages.reviews import named
from postmortems.shapes import null, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postmortems.metrics.agenda import Agenda, Entry
    from postmortems.pages.base import Library

VERSION = 1


def title(entry: Entry, library: Library) -> str:
    """Say what is to be done, in the record's words where it has some."""
    if entry.action is not None:
        return entry.action.action.title
    assert entry.duty is not None  # noqa: S101 - an entry is one or the other
    return named(entry.duty, library.incidents[entry.incident])


def address(entry: Entry) -> str:
    """Return the place at which an entry is told, from the site's root."""
    page = incident_url(entry.incident)
    return page if entry.action is None else f"{page}#action-{entry.action.action.id.lower()}"


def document(agenda: Agenda, library: Library, lines: Mapping[str, int]) -> str:
    """Write a list of due things as JSON, as `schema` describes it; ``lines`` are those of ids."""
    today = library.as_of.date()
    return (
        dumps(
            {
                "version": VERSION,
                "as_of": today.isoformat(),
                "counts": {state: _count(agenda, state) for state in STATES},
                "due": [
                    {
                        "id": each.id,
                        "kind": each.kind,
                        "title": title(each, library),
                        "state": each.state,
                        "day": each.day.isoformat() if each.day else None,
                        "first_day": each.first.isoformat() if each.first else None,
                        "at": each.at.astimezone(UTC).isoformat() if each.at else None,
                        "suggested_day": each.suggested.isoformat() if each.suggested else None,
                        "days_overdue": (today - each.day).days
                        if each.overdue and each.day
                        else None,
                        "agreed": each.agreed,
                        "owner": each.owner or None,
                        "teams": list(each.teams),
                        "incident": each.incident,
                        "incident_title": library.incidents[each.incident].title,
                        "severity": library.incidents[each.incident].severity,
                        "file": library.files[each.incident],
                        "line": lines.get(each.id),
                        "url": absolute(library, address(each)),
                    }
                    for each in agenda.entries
                ],
                "left_out": [
                    {"reason": each.reason, "ids": list(each.ids)} for each in agenda.left_out
                ],
            },
            indent=2,
            ensure_ascii=False,
        )
        + "\n"
    )


def _count(agenda: Agenda, state: str) -> int:
    return sum(each.state == state for each in agenda.entries)


def schema() -> dict[str, Any]:
    """Describe the document as a JSON Schema."""
    text, number = {"type": "string"}, {"type": "integer", "minimum": 0}
    day = {"type": "string", "format": "date"}
    names = {"type": "array", "items": text}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `postmortems due --output json` writes",
        "description": (
            "Keys may be added within a version; ignore those that you do not know. "
            "What nobody knows is null."
        ),
        **record(
            version={"const": VERSION},
            as_of=day | {"description": "The day that counted as today, UTC."},
            counts=record(**dict.fromkeys(STATES, number)),
            due={
                "description": "Overdue first, the longest first; then by day; undated last.",
                "type": "array",
                "items": record(
                    id=text | {"description": "Unique in a repository, and it stays."},
                    kind={"enum": list(KINDS)},
                    title=text,
                    state={"enum": list(STATES)},
                    day=null(day | {"description": "The last day on which it is in time."}),
                    first_day=null(day | {"description": "The first day of a window."}),
                    at=null(
                        {
                            "type": "string",
                            "format": "date-time",
                            "description": "The moment, where one is recorded, UTC.",
                        }
                    ),
                    suggested_day=null(
                        day | {"description": "What the policy allows where no day is recorded."}
                    ),
                    days_overdue=null(number),
                    agreed={
                        "type": "boolean",
                        "description": "False where only the policy asks for it, and for an "
                        "action without a day: it is never overdue.",
                    },
                    owner=null(text),
                    teams=names | {"description": "That of an action; else those that took part."},
                    incident=text,
                    incident_title=text,
                    severity=text,
                    file=text | {"description": "In the repository, with forward slashes."},
                    line=null({"type": "integer", "minimum": 1}),
                    url=null(text | {"format": "uri"}),
                ),
            },
            left_out={
                "description": "What is not told, by reason; ids of incidents or of due things.",
                "type": "array",
                "items": record(reason=text, ids=names),
            },
        ),
    }
