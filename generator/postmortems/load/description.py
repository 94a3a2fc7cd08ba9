"""Somebody else's description of an incident, as JSON, read for what was measured.

The shape is that of incident classifiers: an object with ``description``, ``service``,
``affected_users``, ``business_impact``, ``duration_minutes`` and ``metadata``. Numbers and answers
are taken from it where they are plainly meant; sentences are never searched for words.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postmortems.characters import printable
from postmortems.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postmortems.config.severities import Signal

_PERCENT = re.compile(r"\s*([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*%\s*")
_SHARE = "clients_affected_pct"
_LONGEST = 80  # characters of a stranger's key that are worth showing


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a description says of signals.

    ``signals`` maps a signal's name to its value and the place that it was read from; ``unused``
    are the places of which nothing was taken.
    """

    signals: Mapping[str, tuple[bool | float, str]]
    unused: tuple[str, ...]


def read_description(content: bytes, signals: Mapping[str, Signal], most: int) -> Description:
    """Read a description of at most so many bytes.

    A signal is taken where it stands by its own name, at the top or under ``metadata``;
    ``affected_users`` given in percent is the share of clients affected. Raises UsageError where
    it is no JSON object, and for a signal whose value it cannot have.
    """
    document = _parsed(content, most)
    found: dict[str, tuple[bool | float, str]] = {}
    unused: list[str] = []
    metadata = document.get("metadata")
    places = [(key, key, value) for key, value in document.items() if key != "metadata"]
    if isinstance(metadata, dict):
        places += [(f"metadata.{key}", key, value) for key, value in metadata.items()]
    elif "metadata" in document:
        unused.append("metadata")
    for place, key, value in places:
        if key in signals and value is not None:
            _take(found, key, signals[key], value, place)
        elif place == "affected_users" and _SHARE in signals and (share := _percent(value)):
            _take(found, _SHARE, signals[_SHARE], float(share), place)
        else:
            unused.append(printable(place, _LONGEST))
    return Description(signals=found, unused=tuple(unused))


def fit(name: str, signal: Signal, value: object, place: str) -> bool | float:
    """Return a value that a signal can have; raises UsageError, naming the place, for others."""
    if not isinstance(value, (bool, int, float)) or not signal.takes(value):
        raise UsageError(f"{place}: `{name}` takes {signal.expected}, not {_shown(value)}")
    return value if isinstance(value, bool) else float(value)


def _take(
    found: dict[str, tuple[bool | float, str]],
    name: str,
    signal: Signal,
    value: object,
    place: str,
) -> None:
    read = fit(name, signal, value, place)
    if name in found and found[name][0] != read:
        raise UsageError(f"{found[name][1]} and {place} give `{name}` two values")
    found.setdefault(name, (read, place))


def _percent(value: object) -> str:
    match = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    return match[1] if match else ""


def _shown(value: object) -> str:
    try:
        written = json.dumps(value, ensure_ascii=False)
    except (ValueError, RecursionError):
        return "what is there"
    return printable(written, _LONGEST)


def _parsed(content: bytes, most: int) -> dict[str, Any]:
    if len(content) > most:
        raise UsageError(f"the description is larger than {most:,} bytes")
    try:
        document = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_constant
        )
    except UnicodeDecodeError as error:
        raise UsageError("the description is not UTF-8") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise UsageError(f"the description is not JSON: {error.msg}, {place}") from error
    except RecursionError as error:
        raise UsageError("the description is nested too deeply") from error
    except ValueError as error:  # a number of more digits than Python reads
        raise UsageError("the description holds a number that is too long") from error
    if not isinstance(document, dict):
        raise UsageError(
            "the description is no JSON object; write {} around its parts, "
            'such as {"failure_rate_pct": 80}'
        )
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise UsageError(f"the description says `{printable(name, _LONGEST)}` twice")
        found[name] = value
    return found


def _constant(name: str) -> float:
    raise UsageError(f"the description holds {name}, which is no number")
