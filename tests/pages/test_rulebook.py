from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from postmortems.config.rules import Exemption, RuleSettings
from postmortems.findings import Level
from postmortems.load.templates import load_templates
from postmortems.pages import rulebook
from postmortems.pages.rulebook import RulePage, RulesPage
from postmortems.render.page import Renderer
from postmortems.rules.registry import RULES
from support.example import REPOSITORY, settings, settings_with

if TYPE_CHECKING:
    from postmortems.rules.base import Rule

RENDERER = Renderer(load_templates(REPOSITORY))
CHANGED = settings_with(timeline_gap="error", stated_duration="off", human_error="warning")


@cache
def pages() -> dict[str, RulesPage | RulePage]:
    found = {}
    for page in rulebook.pages(CHANGED):
        assert isinstance(page, RulesPage | RulePage)
        found[page.path] = page
    return found


def listing() -> RulesPage:
    page = pages()["reference/rules/index.md"]
    assert isinstance(page, RulesPage)
    return page


def page(name: str) -> RulePage:
    found = pages()[f"reference/rules/{name}.md"]
    assert isinstance(found, RulePage)
    return found


def rendered(name: str) -> str:
    return RENDERER.render(page(name)).decode()


def test_every_rule_has_a_page_at_an_address_made_of_its_id() -> None:
    assert set(pages()) == {
        "reference/rules/index.md",
        *(f"reference/rules/{rule.id}.md" for rule in RULES),
    }
    for rule in RULES:
        assert (page(rule.id).title, page(rule.id).family.name) == (rule.id, rule.family)


def test_the_list_holds_every_rule_once_under_its_family() -> None:
    shown = [(family.name, each.id) for family in listing().families for each in family.lines]
    assert sorted(shown) == sorted((rule.family, rule.id) for rule in RULES)
    for family in listing().families:
        assert family.question.endswith(("?", "."))
        for each in family.lines:
            assert each.url == f"reference/rules/{each.id}/"
            assert each.what.endswith(".")
    assert listing().total == len(RULES)


def test_the_list_says_which_levels_differ_from_what_the_rules_propose() -> None:
    levels = {
        each.id: (each.weight.level, each.weight.default)
        for family in listing().families
        for each in family.lines
    }
    assert levels["timeline-gap"] == ("error", "warning")
    assert levels["stated-duration"] == ("off", "error")
    assert levels["human-error"] == ("warning", "")
    assert levels["timeline-unsorted"] == ("error", "")
    assert listing().changed == 2
    text = RENDERER.render(listing()).decode()
    assert "Of these, 2 weigh something else here than by default" in text
    assert text.count("by default warning</span>") == 1
    (plain, *_) = rulebook.pages(settings())
    assert "All of them weigh here what they propose" in RENDERER.render(plain).decode()


def test_a_fault_of_the_policy_weighs_what_it_weighs_whatever_the_policy_says() -> None:
    given = settings_with(config_duplicate_id="off")
    (found,) = (
        each
        for each in rulebook.pages(given)
        if isinstance(each, RulePage) and each.id == "config-duplicate-id"
    )
    assert (found.weight.level, found.weight.default) == ("error", "")
    assert (found.in_record, found.in_policy) == ("", "")
    assert "It cannot be set aside: without a sound policy" in RENDERER.render(found).decode()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_page_says_what_why_how_to_mend_it_where_from_and_how_to_set_it_aside(
    rule: Rule,
) -> None:
    shown = page(rule.id)
    assert shown.what
    assert shown.why
    assert shown.source
    assert shown.flagged
    assert shown.accepted
    assert shown.weight.level in {*Level, "off"}
    text = rendered(rule.id)
    assert f"postmortems explain {rule.id}".replace("-", "&#45;") in text
    heads = [line.split("#")[-1] for line in text.splitlines() if line.startswith("#")]
    fix = ["fix }"] if shown.fix else []
    assert heads == [
        *("rule }", "why }"),
        *fix,
        *("flagged }", "accepted }", "set-aside }", "terminal }", "source }"),
    ]
    assert text.count("<pre><code>") == 1 + (
        len(shown.flagged) + len(shown.accepted) + bool(shown.in_record) + bool(shown.in_policy)
    )


def test_the_examples_are_code_and_the_way_to_set_a_rule_aside_can_be_copied() -> None:
    shown = page("timeline-gap")
    assert shown.flagged[0].startswith("```yaml\ntimeline:\n")
    assert shown.in_record == (
        "```yaml\nignore:\n  - rule: timeline-gap\n"
        "    reason: Why it is wrong about this record.\n```"
    )
    assert "levels:\n  timeline-gap: off\n" in shown.in_policy
    text = rendered("timeline-gap")
    assert '<div class="pm-prose"><pre><code>timeline&#58;&#10;' in text
    assert "(here; by default warning)" in text


def test_a_fault_of_the_file_is_not_silenced_in_the_file() -> None:
    shown = page("unknown-key")
    assert shown.in_record == ""
    assert "levels:\n  unknown-key: off\n" in shown.in_policy
    assert "It cannot be set aside in the record itself" in rendered("unknown-key")
    assert page("unused-suppression").in_record != ""


def test_a_page_tells_where_its_rule_is_set_aside() -> None:
    exempt = Exemption(
        rule="timeline-gap", files=("incidents/2019/*",), incidents=("INC-1",), reason="Too *old*."
    )
    given = replace(settings(), rules=RuleSettings(ignore=(exempt,)))
    (found,) = (
        each
        for each in rulebook.pages(given)
        if isinstance(each, RulePage) and each.id == "timeline-gap"
    )
    text = RENDERER.render(found).decode()
    assert (
        "<li><code>incidents&#47;2019&#47;&#42;</code>, <code>INC&#45;1</code>: "
        "Too <em>old</em>.</li>"
    ) in text.replace("&#46;", ".")
    assert "Set aside here" not in rendered("timeline-gap")
