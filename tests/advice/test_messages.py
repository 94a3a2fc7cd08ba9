from __future__ import annotations

from typing import Any

from support.advising import advised, said, task


def _sent(
    clock: str, audience: str = "client", kind: str = "initial", **more: str
) -> dict[str, Any]:
    return {"at": f"2026-03-03 {clock}", "audience": audience, "kind": kind, **more}


def test_the_cadence_is_exceeded_after_its_last_minute() -> None:
    sent = [_sent("09:20")]
    for clock, state in (("09:49", "due"), ("09:50", "due"), ("09:51", "overdue")):
        found = task("update:client", clock, severity="P1", communications=sent)
        assert (found.state, said(found.due), found.message) == (state, "09:50", "client-update")
        assert found.why == "one every 30 min"


def test_a_promise_that_is_sooner_counts_and_is_missed_when_its_moment_has_come() -> None:
    sent = [_sent("09:20", next_update_at="2026-03-03 09:35")]
    for clock, state in (("09:34", "due"), ("09:35", "overdue")):
        found = task("update:client", clock, severity="P1", communications=sent)
        assert (found.state, said(found.due), found.why) == (state, "09:35", "promised")
    later = [_sent("09:20", next_update_at="2026-03-03 10:20")]
    assert said(task("update:client", "09:30", severity="P1", communications=later).due) == "09:50"


def test_levels_without_a_cadence_owe_only_what_was_promised() -> None:
    ids = [
        each.id for each in advised("12:00", severity="P2", communications=[_sent("09:20")]).tasks
    ]
    assert "update:client" not in ids
    promised = [_sent("09:20", next_update_at="2026-03-03 11:00")]
    found = task("update:client", "12:00", severity="P2", communications=promised)
    assert (found.state, said(found.due)) == ("overdue", "11:00")


def test_the_last_message_to_an_audience_counts() -> None:
    sent = [_sent("10:00", kind="update"), _sent("09:20"), _sent("09:40", audience="internal")]
    assert said(task("update:client", "10:10", severity="P1", communications=sent).due) == "10:30"
    assert said(task("update:internal", "10:10", severity="P1", communications=sent).due) == "10:10"


def test_all_clears_are_owed_to_whoever_was_told_once_it_is_over() -> None:
    sent = [_sent("09:20")]
    running = task("all_clear:client", "09:30", severity="P1", communications=sent)
    assert (running.state, running.why) == ("coming", "once it is resolved")
    over: dict[str, Any] = {
        "severity": "P1",
        "status": "resolved",
        "times": {"started": "2026-03-03 09:05", "resolved": "2026-03-03 10:00"},
    }
    owed = task("all_clear:client", "11:00", communications=sent, **over)
    assert (owed.state, owed.message) == ("due", "client-all-clear")
    sent.append(_sent("10:05", kind="all_clear"))
    done = task("all_clear:client", "11:00", communications=sent, **over)
    assert (done.state, said(done.done_at)) == ("done", "10:05")


def test_the_team_is_told_at_the_levels_that_declare() -> None:
    found = task("message:declaration", "09:10", severity="P1")
    assert (found.state, found.due, found.audiences) == ("due", None, ("internal",))
    ids = [each.id for each in advised("09:10", severity="P2").tasks]
    assert "message:declaration" not in ids
    sent = [_sent("09:12", audience="internal")]
    found = task("message:declaration", "09:20", severity="P1", communications=sent)
    assert (found.state, said(found.done_at)) == ("done", "09:12")
