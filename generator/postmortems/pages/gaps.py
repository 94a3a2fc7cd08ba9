"""Control gaps across incidents: where each showed, and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.metrics.gaps import control_gaps
from postmortems.pages import addresses
from postmortems.pages.base import Page, Row
from postmortems.pages.listing import Above
from postmortems.pages.paging import Pager, Place, sheets
from postmortems.pages.words import count, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postmortems.config.taxonomy import Term
    from postmortems.metrics.gaps import ControlGaps, Weakness
    from postmortems.pages.listing import Shelf

ABOVE = Above(title="Control gaps", url=addresses.GAPS)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLine:
    """A control gap in the overview; ``note`` is inline Markdown."""

    name: str
    url: str
    note: str
    incidents: int
    findings: int
    unanswered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsPage(Page):
    """All control gaps, those of most incidents first; ``definition`` says what is counted."""

    template: ClassVar[str] = "gaps.md.j2"

    n: int
    total: int
    definition: str
    lines: tuple[GapLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An action that answers a finding, on its incident's page."""

    id: str
    title: str
    url: str
    status: str
    status_role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A stage's finding; ``text`` is inline Markdown, ``url`` its incident's section of them."""

    stage: str
    verdict: str
    text: str
    url: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weak:
    """An incident with its findings that name one gap."""

    row: Row
    findings: tuple[Judged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPage(Page):
    """One page of the findings that name a control gap, those of the newest incident first."""

    template: ClassVar[str] = "gap.md.j2"

    heading: str
    summary: str
    note: str
    above: Above
    entries: tuple[Weak, ...]
    pager: Pager | None


def pages(shelf: Shelf) -> Iterator[Page]:
    """Make the overview and the list of each gap's findings."""
    metric = control_gaps(shelf.incidents)
    terms = shelf.library.settings.taxonomy.control_gaps
    lines = [_line(term, metric) for term in terms]
    yield GapsPage(
        path="gaps/index.md",
        title="Control gaps",
        search=False,
        n=metric.n,
        total=len(shelf.incidents),
        definition=metric.definition,
        lines=tuple(sorted(lines, key=lambda each: -each.incidents)),
    )
    for term in terms:
        yield from _gap(term, metric.by_gap.get(term.id, ()), shelf)


def _line(term: Term, metric: ControlGaps) -> GapLine:
    found = metric.by_gap.get(term.id, ())
    return GapLine(
        name=term.name,
        url=addresses.of_gap(term.id),
        note=term.description,
        incidents=len({each.incident for each in found}),
        findings=len(found),
        unanswered=sum(not each.actions for each in found),
    )


def _gap(term: Term, found: Sequence[Weakness], shelf: Shelf) -> Iterator[GapPage]:
    by_incident: dict[str, list[Weakness]] = {}
    for each in found:
        by_incident.setdefault(each.incident, []).append(each)
    names = tuple(by_incident)
    summary = "No finding names it."
    if found:
        summary = (
            f"{count(len(found), 'finding')} in {count(len(names), 'incident')}, newest first."
        )
    place = Place(folder=addresses.of_gap(term.id).rstrip("/"))
    for sheet in sheets(place, len(names), shelf.size):
        heading = f"Control gap: {term.name}{sheet.suffix}"
        yield GapPage(
            path=sheet.path,
            title=heading,
            search=False,
            heading=heading,
            summary=summary,
            note=term.description,
            above=ABOVE,
            entries=tuple(
                Weak(
                    row=shelf.rows[name],
                    findings=tuple(_judged(each, shelf) for each in by_incident[name]),
                )
                for name in sheet.of(names)
            ),
            pager=sheet.pager,
        )


def _judged(each: Weakness, shelf: Shelf) -> Judged:
    url = shelf.rows[each.incident].url
    return Judged(
        stage=spoken(each.finding.stage),
        verdict=each.finding.verdict,
        text=each.finding.text,
        url=f"{url}#findings",
        answers=tuple(
            Answer(
                id=action.id,
                title=action.title,
                url=f"{url}#action-{action.id.lower()}",
                status="won't do" if action.status == "wont_do" else spoken(action.status),
                status_role=action.status,
            )
            for action in each.actions
        ),
    )
