"""Numbers inside sentences: `{policy.recovery.stability_minutes}` is read as the number it names.

So a sentence of the policy cannot contradict the number that incidents are checked against.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from postmortems.characters import printable
from postmortems.clock import days, hours, minutes
from postmortems.config.severities import Condition
from postmortems.fields import Record
from postmortems.findings import Path, Problem

if TYPE_CHECKING:
    from postmortems.config.settings import Settings

FILES = ("severities", "escalation", "policy")
"""The files whose numbers may be named."""
SENTENCES = (*FILES, "catalog", "taxonomy", "audiences", "analysis")
"""The files whose sentences may name them."""

_MEANT = re.compile(rf"\{{\s*((?:{'|'.join(FILES)})\b[^{{}}]*)\}}")
_PLACE = re.compile(rf"\{{((?:{'|'.join(FILES)})(?:\.[A-Za-z0-9_-]+)+)\}}")
_TIME_OF_DAY = re.compile(r"[0-2][0-9]:[0-5][0-9]")
_UNITS: dict[str, Callable[[int], str]] = {"minutes": minutes, "hours": hours, "days": days}
_VERBATIM = "commands"
"""The field whose braces belong to a shell."""


def filled(settings: "Settings") -> "Settings":
    """Return the settings with every number in its sentences; `unknown` must yield nothing."""
    named: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        place = match[1]
        if place not in named:
            named[place] = _said(settings, place) or match[0]
        return named[place]

    def fill(_: Path, text: str) -> str:
        return _PLACE.sub(number, text)

    return replace(settings, **{name: _mapped(getattr(settings, name), fill) for name in SENTENCES})


def unknown(settings: "Settings", name: str) -> Iterator[Problem]:
    """Yield each place in the sentences of one file at which there is no number."""
    found: list[tuple[Path, str]] = []

    def look(path: Path, text: str) -> str:
        found.extend(
            (path, match[1])
            for match in _MEANT.finditer(text)
            if not _PLACE.fullmatch(match[0]) or _said(settings, match[1]) is None
        )
        return text

    _mapped(getattr(settings, name), look)
    for path, place in found:
        yield Problem(
            rule="config-unknown-reference",
            path=path,
            message=f"`{printable(place)}` names no number of the configuration",
            why="readers would see the braces",
            fix="name the file, then the keys down to a number; entries of a list by their `id` "
            "or `phase`, or counted from 0",
        )


def _mapped(value: Any, change: Callable[[Path, str], str], path: Path = ()) -> Any:  # noqa: ANN401
    """Return a value with its sentences changed, and the very same where none is."""
    if isinstance(value, str):
        return change(path, value) if "{" in value else value
    if isinstance(value, tuple):
        items = tuple(_mapped(item, change, (*path, at)) for at, item in enumerate(value))
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    if isinstance(value, dict):
        return {key: _mapped(item, change, (*path, key)) for key, item in value.items()}
    if not isinstance(value, Record):
        return value
    held: Any = value
    changed = {}
    for each in fields(held):
        if each.name == _VERBATIM:
            continue
        old = getattr(held, each.name)
        new = _mapped(old, change, (*path, each.name.removesuffix("_")))
        if new is not old:
            changed[each.name] = new
    return replace(held, **changed) if changed else held


def _said(settings: "Settings", place: str) -> str | None:
    """Say the number at a place in words; None where there is none."""
    value: Any = settings
    unit = ""
    for part in place.split("."):
        if isinstance(value, Record) or value is settings:
            value, unit = getattr(value, part, None), part.rpartition("_")[2]
        elif isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, tuple):
            value, unit = _entry(value, part), ""
        else:
            return None
    if isinstance(value, Condition):
        ends = (value.value,) if value.upper is None else (value.value, value.upper)
        return None if isinstance(value.value, bool) else " to ".join(f"{each:g}" for each in ends)
    if isinstance(value, str):
        return value if _TIME_OF_DAY.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return _UNITS[unit](int(value)) if unit in _UNITS else f"{value:g}"


def _entry(entries: tuple[Any, ...], name: str) -> Any:  # noqa: ANN401
    for each in entries:
        if name in (getattr(each, "id", None), getattr(each, "phase", None)):
            return each
    return entries[int(name)] if name.isdecimal() and int(name) < len(entries) else None
