"""The reference of rules: one list of all of them by family, and one page for each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.pages import addresses
from postmortems.pages.base import Page
from postmortems.rules.check import configured
from postmortems.rules.documentation import documentation, summary
from postmortems.rules.loading_config import CONFIG
from postmortems.rules.registry import every_rule
from postmortems.rules.unused_suppression import UNUSED_SUPPRESSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.settings import Settings
    from postmortems.findings import Level
    from postmortems.rules.base import Rule

_FAMILIES = {
    "structure": "Is the record readable, complete for its stage, and does it hang together?",
    "time": "Do the moments exist, follow each other, and agree with what the prose says?",
    "response": "Did the response keep the playbook's promises? Misses are told, never failed.",
    "process": "Is the write-up on its way, and does every promise have an owner and a day?",
    "language": "Does the wording help people learn, or does it look for someone to blame?",
    "integrity": "Do the records of the repository agree with each other?",
}

_EFFECTS = {
    "error": "fails the check, and nothing is published while it stands",
    "warning": "is told, and fails nothing",
    "off": "is not looked for",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """How much a rule weighs here: ``error``, ``warning`` or ``off``.

    ``default`` is what the rule itself proposes, and empty where configuration left that alone.
    """

    level: str
    default: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A rule in the list of all; ``what`` is one sentence of inline Markdown."""

    id: str
    url: str
    weight: Weight
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The rules that answer one question."""

    name: str
    question: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage(Page):
    """The list of all rules."""

    template: ClassVar[str] = "rules.md.j2"

    families: tuple[Family, ...]
    total: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempt:
    """Where configuration sets a rule aside: files and incidents, and why."""

    places: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage(Page):
    """One rule.

    The examples are Markdown with one code block each, and so are ``in_record`` and ``in_policy``,
    which show how to set the rule aside; they are empty where that cannot be done.
    """

    template: ClassVar[str] = "rule.md.j2"

    id: str
    family: Family
    weight: Weight
    what: str
    why: str
    fix: str
    source: str
    flagged: tuple[str, ...]
    accepted: tuple[str, ...]
    in_record: str
    in_policy: str
    exempt: tuple[Exempt, ...]


def pages(settings: Settings) -> Iterator[Page]:
    """Make the list and the page of every rule."""
    rules = every_rule()
    families = {
        name: Family(
            name=name,
            question=question,
            lines=tuple(_line(rule, settings) for rule in rules if rule.family == name),
        )
        for name, question in _FAMILIES.items()
    }
    yield RulesPage(
        path=f"{addresses.RULES}index.md",
        title="Rules",
        description="Every rule that incidents are checked against, and how much it weighs here.",
        families=tuple(family for family in families.values() if family.lines),
        total=len(rules),
        changed=sum(bool(_weight(rule, settings).default) for rule in rules),
    )
    for rule in rules:
        yield _page(rule, families[rule.family], settings)


def _line(rule: Rule, settings: Settings) -> Line:
    return Line(
        id=rule.id,
        url=addresses.of_rule(rule.id),
        weight=_weight(rule, settings),
        what=summary(rule.doc),
    )


def _weight(rule: Rule, settings: Settings) -> Weight:
    # A fault of the policy cannot be weighed by the policy.
    here = _word(rule.level if rule in CONFIG else configured(rule, settings))
    default = _word(rule.level)
    return Weight(level=here, default=default if default != here else "", effect=_EFFECTS[here])


def _word(level: Level | None) -> str:
    return level.value if level else "off"


def _page(rule: Rule, family: Family, settings: Settings) -> RulePage:
    doc = documentation(rule.doc)
    return RulePage(
        path=f"{addresses.RULES}{rule.id}.md",
        title=rule.id,
        description=summary(rule.doc),
        id=rule.id,
        family=family,
        weight=_weight(rule, settings),
        what=doc.what,
        why=doc.why,
        fix=doc.fix,
        source=doc.source,
        flagged=tuple(map(_code, doc.flagged)),
        accepted=tuple(map(_code, doc.accepted)),
        in_record=_code(_in_record(rule)) if rule.check or rule is UNUSED_SUPPRESSION else "",
        in_policy="" if rule in CONFIG else _code(_in_policy(rule)),
        exempt=tuple(
            Exempt(places=(*each.files, *each.incidents), reason=each.reason)
            for each in settings.rules.ignore
            if each.rule == rule.id
        ),
    )


def _code(yaml: str) -> str:
    # An example may hold a fence itself.
    longest = max(map(len, re.findall("`+", yaml)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}yaml\n{yaml}{fence}"


def _in_record(rule: Rule) -> str:
    return f"ignore:\n  - rule: {rule.id}\n    reason: Why it is wrong about this record.\n"


def _in_policy(rule: Rule) -> str:
    return (
        f"levels:\n  {rule.id}: {'warning' if rule.level is None else 'off'}\n"
        f"ignore:\n  - rule: {rule.id}\n    files: [incidents/2019/*]\n"
        "    reason: Why it does not fit these records.\n"
    )
