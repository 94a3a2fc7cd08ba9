"""The tables that go out. What no column names here stays in the repository: notes, for one."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from postmortems.feeds.columns import Column, Table, day, utc, written
from postmortems.feeds.incident_columns import incident_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from postmortems.model.incident import Incident

VERSION = 1
"""Goes up when a column is renamed, taken away or means something else; never for a new one."""


class Part(NamedTuple):
    """An entry of one of an incident's lists, counted from 1."""

    incident: Incident
    number: int
    item: Any


def _parts(name: str) -> Callable[[Incident], Iterable[Part]]:
    def rows(incident: Incident) -> Iterator[Part]:
        for number, item in enumerate(getattr(incident, name), start=1):
            yield Part(incident, number, item)

    return rows


def _own(name: str, kind: Any, meaning: str) -> Column[Part]:  # noqa: ANN401 - a kind of column
    """Make a column of what an entry's field of this name holds."""
    if kind == "list":
        return Column(name, kind, meaning, lambda part: list(getattr(part.item, name)))
    if kind == "day":
        return Column(name, kind, meaning, lambda part: day(getattr(part.item, name)))
    return Column(name, kind, meaning, attrgetter(f"item.{name}"))


def _table(name: str, meaning: str, *columns: Column[Part]) -> Table[Part]:
    return Table(
        name=name,
        meaning=meaning,
        columns=(
            Column("incident_id", "text", "The incident's id", attrgetter("incident.id")),
            Column("number", "integer", "Its place in the record, from 1", attrgetter("number")),
            *columns,
        ),
        rows=_parts(name),
    )


def _at(meaning: str) -> tuple[Column[Part], Column[Part]]:
    return (
        Column("at", "moment", meaning, lambda part: utc(part.item.at, part.incident)),
        Column(
            "at_written",
            "text",
            "The same with the offset of its place, or `day 2 02:15` where the date is unknown",
            lambda part: written(part.item.at, part.incident),
        ),
    )


INCIDENTS: Table[Incident] = Table(
    name="incidents",
    meaning="One row for each incident",
    columns=incident_columns(),
    rows=lambda incident: (incident,),
)

PARTS: tuple[Table[Part], ...] = (
    _table(
        "timeline",
        "What happened, entry by entry",
        *_at("When"),
        _own("phase", "text", "The phase of the response"),
        _own("key", "boolean", "Whether it is one of the few that tell the story"),
        _own("actor", "text", "Who or what did it"),
        _own("text", "markdown", "What happened"),
        _own("evidence", "markdown", "Where it is written"),
    ),
    _table(
        "actions",
        "What was promised",
        _own("id", "text", "The action's id in its incident"),
        _own("title", "text", "What will be different when it is done"),
        _own("status", "text", "`open`, `in_progress`, `done` or `wont_do`"),
        _own("type", "text", "What it does about the incident"),
        _own("priority", "text", "How soon it matters, on the severity scale"),
        _own("owner", "text", "The one person who answers for it"),
        _own("team", "text", "The team it belongs to"),
        _own("due", "day", "The day by which it is done"),
        _own("done_at", "day", "The day on which it was done"),
        _own("reason", "markdown", "Why it will not be done"),
        _own("tracker", "text", "Its ticket"),
        _own("done_when", "markdown", "How anyone can tell that it is done"),
        _own("factors", "list", "The ids of the factors it answers"),
    ),
    _table(
        "factors",
        "Everything that contributed",
        _own("id", "text", "The factor's id in its incident"),
        _own("category", "text", "Its kind, from the team's list"),
        _own("text", "markdown", "What it is"),
        _own("evidence", "markdown", "What shows it"),
    ),
    _table(
        "findings",
        "How each stage of the response held up",
        _own("stage", "text", "The stage judged"),
        _own("verdict", "text", "`adequate`, `slow`, `failed` or `unknown`"),
        _own("confidence", "text", "How sure the reviewers are"),
        _own("control_gap", "text", "The control that was missing"),
        _own("text", "markdown", "What was found"),
        _own("actions", "list", "The ids of the actions that answer it"),
    ),
    _table(
        "communications",
        "What was said to whom",
        *_at("When it was sent"),
        _own("audience", "text", "Who it was for"),
        _own("kind", "text", "`initial`, `update` or `all_clear`"),
        _own("channel", "text", "How it was sent"),
        _own("text", "markdown", "What it said"),
        Column(
            "next_update_at",
            "moment",
            "When it promised the next one",
            lambda part: utc(part.item.next_update_at, part.incident),
        ),
    ),
)

TABLES: tuple[Table[Any], ...] = (INCIDENTS, *PARTS)


class Record(NamedTuple):
    """What goes out of one incident: its own row, and those of each table after it."""

    incident: Incident
    own: list[Any]
    parts: tuple[list[list[Any]], ...]


def read(incident: Incident) -> Record:
    """Take from a record what goes out."""
    return Record(
        incident, INCIDENTS.read(incident)[0], tuple(table.read(incident) for table in PARTS)
    )
