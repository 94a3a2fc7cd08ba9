from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from support.example import context, load
from support.findings import findings

INCIDENTS = Path(__file__).parents[1] / "incidents"
ORDERS = "undated/INC-UNDATED-01"
LOCK = "2024/INC-20240121-1528"
POOL = "2025/INC-20251104-1030"
PAYMENTS = "2024/INC-20240315-1430"
FAILOVER = "2024/INC-20240818-0815"


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """What a source of an incident says wrongly, put back into a copy of its record.

    `before` and `after` are replaced texts; `at` is a part of the line at which the copy must be
    reported. `kept` marks what the record itself still shows, because it is true.
    """

    record: str
    rule: str
    at: str
    before: str = ""
    after: str = ""
    kept: bool = False


CONTRADICTIONS = {
    "orders: eighteen hours for ten and a half": Contradiction(
        record=ORDERS,
        rule="stated-duration",
        before="summary: >-\n",
        after="summary: >-\n  Customers couldn't place orders for eighteen hours.\n",
        at="summary: >-",
    ),
    "orders: thirty minutes to a call made after 28": Contradiction(
        record=ORDERS,
        rule="stated-delay",
        before="went_poorly:\n",
        after="went_poorly:\n  - It took thirty minutes to reach the database administrator.\n",
        at="It took thirty minutes",
    ),
    "orders: silence from 18:00 to 23:30": Contradiction(
        record=ORDERS, rule="timeline-gap", at="- at: 23:30", kept=True
    ),
    "orders: no date": Contradiction(
        record=ORDERS,
        rule="mixed-dates",
        before="date_unknown: >-\n",
        after="background: >-\n",
        at="started: day 1 15:47",
    ),
    "orders: no commander": Contradiction(
        record=ORDERS,
        rule="missing-field",
        before="  - field: roles.commander\n    reason: Nobody is named as being in charge.\n",
        after="",
        at="roles:",
    ),
    "orders: no communications": Contradiction(
        record=ORDERS,
        rule="missing-field",
        before="  - field: communications\n"
        "    reason: No message to customers, executives or staff is mentioned.\n",
        after="",
        at="schema: 1",
    ),
    "lock: no severity": Contradiction(
        record=LOCK, rule="missing-field", before="severity: P0\n", after="", at="schema: 1"
    ),
    "lock: no zone": Contradiction(
        record=LOCK,
        rule="zone-missing",
        before="timezone: America/New_York\n",
        after="",
        at="  started: 2024-01-21 15:28",
    ),
    "orders: reached before being called": Contradiction(
        record=ORDERS,
        rule="time-before-contact",
        before="reached_at: day 1 23:30",
        after="reached_at: day 1 17:30",
        at="reached_at",
    ),
    "lock: the length runs to the closing": Contradiction(
        record=LOCK,
        rule="stated-duration",
        before="  resolved: 2024-01-21 16:45\n",
        after="  resolved: 2024-01-21 16:30\n",
        at="summary: >-",
    ),
    "lock: all users for almost all": Contradiction(
        record=LOCK,
        rule="stated-share",
        before="    value: 100\n",
        after="    value: 98\n",
        at="  description: >-",
    ),
    "lock: EST for a zone": Contradiction(
        record=LOCK,
        rule="zone-abbreviation",
        before="  detected: 2024-01-21 15:30\n",
        after="  detected: 2024-01-21 15:30 EST\n",
        at="15:30 EST",
    ),
    "pool: the length runs to the draft": Contradiction(
        record=POOL,
        rule="stated-duration",
        before="summary: >-\n",
        after="summary: >-\n  Duration: 2 hours 15 minutes.\n",
        at="summary: >-",
    ),
    "pool: updates every 30 minutes, 65 apart": Contradiction(
        record=POOL,
        rule="stated-interval",
        before="went_well:\n",
        after="went_well:\n  - Client notified within 15 minutes, updates every 30 minutes.\n",
        at="updates every 30 minutes",
    ),
    "pool: the alert is the start": Contradiction(
        record=POOL,
        rule="start-equals-detection",
        before="  started_estimated: true\n",
        after="",
        at="  started: 2025-11-04 10:30",
    ),
    "payments: no timeline to check the length by": Contradiction(
        record=PAYMENTS,
        rule="missing-field",
        before="  - field: timeline\n"
        "    reason: The source says that no detailed timeline is available.\n",
        after="",
        at="schema: 1",
    ),
    "payments: actions claimed and to be defined": Contradiction(
        record=PAYMENTS,
        rule="placeholder-left",
        before="postmortem:\n  status: draft\n",
        after="no_action_reason: Action items to be defined.\npostmortem:\n  status: published\n",
        at="no_action_reason",
    ),
    "payments: a why without an answer": Contradiction(
        record=PAYMENTS,
        rule="placeholder-answer",
        before="        - question: Why was there no backup mechanism?\n",
        after="        - question: Why was there no backup mechanism?\n"
        "          answer: Further investigation needed\n",
        at="answer: Further investigation needed",
    ),
    "payments: a list printed into prose": Contradiction(
        record=PAYMENTS,
        rule="printed-list",
        before="summary: >-\n",
        after="summary: >-\n  It affected ['payment-api', 'checkout-service'].\n",
        at="summary: >-",
    ),
    "payments: links still to come": Contradiction(
        record=PAYMENTS,
        rule="not-https",
        before="detection:\n",
        after='links:\n  - title: Incident tracking ticket\n    url: "[Link TBD]"\ndetection:\n',
        at="[Link TBD]",
    ),
    "failover: the alert is the start": Contradiction(
        record=FAILOVER,
        rule="start-equals-detection",
        before="  started_estimated: true\n",
        after="",
        at="  started: 2024-08-18 08:15",
    ),
    "failover: all applications for 85 percent": Contradiction(
        record=FAILOVER,
        rule="stated-share",
        before="summary: >-\n",
        after="summary: >-\n  It rendered all our web applications unresponsive.\n",
        at="summary: >-",
    ),
    "failover: silence from 10:00 to 11:15": Contradiction(
        record=FAILOVER, rule="timeline-gap", at="- at: 11:15", kept=True
    ),
    "failover: a fence that never closes": Contradiction(
        record=FAILOVER,
        rule="unclosed-code-fence",
        before="detection:\n",
        after="background: |\n  ```plaintext\n  | Services restored |\ndetection:\n",
        at="background: |",
    ),
}
# What the sources say next to the one replacement above.
BESIDES = {
    "lock: the length runs to the closing": (
        "summary: >-\n",
        "summary: >-\n  The outage lasted 1 hour and 15 minutes.\n",
    ),
    "lock: all users for almost all": (
        "    The shop returned error 500. ",
        "    The shop returned error 500 for all users. ",
    ),
}


def _reported(text: str, stem: str) -> set[tuple[str, int]]:
    loaded = load(text.encode())
    given = context(loaded.incident, stem=stem, as_of="2026-11-21")
    found = findings(text.encode(), given=given)
    return {(each.rule, each.span.line) for each in found if each.span is not None}


def _line(text: str, part: str) -> int:
    numbers = [number for number, line in enumerate(text.split("\n"), 1) if part in line]
    assert len(numbers) == 1, f"{part!r} stands in lines {numbers}"
    return numbers[0]


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contradiction_of_a_source_is_found_at_its_line(name: str) -> None:
    case = CONTRADICTIONS[name]
    text = original = (INCIDENTS / f"{case.record}.yml").read_text("utf-8")
    for before, after in ((case.before, case.after), BESIDES.get(name, ("", ""))):
        assert before in text
        text = text.replace(before, after, 1) if before else text
    stem = case.record.rpartition("/")[2]
    assert (case.rule, _line(text, case.at)) in _reported(text, stem)
    if case.kept:
        assert text == original
    else:
        assert case.rule not in {rule for rule, _ in _reported(original, stem)}


@pytest.mark.parametrize("record", [ORDERS, LOCK, POOL, PAYMENTS, FAILOVER])
def test_the_records_themselves_state_nothing_wrong(record: str) -> None:
    text = (INCIDENTS / f"{record}.yml").read_text("utf-8")
    stated = {rule for rule, _ in _reported(text, record.rpartition("/")[2]) if "stated" in rule}
    assert stated == set()
