from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.records import record
from postmortems.config.similar import Similar as Settings
from postmortems.metrics import meetings, similarity
from postmortems.metrics.similarity import Similar, similar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pytest

    from postmortems.model.incident import Incident

EASY = Settings(threshold=1, words_in_percent=100)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def case(name: str, title: str = "-", **fields: Any) -> Incident:  # noqa: ANN401
    """A record with its own service unless the test says else."""
    factors = [
        {"id": f"F{at}", "text": "-", "category": category}
        for at, category in enumerate(fields.pop("categories", ()))
    ]
    findings = [
        {"stage": "cause", "verdict": "failed", "text": "-", "control_gap": gap}
        for gap in fields.pop("gaps", ())
    ]
    given = record(name, title=title, factors=factors, findings=findings, **fields)
    return given if "services" in fields else replace(given, services=(f"only-{name}",))


def others(n: int = 12) -> list[Incident]:
    """Incidents that have nothing in common with anything: they make things rare."""
    return [case(f"Z{at:02}") for at in range(n)]


def found(*incidents: Incident, policy: Settings = EASY) -> dict[str, tuple[Similar, ...]]:
    return similar({each.id: each for each in incidents}, policy)


def ids(result: Mapping[str, tuple[Similar, ...]], name: str) -> list[str]:
    return [each.id for each in result[name]]


def test_nothing_is_similar_to_nothing() -> None:
    assert found() == {}
    assert found(case("A")) == {"A": ()}
    assert set(found(*others()).values()) == {()}


def test_what_two_records_share_is_counted_and_named_and_nothing_else() -> None:
    one = case(
        "A",
        "Connection pool exhausted by a query",
        services=["payment-api", "web-shop"],
        categories=["code", "testing"],
        gaps=["change", "monitoring"],
        tags=["database", "pool"],
        change={"id": "CHG-1"},
    )
    two = case(
        "B",
        "Exhausted: the connection pool, again",
        services=["payment-api"],
        categories=["testing", "design"],
        gaps=["monitoring"],
        tags=["database"],
        change={},
    )
    result = found(one, two, *others())
    # 14 incidents: what two of them have is three steps away from what all have.
    assert result["A"] == (
        Similar(
            id="B",
            points=3 * (2 + 2 + 2 + 2 + 1) + 3 * 3,
            services=("payment-api",),
            factors=("testing",),
            gaps=("monitoring",),
            tags=("database",),
            change=True,
            words=("connection pool", "exhausted"),
        ),
    )
    assert result["B"] == (replace(result["A"][0], id="A", words=("exhausted", "connection pool")),)


def test_what_few_share_says_more_than_what_many_share() -> None:
    many = [case(f"M{at}", tags=["common"]) for at in range(7)]
    few = [case(f"F{at}", tags=["rare"]) for at in range(2)]
    result = found(*many, *few, *others(6))
    assert {each.points for each in result["M0"]} == {2 * 1}
    assert {each.points for each in result["F0"]} == {2 * 3}


def test_below_the_threshold_nobody_is_similar_and_only_the_best_are_kept() -> None:
    incidents = [case(f"A{at}", tags=["disk"]) for at in range(7)]
    points = found(*incidents)["A0"][0].points
    assert found(*incidents, policy=replace(EASY, threshold=points + 1))["A0"] == ()
    assert len(found(*incidents, policy=replace(EASY, threshold=points))["A0"]) == 5
    assert len(found(*incidents, policy=replace(EASY, most=2))["A0"]) == 2


def test_ties_go_to_the_later_incident_then_to_the_smaller_id_and_undated_ones_last() -> None:
    def begun(name: str, clock: str) -> Incident:
        return case(name, tags=["disk"], times={"started": clock} if clock else None)

    result = found(begun("A", "09:00"), begun("C", "08:00"), begun("B", "08:00"), begun("0", ""))
    assert ids(result, "B") == ["A", "C", "0"]
    assert ids(result, "0") == ["A", "B", "C"]


def test_what_is_linked_already_is_not_repeated_on_the_page_that_links_it() -> None:
    first = case("A", tags=["disk"])
    again = case("B", tags=["disk"], recurrence_of="A")
    linking = case("C", tags=["disk"], related=["A"])
    result = found(first, again, linking)
    assert ids(result, "A") == ["C"]
    assert ids(result, "B") == ["C"]
    assert ids(result, "C") == ["B"]


def test_a_service_in_which_one_began_counts_like_one_that_felt_it() -> None:
    one = replace(case("A"), origin_service="database")
    two = case("B", services=["payment-api"])
    two = replace(two, services=("database",))
    assert found(one, two)["A"][0].services == ("database",)


def test_a_word_in_too_many_records_is_not_compared() -> None:
    said = [case(f"A{at}", "quorum") for at in range(4)]
    policy = replace(EASY, words_in_percent=25)
    assert found(*said, *others(12), policy=policy)["A0"][0].words == ("quorum",)
    assert found(*said, case("B", "quorum"), *others(12), policy=policy)["A0"] == ()


def test_only_so_many_words_are_compared_and_shown_the_rarest_first() -> None:
    title = "alpha bravo charlie delta"
    common = [case(f"C{at}", "alpha") for at in range(4)]
    records = [case("A", title), case("B", title), *common, *others()]
    assert found(*records, policy=replace(EASY, words=3))["A"][0].words == (
        "bravo charlie",
        "delta",
    )
    shown = found(*records, policy=replace(EASY, words_shown=1))["A"][0]
    assert shown.words == ("bravo",)
    assert shown.points == found(*records)["A"][0].points


def test_records_of_one_crowded_service_are_compared_where_few_share_more_than_it() -> None:
    crowd = [case(f"A{at:02}", services=["payment-api"]) for at in range(40)]
    policy = replace(EASY, crowd=32)
    assert found(*crowd, policy=policy)["A00"] == ()
    crowd[3] = case("A03", services=["payment-api"], tags=["disk"])
    crowd[9] = case("A09", services=["payment-api"], tags=["disk"])
    (only,) = found(*crowd, policy=policy)["A03"]
    assert (only.id, only.services, only.tags) == ("A09", ("payment-api",), ("disk",))


def test_the_number_of_comparisons_grows_with_the_records_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = 0
    real = meetings.meetings

    def counting(*given: Any, **named: Any) -> Iterator[tuple[str, list[str]]]:  # noqa: ANN401
        nonlocal compared
        for name, met in real(*given, **named):
            compared += len(met)
            yield name, met

    monkeypatch.setattr(similarity, "meetings", counting)
    alike = case("A", "Queue full", categories=["code"], gaps=["change"], tags=["queue"])
    n = 600
    # Everybody shares everything, and every second one a word with thirty others.
    incidents = [
        replace(alike, id=f"A{at:03}", summary=f"word{LETTERS[at // 30]}" if at % 2 else None)
        for at in range(n)
    ]
    found(*incidents)
    assert 0 < compared <= n * 30 / 2


def test_one_more_incident_that_shares_nothing_changes_no_list() -> None:
    incidents = [
        case(f"A{at:02}", f"word{LETTERS[at // 3]} part{LETTERS[at % 7]}") for at in range(40)
    ]
    before = found(*incidents)
    after = found(*incidents, case("B", "unheard"))
    assert {name: after[name] for name in before} == before
    assert any(before.values())


def test_how_rare_things_are_moves_in_coarse_steps() -> None:
    incidents = [case(f"A{at:02}", tags=["disk"] if at < 5 else None) for at in range(40)]
    before = found(*incidents)["A00"]
    after = found(*incidents, case("B", tags=["disk"], times=None))["A00"]
    assert {each.points for each in after} == {each.points for each in before} == {4}


words = st.lists(st.sampled_from(["disk", "queue", "pool", "quota", "lease"]), max_size=4)
drawn = st.builds(
    lambda title, services, tags, categories, related, hour: {
        "title": " ".join(title) or "-",
        "services": sorted(services),
        "tags": sorted(tags),
        "categories": sorted(categories),
        "related": sorted(related),
        "times": {"started": f"{hour:02}:00"},
    },
    title=words,
    services=st.sets(st.sampled_from(["payment-api", "web-shop", "order-system"]), min_size=1),
    tags=st.sets(st.sampled_from(["disk", "queue"])),
    categories=st.sets(st.sampled_from(["code", "testing"])),
    related=st.sets(st.sampled_from(["I00", "I01"]), max_size=1),
    hour=st.integers(0, 23),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(drawn, max_size=9), st.randoms(use_true_random=False))
def test_reasons_are_true_and_the_order_of_records_does_not_matter(
    fields: list[dict[str, Any]],
    dice: Any,  # noqa: ANN401
) -> None:
    incidents = {f"I{at:02}": case(f"I{at:02}", **each) for at, each in enumerate(fields)}
    policy = replace(EASY, most=50)
    result = similar(incidents, policy)
    shuffled = list(incidents)
    dice.shuffle(shuffled)
    assert similar({name: incidents[name] for name in shuffled}, policy) == result
    assert list(result) == sorted(incidents)
    for name, alike in result.items():
        one = incidents[name]
        assert len({each.id for each in alike}) == len(alike)
        assert name not in ids(result, name)
        assert not {*one.related} & {*ids(result, name)}
        assert [each.points for each in alike] == sorted((e.points for e in alike), reverse=True)
        for each in alike:
            other = incidents[each.id]
            assert {*each.services} == {*one.services} & {*other.services}
            assert {*each.tags} == {*one.tags} & {*other.tags}
            assert {*each.factors} == {f.category for f in one.factors} & {
                f.category for f in other.factors
            }
            for phrase in each.words:
                assert phrase in one.title
                assert phrase in other.title
            if name not in other.related:
                (back,) = (b for b in result[each.id] if b.id == name)
                assert back.points == each.points
