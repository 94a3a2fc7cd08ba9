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
    """What a source of an incident says against the playbook or against itself, in its record.

    `changes` put it into a copy of the record, as pairs of a text and what replaces it; with none,
    the record itself holds it, because it is true. `at` is a part of the one line to be reported.
    """

    record: str
    rule: str
    at: str
    changes: tuple[tuple[str, str], ...] = ()


PUBLISHED = ("postmortem:\n  status: draft\n", "postmortem:\n  status: published\n")

CONTRADICTIONS = {
    "orders: five minutes are not under five": Contradiction(
        record=ORDERS, rule="detection-late", at="  detected: day 1 15:52"
    ),
    "orders: the administrator was called 23 minutes after the log": Contradiction(
        record=ORDERS, rule="engineering-escalation-late", at="- at: day 1 16:15"
    ),
    "orders: contacted is not reached": Contradiction(
        record=ORDERS, rule="escalation-unreached", at="- at: day 1 16:15"
    ),
    "orders: ten hours without a handoff": Contradiction(
        record=ORDERS, rule="handoff-missing", at="  resolved: day 2 02:15"
    ),
    "orders: a root cause that the text itself questions": Contradiction(
        record=ORDERS,
        rule="single-root-cause",
        changes=(("summary: >-\n", "summary: >-\n  The root cause was the query itself.\n"),),
        at="summary: >-",
    ),
    "lock: engineering was called after 30 minutes": Contradiction(
        record=LOCK, rule="engineering-escalation-late", at="- at: 2024-01-21 16:00"
    ),
    "lock: an action is to hold the review": Contradiction(
        record=LOCK, rule="review-as-action", at="title: A post-incident review has been held"
    ),
    "lock: an action has no owner": Contradiction(
        record=LOCK, rule="action-without-owner", at="- id: A3"
    ),
    "lock: an action has no due date": Contradiction(
        record=LOCK, rule="action-without-due", at="- id: A3"
    ),
    "lock: no owner once it is published": Contradiction(
        record=LOCK, rule="published-action-unowned", changes=(PUBLISHED,), at="- id: A3"
    ),
    "lock: no due date once it is published": Contradiction(
        record=LOCK, rule="published-action-undated", changes=(PUBLISHED,), at="- id: A3"
    ),
    "lock: a measure without a result": Contradiction(
        record=LOCK,
        rule="action-vague",
        changes=(
            (
                "title: Code review guidelines for database changes are reviewed and updated",
                "title: Improve code reviews",
            ),
        ),
        at="title: Improve code reviews",
    ),
    "lock: a mandatory postmortem published without its review": Contradiction(
        record=LOCK, rule="published-without-review", changes=(PUBLISHED,), at="  status: published"
    ),
    "lock: an outage for almost all users": Contradiction(
        record=LOCK,
        rule="partial-called-outage",
        changes=(("    value: 100\n", "    value: 98\n"),),
        at="kind: outage",
    ),
    "pool: a breach of a budget that was not spent": Contradiction(
        record=POOL,
        rule="sla-breach-unsupported",
        changes=(("    period_days: 30.42\n", "    period_days: 30.42\n    breached: true\n"),),
        at="breached: true",
    ),
    "pool: 65 minutes between two messages": Contradiction(
        record=POOL, rule="update-gap", at="- at: 2025-11-04 11:50"
    ),
    "pool: the larger pool is credited and came the day after": Contradiction(
        record=POOL,
        rule="fix-dated-after-resolution",
        changes=(
            (
                "summary: >-\n",
                "summary: >-\n  Resolved by ending queries and giving the pool 40 connections.\n",
            ),
            (
                "    due: 2025-11-05\n    status: done\n    factors: [F3, F5]\n",
                "    due: 2025-11-05\n    status: done\n    done_at: 2025-11-05\n",
            ),
        ),
        at="done_at: 2025-11-05",
    ),
    "pool: a P1 action is due on day 11": Contradiction(
        record=POOL, rule="action-due-too-late", at="    due: 2025-11-15"
    ),
    "pool: a P2 action is due on day 16": Contradiction(
        record=POOL, rule="action-due-too-late", at="    due: 2025-11-20"
    ),
    "pool: an action belongs to a team": Contradiction(
        record=POOL, rule="owner-is-a-team", at="owner: DevOps Team"
    ),
    "pool: the review met on day 2": Contradiction(
        record=POOL, rule="review-outside-window", at="held_at: 2025-11-06"
    ),
    "pool: the commander came at minute 10": Contradiction(
        record=POOL, rule="commander-late", at="since: 2025-11-04 10:40"
    ),
    "payments: actions are claimed and there are none": Contradiction(
        record=PAYMENTS, rule="no-actions", changes=(PUBLISHED,), at="  status: published"
    ),
    "payments: the fourth why is empty": Contradiction(
        record=PAYMENTS,
        rule="open-why",
        changes=(PUBLISHED,),
        at="question: Why was there no backup mechanism?",
    ),
    "payments: the fifth why is empty": Contradiction(
        record=PAYMENTS,
        rule="open-why",
        changes=(PUBLISHED,),
        at="question: Why was this scenario not anticipated?",
    ),
    "payments: made 703 days later": Contradiction(
        record=PAYMENTS,
        rule="postmortem-late",
        changes=((PUBLISHED[0], PUBLISHED[1] + "  published_at: 2026-02-16 09:00\n"),),
        at="published_at: 2026-02-16",
    ),
    "payments: the first follow-up has passed": Contradiction(
        record=PAYMENTS, rule="follow-up-overdue", at="due: 2024-03-22"
    ),
    "payments: the last follow-up has passed": Contradiction(
        record=PAYMENTS, rule="follow-up-overdue", at="due: 2024-06-15"
    ),
    "failover: an outage for 85 percent": Contradiction(
        record=FAILOVER,
        rule="partial-called-outage",
        changes=(("kind: degradation", "kind: outage"),),
        at="kind: outage",
    ),
    "failover: a measure that no action carries out": Contradiction(
        record=FAILOVER,
        rule="factor-without-action",
        changes=(("    factors: [F3]\n", ""), ("  status: draft\n", "  status: in_review\n")),
        at="- id: F3",
    ),
    "failover: an action has no owner": Contradiction(
        record=FAILOVER, rule="action-without-owner", at="- id: A2"
    ),
    "failover: an action has no due date": Contradiction(
        record=FAILOVER, rule="action-without-due", at="- id: A2"
    ),
}


def _reported(text: str, stem: str) -> set[tuple[str, int]]:
    given = context(load(text.encode()).incident, stem=stem, as_of="2026-11-21")
    found = findings(text.encode(), given=given)
    return {(each.rule, each.span.line) for each in found if each.span is not None}


def _line(text: str, part: str) -> int:
    numbers = [number for number, line in enumerate(text.split("\n"), 1) if part in line]
    assert len(numbers) == 1, f"{part!r} stands in lines {numbers}"
    return numbers[0]


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contradiction_is_found_at_its_line(name: str) -> None:
    case = CONTRADICTIONS[name]
    text = original = (INCIDENTS / f"{case.record}.yml").read_text("utf-8")
    for before, after in case.changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    stem = case.record.rpartition("/")[2]
    assert (case.rule, _line(text, case.at)) in _reported(text, stem)
    if case.changes:
        assert case.rule not in {rule for rule, _ in _reported(original, stem)}


@pytest.mark.parametrize(
    ("record", "rule", "before", "after"),
    [
        (ORDERS, "detection-late", "detected: day 1 15:52", "detected: day 1 15:51"),
        (ORDERS, "engineering-escalation-late", "- at: day 1 16:15", "- at: day 1 16:07"),
        (ORDERS, "escalation-unreached", "    contact: Database administrator\n",
         "    contact: Database administrator\n    alternate: Second administrator\n"),
        (LOCK, "engineering-escalation-late", "severity: P0", "severity: P1"),
        (POOL, "commander-late", "since: 2025-11-04 10:40", "since: 2025-11-04 10:35"),
        (POOL, "review-outside-window", "held_at: 2025-11-06", "held_at: 2025-11-07"),
        (POOL, "update-gap", "  - at: 2025-11-04 11:50\n    audience: client\n",
         ("  - at: 2025-11-04 11:15\n    audience: client\n    kind: update\n"
         "  - at: 2025-11-04 11:45\n    audience: client\n")),
    ],
)  # fmt: skip
def test_a_promise_that_was_just_kept_is_not_reported(
    record: str, rule: str, before: str, after: str
) -> None:
    text = (INCIDENTS / f"{record}.yml").read_text("utf-8")
    stem = record.rpartition("/")[2]
    assert text.count(before) == 1
    assert rule in {found for found, _ in _reported(text, stem)}
    assert rule not in {found for found, _ in _reported(text.replace(before, after), stem)}
