"""Safe fixes of one incident file: collected, proven, and carried out as far as they are proven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.edit.layout import layout_mends
from postmortems.edit.marks import marks
from postmortems.edit.mend import Mend, Note, attempts
from postmortems.edit.order import order_mends
from postmortems.edit.proof import State, proven, state
from postmortems.edit.unparsed import quote_unparsed
from postmortems.edit.values import value_mends

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.edit.judge import Judge, Judged
    from postmortems.findings import Finding, Problem
    from postmortems.load.files import Source

_BOM = b"\xef\xbb\xbf"
_MOST = 500
"""A file with more faults than this needs somebody who looks at it."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file's bytes after all proven fixes, what they were, and what is left to its author."""

    old: bytes
    new: bytes
    done: tuple[Note, ...]
    left: tuple[Note, ...]
    remaining: tuple[Finding, ...]

    @property
    def changed(self) -> bool:
        """Tell whether there is anything to write."""
        return self.new != self.old


def fix(content: bytes, source: Source, judge: Judge) -> Fixed:
    """Mend what has one safe answer; the bytes of everything else stay. Never raises on any input.

    ``source`` names the file for rules that look at its name; nothing is read from disk here.
    """
    work = _Work(judge=judge, source=source)
    new = work.run(content)
    judged = work.judged or judge.judge(new, source)
    return Fixed(
        old=content,
        new=new,
        done=tuple(sorted(work.done, key=lambda each: each.line)),
        left=tuple(sorted(work.left, key=lambda each: each.line)),
        remaining=tuple(judge.findings(new, judged, source)),
    )


class _Work:
    def __init__(self, *, judge: Judge, source: Source) -> None:
        self.judge = judge
        self.source = source
        self.done: list[Note] = []
        self.left: list[Note] = []
        self.judged: Judged | None = None

    def run(self, content: bytes) -> bytes:
        """Return the mended bytes, or the same ones."""
        body = content.removeprefix(_BOM)
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return content
        text, quoted = quote_unparsed(text, self.judge.limits)
        now = state(text, self.source, self.judge)
        if now is None:
            return content
        if body != content:
            self.done.append(Note(1, "the byte order mark is gone"))
        self.done += quoted
        now = self._values(now)
        now = self._prove(now, list(layout_mends(marks(now.text))))
        now = self._sorted(now)
        self.judged = now.judged
        return now.text.encode("utf-8")

    def _values(self, now: State) -> State:
        # A fix may bring out the next: a time that reads now shows one that does not.
        for _ in range(_MOST):
            self.left.clear()
            problems = self._minded(now.judged.loaded.problems)
            if len(problems) > _MOST:
                self.left.append(Note(1, f"{len(problems):,} faults are too many to mend here"))
                break
            found = value_mends(problems, now.value, marks(now.text), self.judge.names)
            mended = self._prove(now, list(found))
            if mended is now:
                break
            now = mended
        return now

    def _sorted(self, now: State) -> State:
        ruled = self._minded(now.judged.ruled)
        found = list(order_mends(now.judged.loaded.incident, ruled, marks(now.text)))
        self.left += [each for each in found if isinstance(each, Note)]
        return self._prove(now, [each for each in found if isinstance(each, Mend)])

    def _minded(self, problems: Iterable[Problem]) -> list[Problem]:
        """Leave out what configuration has switched off or set aside for this file."""
        return [each for each in problems if self.judge.level(each.rule, self.source) is not None]

    def _prove(self, now: State, mends: list[Mend]) -> State:
        """Carry out all fixes at once where that is proven, else those that are, one by one."""
        if not mends:
            return now
        together = proven(now, mends, self.source, self.judge)
        if isinstance(together, State):
            self._note(mends)
            return together
        if len(mends) == 1:
            self.left.append(_left(mends[0], together))
            return now
        good: list[Mend] = []
        result = now
        for each in mends[: attempts(now.text)]:
            tried = proven(now, [*good, each], self.source, self.judge)
            if isinstance(tried, State):
                good.append(each)
                result = tried
            else:
                self.left.append(_left(each, tried))
        self._note(good)
        return result

    def _note(self, mends: Iterable[Mend]) -> None:
        self.done += [Note(each.line, each.what) for each in mends]


def _left(mend: Mend, why: str) -> Note:
    return Note(mend.line, f"not done: {mend.what}; {why}")
