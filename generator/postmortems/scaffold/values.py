"""Which values differ between two texts of the same settings, in the words of their places."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postmortems.characters import printable
from postmortems.load.starter import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOTHING = "nothing"
_LONGEST = 60
"""So many characters of a value are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Different:
    """A value that is another: its place, such as ``recovery.stability_minutes``, and both."""

    place: str
    old: str
    new: str


def different(old: str, new: str) -> list[Different]:
    """Return what differs, in the order of the new text, and then what is gone.

    Entries of a list are told apart by their ``id``; a list without is one value.
    """
    before, after = dict(_leaves(plain(old), "")), dict(_leaves(plain(new), ""))
    return [
        Different(place=_shown(place), old=_said(before, place), new=_said(after, place))
        for place in {**after, **before}
        if _said(before, place, whole=True) != _said(after, place, whole=True)
    ]


def _leaves(value: Any, place: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - any YAML
    if isinstance(value, dict) and value:
        for key, each in value.items():
            yield from _leaves(each, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list) and value and all(_named(each) for each in value):
        for each in value:
            yield from _leaves(each, f"{place}.{each['id']}")
    else:
        yield place, value


def _named(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, dict) and isinstance(value.get("id"), str)


def _said(values: dict[str, Any], place: str, *, whole: bool = False) -> str:
    if place not in values or values[place] is None:
        return _NOTHING
    value = values[place]
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    line = " ".join(text.split())
    return line if whole else _shown(line)


def _shown(text: str) -> str:
    """Make a text fit for a terminal; no runner may take it for one of its commands."""
    return printable(text, _LONGEST).replace("::", ": :")
