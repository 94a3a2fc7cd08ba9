"""The one known word that a misspelt one can mean, where there is no doubt about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.load.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ONE_SLIP = 4
_TWO_SLIPS = 8
_MOST_SLIPS = 2
_SLIP_IN_NAME = 6
_LONGEST = 80


def only_word(word: str, known: Iterable[str]) -> str:
    """Return the only word of a closed list within a slip or two of the keyboard, or nothing."""
    slips = _MOST_SLIPS if len(word) >= _TWO_SLIPS else 1 if len(word) >= _ONE_SLIP else 0
    return _only(word, list(known), lambda name: _distance(word, name) <= slips)


def only_name(word: str, known: Iterable[str]) -> str:
    """Return the only listed name that differs in capitals, separators or one slipped letter.

    Stricter than `only_word`: `payment-app` may be a service that nobody has listed yet, so a
    letter may be missing, doubled or swapped with its neighbour, but not be another letter.
    """

    def close(name: str) -> bool:
        return len(word) >= _SLIP_IN_NAME and _slipped(word, name)

    return _only(word, list(known), close)


def _only(word: str, known: list[str], close: Callable[[str], bool]) -> str:
    if word in known:
        return word  # there were spaces around it
    if len(word) > _LONGEST:
        return ""
    alike = [name for name in known if _folded(name) == _folded(word)]
    near = alike or [name for name in known if close(name)]
    return near[0] if len(near) == 1 and near[0] == nearest(word, near) else ""


def _folded(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")


def _slipped(word: str, name: str) -> bool:
    """Tell whether a letter was left out, typed twice, or swapped with its neighbour."""
    if len(word) == len(name):
        differ = [index for index in range(len(word)) if word[index] != name[index]]
        if len(differ) != 2 or differ[1] != differ[0] + 1:  # noqa: PLR2004 - a pair
            return False
        one, two = differ
        return word[one] == name[two] and word[two] == name[one] and word[one : two + 1].isalpha()
    if len(word) + 1 == len(name):
        return any(
            name[:index] + name[index + 1 :] == word and letter.isalpha()
            for index, letter in enumerate(name)
        )
    return len(word) == len(name) + 1 and any(
        word[:index] + word[index + 1 :] == name and word[index] == word[index - 1]
        for index in range(1, len(word))
        if word[index].isalpha()
    )


def _distance(one: str, other: str) -> int:
    """Count the letters to add, drop, replace or swap, as far as the number matters."""
    if abs(len(one) - len(other)) > _MOST_SLIPS:
        return _MOST_SLIPS + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one):
        before, last, row = row, before, [index + 1]
        for place, wanted in enumerate(other):
            cost = min(before[place + 1] + 1, row[place] + 1, before[place] + (letter != wanted))
            if index and place and letter == other[place - 1] and one[index - 1] == wanted:
                cost = min(cost, last[place - 1] + 1)
            row.append(cost)
    return row[-1]
