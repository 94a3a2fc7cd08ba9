"""What an analysis of one incident has to work with: questions, methods, coverage, actions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from postmortems.advice.coverage import factors_covered, findings_covered
from postmortems.advice.observations import observations
from postmortems.advice.open_questions import open_questions
from postmortems.advice.questions import asked, said, sight_of
from postmortems.advice.situation import Situation
from postmortems.advice.skeleton import skeleton
from postmortems.config.analysis import STAGES
from postmortems.errors import UsageError
from postmortems.findings import dotted
from postmortems.rules.base import Context
from postmortems.rules.check import check
from postmortems.rules.commitments import UNFINISHED_WRITE_UP

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.advice.coverage import CoveredFactor, CoveredFinding
    from postmortems.config.analysis import Method, Stage
    from postmortems.config.settings import Settings
    from postmortems.findings import Problem
    from postmortems.model.followup import Action
    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a record shows, where, and what to ask about it; both as one paragraph of Markdown."""

    observation: str
    stage: Stage
    field: str
    says: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A method, what of this record speaks for it, and how far the record has it.

    ``open`` questions are without an answer on record; ``used`` tells whether the record holds the
    method at all.
    """

    method: Method
    because: tuple[str, ...]
    used: bool
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A stage of the response with its findings; none where it was not judged."""

    stage: Stage
    findings: tuple[CoveredFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An action, and what the rules find wanting in it."""

    action: Action
    wanting: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """All that is known for an analysis; ``early`` when the write-up is not in review yet.

    ``overall`` is what the rules say of the actions as a whole. ``most`` is how many questions of a
    kind people are shown.
    """

    incident: Incident
    as_of: datetime
    questions: tuple[Question, ...]
    choices: tuple[Choice, ...]
    stages: tuple[Judged, ...]
    factors: tuple[CoveredFactor, ...]
    actions: tuple[Weighed, ...]
    overall: tuple[Problem, ...]
    early: bool
    most: int


def analyse(incident: Incident, settings: Settings, as_of: datetime) -> Analysis:
    """Work out what an analysis of an incident has to work with, at an aware moment."""
    at = Situation(incident=incident, settings=settings, as_of=as_of)
    seen = observations(at)
    shown: dict[str, list[str]] = {}
    for each in seen:
        shown.setdefault(each.id, []).append(said(at, each))
    waiting: Counter[str] = Counter()
    if incident.analysis is not None:
        waiting.update(str(path[1]) for path, _ in open_questions(incident.analysis))
    judged = tuple(findings_covered(incident))
    problems = _about_actions(incident, settings, as_of)
    return Analysis(
        incident=incident,
        as_of=as_of,
        questions=tuple(
            Question(
                observation=each.id,
                stage=sight_of(at, each).stage,
                field=dotted(each.path),
                says=said(at, each),
                question=asked(at, each),
            )
            for each in seen
        ),
        choices=tuple(
            Choice(
                method=method,
                because=tuple(shown[name][0] for name in method.fits if name in shown),
                used=bool(getattr(incident.analysis, method.id, None)),
                open=waiting[method.id],
            )
            for method in settings.analysis.methods
        ),
        stages=tuple(
            Judged(stage=stage, findings=tuple(e for e in judged if e.finding.stage == stage))
            for stage in STAGES
        ),
        factors=tuple(factors_covered(incident)),
        actions=tuple(
            Weighed(
                action=action,
                wanting=tuple(e for e in problems if e.path[:2] == ("actions", index)),
            )
            for index, action in enumerate(incident.actions)
        ),
        overall=tuple(each for each in problems if len(each.path) == 1),
        early=incident.postmortem.status in UNFINISHED_WRITE_UP,
        most=settings.analysis.most_of_a_kind,
    )


def method_of(name: str, settings: Settings) -> Method:
    """Return the method of a name, written with hyphens or underscores, or of its first word.

    Raises UsageError where no method, or more than one, is meant.
    """
    known = settings.analysis.methods
    wanted = name.casefold().replace("-", "_")
    found = [each for each in known if each.id == wanted] or [
        each for each in known if each.id.startswith(f"{wanted}_")
    ]
    if len(found) != 1:
        names = ", ".join(hyphened(each.id) for each in known)
        raise UsageError(f"{name!r} is no method of analysis; there are {names}")
    return found[0]


def hyphened(method: str) -> str:
    """Write a method's id as commands take it."""
    return method.replace("_", "-")


def laid_out(incident: Incident, settings: Settings, as_of: datetime, method: Method) -> Any:  # noqa: ANN401
    """Return the skeleton of a method for an incident, as plain values of YAML."""
    at = Situation(incident=incident, settings=settings, as_of=as_of)
    return skeleton(at, method)


def _about_actions(incident: Incident, settings: Settings, as_of: datetime) -> list[Problem]:
    """Return what the rules say of actions, of a draft as of one in review: that comes next."""
    seen = incident
    if incident.postmortem.status in UNFINISHED_WRITE_UP:
        seen = replace(incident, postmortem=replace(incident.postmortem, status="in_review"))
    found = check(seen, Context(settings=settings, as_of=as_of, stem=incident.id))
    return [each for each in found if each.path[:1] == ("actions",)]
