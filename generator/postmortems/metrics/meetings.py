"""Which pairs among many records are worth comparing: a bounded number, however many there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

Trait = tuple[str, str]
"""A kind and a name, as in `("service", "web-shop")`."""
Key = tuple[Trait, ...]
"""What brings records together: a trait, or two traits of different kinds at once."""


def meetings(
    traits: Mapping[str, Collection[Trait]], *, crowd: int, most: int
) -> Iterator[tuple[str, list[str]]]:
    """Yield each record with those before it that it shares something uncommon with.

    Nothing that more than ``crowd`` records have brings two together; two such traits may, where
    few have both. No record has more than ``most`` keys of its rarest traits, so nobody meets more
    than ``crowd`` times ``most`` others. Every pair comes up once; who comes first does not matter
    to which pairs do.
    """
    keys = _keys(traits, crowd, most)
    there: dict[Key, list[str]] = defaultdict(list)
    for name, own in keys.items():
        yield name, list(dict.fromkeys(other for key in own for other in there[key]))
        for key in own:
            there[key].append(name)


def _keys(
    traits: Mapping[str, Collection[Trait]], crowd: int, most: int
) -> dict[str, tuple[Key, ...]]:
    holders = Counter(trait for own in traits.values() for trait in own)
    pairs = {name: _pairs(own, holders, crowd, most) for name, own in traits.items()}
    both = Counter(pair for own in pairs.values() for pair in own)
    found: dict[str, tuple[Key, ...]] = {}
    for name, own in traits.items():
        alone: list[tuple[int, Key]] = [
            (holders[trait].bit_length(), (trait,)) for trait in own if 1 < holders[trait] <= crowd
        ]
        alone += [
            (both[pair].bit_length(), pair) for pair in pairs[name] if 1 < both[pair] <= crowd
        ]
        found[name] = tuple(key for _, key in sorted(alone)[:most])
    return found


def _pairs(
    own: Collection[Trait], holders: Mapping[Trait, int], crowd: int, most: int
) -> list[Key]:
    common = sorted((trait for trait in own if holders[trait] > crowd), key=lambda t: holders[t])
    return [
        (one, other) for one, other in combinations(sorted(common[:most]), 2) if one[0] != other[0]
    ]
