"""The level that an incident's signals suggest, with the playbook's reasons and what is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.severity import judge, questions
from postmortems.advice.severity_words import asked, cited, gap, observed, trust, valued

if TYPE_CHECKING:
    from postmortems.advice.severity import Match, Uncovered
    from postmortems.config.settings import Settings
    from postmortems.config.severities import Severities
    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A criterion that is met: its level, what was observed, and the sentences it stands for.

    A sentence comes with where it stands, such as ``P1, example 3``.
    """

    level: str
    observed: tuple[str, ...]
    sentences: tuple[tuple[str, str], ...]
    gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Numbers that no criterion has a band for, and the bands there are, with their levels."""

    observed: tuple[str, ...]
    bands: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What an incident's signals say of its level.

    ``level`` is empty where nothing is suggested; ``verdict`` compares it with the recorded one;
    ``between`` names the gap that it fills. ``known`` are question and answer; ``open`` the
    questions whose answers could make it worse.
    """

    level: str
    verdict: str
    trust: str
    between: str
    known: tuple[tuple[str, str], ...]
    bases: tuple[Basis, ...]
    gaps: tuple[Gap, ...]
    open: tuple[str, ...]


def suggested(incident: Incident, settings: Settings) -> Suggested | None:
    """Judge an incident's signals; None when none is recorded."""
    scale = settings.severities
    if not incident.signals:
        return None
    found = judge(scale, incident.signals)
    return Suggested(
        level=found.level or "",
        verdict=verdict(incident, found.level),
        trust=trust(found, scale),
        between=gap(found),
        known=tuple(
            (scale.signals[name].question, valued(value, scale.signals[name]))
            for name, value in incident.signals.items()
        ),
        bases=tuple(basis(each, scale) for each in found.matches),
        gaps=tuple(uncovered(each, scale) for each in found.uncovered),
        open=tuple(scale.signals[name].question for name in questions(scale, found.worse(scale))),
    )


def verdict(incident: Incident, level: str | None) -> str:
    """Compare the suggested level with the one that is recorded."""
    if level is None:
        return f"{incident.severity} is recorded."
    if level == incident.severity:
        return f"{level} is recorded, too."
    if incident.severity_override_reason is not None:
        return f"{incident.severity} is recorded, and the record says why."
    if any(each.level == level for each in incident.severity_history):
        return f"{incident.severity} is recorded; the incident stood at {level} for a time."
    return f"{incident.severity} is recorded, and no reason for it."


def basis(match: Match, scale: Severities) -> Basis:
    """Put a criterion that is met into words."""
    return Basis(
        level=match.criterion.level,
        observed=tuple(observed(name, value, scale) for name, value in match.observed),
        sentences=cited(match.criterion, scale),
        gap=match.criterion.between is not None,
    )


def uncovered(found: Uncovered, scale: Severities) -> Gap:
    """Put numbers without a band into words, with the bands that the playbook has."""
    return Gap(
        observed=tuple(observed(name, value, scale) for name, value in found.observed),
        bands=tuple(
            f"{each.level}: {' and '.join(asked(term, scale) for term in each.all)}"
            for each in found.criteria
        ),
    )
