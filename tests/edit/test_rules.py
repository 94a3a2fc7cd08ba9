"""Which rules have a fix: all others need somebody who knows what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from postmortems.edit.fix import fix
from postmortems.rules.documentation import documentation
from postmortems.rules.registry import RULES
from support.editing import JUDGE, SOURCE
from support.example import BASE, example

if TYPE_CHECKING:
    from postmortems.rules.base import Rule

MENDED = {
    "unknown-key": "kindd: outage\n",
    "unknown-value": "status: clsoed\n",
    "unknown-name": "services: [payment_api]\n",
    "wrong-type": "tags: [2024]\n",
    "invalid-text": "title: 'Cards were declined '\n",
    "not-https": "links: [{title: Ticket, url: http://tracker.example.com}]\n",
    "yaml-syntax": "trigger: Gateway: its last day came.\n",
    "forbidden-character": "\ufeff# A mark at the head.\n",
    "invalid-time": "review: {held_at: 2026-3-06}\n",
    "zone-abbreviation": (
        "follow_ups: []\nhandoffs:\n  - {at: 2026-03-03 09:30 UTC, from: Ana Ruiz, to: Jon Bell}\n"
    ),
    "timeline-unsorted": (
        "timeline:\n"
        "  - {at: 2026-03-03 09:34, text: The expired certificate was found.}\n"
        "  - {at: 2026-03-03 09:08, text: PaymentErrorRate fired.}\n"
    ),
    "entries-unsorted": (
        "handoffs:\n"
        "  - {at: 2026-03-03 10:00, from: Jon Bell, to: Ana Ruiz}\n"
        "  - {at: 2026-03-03 09:30, from: Ana Ruiz, to: Jon Bell}\n"
    ),
}
"""For each rule with a fix, a fragment that breaks it and can be mended."""


def _rules(content: bytes) -> set[str]:
    findings = JUDGE.findings(content, JUDGE.judge(content, SOURCE), SOURCE)
    return {each.rule for each in findings}


def _spoilt(rule: str, fragment: str) -> bytes:
    if rule == "unknown-key":
        return BASE.replace("kind: degradation\n", fragment).encode()
    return example(fragment)


@pytest.mark.parametrize("rule", MENDED)
def test_a_rule_with_a_fix_is_satisfied_afterwards(rule: str) -> None:
    content = _spoilt(rule, MENDED[rule])
    assert rule in _rules(content)
    result = fix(content, SOURCE, JUDGE)
    assert result.changed
    assert rule not in {each.rule for each in result.remaining}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rules_page_says_so_when_there_is_a_fix(rule: Rule) -> None:
    assert ("`postmortems fix`" in documentation(rule.doc).fix) is (rule.id in MENDED)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_examples_of_a_rule_without_a_fix_stay_as_they_are(rule: Rule) -> None:
    for fragment in documentation(rule.doc).flagged:
        content = example(fragment)
        result = fix(content, SOURCE, JUDGE)
        assert not result.changed or rule.id in MENDED
        assert {each.rule for each in result.remaining} <= _rules(content)
