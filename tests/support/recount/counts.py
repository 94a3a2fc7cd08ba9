"""Incidents counted: by time, service, team, factor and gap; what came back; who it took."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from support.recount.counting import Cell, Count, names, share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from support.recount.reading import Record, Repository

Table: TypeAlias = dict[tuple[str, ...], dict[str, Cell]]


def month(day: date) -> str:
    return f"{day:%Y-%m}"


def quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def periods(repository: Repository, of: Callable[[date], str]) -> list[str]:
    """Every period from the first incident's to that of the build, without a hole."""
    days = [record.day for record in repository.dated if record.day is not None]
    if not days:
        return []
    found = []
    year, number = min(days).year, min(days).month
    while (year, number) <= (repository.today.year, repository.today.month):
        name = of(min(days).replace(year=year, month=number, day=1))
        if name not in found:
            found.append(name)
        year, number = (year, number + 1) if number < 12 else (year + 1, 1)
    return found


def dated(repository: Repository) -> Count:
    """How many incidents can be counted by a calendar."""
    missing = len(repository.records) - len(repository.dated)
    return Count(len(repository.dated), Counter({"date unknown": missing} if missing else {}))


def levels(repository: Repository, records: Iterable[Record]) -> dict[str, Cell]:
    """How many of each level, and of all."""
    told = Counter(record.level for record in records)
    return {**{level: told[level] for level in repository.level_ids}, "all": told.total()}


def by_period(repository: Repository, of: Callable[[date], str]) -> Table:
    """Incidents by period and level, and the periods without any."""
    return {
        (period,): levels(
            repository, [each for each in repository.dated if each.day and of(each.day) == period]
        )
        for period in periods(repository, of)
    }


def by_names(repository: Repository, key: str) -> Table:
    """Incidents by each name that they list under a key, and by level."""
    found: dict[str, list[Record]] = {}
    for record in repository.records:
        for name in record.entries(key):
            found.setdefault(name, []).append(record)
    return {
        (name,): {**levels(repository, these), "ids": names(each.id for each in these)}
        for name, these in found.items()
    }


def categories(record: Record) -> set[str]:
    return {each["category"] for each in record.entries("factors") if "category" in each}


def gaps(record: Record) -> set[str]:
    return {each["control_gap"] for each in record.entries("findings") if "control_gap" in each}


def listed(
    repository: Repository, key: str, of: Callable[[Record], set[str]], nothing: str
) -> Count:
    """How many incidents name a category or gap, and why the others do not."""
    count = Count()
    for record in repository.records:
        if of(record):
            count.n += 1
        else:
            count.left[nothing if record.entries(key) else f"no {key} recorded"] += 1
    return count


def factors(repository: Repository) -> Table:
    """Incidents by category of factors and by service."""
    cells: dict[tuple[str, ...], set[str]] = {}
    for record in repository.records:
        for category in categories(record):
            for service in record.entries("services"):
                cells.setdefault((category, service), set()).add(record.id)
    return {key: {"incidents": len(ids), "ids": names(ids)} for key, ids in cells.items()}


def control_gaps(repository: Repository) -> Table:
    """Incidents by the control that their findings miss."""
    found = {gap for record in repository.records for gap in gaps(record)}
    ids = {gap: {r.id for r in repository.records if gap in gaps(r)} for gap in found}
    return {(gap,): {"incidents": len(these), "ids": names(these)} for gap, these in ids.items()}


def repeats(repository: Repository) -> list[Record]:
    """The incidents that repeat another one that is recorded."""
    return [each for each in repository.records if each.recurrence_of in repository.by_id]


def chains(repository: Repository) -> Table:
    """Incidents tied together by what repeats what, under the one that all go back to."""
    members: dict[str, set[str]] = {}
    for record in repeats(repository):
        first = record
        while first.recurrence_of in repository.by_id:
            first = repository.by_id[first.recurrence_of]
        members.setdefault(first.id, {first.id}).add(record.id)
    return {
        (first,): {"title": repository.by_id[first].title, "n": len(ids), "ids": names(ids)}
        for first, ids in members.items()
    }


def repeated(repository: Repository) -> Table:
    """Repeats by service and by category of factors."""
    again = {each.id for each in repeats(repository)}
    rows: Table = {}
    for kind, of in (("service", lambda r: set(r.entries("services"))), ("factor", categories)):
        every = {name for record in repository.records for name in of(record)}
        for name in every:
            ids = {record.id for record in repository.records if name in of(record)}
            if ids & again:
                rows[kind, name] = {
                    "repeats": len(ids & again),
                    "incidents": len(ids),
                    "repeats_percent": share(len(ids & again), len(ids)),
                    "ids": names(ids & again),
                }
    return rows


def coordination(repository: Repository) -> tuple[Count, Table]:
    """People, teams, tiers and handoffs of each incident that names any."""
    count, rows = Count(), Table()
    for record in repository.records:
        people, tiers = set(), {each["tier"] for each in record.entries("escalations")}
        roles = record.part("roles")
        for held in [
            *(v for k, v in roles.items() if k != "responders"),
            *roles.get("responders", []),
        ]:
            people.add(held["name"] if isinstance(held, dict) else held)
            tiers |= {held["tier"]} if isinstance(held, dict) and "tier" in held else set()
        for handoff in record.entries("handoffs"):
            people |= {handoff["from"], handoff["to"]}
        people |= {e["contact"] for e in record.entries("escalations") if "reached_at" in e}
        teams, handoffs = set(record.entries("teams")), len(record.entries("handoffs"))
        if not (people or tiers or teams or handoffs):
            count.left["nobody who took part is recorded"] += 1
            continue
        count.n += 1
        rows[record.id,] = {
            "title": record.title,
            "severity": record.level,
            "people": len({" ".join(name.split()).casefold() for name in people}),
            "teams": len(teams),
            "tiers": len(tiers),
            "handoffs": handoffs,
        }
    return count, rows
