"""What no action answers: factors, and stages of the response that went badly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.metrics.gaps import unanswered
from postmortems.pages import addresses
from postmortems.pages.base import Page, Row
from postmortems.pages.factors import Contribution
from postmortems.pages.gaps import Judged
from postmortems.pages.paging import Pager, Place, sheets
from postmortems.pages.words import count, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.metrics.gaps import Loose
    from postmortems.pages.listing import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseEnds:
    """An incident with those of its factors and findings that no action answers."""

    row: Row
    factors: tuple[Contribution, ...]
    findings: tuple[Judged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredPage(Page):
    """One page of loose ends, those of the newest incident first.

    ``left_out`` pairs each reason for leaving incidents out with how many it is.
    """

    template: ClassVar[str] = "unanswered.md.j2"

    heading: str
    summary: str
    n: int
    definition: str
    left_out: tuple[tuple[str, int], ...]
    entries: tuple[LooseEnds, ...]
    pager: Pager | None


def pages(shelf: Shelf) -> Iterator[UnansweredPage]:
    """Make the list."""
    metric = unanswered(shelf.incidents)
    factors = sum(len(each.factors) for each in metric.items)
    stages = sum(len(each.findings) for each in metric.items)
    summary = "Every factor and every weak stage has its action."
    if metric.items:
        summary = (
            f"{count(factors, 'factor')} and {count(stages, 'weak stage')} in "
            f"{count(len(metric.items), 'incident')}, newest first."
        ).capitalize()
    elif not metric.n:
        summary = "No write-up is far enough to tell."
    place = Place(folder=addresses.UNANSWERED.rstrip("/"))
    for sheet in sheets(place, len(metric.items), shelf.size):
        heading = f"What no action answers{sheet.suffix}"
        yield UnansweredPage(
            path=sheet.path,
            title=heading,
            search=False,
            heading=heading,
            summary=summary,
            n=metric.n,
            definition=metric.definition,
            left_out=tuple((each.reason, len(each.ids)) for each in metric.left_out),
            entries=tuple(_entry(each, shelf) for each in sheet.of(metric.items)),
            pager=sheet.pager,
        )


def _entry(each: Loose, shelf: Shelf) -> LooseEnds:
    row = shelf.rows[each.incident]
    return LooseEnds(
        row=row,
        factors=tuple(
            Contribution(id=one.id, anchor=f"factor-{one.id.lower()}", text=one.text)
            for one in each.factors
        ),
        findings=tuple(
            Judged(
                stage=spoken(one.stage),
                verdict=one.verdict,
                text=one.text,
                url=f"{row.url}#findings",
                answers=(),
            )
            for one in each.findings
        ),
    )
