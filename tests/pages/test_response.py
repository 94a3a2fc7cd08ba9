from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from metrics.records import record
from postmortems.pages import response
from support.example import settings

if TYPE_CHECKING:
    from postmortems.pages.response import Table


def figures(**impact: Any) -> list[tuple[str, str, str, str]]:  # noqa: ANN401
    return [
        (each.label, each.value, each.basis, each.note)
        for each in response.figures(record(impact=impact))
    ]


def cells(table: Table | None) -> list[list[str]]:
    assert table is not None
    assert {len(each) for each in table.rows} == {len(table.columns)}
    return [
        [f"{cell.when.clock if cell.when else ''} {cell.text}".strip() for cell in each]
        for each in table.rows
    ]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("users_pct", 62.5, ("Share of users affected", "62.5 %", "", "")),
        ("users", 1250, ("Users affected", "1,250", "", "")),
        ("clients", {"value": 0, "basis": "measured"}, ("Clients affected", "0", "measured", "")),
        (
            "requests_failed",
            {"value": 3, "basis": "estimated", "unit": "orders", "note": "A guess."},
            ("Requests failed", "3 orders", "estimated", "A guess."),
        ),
        ("tickets", "unknown", ("Support tickets", "unknown", "", "")),
        (
            "data_loss",
            {"basis": "unknown", "note": "Nobody counted."},
            ("Records lost or damaged", "unknown", "", "Nobody counted."),
        ),
        ("revenue", {"value": 12.5, "unit": "EUR"}, ("Revenue lost", "12.5 EUR", "", "")),
        (
            "sla",
            {"target_pct": 99.95, "period_days": 30, "breached": True, "note": "A promise."},
            ("Service promise", "broken", "99.95 % over 30 days", "A promise."),
        ),
        ("sla", {"breached": False}, ("Service promise", "kept", "", "")),
        (
            "sla",
            {"target_pct": 99},
            ("Service promise", "whether it was kept is not recorded", "", ""),
        ),
    ],
)
def test_a_figure_is_told_with_its_basis(
    field: str, value: object, said: tuple[str, str, str, str]
) -> None:
    assert figures(**{field: value}) == [said]


def test_a_figure_that_nobody_recorded_is_not_listed() -> None:
    assert figures(description="It was slow.") == []
    assert response.figures(record()) == ()


def test_stretches_of_harm_are_tabulated() -> None:
    windows = [
        {"start": "2026-03-03 09:00", "end": "2026-03-03 10:05", "severity": "P0", "users_pct": 50},
        {"start": "2026-03-03 11:00"},
    ]
    assert cells(response.windows(record(impact={"windows": windows}))) == [
        ["09:00", "10:05", "1 h 05 min", "P0", "50 %"],
        ["11:00", "ongoing", "", "", ""],
    ]
    assert response.windows(record(impact={})) is None
    assert response.windows(record()) is None


def test_a_person_is_named_with_their_part() -> None:
    roles = {
        "commander": {"name": "Tom", "role": "Lead", "tier": "L3"},
        "scribe": {"name": "Ana", "tier": "L1"},
        "responders": ["Mia", {"name": "Leo", "role": "Network"}],
    }
    said = response.people(record(severity="P3", roles=roles), settings())
    assert [(each.role, each.who) for each in said] == [
        ("Incident commander", ("Tom (Lead, L3)",)),
        ("Scribe", ("Ana (L1)",)),
        ("Responders", ("Mia", "Leo (Network)")),
    ]


def test_an_unfilled_role_is_listed_where_the_level_asks_for_all() -> None:
    roles = ["Incident commander", "Technical lead", "Communications lead", "Scribe"]
    said = response.people(record(severity="P0"), settings())
    assert [(each.role, each.who) for each in said] == [(role, ()) for role in roles]
    assert response.people(record(severity="P2"), settings()) == ()


def test_messages_are_tabulated() -> None:
    messages = [
        {
            "at": "2026-03-03 09:10",
            "audience": "status_page",
            "kind": "all_clear",
            "channel": "Page",
            "text": "It is *over*.",
            "next_update_at": "2026-03-03 09:40",
        },
        {"at": "2026-03-03 09:20", "audience": "client", "kind": "update"},
    ]
    table = response.communications(record(communications=messages))
    assert cells(table) == [
        ["09:10", "status page", "all clear", "Page", "It is *over*.", "09:40"],
        ["09:20", "client", "update", "", "", ""],
    ]
    assert table is not None
    assert [cell.rich for cell in table.rows[0]] == [False, False, False, False, True, False]
    assert response.communications(record()) is None


def test_calls_for_help_say_how_long_an_answer_took() -> None:
    calls = [
        {
            "at": "2026-03-03 09:10",
            "tier": "L3",
            "contact": "Ana",
            "reached_at": "2026-03-03 09:25",
            "reason": "Hers.",
        },
        {"at": "2026-03-03 09:10", "tier": "L2", "reached_at": "2026-03-03 09:10"},
        {"at": "2026-03-03 09:30", "tier": "L4", "contact": "Tom", "alternate": "Mia"},
    ]
    assert cells(response.escalations(record(escalations=calls), settings())) == [
        ["09:10", "L3 Engineering on call", "Ana", "09:25 after 15 min", "", "Hers."],
        ["09:10", "L2 Senior support engineer", "", "09:10 after 0 min", "", ""],
        ["09:30", "L4 Engineering manager", "Tom", "never, as far as recorded", "Mia", ""],
    ]
    assert response.escalations(record(), settings()) is None


def test_changes_of_command_and_of_level_are_tabulated() -> None:
    incident = record(
        handoffs=[{"at": "2026-03-03 10:00", "from": "Ana", "to": "Tom", "note": "All."}],
        severity_history=[
            {"at": "2026-03-03 09:10", "level": "SEV3"},
            {"at": "2026-03-03 09:30", "level": "P0", "reason": "Everybody."},
        ],
    )
    assert cells(response.handoffs(incident)) == [["10:00", "Ana", "Tom", "All."]]
    assert cells(response.severity_history(incident)) == [
        ["09:10", "P2", ""],
        ["09:30", "P0", "Everybody."],
    ]
    assert response.handoffs(record()) is None
    assert response.severity_history(record()) is None
