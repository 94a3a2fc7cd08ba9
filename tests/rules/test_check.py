from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from postmortems.checking.record import Examined
from postmortems.checking.records import AllRecords, SomeRecords
from postmortems.config.rules import Exemption, RuleSettings
from postmortems.findings import Level
from postmortems.rules.check import check, check_over, level_of, silenced_alone
from postmortems.rules.registry import RULES, by_id, rule_names
from postmortems.rules.repository import card
from support.example import (
    BASE_ID,
    context,
    example,
    load,
    make_incident,
    settings,
    settings_with,
)

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.config.settings import Settings

LATE = "title: Card payments were down for three hours\n"


def _rules(fragment: str, policy: Settings | None = None) -> list[str]:
    incident = load(example(fragment)).incident
    assert incident is not None
    return [each.rule for each in check(incident, context(incident, policy=policy))]


def test_nothing_is_said_about_a_sound_record() -> None:
    assert check(make_incident(), context(make_incident())) == []


def test_a_suppression_silences_its_rule_in_its_record() -> None:
    ignored = "ignore:\n  - rule: stated-duration\n    reason: It is quoted.\n"
    assert _rules(LATE) == ["stated-duration"]
    assert _rules(LATE + ignored) == []


def test_a_suppression_of_another_rule_silences_nothing_and_is_unused() -> None:
    ignored = "ignore:\n  - rule: stated-share\n    reason: It is quoted.\n"
    assert _rules(LATE + ignored) == ["stated-duration", "unused-suppression"]


def test_a_suppression_of_a_rule_that_is_off_is_not_called_unused() -> None:
    ignored = "ignore:\n  - rule: entry-without-evidence\n    reason: There is no log.\n"
    assert _rules(ignored) == []
    assert _rules(ignored, settings_with(entry_without_evidence="warning")) == [
        "unused-suppression"
    ]


def test_unused_suppressions_can_be_silenced_like_any_rule() -> None:
    ignored = (
        "ignore:\n  - rule: stated-share\n    reason: It may come back.\n"
        "  - rule: unused-suppression\n    reason: It may come back.\n"
    )
    assert _rules(ignored) == []
    stale = "ignore:\n  - rule: stated-share\n    reason: It may come back.\n"
    assert _rules(stale, settings_with(unused_suppression="off")) == []


def test_a_fault_of_the_file_cannot_be_silenced_in_it() -> None:
    entry = "ignore: [{rule: unknown-key, reason: We like it.}]\n"
    incident = load(example(entry)).incident
    assert incident is not None
    assert [each.message for each in check(incident, context(incident))] == [
        "`unknown-key` is a fault of the file and cannot be silenced in it"
    ]


def test_a_rule_that_is_off_does_not_run() -> None:
    assert _rules(LATE, settings_with(stated_duration="off")) == []


def test_what_reading_reported_is_not_reported_again_as_missing() -> None:
    loaded = load(example("impact:\n  description: Errors.\n  users_pct: 250\n  tickets: 3\n"))
    assert loaded.incident is not None
    given = context(loaded.incident)
    broken = [problem.path for problem in loaded.problems]
    assert broken == [("impact", "users_pct", "value")]
    assert [each.rule for each in check(loaded.incident, given)] == ["figure-without-value"]
    assert check(loaded.incident, given, broken) == []


def test_what_a_text_says_twice_is_one_fault() -> None:
    twice = "summary: It lasted three hours. It lasted three hours, and it lasted four hours.\n"
    assert _rules(twice) == ["stated-duration", "stated-duration"]


def test_faults_elsewhere_are_reported_beside_what_reading_reported() -> None:
    incident = load(example(LATE)).incident
    assert incident is not None
    found = check(incident, context(incident), [("impact", "users_pct"), ()])
    assert [each.rule for each in found] == ["stated-duration"]


def test_a_level_is_the_rules_own_until_configuration_changes_it() -> None:
    assert level_of("stated-duration", settings(), BASE_ID, "x.yml") is Level.ERROR
    assert level_of("timeline-gap", settings(), BASE_ID, "x.yml") is Level.WARNING
    assert level_of("entry-without-evidence", settings(), BASE_ID, "x.yml") is None
    changed = settings_with(
        stated_duration="warning", timeline_gap="off", entry_without_evidence="error"
    )
    assert level_of("stated-duration", changed, BASE_ID, "x.yml") is Level.WARNING
    assert level_of("timeline-gap", changed, BASE_ID, "x.yml") is None
    assert level_of("entry-without-evidence", changed, BASE_ID, "x.yml") is Level.ERROR


@pytest.mark.parametrize(
    ("incident", "file", "level"),
    [
        ("INC-1", "incidents/2024/INC-1.yml", None),
        ("INC-2", "incidents/2019/INC-2.yml", None),
        ("INC-2", "incidents/2024/INC-2.yml", Level.ERROR),
    ],
)
def test_an_exemption_sets_a_rule_aside_for_its_files_and_incidents(
    incident: str, file: str, level: Level | None
) -> None:
    exemption = Exemption(
        rule="stated-duration", files=("incidents/2019/*",), incidents=("INC-1",), reason="Old."
    )
    changed = replace(settings(), rules=RuleSettings(ignore=(exemption,)))
    assert level_of("stated-duration", changed, incident, file) is level
    assert level_of("timeline-gap", changed, incident, file) is Level.WARNING


def test_an_id_that_no_rule_has_is_refused() -> None:
    with pytest.raises(KeyError):
        level_of("no-such-rule", settings(), BASE_ID, "x.yml")


def test_ids_are_unique_and_found_by_name() -> None:
    assert len({each.id for each in RULES}) == len(RULES)
    assert all(by_id(each.id) is each for each in RULES)
    assert list(rule_names()) == [each.id for each in RULES]


def test_every_problem_carries_the_id_of_its_rule(repository: Path) -> None:
    folder = repository / "generator" / "postmortems" / "rules"
    for path in sorted(folder.glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        made = [
            decorator.args[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef)
            for decorator in node.decorator_list
            if isinstance(decorator, ast.Call)
            and isinstance(decorator.func, ast.Name)
            and decorator.func.id in {"rule", "rule_between", "rule_over"}
            and isinstance(decorator.args[0], ast.Constant)
        ]
        if not made:
            continue
        assert [str(name).replace("-", "_") for name in made] == [path.stem]
        rule = by_id(str(made[0]))
        assert (rule.check or rule.between or rule.over) is not None


def test_the_registry_holds_every_fault_that_reading_can_report(repository: Path) -> None:
    package = repository / "generator" / "postmortems"
    named = {
        node.value
        for path in (
            *package.glob("load/*.py"),
            *package.glob("config/*.py"),
            package / "checking" / "record.py",
        )
        if path.name not in {"base.py", "changes.py", "git.py", "history.py"}  # they speak to git
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    ids = {text for text in named if re.fullmatch(r"[a-z]+(?:-[a-z0-9]+)+", text)}
    ids -= {"utf-8", "utf-8-sig", "utf-16", "import-unread"}  # the last is told by `import`
    loading = {each.id for each in RULES if not (each.check or each.between or each.over)}
    assert ids == loading - {"unused-suppression"}


def test_what_stands_inside_a_broken_part_is_not_judged() -> None:
    incident = load(example(LATE)).incident
    assert incident is not None
    (found,) = check(incident, context(incident))
    assert found.path == ("title",)
    assert check(incident, context(incident), [("title",)]) == []


def test_what_a_record_silences_on_its_own_account_is_known_to_the_rules_between() -> None:
    broken = "findings: [{stage: detection, verdict: adequate, text: It rang., actions: [A9]}]\n"
    broken += "ignore:\n"
    entry = "  - {rule: broken-reference, reason: The action was struck out.}\n"
    other = "  - {rule: counterfactual, reason: It is a quotation.}\n"

    def silenced(fragment: str) -> tuple[str, ...]:
        incident = load(example(fragment)).incident
        assert incident is not None
        return silenced_alone(incident, context(incident))

    assert silenced(broken + entry + other) == ("broken-reference",)
    assert silenced("ignore:\n" + entry) == ()
    assert silenced(broken + other) == ()


def test_a_file_of_configuration_is_judged_by_all_records_or_not_at_all() -> None:
    held = Examined(
        file="incidents/own.yml", stem=BASE_ID, card=card(make_incident(), "incidents/own.yml")
    )
    on = settings_with(catalogue_entry_unused="warning")
    found = check_over(AllRecords([held]), on)
    assert list(found) == ["site_config/catalog.yml"]
    named = {each.message for each in found["site_config/catalog.yml"]}
    owned = {each.team for each in on.catalog.services if each.team is not None}
    assert owned
    assert not {f"no record names the team `{team}`" for team in owned} & named
    assert all(each.rule == "catalogue-entry-unused" for each in found["site_config/catalog.yml"])
    assert check_over(AllRecords([held]), settings()) == {}
    assert check_over(SomeRecords([held], [], lambda _: held), on) == {}
