from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from metrics.records import record
from postmortems.metrics.base import LeftOut
from postmortems.metrics.recurrence import Recurrence, Shared, recurrence

if TYPE_CHECKING:
    from postmortems.model.incident import Incident


def found(*incidents: Incident) -> Recurrence:
    return recurrence({each.id: each for each in incidents})


def begun(name: str, day: str, of: str | None = None, **fields: Any) -> Incident:  # noqa: ANN401
    return record(name, times={"started": f"{day} 10:00"}, recurrence_of=of, **fields)


def test_nothing_recurs_without_incidents() -> None:
    none = found()
    assert (none.n, none.chains, none.categories, none.services) == (0, (), (), ())


def test_one_incident_repeats_nothing_and_shares_nothing() -> None:
    one = found(begun("A", "2026-01-01"))
    assert (one.n, one.chains, one.services) == (0, (), ())


def test_repeats_of_repeats_are_one_chain_the_oldest_first() -> None:
    result = found(
        begun("A", "2026-03-01", "B"),
        begun("B", "2026-02-01", "C"),
        begun("C", "2026-01-01"),
        begun("D", "2026-04-01", "C"),
        begun("E", "2026-01-01"),
        begun("F", "2026-01-02", "E"),
        begun("G", "2026-05-01"),
    )
    assert result.chains == (("C", "B", "A", "D"), ("E", "F"))
    assert result.n == 4


def test_records_that_name_each_other_or_themselves_end_no_build() -> None:
    result = found(
        begun("A", "2026-01-01", "B"), begun("B", "2026-01-02", "A"), begun("C", "2026-01-03", "C")
    )
    assert result.chains == (("A", "B"),)


def test_a_repeat_of_an_incident_that_is_not_here_is_left_out() -> None:
    result = found(begun("A", "2026-01-01", "GONE"))
    assert result.n == 0
    assert result.chains == ()
    assert result.left_out == (LeftOut("the incident that it repeats is not here", ("A",)),)


def test_what_the_others_repeat_stands_first_in_its_chain_and_else_the_undated_last() -> None:
    undated = record("A", timezone=None, date_unknown="A Friday.", times={"started": "day 1 10:00"})
    assert found(undated, begun("B", "2026-01-01", "A")).chains == (("A", "B"),)
    again = record(
        "A",
        timezone=None,
        date_unknown="A Friday.",
        times={"started": "day 1 10:00"},
        recurrence_of="B",
    )
    assert found(again, begun("B", "2026-01-02"), begun("C", "2026-01-03", "B")).chains == (
        ("B", "C", "A"),
    )


def test_categories_and_services_of_two_incidents_or_more_are_shared() -> None:
    def with_factors(name: str, service: str, *categories: str) -> Incident:
        factors = [
            {"id": f"F{at}", "text": "Something.", "category": category}
            for at, category in enumerate(categories)
        ]
        return record(name, services=[service], factors=factors)

    result = found(
        with_factors("A", "web-shop", "testing", "testing", "code"),
        with_factors("B", "web-shop", "code"),
        with_factors("C", "payment-api", "code", "design"),
    )
    assert result.categories == (Shared(name="code", ids=("A", "B", "C")),)
    assert result.services == (Shared(name="web-shop", ids=("A", "B")),)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=10))
def test_every_incident_that_repeats_another_is_in_one_chain_with_it(of: list[int]) -> None:
    incidents = [
        begun(f"I{at}", f"2026-01-{at + 1:02d}", f"I{earlier}") for at, earlier in enumerate(of)
    ]
    result = found(*incidents)
    placed = [name for chain in result.chains for name in chain]
    assert len(placed) == len(set(placed))
    for at, earlier in enumerate(of):
        if earlier < len(of) and earlier != at:
            assert any({f"I{at}", f"I{earlier}"} <= set(chain) for chain in result.chains)
