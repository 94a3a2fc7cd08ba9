"""The whole policy in one object, the names that incidents may use, and a check that it fits."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, fields
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from postmortems.config import consistency, figures, guidance
from postmortems.config.analysis import AnalysisGuide
from postmortems.config.audiences import Audiences
from postmortems.config.catalog import Catalog
from postmortems.config.documents import Documents
from postmortems.config.escalation import Escalation
from postmortems.config.importing import Importing
from postmortems.config.language import Language
from postmortems.config.policy import Policy
from postmortems.config.references import Kind, Reference, references
from postmortems.config.rules import RuleSettings
from postmortems.config.severities import Severities
from postmortems.config.site import Site
from postmortems.config.taxonomy import Taxonomy
from postmortems.config.timeline import TimelineWords
from postmortems.findings import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from postmortems.config.checklist import Checklist
    from postmortems.findings import Path

_LISTED = 12
_WORDS: dict[Kind, tuple[str, str]] = {
    "level": ("severity level", "severities.yml"),
    "tier": ("escalation tier", "escalation.yml"),
    "team": ("team", "catalog.yml"),
    "contact": ("contact", "catalog.yml"),
    "service": ("service", "catalog.yml"),
    "phase": ("phase", "taxonomy.yml"),
    "category": ("factor category", "taxonomy.yml"),
    "control_gap": ("control gap", "taxonomy.yml"),
    "audience": ("audience", "audiences.yml"),
    "signal": ("signal", "severities.yml"),
    "rule": ("rule", ""),
    "field": ("field of an incident", ""),
}


class _Named(Protocol):
    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A team's policy: one attribute for each file of ``site_config/``, named like it."""

    site: Site
    severities: Severities
    escalation: Escalation
    policy: Policy
    catalog: Catalog
    taxonomy: Taxonomy
    language: Language
    audiences: Audiences
    importing: Importing
    analysis: AnalysisGuide
    timeline: TimelineWords
    rules: RuleSettings
    documents: Documents

    def names(self) -> dict[str, dict[str, str]]:
        """Return for each kind of name every spelling that incidents may write, and what it means.

        Kinds are those of `postmortems.fields.Name` except ``rule``. Spellings stand in the order
        of their files; only severity levels have more than one.
        """
        lists: dict[str, Sequence[_Named]] = {
            "service": self.catalog.services,
            "team": self.catalog.teams,
            "tier": self.escalation.tiers,
            "phase": self.taxonomy.phases,
            "audience": self.audiences.communication,
            "category": self.taxonomy.categories,
            "control_gap": self.taxonomy.control_gaps,
        }
        levels = {each.id: each.id for each in self.severities.levels}
        for level in self.severities.levels:
            levels |= {alias: level.id for alias in level.aliases if alias not in levels}
        return {
            "severity": levels,
            **{kind: {each.id: each.id for each in entries} for kind, entries in lists.items()},
            "signal": {name: name for name in self.severities.signals},
        }


def problems(
    settings: Settings,
    *,
    known_rules: Collection[str] | None = None,
    record_fields: Collection[str] | None = None,
    needed_fields: Collection[str] = (),
) -> Iterator[tuple[str, Problem]]:
    """Yield what one file cannot know of another and what its types cannot say.

    Pairs of a file's name, such as ``policy.yml``, and a problem with a path in it.
    ``known_rules`` are the ids of all rules and ``record_fields`` the dotted names of an
    incident's fields; names of either sort are checked only when these are given. ``needed_fields``
    are those of them that no record may lack.
    """
    known: dict[Kind, Collection[str] | None] = {
        **_known(settings),
        "rule": known_rules,
        "field": record_fields,
    }
    scale, policy = settings.severities, settings.policy
    own: dict[str, Iterable[Problem]] = {
        "site": consistency.of_site(settings.site),
        "severities": chain(
            consistency.of_severities(scale),
            consistency.of_postmortems(scale, policy),
        ),
        "escalation": chain(
            consistency.of_escalation(settings.escalation, scale),
            guidance.of_checklists(_duties(settings.escalation)),
        ),
        "policy": chain(
            consistency.of_policy(policy),
            guidance.of_remedies(policy, scale),
            guidance.of_regimes(policy),
            guidance.of_checklists(
                (("phases", index, "checklist"), each.checklist)
                for index, each in enumerate(policy.phases)
            ),
        ),
        "analysis": guidance.of_analysis(settings.analysis),
        "audiences": guidance.of_editions(settings.audiences, needed_fields),
        "language": consistency.of_language(settings.language),
        "timeline": guidance.of_timeline(settings.timeline),
        "rules": consistency.of_rules(settings.rules),
    }
    for each in fields(settings):
        file, record = f"{each.name}.yml", getattr(settings, each.name)
        for problem in consistency.duplicates(record):
            yield file, problem
        for reference in references(record):
            names = known[reference.kind]
            if names is not None and reference.name not in names:
                yield file, _unknown(reference, names)
        if each.name in figures.SENTENCES:
            own[each.name] = chain(own.get(each.name, ()), figures.unknown(settings, each.name))
        for problem in own.get(each.name, ()):
            yield file, problem


def _duties(escalation: Escalation) -> Iterator[tuple[Path, Checklist]]:
    yield ("handoff", "checklist"), escalation.handoff.checklist
    for index, duty in enumerate(escalation.commander.duties):
        yield ("commander", "duties", index, "checklist"), duty.checklist


def _known(settings: Settings) -> dict[Kind, Collection[str]]:
    names = settings.names()
    return {
        # Aliases are left out: configuration says each level's own id.
        "level": [each.id for each in settings.severities.levels],
        "contact": [each.id for each in settings.catalog.contacts],
        "service": names["service"],
        "tier": names["tier"],
        "team": names["team"],
        "phase": names["phase"],
        "category": names["category"],
        "control_gap": names["control_gap"],
        "audience": names["audience"],
        "signal": names["signal"],
    }


def _unknown(reference: Reference, names: Collection[str]) -> Problem:
    what, file = _WORDS[reference.kind]
    near = difflib.get_close_matches(reference.name, list(names), n=1, cutoff=0.5)
    if near:
        fix = f"did you mean `{near[0]}`?"
    else:
        listed = ", ".join(f"`{name}`" for name in list(names)[:_LISTED])
        fix = f"known: {listed or 'none yet'}" + (", …" if len(names) > _LISTED else "")
    return Problem(
        rule="config-unknown-reference",
        path=reference.path,
        message=f"`{reference.name}` is not a {what}" + (f" of {file}" if file else ""),
        why="what refers to it would never take effect",
        fix=fix,
        on_key=reference.on_key,
    )
