"""Contributing factors by category: what they were, and in which incidents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.pages.addresses import UNCATEGORISED
from postmortems.pages.base import Page, Row
from postmortems.pages.listing import Above, Kind, Named
from postmortems.pages.paging import Pager, Place, sheets
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.model.analysis import Factor
    from postmortems.pages.listing import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """A factor with its anchor on the incident's page; ``text`` is inline Markdown."""

    id: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributed:
    """An incident with those of its factors that a list is about."""

    row: Row
    factors: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorsPage(Page):
    """One page of the factors of a category, those of the newest incident first."""

    template: ClassVar[str] = "factors.md.j2"

    heading: str
    summary: str
    note: str
    above: Above
    entries: tuple[Contributed, ...]
    pager: Pager | None


def pages(shelf: Shelf) -> Iterator[Page]:
    """Make the overview of categories and the lists of their factors."""
    found: dict[str, dict[str, list[Factor]]] = {}
    for each in shelf.incidents:
        for factor in each.factors:
            by_incident = found.setdefault(factor.category or UNCATEGORISED, {})
            by_incident.setdefault(each.id, []).append(factor)
    names = {
        term.id: (term.name, term.description)
        for term in shelf.library.settings.taxonomy.categories
    }
    if UNCATEGORISED in found:
        names.setdefault(UNCATEGORISED, ("No category", "Factors that nobody has sorted yet."))
    kind = Kind(
        folder="factors",
        heading="Contributing factors",
        label="Category",
        summary="Incidents by the categories of their factors; one may stand under several.",
        lists=[
            Named(
                place=Place(folder=f"factors/{category}"),
                heading=name,
                note=note,
                incidents=[shelf.library.incidents[key] for key in found.get(category, {})],
            )
            for category, (name, note) in names.items()
        ],
    )
    yield shelf.overview(kind)
    for category, named in zip(names, kind.lists, strict=True):
        yield from _category(named, found.get(category, {}), kind.above, shelf)


def _category(
    named: Named, factors: Mapping[str, list[Factor]], above: Above, shelf: Shelf
) -> Iterator[FactorsPage]:
    total = sum(len(each) for each in factors.values())
    summary = "No factors."
    if total:
        summary = f"{count(total, 'factor')} in {count(len(factors), 'incident')}, newest first."
    for sheet in sheets(named.place, len(named.incidents), shelf.size):
        heading = f"Factors: {named.heading}{sheet.suffix}"
        yield FactorsPage(
            path=sheet.path,
            title=heading,
            search=False,
            heading=heading,
            summary=summary,
            note=named.note,
            above=above,
            entries=tuple(
                Contributed(
                    row=shelf.rows[each.id],
                    factors=tuple(
                        Contribution(
                            id=factor.id, anchor=f"factor-{factor.id.lower()}", text=factor.text
                        )
                        for factor in factors[each.id]
                    ),
                )
                for each in sheet.of(named.incidents)
            ),
            pager=sheet.pager,
        )
