from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from postmortems.metrics.meetings import Trait, meetings

TRAITS = st.frozensets(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")))


def pairs(traits: dict[str, frozenset[Trait]], crowd: int, most: int = 99) -> set[frozenset[str]]:
    found = [
        frozenset((name, other))
        for name, met in meetings(traits, crowd=crowd, most=most)
        for other in met
    ]
    assert len(found) == len(set(found))
    return set(found)


def test_what_few_share_brings_them_together_and_what_a_crowd_shares_does_not() -> None:
    everybody = ("a", "x")
    traits = {name: frozenset({everybody}) for name in "12345"}
    assert pairs(traits, crowd=4) == set()
    traits["2"] |= {("b", "y")}
    traits["5"] |= {("b", "y")}
    assert pairs(traits, crowd=4) == {frozenset("25")}


def test_two_common_things_at_once_bring_together_when_few_have_both() -> None:
    one, other, same = ("a", "x"), ("b", "y"), ("a", "z")
    traits = {f"{n}": frozenset({one, same}) for n in range(5)}
    traits |= {f"{n}": frozenset({other}) for n in range(5, 8)}
    traits |= {f"{n}": frozenset({one, other}) for n in (8, 9)}
    assert pairs(traits, crowd=3) == {frozenset("89")}


def test_the_rarest_keys_are_the_ones_that_count() -> None:
    rare, rarer = ("a", "x"), ("b", "y")
    traits = {name: frozenset({rare}) for name in "1234"}
    traits["1"] |= {rarer}
    traits["9"] = frozenset({rarer})
    assert pairs(traits, crowd=8, most=1) == {*map(frozenset, ("19", "23", "24", "34"))}


@given(st.lists(TRAITS, max_size=12), st.integers(2, 5), st.integers(1, 4))
def test_nobody_meets_without_a_reason_or_without_end(
    given: list[frozenset[Trait]], crowd: int, most: int
) -> None:
    traits = {f"{at:02}": own for at, own in enumerate(given)}
    found = pairs(traits, crowd, most)
    assert all(traits[min(pair)] & traits[max(pair)] for pair in found)
    for name in traits:
        assert sum(name in pair for pair in found) <= crowd * most
    assert pairs(dict(reversed(traits.items())), crowd, most) == found


def test_how_many_meet_grows_with_the_records_and_not_with_their_square() -> None:
    def meet(n: int) -> int:
        words = [("word", f"{at}") for at in range(n // 4)]
        traits = {
            f"{at}": frozenset(words[(at * step) % len(words)] for step in range(1, 9))
            | {("service", "web"), ("factor", "code")}
            for at in range(n)
        }
        return len(pairs(traits, crowd=32, most=48))

    for n in (1_000, 2_000):
        assert 0 < meet(n) <= n * 32 * 8 / 2
