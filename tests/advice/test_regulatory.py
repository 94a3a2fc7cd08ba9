from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from support.advising import advised, said, task
from support.example import settings


def _duty(regime: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"regulatory": [{"regime": regime, **fields}]}


AWARE = {"aware_at": "2026-03-03 09:30"}
CLASSIFIED = {"classified_at": "2026-03-03 11:00"}


@pytest.mark.parametrize(
    ("regime", "fields", "stage", "due"),
    [
        ("NIS2", AWARE, "Early warning", "2026-03-04 09:30"),
        ("nis2", AWARE, "Incident notification", "2026-03-06 09:30"),
        ("GDPR", AWARE, "Notification", "2026-03-06 09:30"),
        ("DORA", {**AWARE, **CLASSIFIED}, "Initial notification", "15:00"),
        ("DORA", {**AWARE, "classified_at": "2026-03-04 09:00"}, "Initial notification",
         "2026-03-04 09:30"),
        ("SEC", CLASSIFIED, "Form 8-K", "2026-03-09 23:59"),
    ],
)  # fmt: skip
def test_the_clocks_of_laws(regime: str, fields: dict[str, Any], stage: str, due: str) -> None:
    found = task(f"filing:0:{stage}", "12:00", **_duty(regime, **fields))
    assert (found.state, said(found.due)) == ("due", due)


def test_a_clock_that_counts_from_an_earlier_report_waits_for_it() -> None:
    name = "filing:0:Final report"
    waiting = task(name, "12:00", **_duty("NIS2", **AWARE))
    assert (waiting.state, waiting.due) == ("unknown", None)
    assert waiting.why == "not recorded: the filing of “Incident notification”"
    for filed, due in (("2026-03-05 10:00", "2026-04-05 10:00"),
                       ("2026-01-31 10:00", "2026-02-28 10:00")):  # fmt: skip
        made = [{"stage": "incident notification", "filed_at": filed}]
        found = task(name, "12:00", **_duty("NIS2", **AWARE, filings=made))
        assert said(found.due) == due


def test_a_filing_on_record_is_done_or_late_and_its_own_date_counts() -> None:
    name = "filing:0:Notification"
    for filed, state in (("2026-03-06 09:30", "done"), ("2026-03-06 09:31", "late")):
        made = [{"stage": "Notification", "filed_at": filed}]
        found = task(name, "2026-03-20 12:00", **_duty("GDPR", **AWARE, filings=made))
        assert (found.state, said(found.done_at)) == (state, filed)
    agreed = [{"stage": "Notification", "due": "2026-03-08 12:00"}]
    given = _duty("GDPR", **AWARE, filings=agreed)
    for at, state in (("2026-03-08 12:00", "due"), ("2026-03-08 12:01", "overdue")):
        assert task(name, at, **given).state == state


def test_what_was_judged_not_reportable_has_no_clock() -> None:
    found = advised("12:00", **_duty("GDPR", **AWARE, reportable=False))
    assert [each for each in found.tasks if each.kind == "filing"] == []
    assert found.regimes == ()


def test_a_missing_start_is_told() -> None:
    found = task("filing:0:Initial notification", "12:00", **_duty("DORA", **AWARE))
    assert said(found.due) == "2026-03-04 09:30"
    assert found.why == "not recorded: `classified_at`, which may make it earlier"
    found = task("filing:0:Notification", "12:00", **_duty("GDPR"))
    assert (found.state, found.why) == ("unknown", "not recorded: `aware_at`")


def test_only_regimes_that_the_record_names_count() -> None:
    assert advised("12:00").regimes == ()
    assert not [each for each in advised("12:00").tasks if each.kind == "filing"]
    named = advised("12:00", **_duty("GDPR", **AWARE))
    assert [name for name, _ in named.regimes] == ["GDPR"]
    bare = replace(settings(), policy=replace(settings().policy, regimes=()))
    unknown = advised("12:00", bare, **_duty("GDPR", **AWARE))
    assert (unknown.regimes, unknown.tasks[-1].kind) != ((), "filing")
    assert unknown.regimes == (("GDPR", None),)


def test_reports_that_no_clock_knows_are_told_as_the_record_has_them() -> None:
    made = [{"stage": "Letter to the insurer", "due": "2026-03-05 12:00"}]
    found = task("filing:0:own-0", "12:00", **_duty("Contract", filings=made))
    assert (found.text, found.state, said(found.due)) == (
        "Contract: Letter to the insurer", "due", "2026-03-05 12:00",
    )  # fmt: skip
