"""What was promised about the response, and whether it was kept; and who noticed first."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, time, timedelta
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from support.recount.counting import Cell, Count, names, share
from support.recount.spans import NO_ORDER, minutes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from support.recount.reading import Record, Repository

CLAUSES = (
    "detection",
    "acknowledgement",
    "engineering_escalation",
    "executive_notice",
    "client_notice",
)
NO_CLOCK = ("near_miss", "false_alarm", "maintenance")
SILENT = "not recorded"
BESIDE = ("near misses, false alarms and maintenance", "the clause did not apply")
UNTIMED = "the clause sets no time"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def business(repository: Repository, start: datetime, end: datetime) -> Fraction:
    """The minutes of business hours between two moments."""
    hours = repository.policy["business_hours"]
    zone = ZoneInfo(hours["timezone"])
    closed = set(repository.policy.get("holidays") or ())
    opens, shuts = (time.fromisoformat(hours[end]) for end in ("start", "end"))
    day, total = start.astimezone(zone).date(), Fraction()
    while day <= end.astimezone(zone).date():
        if _DAYS[day.weekday()] in hours["days"] and str(day) not in closed:
            first = max(start, datetime.combine(day, opens, zone))
            last = min(end, datetime.combine(day, shuts, zone))
            total += max(Fraction(), minutes(first, last))
        day += timedelta(days=1)
    return total


def done(
    repository: Repository, record: Record, name: str, clause: dict[str, Any]
) -> datetime | None:
    """When what a clause promises was done, None where the record does not say."""
    if name == "detection":
        return record.time("detected")
    if name == "acknowledgement":
        return record.time("acknowledged")
    if name == "engineering_escalation":
        enough = repository.tiers[repository.tiers.index(clause["tier"]) :]
        calls = [each for each in record.entries("escalations") if each["tier"] in enough]
    else:
        calls = [
            each
            for each in record.entries("communications")
            if each["audience"] in clause["audiences"]
        ]
    return min((record.at(each["at"]) for each in calls), default=None)


def judge(repository: Repository, record: Record, name: str, clause: dict[str, Any]) -> bool | str:
    """Whether a clause was kept, or why there is no judgement."""
    if record.kind in NO_CLOCK:
        return BESIDE[0]
    if "within_minutes" not in clause:
        return UNTIMED
    applies = clause.get("applies") or {}
    origin = clause.get("counted_from", "detected")
    start, when = record.time(origin), done(repository, record, name, clause)
    what = f"{name.replace('_', ' ')} {SILENT}"
    if start is None:
        return f"`{origin}` {SILENT}"
    if origin == "detected":
        start = max(start, raised(repository, record) or start)
    terms = applied(repository, record, applies, start)
    if terms is not True:
        return BESIDE[1] if terms is False else "not known whether the clause applied"
    in_hours = clause.get("business_hours") == "true"
    if in_hours and record.undated:
        return "date unknown, so business hours cannot be counted"
    wait = applies.get("unresolved_after_minutes") or applies.get("longer_than_minutes") or 0
    allowed = int(wait) + int(clause["within_minutes"])

    def kept(moment: datetime) -> bool:
        took = (business if in_hours else lambda _, a, b: minutes(a, b))(repository, start, moment)
        return took <= allowed if clause.get("inclusive", "true") == "true" else took < allowed

    if when is None:
        waiting = record.open and not record.undated and kept(repository.now)
        return "not due yet" if waiting else what
    if name == "detection" and when < start:
        return NO_ORDER
    guessed = record.part("times").get("started_estimated") == "true"
    if name == "detection" and guessed and start == when:
        return "start estimated as the moment of detection"
    return kept(when)


def raised(repository: Repository, record: Record) -> datetime | None:
    """When the incident last came up to its level from a milder one; None where it never did."""
    ranks = {
        word: rank
        for rank, level in enumerate(repository.levels)
        for word in (level["id"], *level.get("aliases", ()))
    }
    changes = sorted(
        (record.at(e["at"]), ranks[e["level"]]) for e in record.entries("severity_history")
    )
    own, found = ranks[record.level], None
    for (_, before), (moment, after) in pairwise(changes):
        if before > own >= after:
            found = moment
    return found


def applied(
    repository: Repository, record: Record, terms: dict[str, Any], start: datetime
) -> bool | None:
    """Whether all conditions of a clause held; None where the record leaves one open."""
    answers: list[bool | None] = []
    if terms.get("client_impact") == "true":
        answers.append(felt(record))
    for term, end in (
        ("unresolved_after_minutes", "resolved"),
        ("longer_than_minutes", "mitigated"),
    ):
        if term in terms:
            last = record.time(end)
            if last is None and record.open and not record.undated:
                last = repository.now
            answers.append(None if last is None else minutes(start, last) > int(terms[term]))
    return False if False in answers else None if None in answers else True


def felt(record: Record) -> bool | None:
    """Whether clients felt it, as far as its figures or its detection say."""
    impact, values = record.part("impact"), []
    for name in ("clients", "users", "users_pct"):
        value = impact.get(name)
        value = value.get("value") if isinstance(value, dict) else value
        values += [Fraction(value)] if value not in (None, "", "unknown") else []
    if record.part("detection").get("source") == "client_report" or any(values):
        return True
    return False if values else None


def promise(repository: Repository, clause: dict[str, Any]) -> str:
    """How a clause reads, with the minutes that its wording names."""
    if "wording" in clause:
        return re.sub(
            r"\{severities\.levels\.([^}]+)\}", partial(_named, repository), clause["wording"]
        )
    how = "within" if clause.get("inclusive", "true") == "true" else "in less than"
    return f"{how} {clause['within_minutes']} min"


def _named(repository: Repository, place: re.Match[str]) -> str:
    level, *keys = place[1].split(".")
    value: Any = next(each for each in repository.levels if each["id"] == level)
    for key in keys:
        value = value[key]
    whole, rest = divmod(int(value), 60)
    parts = [(whole, "hour"), (rest, "minute")]
    return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n)


def judgements(
    repository: Repository, records: Iterable[Record]
) -> list[tuple[Record, str, bool | str]]:
    """Every clause of every record, with its judgement or the reason why there is none."""
    found = []
    for record in records:
        level = next(each for each in repository.levels if each["id"] == record.level)
        found += [
            (record, name, judge(repository, record, name, level["sla"][name]))
            for name in CLAUSES
            if name in level.get("sla", {})
        ]
    return found


def compliance(repository: Repository, records: Iterable[Record]) -> Count:
    """How many judgements there are, and the clauses without one by reason."""
    count = Count()
    for _, _, verdict in judgements(repository, records):
        if isinstance(verdict, bool):
            count.n += 1
        else:
            count.left[verdict] += 1
    return count


def by_clause(repository: Repository) -> dict[tuple[str, ...], dict[str, Cell]]:
    """A row for each clause of each level."""
    every = judgements(repository, repository.records)
    rows: dict[tuple[str, ...], dict[str, Cell]] = {}
    for level in repository.levels:
        for name, clause in level.get("sla", {}).items():
            here = [(r, v) for r, n, v in every if r.level == level["id"] and n == name]
            told = Counter(verdict for _, verdict in here)
            beside = sum(told[reason] for reason in (*BESIDE, UNTIMED, "not due yet"))
            rows[level["id"], name] = {
                "promise": promise(repository, clause),
                "kept": told[True],
                "missed": told[False],
                "kept_percent": share(told[True], told[True] + told[False]),
                "not_recorded": len(here) - told[True] - told[False] - beside,
                "not_applicable": beside,
                "missed_in": names(r.id for r, v in here if v is False),
            }
    return rows


def noticed(records: Iterable[Record]) -> Count:
    """How many incidents have a known source of detection."""
    count = Count()
    for record in records:
        if record.part("detection").get("source", "unknown") == "unknown":
            count.left["source of detection unknown"] += 1
        else:
            count.n += 1
    return count


def source(record: Record) -> str | None:
    """Who noticed: us, or clients; None where nobody knows."""
    name = record.part("detection").get("source", "unknown")
    return None if name == "unknown" else "clients" if name == "client_report" else "us"


def by_source(repository: Repository) -> dict[tuple[str, ...], dict[str, Cell]]:
    """A row for each incident of which is known who noticed it."""
    return {
        (record.id,): {
            "severity": record.level,
            "noticed_by": source(record),
            "source": record.part("detection")["source"],
        }
        for record in repository.records
        if source(record) is not None
    }
