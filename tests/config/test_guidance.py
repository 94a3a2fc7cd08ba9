from __future__ import annotations

import pytest

from support.configuration import config_findings
from support.example import settings

_REGIME = """\
# site_config/policy.yml
regimes:
  - id: LAW
    name: A law
    clocks:
      - stage: First
        limits: [{first}]
      - stage: Second
        limits: [{second}]
"""
_SOUND = "{ counted_from: aware, hours: 24 }"
_AFTER = "{ counted_from: filing, after: First, months: 1 }"


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (_SOUND, _AFTER, set()),
        ("{ counted_from: aware }", _AFTER, {"config-contradiction"}),
        ("{ counted_from: aware, hours: 1, months: 1 }", _AFTER, {"config-contradiction"}),
        (_AFTER, _SOUND, {"config-contradiction"}),
        (_SOUND, "{ counted_from: filing, hours: 1 }", {"config-contradiction"}),
        (_SOUND, "{ counted_from: aware, after: First, hours: 1 }", {"config-contradiction"}),
    ],
)
def test_a_limit_of_a_report_is_one_length_from_a_moment_before_it(
    first: str, second: str, found: set[str]
) -> None:
    assert config_findings(_REGIME.format(first=first, second=second)) == found


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("{ metric: queue_depth, op: ge, value: 50 }", set()),
        ("{ metric: queue_depth, op: eq, value: true }", {"config-unfit-condition"}),
        ("{ metric: breach_confirmed, op: gt, value: 1 }", {"config-unfit-condition"}),
        ("{ metric: queue_dept, op: ge, value: 50 }", {"config-unknown-reference"}),
    ],
)
def test_what_points_to_a_remedy_fits_its_signal(condition: str, found: set[str]) -> None:
    fragment = f"""\
# site_config/policy.yml
containment:
  - id: queue
    incident: The queue is deep
    strategy: Scale up.
    when:
      signals:
        - {condition}
"""
    assert config_findings(fragment) == found


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("It is over.", set()),
        ("{ text: It is stable., shown_by: stable, at_least_minutes: 30 }", set()),
        ("{ text: It is over., shown_by: resolved, at_least_minutes: 30 }",
         {"config-contradiction"}),
        ("{ text: It is over., shown_by: wishes }", {"unknown-value"}),
        ("{ text: It is over., levels: [P9] }", {"config-unknown-reference"}),
    ],
)  # fmt: skip
def test_an_entry_of_a_checklist_says_what_shows_it(entry: str, found: set[str]) -> None:
    fragment = f"""\
# site_config/policy.yml
phases:
  - phase: recovery
    goal: Bring everything back.
    checklist:
      - {entry}
"""
    assert config_findings(fragment) == found


def test_a_sentence_alone_is_an_entry_that_people_judge() -> None:
    phase = next(each for each in settings().policy.phases if each.phase == "preparation")
    assert len(phase.checklist) == 6
    assert {each.shown_by for each in phase.checklist} == {None}
