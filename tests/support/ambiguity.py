"""Whether a regular expression can try the same text in many ways: what makes matching explode.

A pattern becomes the automaton of its character places (Glushkov). Where one loop can read a text
in two ways, a failing match takes time exponential in its length; where two loops in a row can
share a text in many ways, polynomial time. Look-arounds and references are taken for empty, which
can only find too much. What a possessive repeat of one place has taken it never gives back, so
nothing after it can share that. A repeat of up to `FEW` is written out, one of more counts as
without end; for polynomial time one of up to `BOUNDED` does not, since what it costs is known.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

FEW = 8
BOUNDED = 64
_SAMPLE = "aZmz09_ \n\t.,:;-+'\"()[]{}<>/@#$%&|*~`=!?^\\é߀中\u0301\u2019€"
_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}


@dataclass(slots=True)
class _Part:
    """A piece of a pattern: where it may begin and end, and whether it may be empty."""

    first: Counter[int] = field(default_factory=Counter)
    last: Counter[int] = field(default_factory=Counter)
    empty: bool = True


class Automaton:
    """The character places of a pattern, and which may follow which, in how many ways."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        parsed = _parser.parse(pattern, flags)
        self._flags = parsed.state.flags
        self._alphabet = sorted(set(_SAMPLE) | _characters(parsed))
        self._known: dict[str, int] = {}
        self.places: list[int] = []
        """What may stand at each place: a bit for each character that is tried."""
        self.kept: set[int] = set()
        """Places whose loops give nothing back, or end soon."""
        self.follow: list[Counter[int]] = []
        self._row(parsed)

    def _row(self, items: Any) -> _Part:  # noqa: ANN401 - the parser's own lists
        whole = _Part()
        for operator, value in items:
            whole = self._then(whole, self._item(operator, value))
        return whole

    def _then(self, one: _Part, other: _Part) -> _Part:
        for place, ways in one.last.items():
            for begin, more in other.first.items():
                self.follow[place][begin] += ways * more
        return _Part(
            first=one.first + other.first if one.empty else one.first,
            last=one.last + other.last if other.empty else other.last,
            empty=one.empty and other.empty,
        )

    def _item(self, operator: Any, value: Any) -> _Part:  # noqa: ANN401
        if operator in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY):
            return self._place(operator, value)
        if operator is sre.BRANCH:
            parts = [self._row(each) for each in value[1]]
            whole = _Part(empty=any(each.empty for each in parts))
            for each in parts:
                whole.first += each.first
                whole.last += each.last
            return whole
        if operator is sre.SUBPATTERN:
            return self._row(value[3])
        if operator is sre.ATOMIC_GROUP:
            return self._row(value)
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            return self._repeat(*value)
        if operator is sre.POSSESSIVE_REPEAT:
            return self._repeat(*value, kept=len(value[2]) == 1)
        if operator is sre.GROUPREF_EXISTS:
            _, yes, no = value
            return self._item(sre.BRANCH, (None, [yes, no or []]))
        return _Part()  # anchors, look-arounds, references

    def _repeat(self, least: int, most: int, items: Any, *, kept: bool = False) -> _Part:  # noqa: ANN401
        if most is not sre.MAXREPEAT and most <= FEW:
            whole = _Part()
            for number in range(most):
                part = self._row(items)
                part.empty = part.empty or number >= least
                whole = self._then(whole, part)
            return whole
        begun = len(self.places)
        part = self._row(items)
        if len(self.places) == begun + 1 and (kept or most <= BOUNDED):
            self.kept.add(begun)
        for place, ways in part.last.items():
            for begin, more in part.first.items():
                self.follow[place][begin] += ways * more
        part.empty = part.empty or not least
        return part

    def _place(self, operator: Any, value: Any) -> _Part:  # noqa: ANN401
        key = f"{operator} {value}"
        if key not in self._known:
            taken = (self._takes(operator, value, each) for each in self._alphabet)
            self._known[key] = sum(1 << bit for bit, takes in enumerate(taken) if takes)
        self.places.append(self._known[key])
        self.follow.append(Counter())
        here = Counter([len(self.places) - 1])
        return _Part(first=here, last=Counter(here), empty=False)

    def _takes(self, operator: Any, value: Any, character: str) -> bool:  # noqa: ANN401
        both = {character}
        if self._flags & re.IGNORECASE:
            both |= {character.lower(), character.upper()}
        if operator is sre.ANY:
            return character != "\n" or bool(self._flags & re.DOTALL)
        if operator is sre.LITERAL:
            return any(ord(each) == value for each in both if len(each) == 1)
        if operator is sre.NOT_LITERAL:
            return all(ord(each) != value for each in both if len(each) == 1)
        negated = value[0][0] is sre.NEGATE
        inside = any(self._within(what, of, other) for what, of in value for other in both)
        return inside is not negated

    def _within(self, operator: Any, value: Any, character: str) -> bool:  # noqa: ANN401
        if operator is sre.RANGE:
            return len(character) == 1 and value[0] <= ord(character) <= value[1]
        if operator is sre.CATEGORY:
            return re.fullmatch(_CATEGORIES[value], character) is not None
        return operator is sre.LITERAL and len(character) == 1 and ord(character) == value

    def reach(self, start: int) -> set[int]:
        """Every place that may come after one, at any distance."""
        found: set[int] = set()
        waiting = [start]
        while waiting:
            for each in self.follow[waiting.pop()]:
                if each not in found:
                    found.add(each)
                    waiting.append(each)
        return found

    def shares(self, *places: int) -> bool:
        """Whether one character may stand at all of these places."""
        both = -1
        for each in places:
            both &= self.places[each]
        return both != 0


def explodes(pattern: str, flags: int = 0) -> str:
    """How the time of a failing match grows: "" in line, else "exponential" or "polynomial"."""
    whole = Automaton(pattern, flags)
    after = [whole.reach(place) for place in range(len(whole.places))]
    loops = [place for place in range(len(whole.places)) if place in after[place]]
    rings = {
        place: {each for each in loops if each in after[place] and place in after[each]}
        for place in loops
    }
    for place in loops:
        if _two_ways_round(whole, place, rings[place]):
            return "exponential"
    for one in loops:
        for other in loops if one not in whole.kept else ():
            apart = one not in after[other]
            if apart and other in after[one] and whole.shares(one, other):
                between = after[one] | {one}
                between = {each for each in between if other in after[each] or each == other}
                if _can_share(whole, rings, (one, other), between):
                    return "polynomial"
    return ""


def _two_ways_round(whole: Automaton, place: int, ring: set[int]) -> bool:
    """Whether a loop reads some text from a place to itself in two ways."""
    seen = {(place, place, False)}
    waiting = [(place, place, False)]
    while waiting:
        one, other, parted = waiting.pop()
        for left, ways in whole.follow[one].items():
            for right in whole.follow[other]:
                if left not in ring or right not in ring or not whole.shares(left, right):
                    continue
                split = parted or left != right or (one == other and ways > 1)
                if split and left == right == place:
                    return True
                state = (left, right, split)
                if state not in seen:
                    seen.add(state)
                    waiting.append(state)
    return False


def _can_share(
    whole: Automaton, rings: dict[int, set[int]], loops: tuple[int, int], between: set[int]
) -> bool:
    """Whether some text leads round the first loop, round the second, and from one to the other."""
    one, other = loops
    start, goal = (one, one, other), (one, other, other)
    seen = {start}
    waiting = [start]
    while waiting:
        first, middle, second = waiting.pop()
        for left in rings[one].intersection(whole.follow[first]):
            for centre in whole.follow[middle]:
                if centre not in between or not whole.shares(left, centre):
                    continue
                for right in rings[other].intersection(whole.follow[second]):
                    state = (left, centre, right)
                    if state in seen or not whole.shares(left, centre, right):
                        continue
                    if state == goal:
                        return True
                    seen.add(state)
                    waiting.append(state)
    return False


def _characters(items: Any) -> set[str]:  # noqa: ANN401
    """The characters that a pattern names, and those just outside its ranges."""
    found: set[str] = set()
    waiting = [items]
    while waiting:
        for each in waiting.pop():
            if not isinstance(each, tuple):
                if isinstance(each, list | _parser.SubPattern):
                    waiting.append(each)
                continue
            operator, value = each[0], each[-1]
            if operator in (sre.LITERAL, sre.NOT_LITERAL):
                found.add(chr(value))
            elif operator is sre.RANGE:
                low, high = value
                found.update(chr(code) for code in (low, high, low - 1, high + 1) if code >= 0)
            elif isinstance(value, list | _parser.SubPattern):
                waiting.append(value)
            elif isinstance(value, tuple):
                waiting.append(
                    [part for part in value if isinstance(part, list | _parser.SubPattern)]
                )
    return {each for each in found if ord(each) < 0x110000 - 1}
