from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from postmortems.rules.registry import by_id
from support.example import context, make_incident

if TYPE_CHECKING:
    from postmortems.model.incident import Incident

ANA, JON = {"name": "Ana Ruiz", "tier": "L2"}, {"name": "Jon Bell", "tier": "L3"}
LONG = {
    "started": "2026-03-03 09:05",
    "detected": "2026-03-03 09:08",
    "mitigated": "2026-03-03 18:00",
    "resolved": "2026-03-03 18:30",
}


def _messages(name: str, incident: Incident) -> list[str]:
    rule = by_id(name)
    assert rule.check is not None
    return [each.message for each in rule.check(incident, context(incident))]


def _did(*actors: str | None) -> list[dict[str, Any]]:
    return [
        {"at": f"2026-03-03 09:{number}", "text": "It was done."} | ({"actor": who} if who else {})
        for number, who in enumerate(actors, start=20)
    ]


BOTH = ["the commander is also the technical lead, and no responder is named"]
ONLY = ["the commander is the only one whom the record names at the repair"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"roles": {"commander": ANA, "tech_lead": ANA}}, BOTH),
        ({"roles": {"commander": ANA, "tech_lead": "ana ruiz"}}, BOTH),
        ({"roles": {"commander": ANA, "tech_lead": JON}}, []),
        ({"roles": {"commander": ANA, "tech_lead": ANA, "responders": [JON]}}, []),
        ({"roles": {"commander": ANA}, "timeline": _did("Ana Ruiz", None)}, ONLY),
        ({"roles": {"commander": ANA}, "timeline": _did("Ana Ruiz", "Jon Bell")}, []),
        ({"roles": {"commander": ANA}, "timeline": _did(None)}, []),
        ({"roles": {"tech_lead": ANA}}, []),
        ({"roles": {"commander": ANA, "tech_lead": ANA}, "severity": "P3"}, []),
        ({"roles": {"commander": ANA, "tech_lead": ANA}, "kind": "false_alarm"}, []),
        (
            {
                "roles": {"commander": ANA},
                "timeline": _did("Ana Ruiz"),
                "not_recorded": [{"field": "roles.tech_lead", "reason": "Nobody knows."}],
            },
            [],
        ),
    ],
)
def test_a_commander_alone_at_the_repair_is_what_the_record_shows(
    fields: dict[str, Any], said: list[str]
) -> None:
    assert _messages("commander-resolves-alone", make_incident(**fields)) == said


def _handoff(at: str, giver: str, taker: str, note: str | None = "All of it.") -> dict[str, Any]:
    said = {"note": note} if note else {}
    return {"at": f"2026-03-03 {at}", "from": giver, "to": taker, **said}


@pytest.mark.parametrize(
    ("handoffs", "said"),
    [
        ([_handoff("13:08", "Ana Ruiz", "Leo"), _handoff("16:00", "leo", "Mia")], []),
        (
            [_handoff("13:09", "Ana Ruiz", "Leo"), _handoff("17:09", "Leo", "Mia")],
            ["`Ana Ruiz` commanded for 4 h 01 min; command is handed over after 4 h"],
        ),
        (
            [_handoff("17:10", "Leo", "Mia"), _handoff("13:00", "Ana Ruiz", "Leo")],
            ["`Leo` commanded for 4 h 10 min; command is handed over after 4 h"],
        ),
        (
            [_handoff("13:00", "Ana Ruiz", "Leo")],
            ["`Leo` commanded for 5 h 30 min; command is handed over after 4 h"],
        ),
        (
            [_handoff("13:00", "Ana Ruiz", "Leo", None), _handoff("16:00", "Leo", "Mia")],
            ["the handoff to `Leo` does not say what was passed on"],
        ),
        (
            [_handoff("13:00", "Ana Ruiz", "Leo"), _handoff("16:00", "Kim", "Mia")],
            ["`Kim` gives up command, which `Leo` took last"],
        ),
        (
            [_handoff("13:00", "Kim", "Leo"), _handoff("16:00", "Leo", "Mia")],
            ["`Ana Ruiz` commands, and no handoff is from or to them"],
        ),
    ],
)
def test_handoffs_say_what_was_passed_on_and_follow_on_each_other(
    handoffs: list[dict[str, Any]], said: list[str]
) -> None:
    incident = make_incident(times=LONG, handoffs=handoffs)
    assert _messages("handoff-incomplete", incident) == said


def test_turns_are_counted_at_levels_of_full_depth_only() -> None:
    late = make_incident(severity="P3", times=LONG, handoffs=[_handoff("17:00", "Ana Ruiz", "Leo")])
    assert _messages("handoff-incomplete", late) == []


def test_an_incident_without_handoffs_is_another_rules() -> None:
    assert _messages("handoff-incomplete", make_incident(times=LONG, handoffs=[])) == []
