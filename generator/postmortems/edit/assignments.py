"""Values set in one incident file: written one after another, judged once, refused together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from postmortems.edit.address import place
from postmortems.edit.assign import assigned
from postmortems.edit.denials import without_denials
from postmortems.edit.entries import inserted
from postmortems.errors import UsageError
from postmortems.findings import Level, dotted
from postmortems.load.events import read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from postmortems.edit.judge import Judge
    from postmortems.findings import Finding
    from postmortems.load.files import Source

_DENIED = "not-recorded-but-present"
_DENIAL = re.compile(r"not_recorded\[([0-9]+)\]")


@dataclass(frozen=True, slots=True)
class Edited:
    """The bytes with the values set, where each stands, and the errors that came with them.

    ``denials`` are the fields that `not_recorded` listed and that are recorded now.
    """

    new: bytes
    paths: tuple[str, ...]
    errors: tuple[Finding, ...]
    denials: tuple[str, ...] = ()


def edited(
    content: bytes, assignments: Sequence[tuple[str, str]], source: Source, judge: Judge
) -> Edited:
    """Set values, given as pairs of a path and a text, in a file's bytes.

    A new error is one at a value that was set, or of a rule at a place where it had none before.
    Raises UsageError for paths that no record has and for a file that cannot be read.
    """
    record = readable(content, source, judge)
    text = content.decode("utf-8")
    paths: list[str] = []
    for path, said in assignments:
        found = place(path, record)
        text = assigned(text, record, found, said)
        record = read(text.encode("utf-8"), judge.limits).value
        paths.append(dotted(found.path))
    return judged(content, text.encode("utf-8"), paths, source, judge)


def added(
    content: bytes, path: str, index: int, entry: Mapping[str, str], source: Source, judge: Judge
) -> Edited:
    """Put an entry into a list, before the one that stands at ``index``; judged as above."""
    record = readable(content, source, judge)
    text = inserted(content.decode("utf-8"), record, (path,), index, entry)
    return judged(content, text.encode("utf-8"), [f"{path}[{index}]"], source, judge)


def judged(
    content: bytes,
    new: bytes,
    paths: Sequence[str],
    source: Source,
    judge: Judge,
    *,
    moved: Callable[[str], str] = str,
) -> Edited:
    """Return the new bytes with the errors that came with them.

    ``moved`` tells where a field of the old text stands in the new one. Entries of `not_recorded`
    that the edit has made untrue are taken out.
    """
    before = {
        (each.rule, moved(each.field))
        for each in judge.findings(content, judge.judge(content, source), source)
    }
    errors = tuple(
        each
        for each in judge.findings(new, judge.judge(new, source), source)
        if each.level is Level.ERROR
        and ((each.rule, each.field) not in before or any(_at(each.field, path) for path in paths))
    )
    denied = {
        int(match.group(1)): each
        for each in errors
        if each.rule == _DENIED and (match := _DENIAL.match(each.field))
    }
    bare = without_denials(new.decode("utf-8"), denied, judge.limits) if denied else None
    if bare is None:
        return Edited(new, tuple(paths), errors)
    listed = read(new, judge.limits).value["not_recorded"]
    again = judged(content, bare.encode("utf-8"), paths, source, judge, moved=moved)
    fields = tuple(str(listed[index]["field"]) for index in sorted(denied))
    return replace(again, denials=(*fields, *again.denials))


def readable(content: bytes, source: Source, judge: Judge) -> dict[str, Any]:
    """Return the plain values of a file; raises UsageError when it has faults of its own."""
    document = read(content, judge.limits)
    if document.faults or not isinstance(document.value, dict):
        name = source.file
        raise UsageError(f"{name} cannot be read as it is; `postmortems check {name}` says why")
    found: dict[str, Any] = document.value
    return found


def _at(field: str, path: str) -> bool:
    return field == path or field.startswith((f"{path}.", f"{path}["))
