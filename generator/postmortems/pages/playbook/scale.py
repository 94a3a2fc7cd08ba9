"""The playbook's severities: what each level means, what it promises, what suggests it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.advice.severity_words import asked, cited
from postmortems.pages import addresses, clauses
from postmortems.pages.base import Page
from postmortems.quantities import figure

if TYPE_CHECKING:
    from postmortems.config.policy import BusinessHours
    from postmortems.config.settings import Settings
    from postmortems.config.severities import Clause, SeverityLevel, Signal

_POSTMORTEM = {
    "mandatory": "always owed",
    "conditional": "owed in some cases",
    "optional": "optional",
    "none": "not required",
}
_DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A clause in words; ``checked`` is what the checks measure, empty where they do not."""

    name: str
    promise: str
    checked: str
    since: str
    owed: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A criterion in words: what is observed, and the sentences that it stands for.

    A sentence comes with where it stands, such as ``P1, example 3``.
    """

    conditions: tuple[str, ...]
    sentences: tuple[tuple[str, str], ...]
    gap: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelView:
    """A level of the scale with everything that goes with it."""

    level: SeverityLevel
    anchor: str
    url: str
    promises: tuple[Promise, ...]
    missing: tuple[str, ...]
    commanders: tuple[str, ...]
    postmortem: str
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalePage(Page):
    """All levels; ``hours`` are the business hours in words, ``holidays`` their exceptions."""

    template: ClassVar[str] = "playbook_severities.md.j2"

    levels: tuple[LevelView, ...]
    questions: tuple[tuple[str, Signal, str], ...]
    hours: str
    holidays: tuple[str, ...]


def page(settings: Settings) -> ScalePage:
    """Make the page of severities."""
    policy = settings.policy
    return ScalePage(
        path="playbook/severities.md",
        title="Severities",
        levels=tuple(_level(level, settings) for level in settings.severities.levels),
        questions=tuple(
            (name, each, _answer(each)) for name, each in settings.severities.signals.items()
        ),
        hours=_hours(policy.business_hours),
        holidays=tuple(day.isoformat() for day in policy.holidays),
    )


def _level(level: SeverityLevel, settings: Settings) -> LevelView:
    roles = {tier.id: tier.role for tier in settings.escalation.tiers}
    promised = dict(level.sla.clauses())
    return LevelView(
        level=level,
        anchor=level.id.lower(),
        url=addresses.of_severity(level.id),
        promises=tuple(_promise(name, clause) for name, clause in promised.items()),
        missing=tuple(said for name, said in clauses.NAMES.items() if name not in promised),
        commanders=tuple(f"{tier}, {roles[tier]}" for tier in level.commanders),
        postmortem=_POSTMORTEM[level.postmortem],
        hints=tuple(
            Hint(
                conditions=tuple(asked(each, settings.severities) for each in criterion.all),
                sentences=cited(criterion, settings.severities),
                gap=" and ".join(criterion.between or ()),
            )
            for criterion in settings.severities.criteria
            if criterion.level == level.id
        ),
    )


def _promise(name: str, clause: Clause) -> Promise:
    return Promise(
        name=clauses.NAMES[name],
        promise=clauses.promise(clause),
        checked=clauses.measured(clause),
        since=clauses.since(clause),
        owed=clauses.terms(clause),
        note=clause.condition or "",
    )


def _answer(signal: Signal) -> str:
    if signal.type == "boolean":
        return "yes or no"
    unit = f" {signal.unit}" if signal.unit else ""
    return f"number{unit}" + ("" if signal.most is None else f", at most {figure(signal.most)}")


def _hours(hours: BusinessHours) -> str:
    days = ", ".join(_DAYS[day] for day in hours.days)
    return f"{days}, {hours.start} to {hours.end}, {hours.timezone}"
