"""One value of a document: its type, its bounds, its text, its name or its time."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from postmortems.characters import printable
from postmortems.fields import ZONE_PATTERN
from postmortems.load.clock_faults import day_fault
from postmortems.load.moments import ABBREVIATIONS, MomentError, instant, is_day, zone_exists
from postmortems.load.walk import path_of
from postmortems.load.wording import (
    KIND_WORDS,
    TYPE_WORDS,
    did_you_mean,
    listed,
    nearest,
    said,
    without_sign,
)

if TYPE_CHECKING:
    from postmortems.fields import Text
    from postmortems.findings import Path
    from postmortems.load.walk import Reader, Trail, Walk
    from postmortems.plan import Scalar

_FEW = 8
"""So many names are listed even beside the nearest one, which may be a guess."""


def scalar(value: object, node: Scalar, walk: Walk, path: Path, *, on_key: bool = False) -> Any:  # noqa: ANN401
    """Check one value; returns it in its Python type, or BROKEN after noting what is wrong."""
    if node.choices:
        return _choice(value, node, walk, path)
    if node.time is not None:
        return _time(value, node, walk, path)
    if node.types[0] is not str:
        return _number(value, node, walk, path)
    if not isinstance(value, str):
        return _wrong_type(value, node, walk, path)
    if node.name is not None:
        known = walk.names.get(node.name.kind, {})
        if value in known:
            return known[value]
        return _unknown_name(value, node.name.kind, known, walk, path, on_key=on_key)
    if node.text is not None:
        return _text(value, node.text, walk, path, on_key=on_key)
    return value


def scalar_reader(node: Scalar) -> Reader:
    """Return a function that accepts a sound value at once and leaves any other to `scalar`."""

    def careful(value: Any, walk: Walk, trail: Trail) -> Any:  # noqa: ANN401
        return scalar(value, node, walk, path_of(trail))

    if node.choices or node.time is not None or node.types[0] is not str:
        return _other_reader(node, careful)
    if node.name is not None:
        kind = node.name.kind

        def name(value: Any, walk: Walk, trail: Trail) -> Any:  # noqa: ANN401
            known = walk.names.get(kind)
            if known and type(value) is str and value in known:
                return known[value]
            return careful(value, walk, trail)

        return name
    if node.text is None or node.text.pattern == ZONE_PATTERN:
        return careful
    limit, sound = node.text.limit, None
    if node.text.pattern is not None:
        sound = _compiled(node.text.pattern).search

    def text(value: Any, walk: Walk, trail: Trail) -> Any:  # noqa: ANN401
        if type(value) is str and 0 < len(value) <= limit and (sound is None or sound(value)):
            return value
        return careful(value, walk, trail)

    return text


def _other_reader(node: Scalar, careful: Reader) -> Reader:
    if node.choices:
        words = {choice: choice for choice in node.choices if type(choice) is str}

        def choice(value: Any, walk: Walk, trail: Trail) -> Any:  # noqa: ANN401
            if type(value) is str and value in words:
                return words[value]
            return careful(value, walk, trail)

        return choice
    if node.time is not None and node.types[0] is not date:
        short = node.time.short

        def moment(value: Any, walk: Walk, trail: Trail) -> Any:  # noqa: ANN401
            if type(value) is str:
                try:
                    return instant(value, walk.clock, short=short)
                except MomentError as error:
                    return _refused_time(value, error, walk, path_of(trail))
            return careful(value, walk, trail)

        return moment
    if bool in node.types:

        def yes_or_no(value: Any, walk: Walk, trail: Trail) -> Any:  # noqa: ANN401
            return value if type(value) is bool else careful(value, walk, trail)

        return yes_or_no
    return careful


def _choice(value: object, node: Scalar, walk: Walk, path: Path) -> object:
    if not isinstance(value, bool):
        for choice in node.choices:
            if value == choice:
                return choice
    if type(value) not in node.types:
        return _wrong_type(value, node, walk, path)
    choices = [str(choice) for choice in node.choices]
    near = nearest(str(value), choices)
    fix = f"write one of {listed(choices)}"
    if near:
        fix = f"{did_you_mean(near)} (one of {listed(choices)})"
    return walk.add("unknown-value", path, f"`{printable(str(value))}` is not a known value", fix)


def _unknown_name(
    value: str, kind: str, spellings: dict[str, str], walk: Walk, path: Path, *, on_key: bool
) -> object:
    near, known = nearest(value, spellings), list(dict.fromkeys(spellings.values()))
    fix = f"known: {listed(known) or 'none yet'}"
    if near:
        fix = did_you_mean(near) + (f" ({fix})" if len(known) <= _FEW else "")
    what = KIND_WORDS.get(kind, kind)
    message = f"`{printable(value)}` is not a known {what}"
    return walk.add("unknown-name", path, message, fix, on_key=on_key)


def _number(value: object, node: Scalar, walk: Walk, path: Path) -> object:
    if isinstance(value, bool):
        return value if bool in node.types else _wrong_type(value, node, walk, path)
    if not isinstance(value, int | float):
        return _wrong_type(value, node, walk, path)
    number: int | float = value
    if float in node.types:
        number = float(value)
    elif int in node.types and value == int(value):
        number = int(value)
    else:
        return _wrong_type(value, node, walk, path)
    shown = printable(str(value))
    if node.at_least is not None and number < node.at_least:
        return walk.add(
            "out-of-range",
            path,
            f"{shown} is below {node.at_least:g}",
            f"write a number from {node.at_least:g}",
        )
    if node.above is not None and number <= node.above:
        return walk.add(
            "out-of-range",
            path,
            f"{shown} is not above {node.above:g}",
            f"write a number above {node.above:g}",
        )
    if node.at_most is not None and number > node.at_most:
        return walk.add(
            "out-of-range",
            path,
            f"{shown} is above {node.at_most:g}",
            f"write a number up to {node.at_most:g}",
        )
    return number


def _text(value: str, text: Text, walk: Walk, path: Path, *, on_key: bool) -> object:
    if not value:
        message, fix = "the text is empty", "write it, or leave the key out"
    elif len(value) > text.limit:
        message = f"{len(value):,} characters; the limit is {text.limit:,}"
        fix = "shorten it, or link to the rest"
    elif text.pattern is None or _compiled(text.pattern).search(value):
        if text.pattern == ZONE_PATTERN and not zone_exists(value):
            return walk.add(
                "unknown-zone",
                path,
                f"`{printable(value)}` is not a time zone",
                "write an IANA name such as `Europe/Berlin` or `Etc/UTC`",
            )
        return value
    elif text.pattern == ZONE_PATTERN:
        return _zone(value, walk, path)
    elif text.pattern.startswith("^https"):
        return walk.add(
            "not-https",
            path,
            f"`{printable(value)}` is not an https address",
            "write the whole address, starting with https:// and without spaces",
        )
    elif "\n" in value:
        message, fix = "the text has more than one line", "put it on one line"
    elif value != value.strip():
        message, fix = "the text begins or ends with a space", "take the space away"
    else:
        message = f"`{printable(value)}` holds a character that is not allowed here"
        fix = "use ASCII letters, digits, `-` and `_`"
    return walk.add("invalid-text", path, message, fix, on_key=on_key)


def _zone(value: str, walk: Walk, path: Path) -> object:
    zones = ABBREVIATIONS.get(value.upper(), ())
    if zones and zones != ("Etc/UTC",):
        message = f"`{printable(value)}` does not name one time zone"
        why = "the same letters stand for different zones in different places"
        return walk.add("zone-abbreviation", path, message, f"write one of {listed(zones)}", why)
    message = f"`{printable(value)}` is not the name of a time zone"
    return walk.add("invalid-text", path, message, "write one such as `Europe/Berlin` or `Etc/UTC`")


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _time(value: object, node: Scalar, walk: Walk, path: Path) -> object:
    if not isinstance(value, str):
        return _wrong_type(value, node, walk, path)
    if node.types[0] is date:
        if is_day(value):
            return date.fromisoformat(value)
        if fault := day_fault(value, timed=False):
            return walk.add("invalid-time", path, f"`{printable(value)}`: {fault[0]}", fault[1])
        return walk.add(
            "invalid-time",
            path,
            f"`{printable(value)}` is not a day that exists between 1990 and 2100",
            "write one like `2024-01-31`",
        )
    try:
        return instant(value, walk.clock, short=node.time is not None and node.time.short)
    except MomentError as error:
        return _refused_time(value, error, walk, path)


def _refused_time(value: str, error: MomentError, walk: Walk, path: Path) -> object:
    message = f"`{printable(value)}`: {error.message}"
    return walk.add(error.rule, path, message, error.fix, error.why)


def _wrong_type(value: object, node: Scalar, walk: Walk, path: Path) -> object:
    wanted = " or ".join(TYPE_WORDS[kind] for kind in node.types)
    fix = f"write {wanted}"
    if node.choices:
        fix = f"write one of {listed([str(choice) for choice in node.choices])}"
    elif str in node.types and isinstance(value, int | float):
        fix = f'put it in quotes: `"{str(value).lower() if isinstance(value, bool) else value}"`'
    elif isinstance(value, str) and str not in node.types and node.time is None:
        number = without_sign(value)
        fix = f"write {number}, without the sign" if number else f"write {wanted}, without quotes"
    return walk.add("wrong-type", path, f"{said(value)} stands where {wanted} belongs", fix)
