"""Advice laid out as sections of entries, from which the formats for people are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.words import every
from postmortems.answers.advice_after import after, reports
from postmortems.answers.advice_entry import Entry, Section
from postmortems.answers.advice_people import people, reach
from postmortems.answers.advice_ways import checklists, remedies
from postmortems.answers.advice_words import length, moment, plain, timing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postmortems.advice.now import Advice
    from postmortems.advice.task import Task

_AFTER = frozenset(("postmortem", "action", "follow_up"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The advice for people: lines that say where it stands, then the sections.

    ``note`` tells of a look back, and is empty otherwise.
    """

    head: str
    title: str
    note: str
    sections: tuple[Section, ...]


def sheet(advice: Advice) -> Sheet:
    """Lay out an advice; sections without an entry are left out."""
    named: set[str] = set()
    sections = (
        _now(advice, named),
        _next(advice, named),
        people(advice, named) if advice.running else None,
        _judge(advice, named),
        checklists(advice),
        remedies(advice) if advice.running and advice.clocked else None,
        _behind(advice),
        reports(advice),
        after(advice),
        _unknown(advice),
    )
    return Sheet(
        head=_head(advice),
        title=plain(advice.incident.title),
        note=_note(advice),
        sections=tuple(each for each in sections if each is not None and each.entries),
    )


def _head(advice: Advice) -> str:
    incident = advice.incident
    said = f"{incident.id} · {incident.severity} {plain(advice.level_name)} · {incident.status}"
    if advice.elapsed_minutes is None:
        known = "began" if advice.elapsed_since is None else "now is"
        return f"{said} · not recorded when it {known}" if known == "began" else said
    if advice.elapsed_minutes < 0:
        return f"{said} · not begun at {moment(advice.as_of, advice)}"
    verb = "running" if advice.running else "lasted"
    since = "" if advice.elapsed_since == "started" else " since detection"
    return f"{said} · {verb} {length(advice.elapsed_minutes)}{since}"


def _note(advice: Advice) -> str:
    if not advice.trimmed:
        return ""
    at = moment(advice.as_of, advice)
    return f"As it stood at {at}; what the record tells of later is left out."


def _now(advice: Advice, named: set[str]) -> Section:
    title = "NOW" if advice.running else "STILL OWED"
    entries = _grouped(advice.now, advice, named)
    nothing = Entry(mark="", text="Nothing is due.")
    if not advice.clocked:
        kind = advice.incident.kind.replace("_", " ")
        nothing = Entry(mark="", text=f"No clock of the playbook runs for: {kind}.")
    return Section(title=title, entries=entries or (nothing,))


def _next(advice: Advice, named: set[str]) -> Section:
    """Say what comes; while the incident runs, what only follows it is left to its own section."""
    coming = [each for each in advice.next if not (advice.running and each.kind in _AFTER)]
    return Section(title="NEXT", entries=_grouped(coming, advice, named))


def _grouped(tasks: Sequence[Task], advice: Advice, named: set[str]) -> tuple[Entry, ...]:
    """Make one entry of all reasons to call one tier, and of all roles that nobody holds."""
    groups: dict[str, list[Task]] = {}
    for each in tasks:
        groups.setdefault(_alike(each), []).append(each)
    return tuple(_entry(group, advice, named) for group in groups.values())


def _entry(group: Sequence[Task], advice: Advice, named: set[str]) -> Entry:
    first = group[0]
    reasons = dict.fromkeys(said for each in group for said in _reasons(each))
    facts = []
    if first.due is not None:
        was = "was due" if first.state == "overdue" else "by"
        facts.append(f"{was} {moment(first.due, advice)}")
    facts += reasons
    lines = [" · ".join(facts)] if facts else []
    lines += reach(first.contacts, named)
    commands = dict.fromkeys(said for each in group for said in _commands(each, advice))
    return Entry(
        mark=timing(first, advice),
        text=_text(group),
        lines=tuple(lines),
        commands=tuple(commands),
    )


def _reasons(task: Task) -> Iterator[str]:
    """Yield why something is asked for; of what is sure to come, the time says enough."""
    if task.reason:
        yield plain(task.reason).removesuffix(".")
    if task.why and not (task.reason and task.state == "coming"):
        yield plain(task.why)


def _commands(task: Task, advice: Advice) -> Iterator[str]:
    """Yield the command that words the message for a task."""
    if task.message is not None and task.audiences:
        kind = _KINDS.get(task.kind, "initial")
        yield (f"postmortems announce {advice.incident.id} --to {task.audiences[0]} --kind {kind}")


_KINDS = {"update": "update", "all_clear": "all-clear"}


def _judge(advice: Advice, named: set[str]) -> Section:
    """Ask what only people can tell."""
    found = [each for each in advice.tasks if each.state == "judge" and advice.running]
    return Section(
        title="FOR YOU TO JUDGE",
        entries=tuple(
            Entry(
                mark=f"{each.tier}, if" if each.tier and each.reason else "",
                text=plain(each.reason if each.tier and each.reason else each.text),
                lines=(
                    *((plain(each.why),) if each.why else ()),
                    *reach(each.contacts, named),
                ),
            )
            for each in found
        ),
    )


def _behind(advice: Advice) -> Section:
    """Tell in short what came late or never; the past cannot be mended."""
    return Section(title="LATE OR MISSED", entries=tuple(_missed(advice)))


def _missed(advice: Advice) -> Iterator[Entry]:
    """Yield each miss in a line; the reasons to call one tier, and open roles, share theirs."""
    groups: dict[str, list[Task]] = {}
    for each in advice.tasks:
        if each.state in {"late", "missed"} and each.kind not in {*_AFTER, "filing"}:
            groups.setdefault(f"{each.state}:{_alike(each)}", []).append(each)
    for group in groups.values():
        due = min((each.due for each in group if each.due is not None), default=None)
        done, said = group[0].done_at, _text(group)
        if group[0].state == "late" and due is not None and done is not None:
            late = length(max((done - due).total_seconds() / 60, 1))
            yield Entry(mark="late", text=f"{said}: at {moment(done, advice)}, {late} late")
        elif due is not None:
            yield Entry(mark="missed", text=f"{said}: due {moment(due, advice)}, not recorded")
        else:
            yield Entry(mark="missed", text=f"{said}: not recorded")


def _alike(task: Task) -> str:
    """Return what tasks of one entry share: the tier to call, being a role, or nothing."""
    return task.tier or (task.kind if task.kind == "role" else task.id)


def _text(group: Sequence[Task]) -> str:
    if group[0].kind == "role":
        return f"Name {every([plain(each.text).removeprefix('Name ') for each in group])}"
    return plain(group[0].text)


def _unknown(advice: Advice) -> Section:
    return Section(
        title="NOT RECORDED",
        entries=tuple(Entry(mark="", text=plain(each.so)) for each in advice.unknown),
    )
