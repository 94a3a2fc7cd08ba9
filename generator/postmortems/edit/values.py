"""Fixes of single values and keys, each for a fault that reading has reported."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from postmortems.characters import printable
from postmortems.edit.changes import RenameKey, SetValue
from postmortems.edit.mend import Mend
from postmortems.edit.near import only_name, only_word
from postmortems.edit.quoting import inline
from postmortems.edit.shapes import node_at, scalar_of
from postmortems.edit.splice import Splice
from postmortems.edit.times import normal
from postmortems.load.events import read
from postmortems.load.text import Limits
from postmortems.plan import Mapping, Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from postmortems.edit.marks import Mark, Marks
    from postmortems.findings import Path, Problem
    from postmortems.load.walk import Names
    from postmortems.plan import Scalar

_Value = str | int | float | bool


def value_mends(
    problems: Sequence[Problem],
    record: Any,  # noqa: ANN401 - plain values
    at: Marks,
    names: Names,
) -> Iterator[Mend]:
    """Yield a fix for each problem of reading that has one safe answer."""
    found = [
        _key(each, record, at, names) if each.on_key else _value(each, record, at, names)
        for each in problems
    ]
    # Two keys that want the same name: nobody can tell which of them it is.
    wanted = Counter(_renamed(each) for each in found if each is not None)
    for mend in found:
        if mend is not None and (_renamed(mend) is None or wanted[_renamed(mend)] == 1):
            yield mend


def _renamed(mend: Mend) -> Path | None:
    change = mend.changes[0]
    return (*change.path[:-1], change.name) if isinstance(change, RenameKey) else None


def _key(problem: Problem, record: Any, at: Marks, names: Names) -> Mend | None:  # noqa: ANN401
    path = problem.path
    word = str(path[-1])
    shape = node_at(path[:-1])
    if problem.rule == "unknown-key" and isinstance(shape, Shape):
        name = only_word(word, shape.fields)
    elif problem.rule == "unknown-name" and isinstance(shape, Mapping) and shape.key.name:
        name = only_name(word, names.get(shape.key.name.kind, {}))
    else:
        return None
    mark = at.keys.get(path)
    if not name or mark is None or name in _look_up(record, path[:-1]):
        return None
    new = inline(name, style=mark.style, flow=at.in_flow(path))
    return Mend(
        line=mark.line,
        what=f"`{printable(word, 40)}:` → `{name}:`",
        splices=(Splice(mark.start, mark.end, new),),
        changes=(RenameKey(path, name),),
        rule=problem.rule,
        path=path,
        unread=True,
    )


def _value(problem: Problem, record: Any, at: Marks, names: Names) -> Mend | None:  # noqa: ANN401
    path = problem.path
    node = node_at(path)
    if path not in at.values and path[:-1] in at.values:
        # A shorthand: the fault is told at the field that the bare value fills.
        path = path[:-1]
    mark = at.values.get(path)
    scalar = scalar_of(node)
    answer = _ANSWERS.get(problem.rule)
    if mark is None or scalar is None or answer is None:
        return None
    old = _look_up(record, path)
    new = answer(old, scalar, at.text[mark.start : mark.end], mark, names)
    if new is None:
        return None
    if isinstance(new, str):
        style = mark.style if isinstance(old, str) and not mark.block_text else ""
        text = inline(new, style=style, flow=at.in_flow(path))
    else:
        text = str(old)
    if mark.block_text and "#" in at.text[mark.start : at.line_end(mark.start)]:
        return None  # a comment stands beside the sign, and would be lost
    what = f"`{printable(str(old).strip(), 60)}` → `{printable(str(new), 60)}`"
    if isinstance(old, str) and old.strip() == new:
        what = f"spaces and line breaks around `{printable(new, 60)}` are gone"
    elif not isinstance(old, str) and isinstance(new, str):
        what = f"`{printable(new, 60)}` is text, in quotes"
    elif isinstance(old, str) and not isinstance(new, str):
        what = f"`{printable(old, 60)}` is no text, without quotes"
    end = mark.start + len(at.text[mark.start : mark.end].rstrip())
    return Mend(
        line=mark.line,
        what=what,
        splices=(Splice(mark.start, end, text),),
        changes=(SetValue(path, new),),
        rule=problem.rule,
        path=problem.path,
        unread=True,
    )


def _look_up(record: Any, path: Path) -> Any:  # noqa: ANN401
    for step in path:
        record = record[step]
    return record


def _unknown_value(
    old: object, scalar: Scalar, _raw: str, _mark: Mark, _names: Names
) -> str | None:
    words = [each for each in scalar.choices if isinstance(each, str)]
    return only_word(old.strip(), words) or None if isinstance(old, str) else None


def _unknown_name(old: object, scalar: Scalar, _raw: str, _mark: Mark, names: Names) -> str | None:
    if scalar.name is None or not isinstance(old, str):
        return None
    return only_name(old.strip(), names.get(scalar.name.kind, {})) or None


def _wrong_type(old: object, scalar: Scalar, raw: str, mark: Mark, _names: Names) -> _Value | None:
    texts = str in scalar.types and not scalar.choices and scalar.time is None
    if texts and isinstance(old, int | float):
        return raw  # every character that the author wrote, so that `1.10` does not become 1.1
    if texts and isinstance(old, dict):
        return _sentence(old, raw, mark)
    if isinstance(old, str) and not texts and scalar.time is None:
        new = _bare(old, scalar)
        return new if not scalar.choices or new in scalar.choices else None
    return None


def _sentence(old: dict[str, object], raw: str, mark: Mark) -> str | None:
    """Return the text that was taken for a mapping because of a colon: `- Note: it fired`."""
    one_line = "\n" not in raw and not mark.flow
    simple = len(old) == 1 and all(isinstance(value, str) and value for value in old.values())
    if not one_line or not simple or re.search(r"\s#|[\"']", raw):
        return None
    ((key, value),) = old.items()
    # `note: it fired` may be a key that somebody wanted; a capital or a space makes it prose.
    prose = key[:1].isupper() or " " in key
    return (
        raw
        if prose and re.fullmatch(re.escape(key) + r": +" + re.escape(str(value)), raw)
        else None
    )


def _bare(old: str, scalar: Scalar) -> _Value | None:
    """Return the number or truth value that stands between quotes."""
    if not re.fullmatch(r"[-+.0-9eE]{1,40}|true|false", old):
        return None
    value = read(f"k: {old}".encode(), Limits()).value["k"]
    if isinstance(value, bool):
        return value if bool in scalar.types else None
    if isinstance(value, int) and (int in scalar.types or float in scalar.types):
        return value
    return value if isinstance(value, float) and float in scalar.types else None


def _invalid_text(old: object, scalar: Scalar, _raw: str, _mark: Mark, _names: Names) -> str | None:
    if not isinstance(old, str) or scalar.text is None or scalar.text.pattern is None:
        return None
    new = old.strip()
    if new.casefold() == "utc":
        new = "UTC"
    fits = new and re.search(scalar.text.pattern, new)
    return new if fits and new != old else None


def _invalid_time(old: object, scalar: Scalar, _raw: str, _mark: Mark, _names: Names) -> str | None:
    if not isinstance(old, str) or scalar.time is None:
        return None
    return normal(old.rstrip("\n"), scalar.time)


def _not_https(old: object, _scalar: Scalar, _raw: str, _mark: Mark, _names: Names) -> str | None:
    if not isinstance(old, str):
        return None
    scheme, colon, rest = old.strip().partition("://")
    if not colon or scheme.casefold() not in {"http", "https"}:
        return None
    # A port that answers to http answers to nothing else.
    if scheme.casefold() == "http" and ":" in rest.partition("/")[0].rpartition("@")[2]:
        return None
    return f"https://{rest}"


_ANSWERS: dict[str, Callable[[object, Scalar, str, Mark, Names], _Value | None]] = {
    "unknown-value": _unknown_value,
    "unknown-name": _unknown_name,
    "wrong-type": _wrong_type,
    "invalid-text": _invalid_text,
    "invalid-time": _invalid_time,
    "zone-abbreviation": _invalid_time,
    "not-https": _not_https,
}
"""The rules that have a safe answer, each with what finds it; None where this value has none."""
