"""A record moved to the newest schema version with every comment, or left alone with a reason."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postmortems.edit.assign import line_break
from postmortems.edit.changes import same
from postmortems.edit.marks import marks
from postmortems.edit.migrations.base import Unmovable
from postmortems.edit.splice import Splice, spliced
from postmortems.load.events import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.edit.migrations.base import Step
    from postmortems.load.text import Limits

_KEY = "schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """A file's bytes afterwards, the steps that were taken, and why none could be, if so.

    Where there is a reason, the bytes are those of before.
    """

    new: bytes
    steps: tuple[Step, ...] = ()
    refused: str = ""


def migrate(content: bytes, steps: Sequence[Step], limits: Limits) -> Migrated:
    """Take a record through all steps that come after its version. Never raises on any input.

    After each step the text is read again: its values must be the old ones with exactly the step's
    changes, and no comment may be lost.
    """
    document = read(content, limits)
    if document.faults or not isinstance(document.value, dict):
        return Migrated(new=content, refused="it cannot be read as it is")
    text, record = content.decode("utf-8"), document.value
    version = record.get(_KEY, 0)
    known = [each.version for each in steps]
    if _KEY in record and (type(version) is not int or version not in known):
        newer = type(version) is int and version > known[-1]
        why = f"newer than {known[-1]}, which this postmortems reads" if newer else "unknown"
        return Migrated(new=content, refused=f"its schema version {version!r} is {why}")
    taken = tuple(each for each in steps if each.version > version)
    try:
        for step in taken:
            text, record = _step(text, record, step, limits)
    except Unmovable as reason:
        return Migrated(new=content, refused=str(reason))
    return Migrated(new=text.encode("utf-8"), steps=taken)


def _step(text: str, record: Any, step: Step, limits: Limits) -> tuple[str, Any]:  # noqa: ANN401
    comments = _comments(text)
    for change in step.changes:
        wanted = change.value(record)
        text = _proven(change.text(text, record), wanted, limits)
        record = wanted
    wanted = {_KEY: step.version, **record} if _KEY not in record else record | {_KEY: step.version}
    text = _proven(_versioned(text, record, step.version), wanted, limits)
    if _comments(text) != comments:
        raise Unmovable("a comment would be lost")
    return text, wanted


def _proven(text: str, wanted: Any, limits: Limits) -> str:  # noqa: ANN401
    document = read(text.encode("utf-8", "surrogatepass"), limits)
    if document.faults or not same(document.value, wanted):
        raise Unmovable("other values would change, too")
    return text


def _versioned(text: str, record: dict[str, Any], version: int) -> str:
    at = marks(text)
    if _KEY in record:
        mark = at.values[_KEY,]
        splice = Splice(mark.start, mark.end, str(version))
    elif not record:
        raise Unmovable("it is empty")
    else:
        start = at.keys[at.values[()].children[0]].start
        between = ", " if at.values[()].flow else line_break(at)
        splice = Splice(start, start, f"{_KEY}: {version}{between}")
    return spliced(text, [splice]) or text


def _comments(text: str) -> Counter[str]:
    """Count the comments of a text: what begins with ``#`` outside of keys and plain values."""
    at = marks(text)
    scalars = [*at.keys.values(), *(each for each in at.values.values() if each.kind == "scalar")]
    # What a value under `|` or `>` ends with is no comment, and neither is its sign's line.
    covered = sorted((each.start, each.end) for each in scalars)
    found: Counter[str] = Counter()
    last = 0
    for start, end in (*covered, (len(text), len(text))):
        found.update(re.findall(r"(?:^|(?<=\s))#[^\r\n]*", text[last:start]))
        last = max(last, end)
    return found
