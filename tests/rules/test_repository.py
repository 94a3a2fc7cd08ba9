from __future__ import annotations

from typing import Any

import pytest

from postmortems.rules.repository import card
from support.example import make_incident


def _action(**more: str) -> dict[str, str]:
    return {"id": "A1", "title": "Renew it", "status": "open", **more}


def test_a_card_names_every_service_and_team_of_its_record() -> None:
    incident = make_incident(
        services=["payment-api"],
        origin_service="web-shop",
        teams=["support"],
        actions=[_action(team="engineering")],
        findings=None,
    )
    expected = ("engineering", "payment-api", "support", "web-shop")
    assert card(incident, "a.yml").used == expected


def test_a_card_names_people_and_tags_where_they_first_stand() -> None:
    incident = make_incident(
        roles={"commander": {"name": "Ana Ruiz"}, "responders": [{"name": "Jon Bell"}]},
        actions=[_action(owner="Leo Katz"), _action(id="A2", owner="Ana Ruiz")],
        findings=None,
        postmortem={"status": "draft", "owner": "Mia Sato"},
        tags=["certificate"],
    )
    assert card(incident, "a.yml").names == (
        ("person", "Ana Ruiz", ("roles", "commander")),
        ("person", "Jon Bell", ("roles", "responders", 0)),
        ("person", "Leo Katz", ("actions", 0, "owner")),
        ("person", "Mia Sato", ("postmortem", "owner")),
        ("tag", "certificate", ("tags", 0)),
    )


@pytest.mark.parametrize(
    ("sla", "loss", "days"),
    [
        ({"target_pct": 99.5, "period_days": 30, "breached": True}, 216, 30),
        ({"target_pct": 99.5, "period_days": 30, "breached": False}, None, None),
        ({"target_pct": 99.5, "breached": True}, None, None),
        ({"period_days": 30, "breached": True}, None, None),
    ],
)
def test_a_card_holds_the_loss_that_a_claimed_breach_goes_beyond(
    sla: dict[str, Any], loss: float | None, days: float | None
) -> None:
    made = card(make_incident(impact={"description": "It failed.", "sla": sla}), "a.yml")
    assert made.allowed_loss == (None if loss is None else pytest.approx(loss))
    assert made.sla_days == days
