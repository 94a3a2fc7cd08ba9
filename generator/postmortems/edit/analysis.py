"""The skeleton of an analysis put into the record of its incident; what is there stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from postmortems.edit.assignments import judged, readable
from postmortems.edit.entries import inserted
from postmortems.edit.mappings import put
from postmortems.errors import UsageError
from postmortems.findings import dotted
from postmortems.load.events import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.edit.assignments import Edited
    from postmortems.edit.judge import Judge
    from postmortems.findings import Path
    from postmortems.load.files import Source

ANALYSIS = "analysis"


def analysed(
    content: bytes,
    method: str,
    skeleton: object,
    source: Source,
    judge: Judge,
    *,
    add: bool,
) -> Edited | None:
    """Put a method's skeleton under `analysis` in a file's bytes; None when it adds nothing.

    ``skeleton`` is a list or a mapping of plain values, each text in it a question.

    With ``add``, a method that the record holds already gets the questions that it does not ask
    yet, behind its own; without, it is refused. Raises UsageError then, for a file that cannot be
    read, and where nothing can be added without changing something else.
    """
    record = readable(content, source, judge)
    held = record.get(ANALYSIS)
    there = held.get(method) if isinstance(held, dict) else None
    path: Path = (ANALYSIS, method)
    if there and not add:
        raise UsageError(
            f"{source.file} holds {dotted(path)} already; `--add` adds the questions that it does "
            "not ask yet, and changes nothing else"
        )
    text = content.decode("utf-8")
    added: list[str] = []
    if not there:
        text = put(text, record, path, cast("dict[str, Any] | list[Any]", skeleton))
        added.append(dotted(path))
    else:
        for place, new in _missing(there, skeleton, path):
            record = read(text.encode("utf-8"), judge.limits).value
            if isinstance(new, list):
                text = put(text, record, place, new)
            else:
                index = len(_at(record, place))
                text = inserted(text, record, place, index, new)
                place = (*place, index)  # noqa: PLW2901 - where it stands now
            added.append(dotted(place))
    if not added:
        return None
    return judged(content, text.encode("utf-8"), added, source, judge)


def _missing(held: Any, wanted: Any, path: Path) -> Iterator[tuple[Path, Any]]:  # noqa: ANN401
    """Yield what a skeleton asks and the record does not: lists to make, and entries to append.

    A list comes with the path of its key, an entry with the path of its list. An entry that asks
    the same question in words is the same, whether it has an answer or not.
    """
    if isinstance(wanted, list):
        if not isinstance(held, list):
            raise UsageError(f"{dotted(path)} holds no list, so nothing can be added to it")
        asked = {
            each["question"]: index
            for index, each in reversed(list(enumerate(held)))
            if isinstance(each, dict) and isinstance(each.get("question"), str)
        }
        for each in wanted:
            index = asked.get(each["question"])
            if index is None:
                yield path, each
            else:
                yield from _missing(held[index], each, (*path, index))
        return
    if not isinstance(held, dict):
        raise UsageError(f"{dotted(path)} holds no mapping, so nothing can be added to it")
    for key, inner in wanted.items():
        if not isinstance(inner, list):
            continue  # the question of a node that is there: the record's own words stay
        if held.get(key) in (None, []):
            yield (*path, key), inner
        else:
            yield from _missing(held[key], inner, (*path, key))


def _at(record: dict[str, Any], path: Path) -> list[Any]:
    found: Any = record
    for step in path:
        found = found[step]
    return list(found)
