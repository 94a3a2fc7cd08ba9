"""JSON with the place of every value, so that a fault is told at its line.

The standard decoder does the reading; its own hooks are used to remember where values begin.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from json.decoder import JSONArray, JSONDecodeError, JSONObject  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from postmortems.findings import dotted
from postmortems.importers.draft import SourceFault, Spot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from postmortems.findings import Path

    Scan = Callable[[str, int], tuple[Any, int]]


WHOLE = "the whole"
"""What the kept text of a value is called that stands nowhere in another."""


class Json:
    """A document: its plain ``value``, and where each part of it begins."""

    def __init__(self, value: Any, text: str, starts: dict[int, dict[Any, int]]) -> None:  # noqa: ANN401
        self.value = value
        self._starts = starts
        self._lines = [0, *(index + 1 for index, each in enumerate(text) if each == "\n")]

    def at(self, path: Path) -> Any:  # noqa: ANN401
        """Return the value at a path; None where there is none."""
        value = self.value
        for step in path:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
                value = value[step]
            else:
                return None
        return value

    def moved(self, by: int) -> dict[int, dict[Any, int]]:
        """Return where each part begins in a longer text, of which this is what follows ``by``."""
        return {
            holder: {step: at + by for step, at in places.items()}
            for holder, places in self._starts.items()
        }

    def spot(self, path: Path = ()) -> Spot:
        """Return where the value at a path begins, or the closest above it that is there."""
        at, holder = 0, self.value
        for step in path:
            begins = self._starts.get(id(holder), {}).get(step)
            if begins is None:
                break
            at, holder = begins, holder[step]
        line = bisect_right(self._lines, at)
        return Spot(line, at - self._lines[line - 1] + 1, dotted(path))


class _Context(json.JSONDecoder):
    """A decoder that reads each mapping and list through a scanner that notes where it is."""

    def __init__(self) -> None:
        super().__init__(parse_constant=_refuse, strict=False)
        self.starts: dict[int, dict[Any, int]] = {}
        self.parse_object = self._object
        self.parse_array = self._array
        self.scan_once = py_make_scanner(self)

    def _object(
        self,
        state: tuple[str, int],
        strict: bool,  # noqa: FBT001 - called by the standard scanner
        scan: Scan,
        _hook: object,
        _pairs: object,
        memo: dict[str, str] | None = None,
    ) -> tuple[dict[str, Any], int]:
        begins: list[int] = []
        pairs, end = JSONObject(state, strict, _noting(scan, begins), None, list, memo)
        made: dict[str, Any] = {}
        places: dict[Any, int] = {}
        seen: dict[str, int] = {}
        # Of a mapping without pairs nothing was scanned, and the hook gave its empty list.
        for (key, value), start in zip(pairs, begins, strict=True):
            name = key
            while name in made:  # a second value under the same name is not lost
                seen[key] = seen.get(key, 1) + 1  # counted on: a key may come 100,000 times
                name = f"{key} ({seen[key]})"
            made[name], places[name] = value, start
        self.starts[id(made)] = places
        return made, end

    def _array(self, state: tuple[str, int], scan: Scan) -> tuple[list[Any], int]:
        begins: list[int] = []
        values, end = JSONArray(state, _noting(scan, begins))
        self.starts[id(values)] = dict(enumerate(begins))
        return values, end


def _noting(scan: Scan, begins: list[int]) -> Scan:
    def noted(text: str, at: int) -> tuple[Any, int]:
        result = scan(text, at)
        begins.append(at)
        return result

    return noted


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no value of JSON")


def read_json(text: str) -> Json:
    """Read a JSON document. Raises SourceFault with the place of what is no JSON."""
    context = _Context()
    try:
        value = context.decode(text)
    except JSONDecodeError as error:
        spot = Spot(error.lineno, error.colno)
        raise SourceFault(
            f"this is no JSON: {error.msg.lower()}", spot, "export it again"
        ) from None
    except ValueError as error:
        raise SourceFault(f"this is no JSON: {error}", fix="export it again") from None
    except RecursionError:
        raise SourceFault("the JSON is nested too deeply to be an incident") from None
    return Json(value, text, context.starts)


def read_json_lines(text: str) -> tuple[Json, list[SourceFault]]:
    """Read a document with a JSON value on each line, as one list, and the faults of its lines."""
    values: list[Any] = []
    starts: dict[int, dict[Any, int]] = {}
    places: dict[Any, int] = {}
    faults: list[SourceFault] = []
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                read = read_json(line)
            except SourceFault as fault:
                spot = Spot(number, fault.spot.column)
                faults.append(SourceFault(fault.message, spot, fault.fix))
            else:
                places[len(values)] = at + len(line) - len(line.lstrip())
                values.append(read.value)
                starts |= read.moved(at)
        at += len(line) + 1
    starts[id(values)] = places
    return Json(values, text, starts), faults


class View:
    """One mapping of a document, which remembers what was taken from it.

    What nobody took is told by `rest`, so that no key of a source, known or new, is lost. Steps
    lead through mappings: ``view.text("service", "summary")``.
    """

    def __init__(
        self,
        source: Json,
        path: Path = (),
        taken: dict[Path, bool] | None = None,
        odd: list[Path] | None = None,
    ) -> None:
        self.source = source
        self.path = path
        # True for what was taken with all below it, False for what only holds something taken.
        self._taken: dict[Path, bool] = {} if taken is None else taken
        self.odd: list[Path] = [] if odd is None else odd
        """The paths of values that are of another type than was expected; they are not taken."""

    def spot(self, *steps: str | int) -> Spot:
        """Return where a value begins."""
        return self.source.spot((*self.path, *steps))

    def _look(self, steps: Sequence[str | int]) -> Any:  # noqa: ANN401
        return self.source.at((*self.path, *steps))

    def _typed(self, steps: Sequence[str | int], *types: type) -> Any:  # noqa: ANN401
        value = self._look(steps)
        if value is None:
            return None
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            self.odd.append((*self.path, *steps))
            return None
        return value

    def text(self, *steps: str | int) -> str:
        """Take a text, without the spaces around it; a number is taken as it is written."""
        value = self._typed(steps, str, int, float)
        if value is None:
            return ""
        self.drop(*steps)
        return str(value).strip()

    def number(self, *steps: str | int) -> int | float | None:
        """Take a number; None where there is none."""
        value: int | float | None = self._typed(steps, int, float)
        if value is not None:
            self.drop(*steps)
        return value

    def flag(self, *steps: str | int) -> bool | None:
        """Take true or false; None where neither is said."""
        value: bool | None = self._typed(steps, bool)
        if value is not None:
            self.drop(*steps)
        return value

    def texts(self, *steps: str | int) -> list[tuple[str, Spot]]:
        """Take a list of texts, or one text for a list of one, each with its place."""
        value = self._look(steps)
        if isinstance(value, str):
            return [(self.text(*steps), self.spot(*steps))] if value.strip() else []
        held = self._typed(steps, list) or []
        entries = [(self.text(*steps, index), index) for index in range(len(held))]
        return [(text, self.spot(*steps, index)) for text, index in entries if text]

    def view(self, *steps: str | int) -> View:
        """Look into a mapping; an empty look where there is none."""
        if self._typed(steps, dict) is None:
            return View(_NOTHING)
        return View(self.source, (*self.path, *steps), self._taken, self.odd)

    def views(self, *steps: str | int) -> list[View]:
        """Look into each mapping of a list; entries of other types are left, and told as odd."""
        held = self._typed(steps, list) or []
        found = [self.view(*steps, index) for index in range(len(held))]
        return [each for each in found if each.source is self.source]

    def drop(self, *steps: str | int) -> None:
        """Take a value, with all below it, without looking: it says nothing of its own."""
        path = (*self.path, *steps)
        for length in range(len(path)):
            self._taken.setdefault(path[:length], False)
        self._taken[path] = True

    def raw(self, *steps: str | int) -> Any:  # noqa: ANN401 - whatever the source holds
        """Look at a value of any type without taking it."""
        return self._look(steps)

    def __bool__(self) -> bool:
        """Tell whether there is anything in it."""
        return bool(self._look(()))

    def rest(self) -> list[tuple[str, str]]:
        """Return what nobody took, as pairs of name and text; empty values say nothing."""
        return _rest(self._look(()), self.path, self.path, self._taken)


def _rest(value: Any, path: Path, root: Path, taken: dict[Path, bool]) -> list[tuple[str, str]]:  # noqa: ANN401
    whole = taken.get(path)
    if whole or _says_nothing(value):
        return []
    if (whole is False or path == root) and isinstance(value, dict | list):
        parts: Mapping[Any, Any] = value if isinstance(value, dict) else dict(enumerate(value))
        return [
            found for key, part in parts.items() for found in _rest(part, (*path, key), root, taken)
        ]
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return [(dotted(path[len(root) :]) or WHOLE, text)]


def _says_nothing(value: Any) -> bool:  # noqa: ANN401
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return all(_says_nothing(each) for each in parts)
    return value is None or value == ""


_NOTHING = Json({}, "", {})
