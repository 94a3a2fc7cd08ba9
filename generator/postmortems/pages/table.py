"""The incident list as data for the browser: every row, and the choices to filter by.

Rows come in parts, cut from the oldest incident on: a new incident changes the newest part and
leaves the others as they are. Rows name services, teams and the like by id; what people read
stands once, among the choices.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from postmortems.advice.clocks import RUNNING, is_running
from postmortems.characters import tame
from postmortems.clock import duration
from postmortems.metrics.actions import UNFINISHED
from postmortems.metrics.base import start_day
from postmortems.model.followup import PostmortemStatus
from postmortems.model.incident import Kind, Status
from postmortems.pages.base import length, newest_first, started, when
from postmortems.pages.words import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident
    from postmortems.pages.base import Library

INDEX = "data/list/index.json"
"""Where the choices and the list of parts are, from the site's root."""
ROWS_PER_PART = 1_000
UNDATED = "undated"
"""The year of an incident without a date, in rows and addresses."""
COLUMNS = (
    "id",
    "title",
    "severity",
    "kind",
    "status",
    "postmortem",
    "services",
    "teams",
    "tags",
    "year",
    "date",
    "started",
    "minutes",
    "duration",
    "due",
    "sample",
)
"""What the values of a row are, in order.

``date`` is for people and ``started`` the same in UTC, empty for undated records; ``minutes`` is
null and ``duration`` empty where the length is not known; ``due`` is the earliest day on which an
unfinished action is due, so that the browser can tell on any later day what is overdue.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a part holds: its file with a mark, how many rows, and the values that are chosen by.

    ``years`` has `UNDATED` where a record has no date; ``tags`` has each spelling by its key.
    """

    file: str
    rows: int
    years: tuple[str, ...]
    tags: Mapping[str, str]


def order(library: Library) -> list[str]:
    """Return the ids of all incidents in the order of the list: the newest first."""
    return [each.id for each in newest_first(list(library.incidents.values()))]


def cut(ids: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Cut ids that are in the order of the list into parts; yield the newest, with its number."""
    total = len(ids)
    for number in range(-(-total // ROWS_PER_PART), 0, -1):
        # Counted from the oldest, so that a part keeps its number.
        oldest = (number - 1) * ROWS_PER_PART
        yield number, ids[max(0, total - oldest - ROWS_PER_PART) : total - oldest]


def part(library: Library, number: int, ids: Iterable[str]) -> tuple[dict[str, bytes], Held]:
    """Write the rows of a part; return its file by path, and what the index says of it."""
    incidents = [library.incidents[each] for each in ids]
    name = f"{number}.json"
    content = _json([_row(each) for each in incidents])
    # With its digest in the address, no cache can serve a part of another day's index.
    mark = hashlib.sha256(content).hexdigest()[:12]
    held = Held(
        file=f"{name}?{mark}",
        rows=len(incidents),
        years=tuple(sorted({_year(start_day(each)) for each in incidents})),
        tags={tag.lower(): tag for each in incidents for tag in each.tags},
    )
    return {f"data/list/{name}": content}, held


def index(settings: Settings, parts: Sequence[Held]) -> dict[str, bytes]:
    """Write the index of parts, which come in the order of the list."""
    return {
        INDEX: _json(
            {
                "columns": COLUMNS,
                "parts": [{"file": each.file, "rows": each.rows} for each in parts],
                "rows_per_page": settings.site.lists.rows_filtered,
                "choices": _choices(settings, parts),
            }
        )
    }


def _choices(settings: Settings, parts: Sequence[Held]) -> dict[str, list[Any]]:
    """Return the values of each filter, in their order: pairs of value and name.

    Severities bring their colour role, too; statuses whether the response still runs.
    """
    years = {year for each in parts for year in each.years}
    dated = sorted(years - {UNDATED}, reverse=True)
    tags = {key: tag for each in parts for key, tag in each.tags.items()}
    return {
        "severity": [
            [each.id, f"{each.id} {each.name}", each.colour_role]
            for each in settings.severities.levels
        ],
        "status": [[each, spoken(each), each in RUNNING] for each in _words(Status)],
        "kind": [[each, spoken(each)] for each in _words(Kind)],
        "postmortem": [[each, spoken(each)] for each in _words(PostmortemStatus)],
        "service": _named((each.id, each.name) for each in settings.catalog.services),
        "team": _named((each.id, each.name) for each in settings.catalog.teams),
        "year": [[each, each] for each in dated]
        + [[UNDATED, "no date recorded"]] * (UNDATED in years),
        "tag": _named(tags.items()),
    }


def _words(choice: Any) -> tuple[str, ...]:  # noqa: ANN401 - an annotated literal
    return get_args(get_args(choice)[0])


def _named(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    return [list(pair) for pair in sorted(pairs, key=lambda pair: (pair[1].casefold(), pair[0]))]


def _year(day: date | None) -> str:
    return UNDATED if day is None else str(day.year)


def _row(incident: Incident) -> list[Any]:
    begun = when(started(incident), incident)
    span = length(incident)
    due = [
        action.due.isoformat()
        for action in incident.actions
        if action.status in UNFINISHED and action.due is not None
    ]
    return [
        incident.id,
        tame(incident.title),
        incident.severity,
        incident.kind,
        incident.status,
        incident.postmortem.status,
        incident.services,
        incident.teams,
        incident.tags,
        _year(start_day(incident)),
        begun.date if begun else ("date unknown" if incident.date_unknown else ""),
        begun.utc if begun else "",
        int(span.total_seconds() // 60) if span is not None else None,
        duration(span) if span is not None else ("ongoing" if is_running(incident) else ""),
        min(due, default=""),
        int(incident.sample),
    ]


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
