from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from postmortems.rules.registry import by_id
from support.example import context, make_incident

if TYPE_CHECKING:
    from postmortems.findings import Path

BLAME = "It was human error."


def _paths(name: str, **fragment: Any) -> list[Path]:  # noqa: ANN401 - plain values as in YAML
    rule = by_id(name)
    assert rule.check is not None
    incident = make_incident(**fragment)
    return [each.path for each in rule.check(incident, context(incident))]


@pytest.mark.parametrize(
    ("fragment", "path"),
    [
        ({"title": "Human error broke the payments"}, ("title",)),
        ({"summary": "A slip.\n\nIt was\nhuman  error."}, ("summary",)),
        ({"trigger": BLAME}, ("trigger",)),
        ({"went_poorly": ["Nothing.", BLAME]}, ("went_poorly", 1)),
        ({"lessons": [{"text": BLAME}]}, ("lessons", 0, "text")),
        (
            {"analysis": {"fishbone": {"People": [BLAME]}}},
            ("analysis", "fishbone", "People", 0, "text"),
        ),
        ({"ideas": [BLAME]}, ("ideas", 0)),
    ],
)
def test_the_authors_own_words_are_looked_at_wherever_they_stand(
    fragment: dict[str, Any], path: Path
) -> None:
    assert _paths("human-error", **fragment) == [path]


@pytest.mark.parametrize(
    "fragment",
    [
        {"summary": 'The report calls it "human error".'},
        {"summary": "The report calls it \u201chuman error\u201d."},
        {"summary": "The alert is called `human error`."},
        {"summary": "> It was human error.\n\nSo says the report."},
        {"summary": "The errors were human-readable."},
        {"notes": BLAME},
        {"internal": {"remark": BLAME}},
        {"not_recorded": [{"field": "change", "reason": BLAME}]},
        {"detection": {"source": "alert", "alert": "Human error"}},
    ],
)
def test_quotations_names_and_notes_are_left_alone(fragment: dict[str, Any]) -> None:
    assert _paths("human-error", **fragment) == []


def test_what_was_said_to_others_is_left_alone() -> None:
    word = {"at": "2026-03-03 09:20", "audience": "client", "kind": "initial", "text": BLAME}
    assert _paths("human-error", communications=[word]) == []
    factors = [
        {"id": "F1", "text": "The step is done by hand.", "evidence": BLAME},
        {"id": "F2", "text": "Nothing watches it."},
    ]
    assert _paths("human-error", factors=factors) == []


@pytest.mark.parametrize("word", ["should've", "could've", "would\u2019ve", "couldn't have"])
def test_short_forms_judge_by_what_did_not_happen_as_long_ones_do(word: str) -> None:
    assert _paths("counterfactual", summary=f"They {word} seen it.") == [("summary",)]


def test_one_text_is_one_finding_with_all_its_words() -> None:
    rule = by_id("counterfactual")
    assert rule.check is not None
    incident = make_incident(summary="We should have seen it, failed to, and SHOULD have known.")
    assert [each.message for each in rule.check(incident, context(incident))] == [
        "`should have`, `failed to`, `SHOULD have` judges by what did not happen"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We failed to see it.", True),
        ("Nobody looked. The engineer on call failed to see it.", True),
        ("The responders, tired by then, had also failed to see it.", False),
        ("The responders had also failed to see it.", True),
        ("Nobody on watch looked, and failed to see it.", True),
        ("The operator restarted it but failed to look.", True),
        ("Jon Bell failed to renew it.", True),
        ("In the rush, Bell failed to renew it.", True),
        ("Engineering failed to renew it.", True),
        ("The Technical lead failed to renew it.", True),
        ("The database team failed to renew it.", True),
        ("The pod failed to start.", False),
        ("The pod restarted and failed to start.", False),
        ("We saw that the pod failed to start.", False),
        ("The team was paged; the pod failed to start.", False),
        ("We waited. The pod failed to start.", False),
        ("The team's alert failed to fire.", False),
        ("The alert of the team failed to fire.", False),
        ("The alert of our database team failed to fire.", False),
        ("The on-call alert failed to fire.", False),
        ("The Bell gateway failed to answer.", False),
        ("The pod neglected to start.", True),
    ],
)
def test_failing_to_do_something_is_held_against_people_only(text: str, *, found: bool) -> None:
    assert _paths("counterfactual", trigger=text) == ([("trigger",)] if found else [])


def test_the_name_of_a_document_claims_no_single_cause() -> None:
    for name in ("root cause analysis", "root-cause analysis", "Root Cause Analyses"):
        assert _paths("single-root-cause", summary=f"The {name} found two factors.") == []
    both = "The root cause analysis named a root cause."
    assert _paths("single-root-cause", summary=both) == [("summary",)]
    assert _paths("single-root-cause", summary="The root cause analysed here.") == [("summary",)]


def test_one_cause_may_be_named_where_no_second_factor_is_known() -> None:
    named = "The root cause was the certificate."
    one = [{"id": "F1", "text": "Certificates are renewed by hand."}]
    assert _paths("single-root-cause", summary=named) == [("summary",)]
    assert (
        _paths("single-root-cause", summary=named, factors=one, actions=None, findings=None) == []
    )
    assert _paths("single-root-cause", summary="Two root causes met.") == []


def test_only_remedies_ask_people_to_be_careful() -> None:
    assert _paths("be-more-careful", ideas=["Be more careful."]) == [("ideas", 0)]
    assert _paths("be-more-careful", summary="The sign said to be careful.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jon Bell renewed it by hand.", True),
        ("The step was Jon Bell's.", True),
        ("The step was left to Jon.", True),
        ("In the rush, Bell renewed it.", True),
        ("Bell curves of the load hid it.", False),
        ("The gateway rang a bell that nobody heard.", False),
        ("Engineering had no list.", False),
    ],
)
def test_a_person_of_the_record_is_not_named_in_a_cause(text: str, *, found: bool) -> None:
    factors = [{"id": "F1", "text": text}, {"id": "F2", "text": "Nothing watches it."}]
    expected = [("factors", 0, "text")] if found else []
    assert _paths("blames-person", factors=factors) == expected
    assert _paths("blames-person", trigger=text) == ([("trigger",)] if found else [])
    cause, other = (
        [{"stage": stage, "verdict": "adequate", "text": text}] for stage in ("cause", "detection")
    )
    assert _paths("blames-person", findings=cause) == ([("findings", 0, "text")] if found else [])
    assert _paths("blames-person", findings=other) == []


def test_roles_and_teams_are_no_people() -> None:
    roles = {
        "commander": {"name": "Engineering Manager"},
        "tech_lead": {"name": "Database Team"},
        "comms_lead": {"name": "Communication Lead"},
        "scribe": {"name": "Payments Dispatcher"},
        "responders": [{"name": "Service desk"}, {"name": "SRE"}],
    }
    text = (
        "The Engineering Manager, Database Team, Communication Lead, Payments Dispatcher, "
        "Service desk and SRE knew."
    )
    assert _paths("blames-person", roles=roles, trigger=text) == []


@pytest.mark.parametrize(
    ("impact", "found"),
    [
        ({"users_pct": 99}, True),
        ({"users_pct": 100}, False),
        ({"users_pct": "unknown"}, False),
        ({"users": 12}, False),
        (
            {
                "users_pct": 40,
                "windows": [{"start": "2026-03-03 09:05", "users_pct": 100}],
            },
            False,
        ),
    ],
)
def test_an_outage_is_total_as_far_as_is_known(impact: dict[str, Any], *, found: bool) -> None:
    impact = {"description": "Payments failed.", **impact}
    expected = [("kind",)] if found else []
    assert _paths("partial-called-outage", kind="outage", impact=impact) == expected


def test_a_partial_outage_may_be_called_one() -> None:
    words = "An outage of the gateway."
    assert _paths("partial-called-outage", summary=words) == [("summary",)]
    assert _paths("partial-called-outage", summary="A partial outage of the gateway.") == []
    assert _paths("partial-called-outage", trigger=words) == []


def test_an_outage_by_kind_is_not_found_again_in_words() -> None:
    impact = {"description": "An outage of the gateway, a true outage.", "users_pct": 40}
    assert _paths("partial-called-outage", kind="outage", impact=impact) == [("kind",)]
    assert _paths("partial-called-outage", impact=impact) == [("impact", "description")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("There was no outage.", False),
        ("There was no total outage of the gateway.", False),
        ("It was not an outage.", False),
        ("It went on without an outage.", False),
        ("An outage of the vendor was ruled out.", False),
        ("Jon ruled out an outage of the vendor.", False),
        ("An outage of the vendor was ruled out. It was an outage of the gateway.", True),
        ("There was no outage at 9.\n\nThe outage began at 10.", True),
        ("It was not a blip but an outage.", True),
        ("Nothing was known, and the outage went on.", True),
    ],
)
def test_a_sentence_that_denies_an_outage_calls_nothing_one(text: str, *, found: bool) -> None:
    expected = [("summary",)] if found else []
    assert _paths("partial-called-outage", summary=text) == expected
