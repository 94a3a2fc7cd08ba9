"""A review as plain text, for a terminal or the log of a job."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from postmortems.answers.review.phrase import plain
from postmortems.answers.review.report import compared, new_report, overdue, summed
from postmortems.reports.base import harmless, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.answers.review.compare import Review, Reviewed

WIDTH = 80
DIFFERENCES = 40
"""So many differences of one incident are told; more of them is another incident."""
OWED = 5
"""So much of what an incident asks for is told; `advise` has the rest."""


def text(review: Review) -> str:
    """Write a review in lines that fit a terminal; only names of files and rules may be longer."""
    lines = [*_wrapped(plain(compared(review))), *_wrapped(summed(review))]
    lines += [line for note in review.notes for line in _wrapped(note)]
    for each in review.incidents:
        lines += ["", *_incident(each)]
    report = new_report(review)
    if report.findings:
        lines += ["", "New findings"]
        for found in report.findings:
            lines.append(f"  {place(found)}: {found.level} {found.rule}")
            lines += _wrapped(found.message, "    ")
            lines += _wrapped(f"fix: {found.fix}", "    ") if found.fix else []
    if review.fixed:
        lines += ["", "Fixed"]
        lines += [f"  {harmless(each.file)}: {each.level} {each.rule}" for each in review.fixed]
    if said := overdue(review):
        lines += ["", *_wrapped(said)]
    return "\n".join(lines) + "\n"


def _incident(each: Reviewed) -> Iterator[str]:
    title = f": {plain((each.title,))}" if each.title.text else ""
    yield from _wrapped(f"{each.id} {each.kind}{title}")
    yield f"  {harmless(each.file)}" + (f" (was {each.was})" if each.was else "")
    for note in each.notes:
        yield from _wrapped(note, "  ")
    for found in each.differences[:DIFFERENCES]:
        yield from _wrapped(plain(found.said), "  - ", "    ")
    if (more := len(each.differences) - DIFFERENCES) > 0:
        yield f"  - {more:,} more"
    if each.suggestion is not None:
        yield from _wrapped(f"Suggested: {each.suggestion.level}. {each.suggestion.reason}", "  ")
    if each.owed:
        yield "  Owed:"
    for task in each.owed[:OWED]:
        yield from _wrapped(f"{task.when}: {task.what.text}", "  - ", "    ")
    if (more := len(each.owed) - OWED) > 0:
        yield f"  - {more:,} more: `postmortems advise {each.id}`"


def _wrapped(said: str, first: str = "", rest: str | None = None) -> list[str]:
    lines = textwrap.wrap(
        said,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
        break_long_words=False,
    )
    # What a record says could be a command to GitHub's runner, which reads the log line by line.
    return [
        each.replace("::", ": :", 1) if each.lstrip().startswith("::") else each for each in lines
    ]
