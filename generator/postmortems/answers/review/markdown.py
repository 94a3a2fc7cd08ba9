"""A review as Markdown: for the summary of a job, and for one comment on a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.answers.review.phrase import written
from postmortems.answers.review.report import compared, new_report, overdue, summed
from postmortems.answers.review.text import DIFFERENCES, OWED
from postmortems.reports.markdown import LARGEST, code, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.answers.review.compare import Review, Reviewed
    from postmortems.answers.review.phrase import Phrase

MARK = "<!-- postmortems review -->"
"""What a comment begins with, so that the next run finds it; no page shows it."""
LONGEST = 65_536
"""How many characters GitHub takes for a comment; it counts bytes, so those are what is counted."""
_CLOSING = 200  # for the line that says what was left out


def markdown(review: Review) -> str:
    """Write a review for the summary of a job, as much of it as GitHub shows."""
    return _fitting(review, "", LARGEST)


def comment(review: Review) -> str:
    """Write a review for a comment, which begins with a mark that nobody sees."""
    return _fitting(review, f"{MARK}\n", LONGEST)


def _fitting(review: Review, start: str, largest: int) -> str:
    parts = [f"{start}## Incidents in this change\n\n{_said(compared(review))} {summed(review)}\n"]
    parts += [f"\n{note}\n" for note in review.notes]
    if said := overdue(review):
        parts.append(f"\n⚠️ {said}\n")
    room = largest - _CLOSING - sum(len(part.encode()) for part in parts)
    for piece in _pieces(review):
        room -= len(piece.encode())
        if room < 0:
            parts.append("\nThe rest would not fit here; run `postmortems review` to see it.\n")
            break
        parts.append(piece)
    return "".join(parts)


def _pieces(review: Review) -> Iterator[str]:
    if review.new:
        heading = "\n## New findings\n"
        for table, _ in tables(new_report(review)):
            yield heading + table
            heading = ""
    heading = "\n## What became of them\n" if review.new else ""
    for each in review.incidents:
        yield heading + "".join(_incident(each))
        heading = ""
    if review.fixed:
        heading = "\n## Fixed\n\n"
        for found in review.fixed:
            yield f"{heading}- {code(found.file)}: `{found.rule}`\n"
            heading = ""


def _incident(each: Reviewed) -> Iterator[str]:
    title = f": {code(each.title.text)}" if each.title.text else ""
    yield f"\n### {code(each.id)} {each.kind}{title}\n\n"
    yield f"{code(each.file)}" + (f", was {code(each.was)}" if each.was else "") + "\n"
    yield from (f"\n{note}\n" for note in each.notes)
    if each.differences:
        yield "\n"
    yield from (f"- {_said(found.said)}\n" for found in each.differences[:DIFFERENCES])
    if (more := len(each.differences) - DIFFERENCES) > 0:
        yield f"- {more:,} more\n"
    if each.suggestion is not None:
        yield f"\n**Suggested:** {code(each.suggestion.level)}. {code(each.suggestion.reason)}\n"
    if each.owed:
        yield "\n**Owed:**\n\n"
    for task in each.owed[:OWED]:
        yield f"- {'⚠️ ' if task.overdue else ''}{task.when}: {code(task.what.text)}\n"
    if (more := len(each.owed) - OWED) > 0:
        yield f"- {more:,} more\n"


def _said(phrase: Phrase) -> str:
    return written(phrase, lambda each: code(each.text))
