from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from postmortems.config.severities import Applies, Clause, Condition, Notice, Operator, Sla

if TYPE_CHECKING:
    from postmortems.config.settings import Settings


@pytest.mark.parametrize(
    ("op", "value", "upper", "holds", "fails"),
    [
        ("eq", 100.0, None, [100.0], [99.9, 100.1]),
        ("gt", 10.0, None, [10.1], [10.0, 9.0]),
        ("ge", 10.0, None, [10.0, 11.0], [9.9]),
        ("lt", 3.0, None, [2.9, 0.0], [3.0]),
        ("le", 3.0, None, [3.0, 0.0], [3.1]),
        ("between", 5.0, 10.0, [5.0, 7.0, 10.0], [4.9, 10.1]),
        ("eq", True, None, [True], [False]),
        ("eq", False, None, [False], [True]),
    ],
)
def test_a_condition_holds_exactly_inside_its_bounds(
    op: Operator,
    value: float,
    upper: float | None,
    holds: list[float],
    fails: list[float],
) -> None:
    condition = Condition(metric="m", op=op, value=value, upper=upper)
    assert [condition.holds(each) for each in holds] == [True] * len(holds)
    assert [condition.holds(each) for each in fails] == [False] * len(fails)


@pytest.mark.parametrize(
    ("clause", "due", "in_time", "late"),
    [
        (Clause(within_minutes=5), 5, 5.0, 5.1),
        (Clause(within_minutes=5, inclusive=False), 5, 4.9, 5.0),
        (
            Clause(within_minutes=5, applies=Applies(unresolved_after_minutes=120)),
            125,
            125.0,
            125.1,
        ),
        (Clause(within_minutes=60, applies=Applies(longer_than_minutes=120)), 180, 180.0, 181.0),
        (Clause(within_minutes=60, applies=Applies(client_impact=True)), 60, 60.0, 61.0),
        (Clause(within_minutes=0), 0, 0.0, 1.0),
    ],
)
def test_a_promise_is_kept_until_it_is_due(
    clause: Clause, due: int, in_time: float, late: float
) -> None:
    assert clause.due_minutes == due
    assert clause.kept(in_time) is True
    assert clause.kept(late) is False


def test_a_promise_without_a_clock_is_neither_kept_nor_broken() -> None:
    clause = Clause(wording="best effort")
    assert (clause.due_minutes, clause.kept(10_000)) == (None, None)


def test_only_required_clauses_are_listed_in_the_order_of_the_response() -> None:
    late, early = Notice(within_minutes=30, audiences=("client",)), Clause(within_minutes=5)
    sla = Sla(client_notice=late, detection=early)
    assert list(sla.clauses()) == [("detection", early), ("client_notice", late)]


def test_levels_are_found_by_id_and_ranked_from_the_worst(small: Settings) -> None:
    scale = small.severities
    assert scale.level("P1").name == "High"
    assert [scale.rank(name) for name in ("P0", "P1", "P2")] == [0, 1, 2]
    assert scale.depths() == {"P0": "full", "P1": "full", "P2": "minimal"}
    with pytest.raises(KeyError, match="SEV1"):
        scale.level("SEV1")
