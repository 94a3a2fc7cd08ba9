from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from metrics.records import record
from postmortems.advice.observations import most, observations
from postmortems.advice.questions import asked, of_title, said
from postmortems.advice.situation import Situation
from postmortems.config.analysis import STAGES, VALUES
from postmortems.findings import dotted
from postmortems.model.analysis import StageFinding
from postmortems.plan import Scalar, plan
from support.example import settings

if TYPE_CHECKING:
    from postmortems.advice.observation import Observation
    from postmortems.config.analysis import ObservationId
    from postmortems.model.incident import Incident

NOW = datetime(2026, 6, 30, tzinfo=UTC)
QUIET: dict[str, Any] = {
    "detection": {"source": "alert", "alert": "Errors"},
    "times": {
        "started": "09:00",
        "detected": "09:02",
        "acknowledged": "09:03",
        "mitigated": "09:20",
        "resolved": "09:30",
    },
}
CASES: dict[str, tuple[dict[str, Any], str, dict[str, str]]] = {
    "silence": (
        {
            "times": {**QUIET["times"], "mitigated": "09:10", "resolved": "10:30"},
            "timeline": [
                {"at": "2026-03-03 09:02", "text": "An alert."},
                {"at": "2026-03-03 10:15", "text": "Still there."},
            ],
        },
        "timeline[1].at",
        {"from": "2026-03-03 09:02", "to": "2026-03-03 10:15", "length": "1 h 13 min"},
    ),
    "late_detection": (
        {"times": {**QUIET["times"], "started": "08:00"}},
        "times.detected",
        {"length": "1 h 02 min", "allowed": "less than 5 minutes"},
    ),
    "told_by_clients": (
        {"detection": {"source": "client_report", "alert": "Errors"}},
        "detection.source",
        {},
    ),
    "no_alert": ({"detection": {"source": "monitoring"}}, "detection", {}),
    "no_acknowledgement": (
        {"times": {key: at for key, at in QUIET["times"].items() if key != "acknowledged"}},
        "times",
        {},
    ),
    "no_mitigation": (
        {"times": {key: at for key, at in QUIET["times"].items() if key != "mitigated"}},
        "times",
        {},
    ),
    "times_out_of_order": (
        {"times": {**QUIET["times"], "mitigated": "09:40"}},
        "times.resolved",
        {
            "first": "mitigated",
            "first_at": "2026-03-03 09:40",
            "second": "resolved",
            "second_at": "2026-03-03 09:30",
        },
    ),
    "slow_mitigation": (
        {
            "times": {**QUIET["times"], "mitigated": "11:00", "resolved": "11:05"},
            "timeline": [
                {"at": "2026-03-03 09:10", "phase": "identification", "text": "A full disk."},
                *(
                    {"at": f"2026-03-03 {at}", "phase": "recovery", "text": "On it."}
                    for at in ("09:40", "10:10", "10:40")
                ),
            ],
        },
        "times.mitigated",
        {"from": "2026-03-03 09:10", "to": "2026-03-03 11:00", "length": "1 h 50 min"},
    ),
    "unreached": (
        {"escalations": [{"at": "2026-03-03 09:05", "tier": "L3", "contact": "Jon"}]},
        "escalations[0]",
        {"contact": "Jon", "at": "2026-03-03 09:05"},
    ),
    "slow_answer": (
        {
            "escalations": [
                {
                    "at": "2026-03-03 09:05",
                    "tier": "L3",
                    "reached_at": "2026-03-03 09:36",
                }
            ]
        },
        "escalations[0].reached_at",
        {
            "contact": "L3",
            "at": "2026-03-03 09:05",
            "reached": "2026-03-03 09:36",
            "length": "31 min",
        },
    ),
    "one_holder": (
        {"knowledge_gaps": [{"procedure": "Restore it", "holders": ["Jon"]}]},
        "knowledge_gaps[0]",
        {"procedure": "Restore it", "holder": "Jon"},
    ),
    "change_not_approved": (
        {"change": {"id": "CHG-1", "approved": False}},
        "change",
        {"change": "the change CHG-1"},
    ),
    "change_approval_unknown": ({"change": {}}, "change", {"change": "the change"}),
    "repeat": (
        {"recurrence_of": "INC-20251202-1410"},
        "recurrence_of",
        {"incident": "INC-20251202-1410"},
    ),
    "no_handoff": (
        {"times": {**QUIET["times"], "mitigated": "13:00", "resolved": "13:03"}},
        "times",
        {"length": "4 h 01 min", "allowed": "4 hours"},
    ),
    "factor_without_evidence": (
        {
            "factors": [{"id": "F1", "text": "A *full* disk."}],
            "actions": [{"id": "A1", "title": "Grow it", "status": "open", "factors": ["f1"]}],
        },
        "factors[0]",
        {"id": "F1", "factor": "A *full* disk."},
    ),
    "factor_without_action": (
        {"factors": [{"id": "F1", "text": "A full disk.", "evidence": "Its graph."}]},
        "factors[0]",
        {"id": "F1", "factor": "A full disk."},
    ),
    "finding_without_action": (
        {"findings": [{"stage": "detection", "verdict": "slow", "text": "Late."}]},
        "findings[0]",
        {"stage": "detection", "finding": "Late."},
    ),
    "harm_returned": (
        {
            "impact": {
                "description": "Errors.",
                "windows": [
                    {"start": "2026-03-03 09:25", "end": "2026-03-03 09:30"},
                    {"start": "2026-03-03 09:00", "end": "2026-03-03 09:10"},
                ],
            }
        },
        "impact.windows[0]",
        {"end": "2026-03-03 09:10", "start": "2026-03-03 09:25", "length": "15 min"},
    ),
    "luck": ({"got_lucky": ["It was night."]}, "got_lucky[0]", {"luck": "It was night."}),
}


def situation(incident: Incident, **guide: Any) -> Situation:  # noqa: ANN401 - settings
    policy = replace(settings(), analysis=replace(settings().analysis, **guide))
    return Situation(incident=incident, settings=policy, as_of=NOW)


def seen(**fields: Any) -> tuple[Observation, ...]:  # noqa: ANN401 - plain values as in YAML
    return observations(situation(record(**(QUIET | fields))))


def test_a_record_with_nothing_to_ask_about_is_left_alone() -> None:
    assert seen() == ()


@pytest.mark.parametrize("name", VALUES)
def test_each_observation_says_where_it_stands_and_its_values(name: ObservationId) -> None:
    fields, field, values = CASES[name]
    found = {each.id: each for each in seen(**fields)}
    assert list(found) == [name]
    assert (dotted(found[name].path), found[name].values) == (field, values)
    assert tuple(values) == VALUES[found[name].id]


@pytest.mark.parametrize(
    "fields",
    [
        {"detection": {"source": "alert"}},
        {"kind": "near_miss", "detection": {"source": "internal"}, "times": {}},
        {"got_lucky": "none"},
        {"change": {"approved": True}},
        {"recurrence_of": None},
        {"knowledge_gaps": [{"procedure": "A", "holders": ["B"], "documented": True}]},
        {"knowledge_gaps": [{"procedure": "A"}]},
        {"escalations": [{"at": "2026-03-03 09:05", "tier": "L3", "alternate": "Mia"}]},
        {
            "escalations": [{"at": "2026-03-03 09:05", "tier": "L3"}],
            "not_recorded": [{"field": "escalations.reached_at", "reason": "Lost."}],
        },
        {
            "impact": {
                "description": "Errors.",
                "windows": [{"start": "2026-03-03 09:00"}, {"start": "2026-03-03 09:25"}],
            }
        },
        {"findings": [{"stage": "detection", "verdict": "unknown", "text": "Who knows."}]},
        {
            "handoffs": [{"at": "2026-03-03 12:00", "from": "Ana", "to": "Jon"}],
            "times": {**QUIET["times"], "mitigated": "13:00", "resolved": "13:03"},
        },
    ],
)
def test_what_is_in_order_or_not_recorded_is_no_observation(fields: dict[str, Any]) -> None:
    assert seen(**fields) == ()


def test_the_longest_of_a_kind_come_first_and_only_so_many_are_asked_about() -> None:
    calls = [
        {
            "at": "2026-03-03 09:00",
            "tier": "L3",
            "contact": name,
            "reached_at": f"2026-03-03 {at}",
        }
        for name, at in (("A", "09:40"), ("B", "11:00"), ("C", "09:50"))
    ]
    at = situation(record(**(QUIET | {"escalations": calls})), most_of_a_kind=2)
    found = observations(at)
    assert [each.values["contact"] for each in found] == ["B", "C", "A"]
    assert most(at, found) == found[:2]


def test_only_what_the_configuration_lists_is_looked_for_in_its_order() -> None:
    incident = record(**(QUIET | {"got_lucky": ["So."], "recurrence_of": "INC-20251202-1410"}))
    given = {each.id: each for each in settings().analysis.observations}
    at = situation(incident, observations=(given["luck"], given["repeat"]))
    assert [each.id for each in observations(at)] == ["luck", "repeat"]
    assert observations(situation(incident, observations=())) == ()


def test_values_are_put_in_once_as_plain_words_and_cut_after_a_word() -> None:
    incident = record(title="A {length} <b>of</b> `{title}`", got_lucky=["word " * 40])
    at = situation(incident, longest_value=30)
    assert of_title("Why {title}?", at) == r"Why A {length} \<b\>of\</b\> \`{title}\`?"
    luck = next(each for each in observations(at) if each.id == "luck")
    assert said(at, luck) == "Luck took part: word word word word word…"
    assert asked(at, luck).endswith("? word word word word word…")


def test_markdown_of_a_record_stays_and_plain_text_never_becomes_any() -> None:
    fields = {
        "factors": [{"id": "F1", "text": "A *full*\ndisk."}],
        "knowledge_gaps": [{"procedure": "Drop *all* of a_b_c", "holders": ["_Jon_"]}],
    }
    at = situation(record(**(QUIET | fields)))
    texts = {each.id: said(at, each) for each in observations(at)}
    assert texts["factor_without_evidence"] == "Nothing shows the factor F1: A *full* disk."
    assert r"“Drop \*all\* of a_b_c”, \_Jon\_, and" in texts["one_holder"]


def test_the_words_of_a_method_come_before_the_common_ones() -> None:
    at = situation(record(**(QUIET | {"recurrence_of": "INC-20251202-1410"})))
    (found,) = observations(at)
    assert asked(at, found).startswith("Why did what was done after INC-20251202-1410")
    assert asked(at, found, "five_whys") == asked(at, found)
    assert asked(at, found, "fault_tree").startswith("Which of the conditions of INC-20251202-1410")


def test_stages_are_those_of_the_model() -> None:
    node = plan(StageFinding).fields["stage"].node
    assert isinstance(node, Scalar)
    assert node.choices == STAGES
