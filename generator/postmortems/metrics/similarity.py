"""Which incidents resemble each other, and in what: services, factors, gaps, tags and wording."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from postmortems.metrics import wording
from postmortems.metrics.meetings import meetings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.config.similar import Similar as Settings
    from postmortems.metrics.meetings import Trait
    from postmortems.model.incident import Incident

LEVELS = 4
"""How many steps lie between what everybody has and what only two have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """An incident that resembles another, and what both records really hold.

    ``points`` are as in `postmortems.config.similar`; names are ids, as records write them;
    ``words`` are words and pairs of neighbouring words, folded to one case, in the order of the
    record that is resembled.
    """

    id: str
    points: int
    services: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    change: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Record:
    """What is compared of one incident. ``words`` are the telling ones in their order."""

    id: str
    begun: float
    traits: frozenset[Trait]
    words: Mapping[str, int]
    neighbours: frozenset[tuple[str, str]]
    named: frozenset[str]


def similar(
    incidents: Mapping[str, Incident], settings: Settings
) -> dict[str, tuple[Similar, ...]]:
    """Find the incidents that resemble each incident, those that most resemble it first.

    Ties go to the later incident, then to the smaller id. What a record names as related or
    repeated, or what repeats it, is left out: it is known already. Likeness is mutual, though of
    many likenesses each incident keeps only its own best.

    How rare something is counts in a few coarse steps, each covering a doubling of how many
    incidents have it. So a new incident seldom changes the lists of those it has little in common
    with; all may change when the number of incidents passes a power of two. How much is compared
    grows with the number of incidents, not with its square: see `postmortems.metrics.meetings`.
    """
    rarity = _Rarity(len(incidents))
    # In the order of ids, whatever order they came in.
    records = _records({name: incidents[name] for name in sorted(incidents)}, rarity, settings)
    holders = Counter(trait for each in records.values() for trait in each.traits)
    # Numbers in place of traits: this is done for every pair.
    number = {trait: at for at, trait in enumerate(holders)}
    points = [getattr(settings, trait[0]) * max(1, rarity.of(n)) for trait, n in holders.items()]
    held = {name: frozenset(map(number.__getitem__, each.traits)) for name, each in records.items()}
    best: dict[str, list[_Kept]] = {name: [] for name in records}
    traits = {name: each.traits for name, each in records.items()}
    for name, met in meetings(traits, crowd=settings.crowd, most=2 * settings.words):
        own = held[name]
        for other in met:
            total = sum(map(points.__getitem__, own & held[other]))
            if total >= settings.threshold:
                _keep(best[name], records[name], records[other], total, settings.most)
                _keep(best[other], records[other], records[name], total, settings.most)
    return {
        name: tuple(
            _described(records[name], records[other.id], total, settings)
            for total, _, other in sorted(kept, reverse=True)
        )
        for name, kept in best.items()
    }


@dataclass(frozen=True, slots=True)
class _Rarity:
    """Tells how rare a thing is among ``n`` incidents."""

    n: int

    def of(self, holders: int) -> int:
        """Return 0 for what most incidents have, up to `LEVELS` for what two or three have."""
        steps = max(1, self.n.bit_length() - 1)
        return (LEVELS * (self.n.bit_length() - holders.bit_length()) + steps // 2) // steps

    def telling(self, settings: Settings) -> int:
        """Return how many incidents may use a word before it is too common to be compared."""
        about = 1 << max(0, self.n.bit_length() - 1)
        return min(settings.crowd, max(2, about * settings.words_in_percent // 100))


class _Latest:
    """An id that sorts the other way round, so that the smaller one wins a tie."""

    __slots__ = ("id",)

    def __init__(self, name: str) -> None:
        self.id = name

    def __lt__(self, other: _Latest) -> bool:
        return other.id < self.id


_Kept = tuple[int, float, _Latest]


def _traits(incident: Incident) -> frozenset[Trait]:
    found: list[Trait] = [("service", each) for each in incident.services]
    if incident.origin_service:
        found.append(("service", incident.origin_service))
    found += [("factor", each.category) for each in incident.factors if each.category]
    found += [("gap", each.control_gap) for each in incident.findings if each.control_gap]
    found += [("tag", each) for each in incident.tags]
    if incident.change is not None:
        found.append(("change", ""))
    return frozenset(found)


def _records(
    incidents: Mapping[str, Incident], rarity: _Rarity, settings: Settings
) -> dict[str, _Record]:
    reader = wording.Reader(settings.languages, settings.everyday)
    texts = {each.id: reader.words(each) for each in incidents.values()}
    users = Counter(word for text in texts.values() for word in set(text))
    telling = rarity.telling(settings)
    level = {
        word: rarity.of(n)
        for word, n in users.items()
        if word != wording.BREAK and 1 < n <= telling and rarity.of(n)
    }
    repeats: dict[str, set[str]] = defaultdict(set)
    for each in incidents.values():
        if each.recurrence_of:
            repeats[each.recurrence_of].add(each.id)
    records: dict[str, _Record] = {}
    for name, text in texts.items():
        each = incidents[name]
        candidates = dict.fromkeys(word for word in text if word in level)
        # A stable sort: of equally rare words those that come first in the record are taken.
        chosen = set(sorted(candidates, key=lambda word: -level[word])[: settings.words])
        records[name] = _Record(
            id=name,
            begun=_begun(each),
            traits=_traits(each) | {("word", word) for word in chosen},
            words={word: level[word] for word in candidates if word in chosen},
            neighbours=frozenset(
                pair for pair in pairwise(text) if pair[0] in chosen and pair[1] in chosen
            ),
            named=frozenset({*each.related, each.recurrence_of or "", *repeats[name]}),
        )
    return records


def _begun(incident: Incident) -> float:
    times = incident.times
    if times is None or incident.date_unknown is not None:
        return float("-inf")
    moment = times.started or times.detected or times.declared
    return moment.timestamp() if moment else float("-inf")


def _keep(kept: list[_Kept], record: _Record, other: _Record, points: int, most: int) -> None:
    if other.id in record.named:
        return
    heapq.heappush(kept, (points, other.begun, _Latest(other.id)))
    if len(kept) > most:
        heapq.heappop(kept)


def _described(record: _Record, other: _Record, points: int, settings: Settings) -> Similar:
    shared = sorted(record.traits & other.traits)
    names: dict[str, list[str]] = defaultdict(list)
    for kind, name in shared:
        names[kind].append(name)
    return Similar(
        id=other.id,
        points=points,
        services=tuple(names["service"]),
        factors=tuple(names["factor"]),
        gaps=tuple(names["gap"]),
        tags=tuple(names["tag"]),
        change=bool(names["change"]),
        words=tuple(_phrases(record, other, settings.words_shown)),
    )


def _phrases(record: _Record, other: _Record, most: int) -> Iterator[str]:
    """Yield the shared words, the rarest of them, neighbours in both texts as one phrase."""
    shared = [word for word in record.words if word in other.words]
    rarest = set(sorted(shared, key=lambda word: -record.words[word])[:most])
    shown = [word for word in shared if word in rarest]
    pairs = record.neighbours & other.neighbours
    spoken: set[str] = set()
    for word in shown:
        if word in spoken:
            continue
        after = next((each for each in shown if each not in spoken and (word, each) in pairs), None)
        spoken.update({word, after or word})
        yield f"{word} {after}" if after and after != word else word
