"""Shows that a mended text says what the old one said, apart from what was to be mended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postmortems.edit.changes import Reorder, changed, same
from postmortems.edit.splice import spliced
from postmortems.findings import dotted
from postmortems.load.events import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from postmortems.edit.judge import Judge, Judged
    from postmortems.edit.mend import Mend
    from postmortems.findings import Path, Problem
    from postmortems.load.files import Source


@dataclass(frozen=True, slots=True)
class State:
    """A text that reads without faults, its plain values and what is wrong with it."""

    text: str
    value: Any
    judged: Judged


def state(text: str, source: Source, judge: Judge) -> State | None:
    """Read and judge a text; None when it is not a mapping or has faults of its own."""
    content = text.encode("utf-8", "surrogatepass")
    document = read(content, judge.limits)
    if document.faults or not isinstance(document.value, dict):
        return None
    return State(text, document.value, judge.judge(content, source))


def proven(old: State, mends: Sequence[Mend], source: Source, judge: Judge) -> State | str:
    """Carry fixes out together; returns the new state, or in words why they must not be.

    The new text is read again. Its values, their types and the order of keys must be those of the
    old one with exactly the fixes' changes; each fix's own finding must be gone; reading may
    report nothing that it did not report before. The same holds for the rules, unless a fix
    makes a value readable: then rules that had to be silent for lack of it may speak. Sorted
    entries keep their instants.
    """
    text = spliced(old.text, [splice for each in mends for splice in each.splices])
    if text is None:
        return "two fixes touch the same characters"
    new = state(text, source, judge)
    if new is None:
        return "the file could not be read any more"
    changes = [change for each in mends for change in each.changes]
    if not same(new.value, changed(old.value, changes)):
        return "other values would change, too"
    moves = [each for each in changes if isinstance(each, Reorder)]
    if any(_instants(old, each, moved=True) != _instants(new, each, moved=False) for each in moves):
        return "an entry's clock time would fall on another moment"

    def after(path: Path) -> Path:
        for change in changes:
            path = change.moved(path)
        return path

    reported = _places(new.judged.loaded.problems, lambda path: path)
    before = _places(old.judged.loaded.problems, after)
    if not any(each.unread for each in mends):
        reported += _places(new.judged.ruled, lambda path: path)
        before += _places(old.judged.ruled, after)
    if added := reported - before:
        rule, path = next(iter(added))
        where = f" at `{dotted(path)}`" if path else ""
        return f"`{rule}`{where} would be reported then"
    everything = _places((*new.judged.loaded.problems, *new.judged.ruled), lambda path: path)
    if any(_remains(each, after(each.path), everything) for each in mends):
        return "the finding would stay"
    return new


def _remains(mend: Mend, path: Path, reported: Iterable[tuple[str, Path]]) -> bool:
    length = len(path)
    return bool(mend.rule) and any(
        rule == mend.rule and place[:length] == path for rule, place in reported
    )


def _places(
    problems: Iterable[Problem], after: Callable[[Path], Path]
) -> Counter[tuple[str, Path]]:
    return Counter((each.rule, after(each.path)) for each in problems)


def _instants(of: State, change: Reorder, *, moved: bool) -> list[datetime] | None:
    incident = of.judged.loaded.incident
    if incident is None:
        return None
    times = [each.at for each in getattr(incident, str(change.path[0]))]
    return [times[index] for index in change.order] if moved else times
