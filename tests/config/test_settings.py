from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from postmortems.config.contacts import Contacts
from postmortems.config.language import CountedNouns
from postmortems.config.policy import PostmortemCondition
from postmortems.config.rules import RuleSettings
from postmortems.config.settings import Settings, problems
from postmortems.config.severities import Applies, Clause, Condition

if TYPE_CHECKING:
    from collections.abc import Callable

    from postmortems.findings import Path

    Change = Callable[[Settings, Path, object], Settings]

RULES = ("timeline-gap", "zone-missing")
FIELDS = ("impact", "impact.revenue")


def found(settings: Settings) -> list[tuple[str, str, Path]]:
    return [
        (file, problem.rule, problem.path)
        for file, problem in problems(settings, known_rules=RULES, record_fields=FIELDS)
    ]


def test_a_valid_policy_has_no_problem(small: Settings) -> None:
    assert found(small) == []


def test_names_give_every_spelling_its_meaning(small: Settings) -> None:
    assert small.names() == {
        "severity": {"P0": "P0", "P1": "P1", "P2": "P2", "SEV1": "P0", "sev1": "P0", "SEV2": "P1"},
        "service": {"web-shop": "web-shop"},
        "team": {"commerce": "commerce"},
        "tier": {"L1": "L1", "L2": "L2"},
        "phase": {"recovery": "recovery"},
        "audience": {"client": "client"},
        "category": {"code": "code"},
        "control_gap": {"contacts": "contacts"},
        "signal": {"down": "down", "queue": "queue"},
    }


_UNKNOWN = "config-unknown-reference"
_TWICE = "config-duplicate-id"
_RANGE = "config-invalid-range"
_UNFIT = "config-unfit-condition"
_PATTERN = "config-invalid-pattern"
_AGAINST = "config-contradiction"


@pytest.mark.parametrize(
    ("path", "value", "rule", "where"),
    [
        # names that lead nowhere
        (("severities", "levels", 0, "commanders"), ("L2", "L9"), _UNKNOWN, (1,)),
        (("severities", "criteria", 0, "level"), "P9", _UNKNOWN, ()),
        (("severities", "criteria", 0, "level"), "SEV1", _UNKNOWN, ()),
        (("severities", "criteria", 0, "all", 0, "metric"), "dwon", _UNKNOWN, ()),
        (("escalation", "triggers", 0, "from"), "L0", _UNKNOWN, ()),
        (("escalation", "triggers", 0, "levels"), ("P9",), _UNKNOWN, (0,)),
        (("escalation", "triggers", 0, "flag"), "dwon", _UNKNOWN, ()),
        (("policy", "actions", "due_within_days"), {"P0": 7, "P9": 7}, _UNKNOWN, ("P9",)),
        (("policy", "timeline", "gap_levels"), ("P9",), _UNKNOWN, (0,)),
        (("catalog", "services", 0, "team"), "comerce", _UNKNOWN, ()),
        (("catalog", "teams", 0, "contacts"), ("nobody",), _UNKNOWN, (0,)),
        (("catalog", "contacts", 0, "tier"), "L9", _UNKNOWN, ()),
        (("rules", "levels"), {"timeline-gpa": "off"}, _UNKNOWN, ("timeline-gpa",)),
        (("rules", "ignore", 0, "rule"), "zone-mising", _UNKNOWN, ()),
        (("audiences", "public", "hides"), ("impact.revenues",), _UNKNOWN, (0,)),
        # names that are taken
        (("severities", "levels", 1, "aliases"), ("SEV1",), _TWICE, (0,)),
        (("severities", "levels", 1, "aliases"), ("p0",), _TWICE, (0,)),
        (("severities", "levels", 1, "aliases"), ("P1",), _TWICE, (0,)),
        (("severities", "levels", 1, "aliases"), ("S2", "S2"), _TWICE, (1,)),
        (
            ("language", "counted_nouns"),
            CountedNouns(clients=("clients", "Clients"), users=("clients",)),
            _TWICE,
            ("clients", 1),
        ),
        # values that do not fit
        (
            ("language", "contacts"),
            Contacts(internal_networks=("10.0.0.0/8", "10.0.0.1/8")),
            _PATTERN,
            ("internal_networks", 1),
        ),
        (
            ("language", "contacts"),
            Contacts(internal_networks=("999.0.0.0/8",)),
            _PATTERN,
            ("internal_networks", 0),
        ),
        (
            ("severities", "criteria", 0, "all", 0),
            Condition(metric="down", op="eq", value=1.0),
            _UNFIT,
            ("value",),
        ),
        (
            ("severities", "criteria", 0, "all", 0),
            Condition(metric="queue", op="gt", value=True),
            _UNFIT,
            ("value",),
        ),
        (
            ("severities", "criteria", 0, "all", 0),
            Condition(metric="down", op="gt", value=True),
            _UNFIT,
            ("op",),
        ),
        (
            ("severities", "criteria", 0, "all", 0),
            Condition(metric="queue", op="between", value=5.0),
            _UNFIT,
            (),
        ),
        (
            ("severities", "criteria", 0, "all", 0),
            Condition(metric="queue", op="gt", value=5.0, upper=6.0),
            _UNFIT,
            ("upper",),
        ),
        (("escalation", "triggers", 0, "flag"), "queue", _UNFIT, ()),
        # ends before beginnings
        (("severities", "criteria", 1, "all", 0, "upper"), 49.0, _RANGE, ()),
        (("escalation", "triggers", 0, "to"), "L1", _RANGE, ()),
        (("policy", "postmortem", "review_business_days"), (5, 3), _RANGE, ()),
        (("policy", "postmortem", "draft_within_hours"), 169, _RANGE, ()),
        (("policy", "follow_up_days"), (7, 30, 30), _RANGE, (2,)),
        (("policy", "business_hours", "end"), "09:00", _RANGE, ()),
        (
            ("severities", "levels", 0, "sla", "client_notice"),
            Clause(applies=Applies(unresolved_after_minutes=1, longer_than_minutes=1)),
            _RANGE,
            ("applies", "longer_than_minutes"),
        ),
        # forms that cannot work
        (("site", "incident_id"), "INC-FIXED", _PATTERN, ()),
        (("site", "incident_id"), "INC-NN-NN", _PATTERN, ()),
        (("site", "undated_id"), "INC-NNNNNNNN-NNNN", _PATTERN, ()),
        (("site", "edit_path"), "edit/{branch}", _PATTERN, ()),
        (("site", "raw_path"), "raw", _PATTERN, ()),
        # one file against the other
        (("severities", "levels", 0, "postmortem"), "optional", _AGAINST, ()),
        (("severities", "levels", 1, "postmortem"), "mandatory", _AGAINST, ()),
        (("severities", "levels", 2, "postmortem"), "conditional", _AGAINST, ()),
        (("severities", "criteria", 1, "level"), "P2", _AGAINST, ()),
        (("timeline", "phases", 0, "phase"), "panic", _UNKNOWN, ()),
        (
            ("timeline", "phases", 0, "phrases"),
            ("resolved", "Resolved"),
            _TWICE,
            (1,),
        ),
        (("rules", "ignore", 0, "files"), (), "config-empty-exemption", None),
    ],
)
def test_one_fault_is_found_once_and_where_it_stands(
    small: Settings, change: Change, path: Path, value: object, rule: str, where: Path | None
) -> None:
    file, *rest = path
    place = tuple(rest[:-1]) if where is None else (*rest, *where)
    expected = [(f"{file}.yml", rule, place)]
    if (path[-1], value) == ("undated_id", "INC-NNNNNNNN-NNNN"):
        expected.insert(0, ("site.yml", _PATTERN, ("undated_id",)))
    assert found(change(small, path, value)) == expected


def test_a_message_suggests_the_nearest_name(small: Settings, change: Change) -> None:
    broken = change(small, ("catalog", "services", 0, "team"), "comerce")
    assert [(problem.message, problem.fix) for _, problem in problems(broken)] == [
        ("`comerce` is not a team of catalog.yml", "did you mean `commerce`?")
    ]


def test_a_message_lists_the_names_when_none_is_near(small: Settings, change: Change) -> None:
    broken = change(small, ("policy", "updates", "levels"), ("urgent",))
    assert [(problem.message, problem.fix) for _, problem in problems(broken)] == [
        ("`urgent` is not a severity level of severities.yml", "known: `P0`, `P1`, `P2`")
    ]


def test_a_name_that_is_a_key_is_pointed_at_as_one(small: Settings, change: Change) -> None:
    broken = change(small, ("policy", "actions", "due_within_days"), {"P9": 7})
    assert [problem.on_key for _, problem in problems(broken)] == [True]


def test_rules_and_fields_are_taken_on_trust_when_they_are_not_given(
    small: Settings, change: Change
) -> None:
    broken = change(small, ("rules", "levels"), {"no-such-rule": "off"})
    broken = change(broken, ("audiences", "public", "hides"), ("no_such_field",))
    assert list(problems(broken)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("catalog", "services", 0, "id"), "index"),
        (("catalog", "teams", 0, "id"), "index"),
        (("severities", "levels", 0, "id"), "INDEX"),
        (("taxonomy", "categories", 0, "id"), "Uncategorised"),
        (("taxonomy", "control_gaps", 0, "id"), "index"),
    ],
)
def test_an_id_never_takes_the_address_of_a_page_of_the_site(
    small: Settings, change: Change, path: Path, value: str
) -> None:
    told = [
        (file, problem.path, problem.message)
        for file, problem in problems(change(small, path, value))
        if problem.rule == _TWICE
    ]
    message = f"`{value}` is already taken by a page of the site itself"
    assert told == [(f"{path[0]}.yml", path[1:], message)]


def test_ids_that_differ_in_capitals_only_are_one(small: Settings) -> None:
    tiers = small.escalation.tiers
    broken = replace(
        small,
        escalation=replace(small.escalation, tiers=(*tiers, replace(tiers[0], id="l1"))),
    )
    [(file, problem)] = problems(broken)
    assert (file, problem.rule, problem.path) == ("escalation.yml", _TWICE, ("tiers", 2, "id"))
    assert problem.message == "`l1` is already taken by `L1`; capitals make no difference"


def test_a_condition_for_all_levels_counts_for_each(small: Settings, change: Change) -> None:
    always = PostmortemCondition(id="always", text="Always.")
    broken = change(small, ("policy", "postmortem", "mandatory"), (always,))
    assert found(broken) == [
        ("severities.yml", _AGAINST, ("levels", 1, "postmortem")),
        ("severities.yml", _AGAINST, ("levels", 2, "postmortem")),
    ]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("policy", "postmortem", "review_business_days"), (3, 3)),
        (("policy", "postmortem", "draft_within_hours"), 168),
        (("severities", "criteria", 1, "all", 0, "upper"), 50.0),
    ],
)
def test_a_range_may_be_a_single_value(
    small: Settings, change: Change, path: Path, value: object
) -> None:
    assert found(change(small, path, value)) == []


@pytest.mark.parametrize(
    ("metric", "value", "message", "fix"),
    [
        ("down", 1.0, "`down` is yes or no; this value is not", "write `true` or `false`"),
        ("queue", True, "`queue` is a number; this value is not", "write a number"),
    ],
)
def test_a_value_of_the_wrong_sort_is_told_with_the_right_one(
    small: Settings, change: Change, metric: str, value: float, message: str, fix: str
) -> None:
    condition = Condition(metric=metric, op="eq", value=value)
    [(_, problem)] = problems(change(small, ("severities", "criteria", 0, "all", 0), condition))
    assert (problem.message, problem.fix) == (message, fix)


def test_a_long_list_of_names_is_cut(small: Settings, change: Change) -> None:
    broken = change(small, ("rules",), RuleSettings(levels={"?": "off"}))
    fixes = [
        [problem.fix for _, problem in problems(broken, known_rules=names)]
        for names in (
            [f"zone-missing{number}" for number in range(12)],
            [f"zone-missing{number}" for number in range(13)],
        )
    ]
    assert [fix.count("`") for [fix] in fixes] == [24, 24]
    assert [fix.endswith(", …") for [fix] in fixes] == [False, True]
