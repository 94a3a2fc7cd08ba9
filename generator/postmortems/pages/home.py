"""The first page: what is open, what is overdue, what happened last, and what keeps coming back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from postmortems.advice.clocks import is_running
from postmortems.metrics.actions import actions
from postmortems.metrics.duties import duties
from postmortems.metrics.recurrence import recurrence
from postmortems.pages import addresses, recurring, reviews
from postmortems.pages.base import Page, Row, newest_first, row
from postmortems.pages.commitments import Commitment, commitment
from postmortems.pages.recurring import MOST, Chain, Common
from postmortems.pages.starter import Starter, starter
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from postmortems.metrics.due import Due
    from postmortems.metrics.recurrence import Shared
    from postmortems.pages.base import Library

_ROWS = 5  # of a list that has a page of its own
_CHAINS = 2
_DUTIES = 3  # of one incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A number with the list of what it counts; ``pressing`` when it asks for someone to act."""

    label: str
    number: int
    url: str
    pressing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An incident with what is overdue of its write-up, review and later looks.

    ``names`` are the first of them, the longest overdue first, and ``more`` how many others there
    are; ``day`` is when the first was due, ISO; ``overdue`` says for how long that is.
    """

    incident: str
    title: str
    url: str
    names: tuple[str, ...]
    more: int
    day: str
    overdue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """The first page; ``starter`` says how to add an incident and is there while there is none.

    Lists hold the first of what the tile of the same name counts. ``edition`` says what the site
    leaves out, as inline Markdown; empty where that is nothing. ``callable`` tells whether
    this site says whom to call, ``with_reviews`` and ``with_playbook`` whether it has those pages.
    """

    template: ClassVar[str] = "home.md.j2"

    heading: str
    tagline: str
    as_of: str
    starter: Starter | None
    tiles: tuple[Tile, ...]
    samples: str
    running: tuple[Row, ...]
    overdue: tuple[Commitment, ...]
    duties: tuple[Owed, ...]
    recent: tuple[Row, ...]
    chains: tuple[Chain, ...]
    categories: tuple[Common, ...]
    gaps: tuple[Common, ...]
    services: tuple[Common, ...]
    edition: str
    callable: bool
    with_reviews: bool
    with_playbook: bool


def pages(library: Library) -> Iterator[HomePage]:
    """Make the first page."""
    settings = library.settings
    incidents = newest_first(list(library.incidents.values()))
    running = [each for each in incidents if is_running(each)]
    metric = actions(incidents, library.as_of)
    owed = duties(incidents, settings.policy, library.as_of)
    found = recurrence(library.incidents)
    samples = sum(each.sample for each in incidents)
    with_reviews = library.has(addresses.REVIEWS)
    yield HomePage(
        path="index.md",
        title=settings.site.name,
        description=settings.site.tagline or "",
        search=False,
        heading=settings.site.name,
        tagline=settings.site.tagline or "",
        as_of=library.as_of.strftime("%Y-%m-%d"),
        starter=None if incidents or not library.whole else starter(settings, library.as_of),
        tiles=(
            Tile(
                label="Open incidents",
                number=len(running),
                url=addresses.OPEN,
                pressing=bool(running),
            ),
            Tile(
                label="Overdue actions",
                number=len(metric.overdue),
                url=f"{addresses.ACTIONS}#overdue",
                pressing=bool(metric.overdue),
            ),
            *(
                [
                    Tile(
                        label="Overdue reviews",
                        number=len(owed.overdue),
                        url=f"{addresses.REVIEWS}#overdue",
                        pressing=bool(owed.overdue),
                    )
                ]
                if with_reviews
                else []
            ),
            Tile(
                label="Unfinished actions",
                number=len(metric.unfinished),
                url=addresses.ACTIONS,
            ),
            Tile(label="Incidents in all", number=len(incidents), url=addresses.ALL),
        ),
        samples=_samples(samples, len(incidents)),
        running=tuple(row(each, settings) for each in running[:_ROWS]),
        overdue=tuple(commitment(item, library) for item in metric.overdue[:_ROWS]),
        duties=tuple(_owed(owed.overdue, library)),
        recent=tuple(
            row(each, settings) for each in incidents[: settings.site.home.recent_incidents]
        ),
        chains=tuple(
            recurring.chain(ids, lambda name: row(library.incidents[name], settings))
            for ids in found.chains[:_CHAINS]
        ),
        categories=_common(
            found.categories,
            {term.id: term.name for term in settings.taxonomy.categories},
            addresses.FACTORS,
        ),
        gaps=tuple(each for each in recurring.control_gaps(incidents, settings) if each.number > 1),
        services=_common(
            found.services,
            {each.id: each.name for each in settings.catalog.services},
            addresses.SERVICES,
        ),
        edition="" if library.whole or library.edition is None else library.edition.description,
        callable=not library.lacks("contacts"),
        with_reviews=with_reviews,
        with_playbook=library.has(addresses.PLAYBOOK),
    )


def _owed(overdue: Sequence[Due], library: Library) -> Iterator[Owed]:
    """Group what is overdue by incident; of many incidents, take those that wait longest."""
    found: dict[str, list[Due]] = {}
    for each in overdue:
        found.setdefault(each.incident, []).append(each)
    for items in islice(found.values(), _ROWS):
        named = [reviews.duty(each, library) for each in items[:_DUTIES]]
        first = named[0]
        yield Owed(
            incident=first.incident,
            title=first.title,
            url=first.url,
            names=tuple(each.name for each in named),
            more=len(items) - len(named),
            day=first.day,
            overdue=first.overdue,
        )


def _samples(number: int, total: int) -> str:
    if not number:
        return ""
    said = "All incidents" if number == total else count(number, "incident")
    verb = "is" if number == 1 < total else "are"
    return f"{said} here {verb} made up to show the tool and marked as a sample."


def _common(shared: Sequence[Shared], names: Mapping[str, str], folder: str) -> tuple[Common, ...]:
    return tuple(
        Common(name=names[each.name], number=len(each.ids), url=f"{folder}{each.name}/")
        for each in shared[:MOST]
    )
