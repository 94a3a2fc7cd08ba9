"""What was promised afterwards: actions, and the deadlines of write-ups."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from support.recount.counting import Cell, Count, names, share
from support.recount.reading import held
from support.recount.spans import absent, span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from support.recount.reading import Record, Repository

Action: TypeAlias = "tuple[Record, dict[str, Any]]"
STATUSES = ("open", "in_progress", "done", "wont_do")


def actions(repository: Repository) -> list[Action]:
    """Every action of every incident."""
    return [(record, each) for record in repository.records for each in record.entries("actions")]


def unfinished(action: Action) -> bool:
    return action[1]["status"] in STATUSES[:2]


def overdue(repository: Repository, action: Action) -> bool:
    """Whether it is unfinished although its due day has ended."""
    due = held(action[1].get("due"))
    return unfinished(action) and due is not None and date.fromisoformat(due) < repository.today


def named(action: Action) -> str:
    return f"{action[0].id}#{action[1]['id']}"


def by(repository: Repository, key: str) -> dict[tuple[str, ...], dict[str, Cell]]:
    """Actions by owner or by team and by status; those without one under no name."""
    groups: dict[str, list[Action]] = {}
    for action in actions(repository):
        groups.setdefault(held(action[1].get(key)) or "", []).append(action)
    return {
        (group,): {
            "overdue": sum(overdue(repository, each) for each in these),
            **dict.fromkeys(STATUSES, 0),
            **Counter(each[1]["status"] for each in these),
        }
        for group, these in groups.items()
    }


def ages(repository: Repository) -> tuple[Count, dict[tuple[str, ...], dict[str, Cell]]]:
    """Days since the incident of each unfinished action began."""
    count, rows = Count(), dict[tuple[str, ...], dict[str, Cell]]()
    for action in filter(unfinished, actions(repository)):
        record, each = action
        if record.day is None:
            count.left["the incident has no date on record"] += 1
            continue
        count.n += 1
        rows[named(action),] = {
            "title": each["title"],
            "days": (repository.today - record.day).days,
            "status": each["status"],
            "overdue": "yes" if overdue(repository, action) else "no",
            "owner": each.get("owner", ""),
            "team": each.get("team", ""),
        }
    return count, rows


def punctual(repository: Repository, action: Action) -> str:
    """On time, late or overdue; or why an action is none of them."""
    each = action[1]
    due, finished = held(each.get("due")), held(each.get("done_at"))
    if each["status"] == "wont_do":
        return "will not be done"
    if due is None:
        return "no due day recorded"
    if each["status"] == "done":
        if finished is None:
            return "done, but the day was not recorded"
        return "on_time" if date.fromisoformat(finished) <= date.fromisoformat(due) else "late"
    return "overdue" if overdue(repository, action) else "not due yet"


VERDICTS = ("on_time", "late", "overdue")


def _deadline(pairs: Iterable[tuple[str, str]]) -> dict[str, Cell]:
    told: dict[str, list[str]] = {verdict: [] for verdict in VERDICTS}
    for name, verdict in pairs:
        if verdict in told:
            told[verdict].append(name)
    n = sum(map(len, told.values()))
    return {
        **{verdict: len(these) for verdict, these in told.items()},
        "on_time_percent": share(len(told["on_time"]), n),
        "late_ids": names(told["late"]),
        "overdue_ids": names(told["overdue"]),
    }


def _counted(verdicts: Iterable[str]) -> Count:
    count = Count()
    for verdict in verdicts:
        if verdict in VERDICTS:
            count.n += 1
        else:
            count.left[verdict] += 1
    return count


def on_time(repository: Repository) -> tuple[Count, dict[tuple[str, ...], dict[str, Cell]]]:
    """Actions on time by team, for the teams that have any to judge."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for action in actions(repository):
        verdict = punctual(repository, action)
        groups.setdefault(held(action[1].get("team")) or "", []).append((named(action), verdict))
    return _counted(v for these in groups.values() for _, v in these), {
        (group,): _deadline(these)
        for group, these in groups.items()
        if any(verdict in VERDICTS for _, verdict in these)
    }


def owed(repository: Repository, record: Record) -> bool:
    """Whether the policy makes the postmortem mandatory and nobody has given it up."""
    state = record.part("postmortem")
    if record.status == "closed" and state.get("status") == "none" and "due" not in state:
        return False
    length = span(record, "durations")
    for case in repository.policy["postmortem"]["mandatory"]:
        limit = case.get("longer_than_minutes")
        if (
            record.level in case.get("levels", repository.level_ids)
            and (limit is None or (not isinstance(length, str) and length > int(limit)))
            and ("repeat" not in case or record.recurrence_of)
        ):
            return True
    return False


def written(repository: Repository, record: Record, moment: str, within: timedelta) -> str:
    """On time, late or overdue; or why that write-up is none of them."""
    state = record.part("postmortem").get("status", "none")
    if state == "none" and not owed(repository, record):
        return "no postmortem begun"
    resolved = record.time("resolved")
    if resolved is None:
        return absent(record, "resolved")
    when = held(record.part("postmortem").get(moment))
    if when is not None:
        return "on_time" if record.at(when) - resolved <= within else "late"
    if state == "published" or (state != "none" and moment == "drafted_at"):
        return f"`{moment}` not recorded"
    if record.undated:
        return "date unknown"
    return "overdue" if resolved + within < repository.now else "not due yet"


def write_ups(repository: Repository, name: str) -> tuple[Count, dict[str, Cell]]:
    """The drafts or the publications of all incidents."""
    policy = repository.policy["postmortem"]
    moment, within = {
        "drafts": ("drafted_at", timedelta(hours=int(policy["draft_within_hours"]))),
        "publications": ("published_at", timedelta(days=int(policy["publish_within_days"]))),
    }[name]
    told = [(r.id, written(repository, r, moment, within)) for r in repository.records]
    allowed = f"{within.days} d after the resolution"
    return _counted(v for _, v in told), {"allowed": allowed, **_deadline(told)}


def deadlines(repository: Repository) -> dict[tuple[str, ...], dict[str, Cell]]:
    """A row for each kind of deadline."""
    told = [(named(each), punctual(repository, each)) for each in actions(repository)]
    return {
        ("actions",): {"allowed": "by their due day", **_deadline(told)},
        ("drafts",): write_ups(repository, "drafts")[1],
        ("publications",): write_ups(repository, "publications")[1],
    }
