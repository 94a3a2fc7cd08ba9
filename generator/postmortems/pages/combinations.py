"""How small weaknesses combine: the pairs that came together most, and where several did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.metrics.together import categories_together, gaps_together
from postmortems.pages import addresses
from postmortems.pages.base import Page, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from postmortems.metrics.together import Together
    from postmortems.model.incident import Incident
    from postmortems.pages.listing import Shelf

_PAIRS = 10
_NAMED = 3  # incidents named for each pair
_SEVERAL = 10  # incidents with several weaknesses


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A name with its page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """Two weaknesses: how many incidents had both, how many each, and the newest with both."""

    one: Link
    other: Link
    both: int
    each: tuple[int, int]
    incidents: tuple[Row, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixed:
    """An incident in which several weaknesses came together."""

    row: Row
    names: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """Weaknesses of one kind.

    ``several`` of ``n`` incidents had two or more; ``mixed`` are those with the most of them, the
    newest of equals first; ``pairs`` are the most frequent of ``pairs_total``.
    """

    anchor: str
    title: str
    noun: str
    n: int
    several: int
    definition: str
    pairs: tuple[PairView, ...]
    pairs_total: int
    mixed: tuple[Mixed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CombinationsPage(Page):
    """Which weaknesses come together."""

    template: ClassVar[str] = "combinations.md.j2"

    kinds: tuple[Combined, ...]


def pages(shelf: Shelf) -> Iterator[CombinationsPage]:
    """Make the page."""
    taxonomy = shelf.library.settings.taxonomy
    yield CombinationsPage(
        path="combinations.md",
        title="What comes together",
        search=False,
        kinds=(
            _combined(
                "gaps",
                "Control gaps that came together",
                "control gaps",
                gaps_together(shelf.incidents),
                {
                    each.id: Link(name=each.name, url=addresses.of_gap(each.id))
                    for each in taxonomy.control_gaps
                },
                lambda each: {one.control_gap for one in each.findings if one.control_gap},
                shelf,
            ),
            _combined(
                "categories",
                "Factor categories that came together",
                "factor categories",
                categories_together(shelf.incidents),
                {
                    each.id: Link(name=each.name, url=addresses.of_category(each.id))
                    for each in taxonomy.categories
                },
                lambda each: {one.category for one in each.factors if one.category},
                shelf,
            ),
        ),
    )


def _combined(
    anchor: str,
    title: str,
    noun: str,
    metric: Together,
    links: Mapping[str, Link],
    names: Callable[[Incident], set[str]],
    shelf: Shelf,
) -> Combined:
    incidents = shelf.library.incidents
    # Stable: among incidents with as many, the newest stays first.
    mixed = sorted(metric.several, key=lambda name: -len(names(incidents[name])))[:_SEVERAL]
    return Combined(
        anchor=anchor,
        title=title,
        noun=noun,
        n=metric.n,
        several=len(metric.several),
        definition=metric.definition,
        pairs=tuple(
            PairView(
                one=links[pair.names[0]],
                other=links[pair.names[1]],
                both=len(pair.ids),
                each=(metric.totals[pair.names[0]], metric.totals[pair.names[1]]),
                incidents=tuple(shelf.rows[name] for name in pair.ids[:_NAMED]),
                more=max(0, len(pair.ids) - _NAMED),
            )
            for pair in metric.pairs[:_PAIRS]
        ),
        pairs_total=len(metric.pairs),
        mixed=tuple(
            Mixed(
                row=shelf.rows[name],
                names=tuple(links[each] for each in links if each in names(incidents[name])),
            )
            for name in mixed
        ),
    )
