"""How much people were hurt: customer-minutes, and what they took of an error budget."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from support.recount.counting import Cell, Count, names
from support.recount.spans import NO_ORDER, absent, minutes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from support.recount.reading import Record, Repository

Harm: TypeAlias = tuple[Fraction, bool]
"""Customer-minutes, and whether they are rough."""


def share_of_users(record: Record) -> Fraction | None:
    """The one share of users that the impact states, of 1."""
    stated = record.part("impact").get("users_pct")
    if isinstance(stated, dict):
        stated = stated.get("value")
    return Fraction(stated) / 100 if stated not in (None, "", "unknown") else None


def harm(record: Record) -> Harm | str:
    """The customer-minutes of an incident, or why there are none."""
    windows = record.part("impact").get("windows") or []
    share = share_of_users(record)
    if not windows:
        if share is None:
            return "share of users not recorded"
        for end in ("started", "mitigated"):
            if record.time(end) is None:
                return absent(record, end)
        first, last = record.time("started"), record.time("mitigated")
        assert first is not None
        assert last is not None
        if last < first:
            return NO_ORDER
        return minutes(first, last) * share, True
    if any("end" not in window for window in windows):
        return "a window of the impact has no end"
    pieces = sorted(
        (record.at(each["start"]), record.at(each["end"]), each.get("users_pct", ""))
        for each in windows
    )
    if any(end < start for start, end, _ in pieces):
        return NO_ORDER
    if any(later[0] < earlier[1] for earlier, later in pairwise(pieces)):
        return "windows of the impact overlap"
    rough, total = False, Fraction()
    for begun, ended, users in pieces:
        if not users and share is None:
            return "share of users not recorded"
        rough = rough or not users
        total += minutes(begun, ended) * (Fraction(users) / 100 if users else share or 0)
    return total, rough


def harms(records: Iterable[Record]) -> tuple[Count, dict[str, Harm]]:
    """The customer-minutes of all records that have them, and the others by reason."""
    count, found = Count(), {}
    for record in records:
        value = harm(record)
        if isinstance(value, str):
            count.left[value] += 1
        else:
            count.n += 1
            found[record.id] = value
    return count, found


def by_incident(repository: Repository) -> dict[tuple[str, ...], dict[str, Cell]]:
    """A row for each incident whose harm is known."""
    _, found = harms(repository.records)
    return {
        (each,): {
            "title": repository.by_id[each].title,
            "severity": repository.by_id[each].level,
            "customer_minutes": value,
            "basis": "rough" if rough else "windows",
        }
        for each, (value, rough) in found.items()
    }


def by_group(
    repository: Repository, groups: Callable[[Record], Iterable[str]], every: Iterable[str] = ()
) -> dict[tuple[str, ...], dict[str, Cell]]:
    """Harm added up by group; those of ``every`` are there with nothing, too."""
    _, found = harms(repository.records)
    members: dict[str, list[str]] = {group: [] for group in every}
    for each in found:
        for group in groups(repository.by_id[each]):
            members.setdefault(group, []).append(each)
    return {
        (group,): {
            "n": len(ids),
            "customer_minutes_by_windows": sum(
                (found[i][0] for i in ids if not found[i][1]), Fraction()
            ),
            "customer_minutes_rough": sum((found[i][0] for i in ids if found[i][1]), Fraction()),
            "ids": names(ids),
        }
        for group, ids in members.items()
    }


def budget(record: Record) -> tuple[Fraction, Fraction, Fraction, Harm] | str:
    """Target, period, budget in minutes and the harm against it, or why there is no budget."""
    promise = record.part("impact").get("sla") or {}
    target, period = promise.get("target_pct"), promise.get("period_days")
    if target is None or period is None:
        return "no availability target with its period recorded"
    if Fraction(target) == 100:
        return "a target of 100 % leaves no budget"
    value = harm(record)
    if isinstance(value, str):
        return "customer-minutes not known"
    whole = (1 - Fraction(target) / 100) * Fraction(period) * 24 * 60
    return Fraction(target), Fraction(period), whole, value


def budgets(repository: Repository) -> tuple[Count, dict[tuple[str, ...], dict[str, Cell]]]:
    """A row for each incident that used a budget."""
    count, rows = Count(), dict[tuple[str, ...], dict[str, Cell]]()
    for record in repository.records:
        found = budget(record)
        if isinstance(found, str):
            count.left[found] += 1
            continue
        target, period, whole, (used, rough) = found
        count.n += 1
        rows[record.id,] = {
            "title": record.title,
            "target_percent": target,
            "period_days": period,
            "budget_minutes": whole,
            "used_minutes": used,
            "used_percent": used / whole * 100,
            "basis": "rough" if rough else "windows",
        }
    return count, rows
