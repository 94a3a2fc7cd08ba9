"""A draft made whole: its id, what its source does not say, and where it came from.

The reader of records judges every value of it. What cannot stand in its field is taken out, kept
with the source's texts and told, so that nothing is lost and no import leaves a broken file.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from postmortems.config.ids import new_id
from postmortems.edit.compose import compose, ordered
from postmortems.findings import Level, dotted
from postmortems.importers.draft import SourceFault
from postmortems.importers.fitting import clean, fit, spot_of
from postmortems.importers.leaks import take_out
from postmortems.importers.origin import imported
from postmortems.load.incidents import Loaded, load_incident
from postmortems.model.incident import Incident
from postmortems.model.requirements import missing
from postmortems.plan import Items, Shape, plan
from postmortems.rules.base import Context
from postmortems.rules.check import check
from postmortems.rules.registry import every_rule

if TYPE_CHECKING:
    from collections.abc import Collection

    from postmortems.checking.record import Terms as Judging
    from postmortems.findings import Path, Problem
    from postmortems.importers.draft import Draft
    from postmortems.importers.origin import Origin
    from postmortems.plan import Node

_PERSONS = {"missing-field", "unknown-name"}
"""Rules about a record's own required fields whose findings only a person can answer."""
_PERSONAL = {
    "contact-on-public-page",
    "internal-host-on-public-page",
    "internal-on-public-page",
    "postal-address-on-public-page",
    "probable-secret",
}
"""Errors that nothing but a person's decision may silence."""
_ASKS = {"escalation-missing": "escalations", "handoff-missing": "handoffs"}
"""Rules about lists that are empty, and the list that the source then says nothing of."""
_ROUNDS = 50
_HEAD = 1_000
"""Bytes of a record's file that are left for the comment before it."""


def finished(
    draft: Draft, origin: Origin, mark: str, judging: Judging, taken: Collection[str]
) -> dict[str, Any]:
    """Return the plain values of a whole record, keys in the model's order.

    ``mark`` is the digest of what the draft was read from; ``taken`` are the ids in use. The draft
    gains doubts about what had to be taken out. Raises SourceFault when no id is free, and
    when the record would be larger than a file may be.
    """
    record = draft.record
    record["schema"] = 1
    _fill(draft)
    clean(draft, record, ())
    # Before anything is cut: what is cut is kept aside whole.
    take_out(draft, judging.settings)
    fit(draft, plan(Incident), record, ())
    record["id"] = _id(draft, judging, taken)
    for _ in range(_ROUNDS):
        problems = _faults(record, judging)
        if not problems:
            break
        for each in sorted(problems, key=lambda each: _key(each.path), reverse=True):
            _take_out(draft, each)
        _fill(draft)
    _unsaid(draft, origin, judging)
    record["imported"] = imported(draft, origin, mark)
    _contradictions(draft, judging)
    _unsaid(draft, origin, judging)
    record["imported"] = imported(draft, origin, mark)
    whole: dict[str, Any] = ordered(record, plan(Incident))
    _refuse_too_large(whole, judging.limits.max_bytes)
    return whole


def _fill(draft: Draft) -> None:
    """Say what every record must say, where the source says nothing usable of it."""
    for name, unsaid in (("detection", {"source": "unknown"}), ("postmortem", {"status": "none"})):
        held = draft.record.get(name)
        if not isinstance(held, dict):
            draft.keep(name, held)
            draft.record[name] = dict(unsaid)


def _refuse_too_large(record: dict[str, Any], most: int) -> None:
    """Raise SourceFault for a record whose file `check` would not read."""
    # Indentation and marks are at most as much again as what they stand around.
    if 2 * len(json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")) <= most:
        return
    size = len(compose(record).encode("utf-8", "surrogatepass"))
    if size > most - _HEAD:
        raise SourceFault(
            f"its record would have {size:,} bytes, and the most that is read is {most:,}",
            fix="take out what says nothing of the incident, or import a part of it",
        )


def _faults(record: dict[str, Any], judging: Judging) -> list[Problem]:
    loaded = _loaded(record, judging)
    unreadable = [
        each
        for each in loaded.problems
        if not (each.rule in _PERSONS and (len(each.path) == 1 or each.path[0] == "services"))
        and not (each.rule == "missing-field" and _absent(each.path))
    ]
    if unreadable or loaded.incident is None:
        return unreadable
    # An end before its beginning: an error of `check`, on which no site would be built.
    return [each for each in _ruled(loaded.incident, judging) if each.path[:1] == ("times",)]


def _loaded(record: dict[str, Any], judging: Judging) -> Loaded:
    """Read plain values as a file of them would be read; JSON is YAML, and quickly written."""
    content = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
    loaded = load_incident(content, judging.names, judging.depths, judging.limits)
    if not loaded.faults:
        return loaded
    # Such as a key longer than YAML allows on one line.
    content = compose(record).encode("utf-8", "surrogatepass")
    return load_incident(content, judging.names, judging.depths, judging.limits)


def _ruled(incident: Incident, judging: Judging) -> list[Problem]:
    context = Context(settings=judging.settings, as_of=judging.as_of, stem=incident.id)
    errors = {rule.id for rule in every_rule() if rule.level is Level.ERROR and rule.check}
    return [each for each in check(incident, context) if each.rule in errors - _PERSONAL]


def _contradictions(draft: Draft, judging: Judging) -> None:
    """Let texts of the source stand that contradict the rest, and tell of each as a doubt.

    They are the source's own words, so they are not changed; the rule is silenced in the record
    with that as the reason, and the doubt stays a finding until somebody has looked.
    """
    record = draft.record
    incident = _loaded(record, judging).incident
    if incident is None:
        return
    silenced: list[str] = []
    told = {each.field for each in draft.doubts}
    for each in _ruled(incident, judging):
        if dotted(each.path) not in told:
            draft.doubt(
                each.message, spot_of(draft, each.path), field=dotted(each.path), fix=each.fix
            )
        if each.rule not in silenced:
            silenced.append(each.rule)
    if silenced:
        record["ignore"] = [
            {"rule": rule, "reason": "The source says it so; `imported.doubts` tells of it."}
            for rule in silenced
        ]
    context = Context(settings=judging.settings, as_of=judging.as_of, stem=incident.id)
    asked = {_ASKS[each.rule] for each in check(incident, context) if each.rule in _ASKS}
    draft.unsaid += sorted(asked)


def _absent(path: Path) -> bool:
    """Tell whether a field is missing that a stage asks for, and not the part of an entry."""
    return not any(isinstance(step, int) for step in path) and path[0] != "detection"


def _key(path: Path) -> tuple[tuple[int, int | str], ...]:
    return tuple((0, step) if isinstance(step, int) else (1, step) for step in path)


def _take_out(draft: Draft, problem: Problem) -> None:
    """Move the value that a problem is about to what is kept, with its entry where it needs it."""
    path = problem.path
    held: list[Any] = [draft.record]
    for step in path:
        try:
            held.append(held[-1][step])
        except (KeyError, IndexError, TypeError):
            break
    depth = len(held) - 1
    # An entry that lacks a part it must have goes as a whole.
    if (depth == len(path) and not _optional(path)) or depth < len(path):
        depth = max(
            (at + 1 for at, step in enumerate(path[:depth]) if isinstance(step, int)), default=depth
        )
    if depth == 0:
        return
    gone, value = path[:depth], held[depth]
    del held[depth - 1][gone[-1]]
    spot = spot_of(draft, path)
    draft.keep(spot.name or dotted(gone), value)
    if all(each.field != dotted(gone) for each in draft.doubts):
        message = f"{problem.message}; it was kept aside"
        draft.doubt(message, spot, field=dotted(gone), fix=problem.fix)
    if depth > 1 and held[depth - 1] in ({}, []):
        del held[depth - 2][gone[-2]]


def _optional(path: Path) -> bool:
    """Tell whether the model lets the value at a path be left out."""
    node: Node | None = plan(Incident)
    optional = True
    for step in path:
        if isinstance(node, Shape) and isinstance(step, str) and step in node.fields:
            optional, node = not node.fields[step].required, node.fields[step].node
        elif isinstance(node, Items):
            optional, node = True, node.item
        else:
            return True
    return optional


def _id(draft: Draft, judging: Judging, taken: Collection[str]) -> str:
    site = judging.settings.site
    times, entries = draft.record.get("times"), draft.record.get("timeline")
    started = _local(str(times.get("started", ""))) if isinstance(times, dict) else None
    entry = entries[0] if isinstance(entries, list) and entries else None
    first: dict[str, Any] = entry if isinstance(entry, dict) else {}
    started = started or _local(str(first.get("at", ""))) or _local(draft.day)
    if "date_unknown" in draft.record:
        started = None
    name = new_id(site, started, taken)
    if name is None:
        raise SourceFault(
            "no id is free for this incident", fix="look at `incident_id` of site.yml"
        )
    return name


def _local(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text[:16])
    except ValueError:
        return None


def _unsaid(draft: Draft, origin: Origin, judging: Judging) -> None:
    """Say of each field that the stage asks for and the source lacks that it is not recorded."""
    record = draft.record
    record.pop("not_recorded", None)
    level = judging.names["severity"].get(str(record.get("severity", "")))
    depth = judging.depths.get(level) if level else None
    needs = [dotted(path) for _, path in missing(record, depth)]
    if record["postmortem"].get("status") == "none":
        needs.append("postmortem.status")
    needs += draft.unsaid
    unclear = {each.field for each in draft.doubts}
    reasons = (
        f"The {origin.label} it was imported from does not say.",
        f"What the {origin.label} says was not clear; `imported` tells it.",
    )
    if needs:
        record["not_recorded"] = [
            {"field": each, "reason": reasons[each in unclear]} for each in needs
        ]
