from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from postmortems.rules.check import check
from postmortems.rules.documentation import documentation
from postmortems.rules.registry import OVER, RULES, by_id
from support.configuration import config_findings
from support.example import (
    between,
    context,
    example,
    load,
    settings,
    settings_with,
    stem_of,
)

if TYPE_CHECKING:
    from postmortems.rules.base import Rule

CONFIG = tuple(rule for rule in RULES if rule.id.startswith("config-"))

CATALOGUE = tuple(rule for rule in OVER if rule.level is not None)  # test_contacts.py


def _examples(kind: str) -> list[tuple[str, str]]:
    return [
        (rule.id, fragment)
        for rule in RULES
        if rule not in CONFIG and rule not in CATALOGUE
        for fragment in getattr(documentation(rule.doc), kind)
        if not _only_says(fragment)
    ]


def _only_says(fragment: str) -> bool:
    """Whether a fragment describes a file that cannot be shown; tests/invalid holds it then."""
    return all(line.startswith("#") for line in fragment.strip().split("\n"))


def _findings(rule: Rule, fragment: str) -> set[str]:
    """The ids of everything that is wrong with the record that a fragment makes."""
    content = example(fragment)
    loaded = load(content)
    found = {fault.rule for fault in loaded.faults} | {each.rule for each in loaded.problems}
    if rule.check is None and rule.between is None and found:
        return found  # what could not be read is left out, and rules may miss it
    assert loaded.incident is not None
    policy = settings_with(**{rule.id: "warning"}) if rule.level is None else settings()
    given = context(loaded.incident, stem=stem_of(fragment), policy=policy, text=content.decode())
    found |= {each.rule for each in between(loaded.incident)}
    return found | {each.rule for each in check(loaded.incident, given)}


def _name(parameters: tuple[str, str]) -> str:
    return parameters[0]


@pytest.mark.parametrize("shown", _examples("flagged"), ids=_name)
def test_a_flagged_example_breaks_exactly_its_rule(shown: tuple[str, str]) -> None:
    name, fragment = shown
    assert _findings(by_id(name), fragment) == {name}


@pytest.mark.parametrize("shown", _examples("accepted"), ids=_name)
def test_an_accepted_example_breaks_no_rule(shown: tuple[str, str]) -> None:
    name, fragment = shown
    assert _findings(by_id(name), fragment) == set()


@pytest.mark.parametrize("rule", CONFIG, ids=lambda rule: rule.id)
def test_the_examples_of_a_rule_for_configuration_are_right(rule: Rule) -> None:
    shown = documentation(rule.doc)
    assert [config_findings(fragment) for fragment in shown.flagged] == [{rule.id}]
    assert [config_findings(fragment) for fragment in shown.accepted] == [set()]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_documented_in_plain_sentences(rule: Rule) -> None:
    shown = documentation(rule.doc)
    for part in (shown.what, shown.why, shown.source, shown.fix):
        assert re.match(r"[A-Z`].*[.]\Z", part), part
    assert all(len(line) <= 100 for line in rule.doc.split("\n"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_proven_by_an_example_or_a_folder(rule: Rule, invalid: set[str]) -> None:
    shown = [each for each in documentation(rule.doc).flagged if not _only_says(each)]
    judged_elsewhere = rule.over is not None or rule.id == "too-many-findings"  # tests/checking
    assert shown or rule.id in invalid or judged_elsewhere


def test_examples_are_the_yaml_that_readers_copy() -> None:
    for name, fragment in _examples("accepted"):
        assert isinstance(yaml.safe_load(fragment), dict), name
