from __future__ import annotations

from typing import Any

from postmortems.advice.command import command
from support.advising import advised, said, situation, task


def _roles(**roles: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"severity": "P0", "roles": roles}


def test_a_commander_is_due_within_five_minutes_of_detection() -> None:
    for clock, state in (("09:13", "due"), ("09:14", "overdue")):
        found = task("role:commander", clock, severity="P0")
        assert (found.state, said(found.due), found.text) == (
            state, "09:13", "Name a commander of L2 or L4",
        )  # fmt: skip
    for since, state in (("09:13", "done"), ("09:14", "late")):
        held = {"name": "Ana Ruiz", "tier": "L2", "since": f"2026-03-03 {since}"}
        assert task("role:commander", "12:00", **_roles(commander=held)).state == state


def test_levels_without_a_commander_ask_for_none() -> None:
    ids = {each.id for each in advised("18:00", severity="P2").tasks}
    assert ids.isdisjoint({"role:commander", "role:scribe", "handoff"})
    assert command(situation("09:10", severity="P2")).needed is False


def test_who_may_command_comes_with_contacts() -> None:
    found = command(situation("09:10", severity="P0"))
    assert [each.tier.id for each in found.may_command] == ["L2", "L4"]
    assert [one.id for each in found.may_command for one in each.contacts] == [
        "support-senior", "engineering-manager",
    ]  # fmt: skip
    assert (found.needed, found.eligible, found.warnings) == (True, None, ())


def test_a_commander_of_another_tier_is_told_of() -> None:
    people = {"scribe": "Leo Katz"}
    wrong = command(situation("09:10", **_roles(commander={"name": "Jo", "tier": "L3"}, **people)))
    assert wrong.eligible is False
    assert wrong.warnings == ("Jo is of L3; P0 is commanded by L2 or L4",)
    right = command(situation("09:10", **_roles(commander={"name": "Jo", "tier": "L4"}, **people)))
    assert (right.eligible, right.warnings) == (True, ())
    bare = command(situation("09:10", **_roles(commander="Jo", **people)))
    assert bare.eligible is None
    assert bare.warnings == ("the tier of Jo is not recorded; P0 is commanded by L2 or L4",)


def test_a_commander_who_does_everything_is_told_of() -> None:
    held = {"name": "Jo", "tier": "L2"}
    alone = command(situation("09:10", **_roles(commander=held, tech_lead="jo")))
    assert alone.warnings == (
        "Jo commands and leads the repair; name someone else for one of the two",
        "Jo is the only responder on record",
    )
    helped = command(situation("09:10", **_roles(commander=held, responders=["Mia"])))
    assert helped.warnings == ()


def test_roles_are_filled_or_not() -> None:
    found = task("role:scribe", "09:10", severity="P0")
    assert (found.state, found.due, found.text) == ("due", None, "Name the scribe")
    assert task("role:scribe", "09:10", **_roles(scribe="Leo Katz")).state == "done"


def test_command_is_handed_over_after_four_hours() -> None:
    for clock, state in (("13:08", "coming"), ("13:09", "overdue")):
        found = task("handoff", clock, severity="P1")
        assert (found.state, said(found.due)) == (state, "13:08")
    done = [{"at": "2026-03-03 12:00", "from": "Ana Ruiz", "to": "Leo Katz"}]
    assert task("handoff", "18:00", severity="P1", handoffs=done).state == "done"
