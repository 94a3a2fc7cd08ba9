"""Answers about a record that does not exist yet, judged as if it did."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from postmortems import today
from postmortems.edit.beginning import written
from postmortems.edit.choices import options, pick, several
from postmortems.edit.communications import written as in_utc
from postmortems.edit.times import normal
from postmortems.errors import UsageError
from postmortems.fields import MOMENT_PATTERN, TimeText
from postmortems.findings import Level
from postmortems.load.files import Source

if TYPE_CHECKING:
    from postmortems.edit.beginning import Beginning
    from postmortems.edit.judge import Judge

_ANSWERS = {
    "title": "title",
    "status": "status",
    "severity": "severity",
    "kind": "kind",
    "services": "services",
    "timezone": "timezone",
    "date_unknown": "date_unknown",
    "times.started": "started",
    "times.detected": "detected",
    "times": "started",
    "detection.source": "detection",
    "detection.alert": "alert",
    "roles.commander": "commander",
    "summary": "summary",
    "signals": "signals",
}
OPTIONS = {
    **{each: f"--{each.replace('_', '-')}" for each in _ANSWERS.values()},
    "services": "--service",
    "signals": "--signal",
}
"""The option of the command line that gives an answer."""
_STEM = "INC-0"
_ZONED = re.compile(r"(?:Z|[+-][0-9]{2}:[0-9]{2})$")


FIELDS = {
    "severity": "severity",
    "services": "services",
    "kind": "kind",
    "status": "status",
    "detection": "detection.source",
}
"""The answers that are chosen from a list, each with the field that it fills."""


def answered(name: str, said: str, begun: Beginning, judge: Judge) -> Beginning:
    """Take an answer in; raises UsageError, worded for whoever gave it, where it cannot stand."""
    value: str | tuple[str, ...] = said
    if name in FIELDS:
        known = options(FIELDS[name], judge.terms.settings)
        value = several(said, known) if name == "services" else pick(said, known).id
    elif name in {"started", "detected"}:
        value = moment(said)
    values: dict[str, Any] = {name: value}
    taken = replace(begun, **values)
    if fault := faults(taken, judge).get(name):
        raise UsageError(fault)
    return taken


def checked(given: Beginning, judge: Judge) -> Beginning:
    """Take in all answers at once; raises UsageError that names each one that cannot stand."""
    begun, wrong = given, []
    for name, field in FIELDS.items():
        said = getattr(given, name)
        known = options(field, judge.terms.settings)
        several_ = name == "services"
        value: Any = () if several_ else ""
        try:
            if said:
                value = several(", ".join(said), known) if several_ else pick(said, known).id
        except UsageError as error:
            wrong.append(f"{OPTIONS[name]}: {error}")
        values: dict[str, Any] = {name: value}
        begun = replace(begun, **values)
    wrong += [f"{OPTIONS[name]}: {said}" for name, said in faults(begun, judge).items()]
    if wrong:
        raise UsageError("; ".join(wrong))
    return begun


def open_questions(begun: Beginning) -> tuple[str, ...]:
    """Return the names of the answers that no record can do without and that are not given."""
    needed = ("title", *FIELDS, *(("timezone",) if needs_zone(begun) else ()))
    return tuple(each for each in needed if not getattr(begun, each))


def moment(said: str) -> str:
    """Return a time in the form that records take, where it can mean only one thing.

    `now` is the minute it is, in UTC.
    """
    if said.strip().casefold() == "now":
        return in_utc(today.moment())
    return normal(said, TimeText(MOMENT_PATTERN)) or said.strip()


def needs_zone(begun: Beginning) -> bool:
    """Tell whether a time was given that means nothing without a zone."""
    given = [each for each in (begun.started, begun.detected) if each]
    return not begun.timezone and any(
        not _ZONED.search(each) and not each.startswith("day ") for each in given
    )


def faults(begun: Beginning, judge: Judge) -> dict[str, str]:
    """Return what is wrong with answers, by the answer's name; what is not answered is no fault.

    The record is written, read and checked like any other, so an answer is refused for the same
    reasons and in the same words. What is still open is filled in for that, and not looked at.
    """
    settings = judge.terms.settings
    filled = replace(
        begun,
        title=begun.title or "Title",
        status=begun.status or "investigating",
        kind=begun.kind or "degradation",
        detection=begun.detection or "unknown",
        timezone=begun.timezone or ("UTC" if needs_zone(begun) else ""),
        severity=begun.severity or settings.severities.levels[-1].id,
        services=begun.services or (settings.catalog.services[0].id,),
    )
    source = Source(path=f"{_STEM}.yml", file="the new record")
    content = written(filled, source.stem, None).encode("utf-8", "surrogatepass")
    found: dict[str, str] = {}
    for each in judge.findings(content, judge.judge(content, source), source):
        answer = next((name for field, name in _ANSWERS.items() if _under(each.field, field)), "")
        if not answer or each.level is not Level.ERROR or each.rule == "missing-field":
            continue
        if getattr(begun, answer):
            found.setdefault(answer, f"{each.message}; {each.fix}" if each.fix else each.message)
    return found


def _under(field: str, above: str) -> bool:
    return field == above or field.startswith((f"{above}.", f"{above}["))
