"""What an edition shows of one record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.load.packed import PackedIncident, pack
from postmortems.model.incident import Incident
from postmortems.redaction.links import Links
from postmortems.redaction.people import People
from postmortems.redaction.record import shown
from support.example import EARLIER_ID, UNFINISHED_ID, make_incident, settings

if TYPE_CHECKING:
    from postmortems.config.audiences import Edition

PUBLIC = settings().audiences.public


def seen(edition: Edition = PUBLIC, present: tuple[str, ...] = (), **record: Any) -> Incident:  # noqa: ANN401
    links = Links(edition, {EARLIER_ID, UNFINISHED_ID} - set(present))
    return shown(make_incident(**record), edition, People(settings(), edition), links, present)


def test_hidden_fields_are_gone_with_everything_under_them() -> None:
    record = seen(
        internal={"x": "A secret."},
        notes="How.",
        ideas=["Perhaps."],
        knowledge_gaps=[{"procedure": "Restart", "holders": ["Ana Ruiz"]}],
        ignore=[{"rule": "stated-delay", "reason": "So."}],
        change={"id": "CHG-1", "approved": True},
        timeline=[{"at": "2026-03-03 09:05", "text": "It began.", "evidence": "Chat"}],
    )
    assert (record.internal, record.notes, record.imported) == (None, None, None)
    assert (record.ideas, record.knowledge_gaps, record.ignore) == ((), (), ())
    assert record.change is not None
    assert (record.change.id, record.change.approved) == (None, True)
    assert [(each.text, each.evidence) for each in record.timeline] == [("It began.", None)]


def test_a_hidden_name_leaves_a_trace() -> None:
    record = seen(
        review={"held_at": "2026-03-06", "facilitator": "Mia Sato", "attendees": ["A B", "C D"]}
    )
    assert record.review is not None
    assert record.review.attendees == ("name not shown",)
    assert record.review.facilitator == "Communication lead"
    led = seen(replace(PUBLIC, hides=("review.facilitator",))).review
    assert led is not None
    assert led.facilitator == "name not shown"


def test_messages_are_those_to_the_audiences_of_the_edition() -> None:
    sent = [
        {"at": f"2026-03-03 09:{minute}", "audience": audience, "kind": "initial"}
        for minute, audience in ((20, "executive"), (21, "client"), (22, "status_page"))
    ]
    assert [each.audience for each in seen(communications=sent).communications] == [
        "client",
        "status_page",
    ]
    everyone = replace(settings().audiences.internal, hides=("ideas",))
    assert len(seen(everyone, communications=sent).communications) == 3


def test_relations_are_those_to_incidents_that_are_there() -> None:
    both: dict[str, Any] = {"related": [EARLIER_ID, UNFINISHED_ID], "recurrence_of": EARLIER_ID}
    assert (seen(**both).related, seen(**both).recurrence_of) == ((), None)
    record = seen(present=(EARLIER_ID,), **both)
    assert (record.related, record.recurrence_of) == ((EARLIER_ID,), EARLIER_ID)
    assert seen(summary=f"As in {EARLIER_ID}.", tags=["x", EARLIER_ID]).tags == ("x",)
    assert seen(summary=f"As in {EARLIER_ID}.").summary == "As in another incident."


def test_links_lead_to_hosts_that_are_named() -> None:
    edition = replace(PUBLIC, hosts=("example.com",), hides=())
    links = [
        {"title": "Status", "url": "https://status.example.com/1"},
        {"title": "Wiki", "url": "https://wiki.internal/1"},
    ]
    assert [each.title for each in seen(edition, links=links).links] == ["Status"]
    assert seen(links=links).links == ()


def test_people_appear_as_what_they_did() -> None:
    record = seen(
        roles={
            "commander": {"name": "Ana Ruiz", "tier": "L2", "role": "Shift lead"},
            "tech_lead": {"name": "Jon Bell", "tier": "L3"},
            "scribe": {"name": "Mia Sato"},
            "responders": [{"name": "Database on call"}, {"name": "Kay Lund"}],
        },
        summary="Kay Lund saw it.",
    )
    roles = record.roles
    assert roles is not None
    assert roles.commander is not None
    assert (roles.commander.name, roles.commander.role) == ("Shift lead", None)
    assert roles.tech_lead is not None
    assert roles.tech_lead.name == "Engineering on call"
    assert roles.scribe is not None
    assert roles.scribe.name == "name not shown"
    assert [each.name for each in roles.responders] == ["Database on call", "name not shown"]
    assert record.summary == "name not shown saw it."


@pytest.mark.parametrize("name", ["kay", "Will", "may", "x7", "k."])
def test_an_owner_nobody_knows_is_not_named(name: str) -> None:
    action = {"id": "A1", "title": "Renew it", "status": "open", "owner": name}
    assert [each.owner for each in seen(actions=[action]).actions] == ["name not shown"]


def test_an_edition_with_names_keeps_them() -> None:
    edition = replace(settings().audiences.internal, hides=("ideas",))
    record = make_incident(summary="Ana Ruiz saw it.", ideas=["Perhaps."])
    assert seen(edition, summary="Ana Ruiz saw it.", ideas=["Perhaps."]) == replace(
        record, ideas=()
    )


def test_hidden_factors_and_actions_are_not_answered() -> None:
    without_factors = seen(replace(PUBLIC, hides=("factors",)))
    assert {each.factors for each in without_factors.actions} == {()}
    without_actions = seen(replace(PUBLIC, hides=("actions",)))
    assert {each.actions for each in without_actions.findings} == {()}


def test_reasons_for_hidden_gaps_are_hidden() -> None:
    gaps = [
        {"field": "impact.revenue", "reason": "Finance."},
        {"field": "roles.scribe", "reason": "Nobody wrote."},
    ]
    edition = replace(PUBLIC, hides=("impact.revenue",))
    assert [each.field for each in seen(edition, not_recorded=gaps).not_recorded] == [
        "roles.scribe"
    ]


def test_a_packed_record_comes_out_as_a_plain_one() -> None:
    record = make_incident()
    packed = PackedIncident.of(record.id, pack(record))
    people, links = People(settings(), PUBLIC), Links(PUBLIC, ())
    made = shown(packed, PUBLIC, people, links, ())
    assert type(made) is Incident
    assert made == shown(record, PUBLIC, people, links, ())


KEYS = ["ana-ruiz", "Ruiz", "ruiz", EARLIER_ID, f"after-{EARLIER_ID.lower()}", "certificate"]


def test_tags_and_words_of_the_glossary_name_nobody_and_no_absent_incident() -> None:
    record = seen(tags=KEYS, glossary=dict.fromkeys((*KEYS, "PSP"), "A word."))
    assert record.tags == ("certificate",)
    assert record.glossary == {"certificate": "A word.", "PSP": "A word."}
    assert seen(glossary={"Ruiz": "Somebody."}).glossary is None
    edition = replace(settings().audiences.internal, hides=("ideas",))
    assert seen(edition, tags=KEYS).tags == ("ana-ruiz", "Ruiz", "ruiz", "certificate")


def test_ids_that_name_somebody_are_others_wherever_they_stand() -> None:
    factor = {"text": "Renewed by hand.", "category": "process"}
    action = {"title": "Renew", "status": "open"}
    record = seen(
        factors=[factor | {"id": name} for name in ("F2", "ana-ruiz", EARLIER_ID)],
        actions=[
            action | {"id": "Ruiz", "factors": ["F2", "Ana-Ruiz", EARLIER_ID]},
            action | {"id": "A7", "factors": ["F2"]},
        ],
        findings=[
            {
                "stage": "detection",
                "verdict": "adequate",
                "text": "It fired.",
                "confidence": "high",
                "actions": ["ruiz", "A7"],
            }
        ],
    )
    assert [each.id for each in record.factors] == ["F2", "F3", "F4"]
    assert [(each.id, each.factors) for each in record.actions] == [
        ("A1", ("F2", "F3", "F4")),
        ("A7", ("F2",)),
    ]
    assert [each.actions for each in record.findings] == [("A1", "A7")]
