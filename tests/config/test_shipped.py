from __future__ import annotations

import typing
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from postmortems.config.references import lists, references
from postmortems.config.settings import Settings, problems
from postmortems.load.events import read
from postmortems.load.text import Limits
from postmortems.model.incident import Incident
from postmortems.plan import Items, Mapping, Node, Scalar, plan, walk
from support.places import spans

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path as File

    from postmortems.fields import Record
    from postmortems.findings import Path

    Change = Callable[[Settings, Path, object], Settings]

FILES = tuple(each.name for each in fields(Settings))
RECORD_FIELDS = frozenset(
    ".".join(part for part in path if part not in {"[]", "*"}) for path, _ in walk(plan(Incident))
)


def _classes() -> dict[str, type[Record]]:
    return typing.get_type_hints(Settings)


def test_each_attribute_of_the_settings_is_a_file(repository: File) -> None:
    assert sorted(path.name for path in (repository / "site_config").glob("*.yml")) == sorted(
        f"{name}.yml" for name in FILES
    )


def test_the_shipped_policy_fits_together(shipped: Settings) -> None:
    assert list(problems(shipped, record_fields=RECORD_FIELDS)) == []


@pytest.mark.parametrize("name", FILES)
def test_every_key_is_documented_and_every_list_and_text_has_a_limit(name: str) -> None:
    def unlimited(node: Node) -> bool:
        match node:
            case Items() | Mapping():
                return node.most is None or unlimited(node.item)
            case Scalar():
                return node.types == (str,) and not node.choices and node.text is None
        return False

    wanting = [
        path
        for path, field in walk(plan(_classes()[name]))
        if not field.doc or unlimited(field.node)
    ]
    assert wanting == []


@pytest.mark.parametrize("name", FILES)
def test_every_reference_is_checked_and_can_be_found_in_its_file(
    repository: File, shipped: Settings, change: Change, name: str
) -> None:
    content = (repository / "site_config" / f"{name}.yml").read_bytes()
    values, keys = spans(read(content, Limits(), positions=True), content.decode())
    for each in references(getattr(shipped, name)):
        if each.on_key:
            assert each.path in keys
            continue
        assert each.path in values
        broken = change(shipped, (name, *each.path), "nowhere")
        told = [
            (file, problem.path)
            for file, problem in problems(broken, known_rules=(), record_fields=RECORD_FIELDS)
            if problem.rule == "config-unknown-reference"
        ]
        assert told == [(f"{name}.yml", each.path)]


@pytest.mark.parametrize("name", FILES)
def test_every_id_must_be_the_only_one_of_its_list(
    shipped: Settings, change: Change, name: str
) -> None:
    for path, entries in lists(getattr(shipped, name)):
        broken = change(shipped, (name, *path), (*entries, entries[0]))
        told = [
            (file, problem.path)
            for file, problem in problems(broken)
            if problem.rule == "config-duplicate-id" and problem.path[-1] == "id"
        ]
        assert (f"{name}.yml", (*path, len(entries), "id")) in told


def test_the_clocks_are_those_of_the_playbook(shipped: Settings) -> None:
    clocks = {
        level.id: {
            name: (clause.due_minutes, clause.inclusive) for name, clause in level.sla.clauses()
        }
        for level in shipped.severities.levels
    }
    assert clocks == {
        "P0": {
            "detection": (5, False),
            "acknowledgement": (5, True),
            "engineering_escalation": (15, True),
            "executive_notice": (5, True),
            "client_notice": (30, True),
        },
        "P1": {
            "detection": (5, False),
            "acknowledgement": (5, True),
            "engineering_escalation": (30, True),
            "executive_notice": (125, True),
            "client_notice": (60, True),
        },
        "P2": {
            "detection": (15, False),
            "acknowledgement": (15, True),
            "engineering_escalation": (245, True),
            "client_notice": (180, True),
        },
        "P3": {
            "detection": (None, True),
            "acknowledgement": (60, True),
            "engineering_escalation": (None, True),
        },
    }


def test_detection_counts_from_the_start_of_harm(shipped: Settings) -> None:
    for level in shipped.severities.levels:
        assert level.sla.detection is not None
        assert level.sla.detection.counted_from == "started"


@pytest.mark.parametrize(
    ("signals", "matches"),
    [
        ({"failure_rate_pct": 100.0}, {"P0", "P1"}),
        ({"failure_rate_pct": 20.0}, set()),
        ({"failure_rate_pct": 20.1}, {"P1"}),
        ({"isolated_failure": True}, {"P3"}),
        ({"queue_depth": 101.0, "delay_min": 11.0}, {"P1"}),
        ({"queue_depth": 101.0}, set()),
        ({"queue_depth": 100.0, "delay_min": 10.0}, {"P2"}),
        ({"queue_depth": 50.0, "delay_min": 5.0}, {"P2"}),
        ({"queue_depth": 101.0, "delay_min": 7.0}, {"P1"}),
        ({"queue_depth": 80.0, "delay_min": 12.0}, {"P1"}),
        ({"api_p95_s": 2.9}, set()),
        ({"api_p95_s": 5.0}, {"P2"}),
        ({"api_p95_s": 7.0}, {"P1"}),
        ({"api_p95_s": 10.1}, {"P1"}),
        ({"technicians_down": 49.0}, {"P2"}),
        ({"technicians_down": 50.0}, {"P1"}),
        ({"technicians_down": 150.0}, {"P1"}),
        ({"technicians_down": 0.0}, set()),
        ({"clients_affected_pct": 100.0, "complete_outage": True}, {"P0"}),
        ({"clients_affected": 2.0, "significant_degradation": True}, {"P1"}),
        ({"clients_affected_pct": 40.0, "significant_degradation": False}, {"P2"}),
        ({"clients_affected_pct": 40.0}, set()),
        ({"minimal_impact": True}, {"P3"}),
        ({"database_unavailable": True}, {"P0"}),
        ({"database_pool_exhausted": True}, {"P1"}),
        ({"cluster_down": True}, {"P0"}),
        ({"breach_confirmed": True}, {"P0"}),
        ({"breach_confirmed": False}, set()),
        ({"data_loss_tenants": 2.0}, {"P0"}),
        ({"data_loss_tenants": 1.0}, set()),
        ({"external_api_unguarded": True}, {"P1"}),
        ({"manual_scaling_needed": True}, {"P2"}),
        ({"quality_score": 2.9}, {"P2"}),
        ({"quality_score": 3.0}, set()),
        ({"feedback_api_errors": True, "feedback_api_latency_s": 4.0}, {"P2"}),
        ({"feedback_api_errors": False, "feedback_api_latency_s": 4.0}, {"P3"}),
        ({"dashboard_broken": True}, {"P3"}),
        ({"alert_flapping": True}, {"P3"}),
        ({"documentation_gap": True}, {"P3"}),
        ({"feature_request": True}, {"P3"}),
    ],
)
def test_the_criteria_are_those_of_the_playbook(
    shipped: Settings, signals: dict[str, float], matches: set[str]
) -> None:
    matched = {
        criterion.level
        for criterion in shipped.severities.criteria
        if all(
            each.metric in signals and each.holds(signals[each.metric]) for each in criterion.all
        )
    }
    assert matched == matches


def test_every_signal_is_used(shipped: Settings) -> None:
    used = {each.metric for row in shipped.severities.criteria for each in row.all}
    assert used == set(shipped.severities.signals)


def test_the_deadlines_are_those_of_the_playbook(shipped: Settings) -> None:
    policy = shipped.policy
    assert policy.postmortem.draft_within_hours == 48
    assert policy.postmortem.publish_within_days == 7
    assert policy.postmortem.review_business_days == (3, 5)
    assert policy.actions.due_within_days == {"P0": 7, "P1": 7, "P2": 14}
    assert policy.updates.cadence_minutes == 30
    assert policy.recovery.stability_minutes == 15
    assert (policy.timeline.gap_minutes, policy.timeline.gap_levels) == (30, ("P0", "P1"))
    assert policy.follow_up_days == (7, 30, 90)
    assert shipped.escalation.handoff.after_minutes == 240
    assert shipped.escalation.commander.assign_within_minutes == 5


def test_commanders_are_those_of_the_levels_definitions(shipped: Settings) -> None:
    assert {each.id: each.commanders for each in shipped.severities.levels} == {
        "P0": ("L2", "L4"),
        "P1": ("L1", "L2"),
        "P2": ("L1",),
        "P3": (),
    }


def test_every_phase_has_its_guide_in_order(shipped: Settings) -> None:
    assert [each.phase for each in shipped.policy.phases] == [
        each.id for each in shipped.taxonomy.phases
    ]


def test_no_phrase_stands_twice_in_its_list(shipped: Settings) -> None:
    credentials = shipped.language.credentials
    assert credentials is not None
    lists = [
        credentials.assigned_to,
        credentials.placeholders,
        credentials.placeholder_starts,
        tuple(start for sort in credentials.sorts for start in sort.starts_with),
    ]
    names = {each.name for each in fields(shipped.language)} - {
        "contacts",
        "counted_nouns",
        "credentials",
    }
    lists.extend(getattr(shipped.language, name) for name in sorted(names))
    contacts = shipped.language.contacts
    assert contacts is not None
    lists += [contacts.mailboxes, contacts.nobodys_domains, contacts.phone_regions]
    lists += [contacts.internal_domains, contacts.internal_networks]
    lists += [getattr(contacts.streets, each.name) for each in fields(contacts.streets)]
    for entries in lists:
        phrases = [phrase.lower() for phrase in entries]
        assert phrases != []
        assert len(set(phrases)) == len(phrases)
