"""One record against all rules that are on: what it silences, and how much the rest weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level
from postmortems.rules.registry import BETWEEN, OVER, by_id, every_rule
from postmortems.rules.unused_suppression import UNUSED_SUPPRESSION, needless, unused

if TYPE_CHECKING:
    from collections.abc import Collection

    from postmortems.config.settings import Settings
    from postmortems.findings import Path, Problem
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context, Rule
    from postmortems.rules.repository import Card, Repository


def check(incident: Incident, context: Context, broken: Collection[Path] = ()) -> list[Problem]:
    """Run every rule that looks at a record on its own and that configuration leaves on.

    The problems are in the order of the registry.

    Entries under the record's ``ignore`` silence their rule in it. Exemptions in configuration need
    the file's path and belong to `level_of`. ``broken`` are the paths at which reading already
    reported something: what is broken was left out of the record, so rules may take it for
    missing, and what they say about those places is dropped.
    """
    settings = context.settings
    silent = {each.rule for each in incident.ignore}
    found: list[Problem] = []
    asked: set[str] = set()
    silenced: set[str] = set()
    for rule in every_rule():
        if rule.check is None or configured(rule, settings) is None:
            continue
        if rule.between is None:
            asked.add(rule.id)
        problems = rule.check(incident, context)
        if rule.id in silent:
            silenced.update(problem.rule for problem in problems)
        else:
            found.extend(problems)
    if UNUSED_SUPPRESSION.id not in silent and configured(UNUSED_SUPPRESSION, settings) is not None:
        found.extend(unused(incident, silenced, asked))
    # A sentence that says the same thing twice is one fault.
    unlike = dict.fromkeys(found)
    return [each for each in unlike if not any(_same_place(each.path, path) for path in broken)]


def silenced_alone(incident: Incident, context: Context) -> tuple[str, ...]:
    """Return the rules with a check between records that the record silences on its own account."""
    silent = {each.rule for each in incident.ignore}
    return tuple(
        rule.id
        for rule in BETWEEN
        if rule.id in silent and rule.check is not None and any(rule.check(incident, context))
    )


def check_between(card: Card, repository: Repository, settings: Settings) -> list[Problem]:
    """Run every rule that looks at a record among the others and that configuration leaves on."""
    found: list[Problem] = []
    idle: set[str] = set()
    # A rule that would need all records may only have had too few to say anything.
    judged = repository.everyone() is not None
    for rule in BETWEEN:
        if rule.between is None or configured(rule, settings) is None:
            continue
        problems = list(rule.between(card, repository))
        if rule.id not in card.ignored:
            found.extend(problems)
        elif judged and not problems and rule.id not in card.silenced:
            idle.add(rule.id)
    if UNUSED_SUPPRESSION.id not in card.ignored and configured(UNUSED_SUPPRESSION, settings):
        found.extend(
            needless(index, name) for index, name in enumerate(card.ignored) if name in idle
        )
    return found


def check_over(repository: Repository, settings: Settings) -> dict[str, list[Problem]]:
    """Judge configuration files by all records: their problems by file."""
    everyone = repository.everyone()
    if everyone is None:
        return {}
    found: dict[str, list[Problem]] = {}
    for rule in OVER:
        if rule.over is not None and configured(rule, settings) is not None:
            for problem in rule.over(everyone, settings):
                found.setdefault(rule.file, []).append(problem)
    return found


def _same_place(one: Path, other: Path) -> bool:
    """Tell whether one of two places holds the other."""
    shared = min(len(one), len(other))
    return shared > 0 and one[:shared] == other[:shared]


def configured(rule: Rule, settings: Settings) -> Level | None:
    """Return a rule's level in this repository; None when it is off."""
    said = (settings.rules.levels or {}).get(rule.id)
    if said is None:
        return rule.level
    return None if said == "off" else Level(said)


def level_of(rule_id: str, settings: Settings, incident_id: str, file: str) -> Level | None:
    """Return how much a rule's problem weighs in one file; None when it is off or set aside there.

    ``file`` is the path in the repository, with forward slashes. Raises KeyError on an id that no
    rule has.
    """
    rule = by_id(rule_id)
    if any(
        each.rule == rule_id and each.covers(file, incident_id) for each in settings.rules.ignore
    ):
        return None
    return configured(rule, settings)
