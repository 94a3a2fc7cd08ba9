"""What all formats of a review share: its sums in words, and its new findings as a report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from postmortems.answers.review.phrase import Phrase, Value, count, number
from postmortems.findings import Level
from postmortems.reports.base import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.answers.review.compare import Kind, Review
    from postmortems.findings import Finding

_KINDS: tuple[Kind, ...] = ("added", "changed", "renamed", "deleted")


def new_report(review: Review) -> Report:
    """Return what the change brings, as a report that any format can write."""
    found = {each.rule for each in review.new}
    return Report(
        findings=review.new,
        count=len(review.incidents),
        as_of=review.as_of,
        version=review.version,
        rules={name: text for name, text in review.about.items() if name in found},
        fail_on=review.fail_on,
        broken=review.broken,
    )


def compared(review: Review) -> Phrase:
    """Say with what the repository was compared, and as of when it was judged."""
    return (
        "Compared with ",
        review.ref,
        " at ",
        Value(review.commit[:12]),
        f", judged as of {review.as_of.isoformat()}.",
    )


def summed(review: Review) -> str:
    """Sum a review up: what became of how many incidents, and how many findings came and went."""
    kinds = Counter(each.kind for each in review.incidents)
    parts = [f"{number(kinds[kind])} {kind}" for kind in _KINDS if kinds[kind]]
    if parts:
        first = next(kind for kind in _KINDS if kinds[kind])
        parts[0] = f"{count(kinds[first], 'incident')} {first}"
    said = ", ".join(parts)
    sentences = [said or "no incident changed", f"new: {_levels(review.new)}"]
    if review.fixed:
        sentences.append(f"fixed: {_levels(review.fixed)}")
    return " ".join(f"{each[0].upper()}{each[1:]}." for each in sentences)


def _levels(findings: Sequence[Finding]) -> str:
    counts = Counter(each.level for each in findings)
    parts = [count(counts[level], level.value) for level in Level if counts[level]]
    return " and ".join(parts) or "no finding"


def overdue(review: Review) -> str:
    """Say how many actions are overdue, over all incidents; empty where none is."""
    if not review.overdue:
        return ""
    files = {each.file for each in review.incidents}
    here = sum(each.file in files for each in review.overdue)
    many = len(review.overdue)
    said = f"{count(many, 'action')} {'is' if many == 1 else 'are'} overdue"
    of_them = "" if here == many else f"{number(here)} of them "
    where = f", {of_them}in this change" if here else ""
    return f"{said[0].upper()}{said[1:]}{where}; `postmortems due` lists all that is due."
