"""Numbers for a README or a wiki, each a small picture that says what it counts and as of when.

Colour says something only where none is what everybody wants: nothing open, nothing overdue. How
many incidents were written down is no score, so those badges are grey whatever they say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from anybadge import Badge as Drawing

from postmortems.advice.clocks import is_running
from postmortems.feeds.links import clean
from postmortems.metrics.actions import actions
from postmortems.pages import addresses
from postmortems.pages.base import newest_first, started

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postmortems.model.incident import Incident
    from postmortems.pages.base import Library

_NEUTRAL, _GOOD, _BAD = "#616874", "#045a7e", "#b04700"
_OURS = re.compile(r"(?<!\{)\{(name|label|value)\}")
# The library's own drawing has neither a name for screen readers nor an id that stays the same.
_DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{name}"\
 width="{{ badge width }}" height="20" viewBox="0 0 {{ badge width }} 20">
<title>{name}</title>
<clipPath id="r"><rect width="{{ badge width }}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)">
<path fill="#434b57" d="M0 0h{{ color split x }}v20H0z"/>
<path fill="{{ color }}" d="M{{ color split x }} 0h{{ value width }}v20H{{ color split x }}z"/>
</g>
<g fill="#fff" text-anchor="middle" font-family="{{ font name }}" font-size="{{ font size }}">
<text x="{{ label anchor }}" y="14">{label}</text>
<text x="{{ value anchor }}" y="14">{value}</text>
</g>
</svg>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A badge: ``name`` is its file without ending, ``page`` what it counts, from the root."""

    name: str
    label: str
    value: str
    holds: str
    page: str
    colour: str = _NEUTRAL

    @property
    def url(self) -> str:
        """Return its address from the site's root."""
        return f"{addresses.BADGES}{self.name}.svg"


def badges(library: Library) -> Iterator[Badge]:
    """Yield the badges of the whole site."""
    incidents = newest_first(list(library.incidents.values()))
    promised = actions(incidents, library.as_of)
    yield _wanted_none(
        "open",
        "open incidents",
        sum(map(is_running, incidents)),
        "How many incidents are not resolved yet",
        addresses.OPEN,
        of=len(incidents),
    )
    yield _wanted_none(
        "overdue",
        "overdue actions",
        len(promised.overdue),
        "How many actions are unfinished past their due day",
        addresses.ACTIONS,
        of=promised.n,
    )
    yield Badge(
        name="actions",
        label="unfinished actions",
        value=f"{len(promised.unfinished):,}",
        holds="How many actions are open or in progress",
        page=addresses.ACTIONS,
    )
    for days in (30, 90):
        yield Badge(
            name=f"last-{days}-days",
            label=f"incidents in {days} days",
            value=f"{_since(incidents, library, days):,}",
            holds=f"How many recorded incidents began in the last {days} days",
            page=addresses.ALL,
        )
    latest = next((each for each in incidents if started(each) is not None), None)
    begun = None if latest is None else started(latest)
    yield Badge(
        name="latest",
        label="latest incident",
        value=f"{latest.severity}, {begun.date()}" if latest and begun else "none recorded",
        holds="The level of the incident that began last, and its day",
        page=addresses.ALL,
    )


def service_badges(library: Library) -> Iterator[Badge]:
    """Yield for each service how many of its incidents are open."""
    held: dict[str, list[bool]] = {}
    for incident in library.incidents.values():
        for name in dict.fromkeys(incident.services):
            held.setdefault(name, []).append(is_running(incident))
    for service in library.settings.catalog.services:
        own = held.get(service.id, [])
        yield _wanted_none(
            f"services/{service.id}",
            f"{service.name}: open incidents",
            sum(own),
            f"Open incidents of {service.name}",
            addresses.of_service(service.id),
            of=len(own),
        )


def picture(badge: Badge, library: Library) -> bytes:
    """Draw a badge as SVG."""
    name = f"{badge.label}: {badge.value}, as of {library.as_of.date()}"
    drawn = Drawing(badge.label, badge.value, template=_DRAWING, default_color=badge.colour)
    texts = {"name": name, "label": badge.label, "value": badge.value}
    # The library knows how wide the texts are; a text that looks like one of its places is not one.
    words = {place: escape(clean(text)) for place, text in texts.items()}
    return _OURS.sub(lambda found: words[found[1]], drawn.badge_svg_text).encode()


def _wanted_none(name: str, label: str, number: int, holds: str, page: str, *, of: int) -> Badge:
    """Make a badge of something there should be none of; of nothing at all it praises nobody."""
    colour = _BAD if number else (_GOOD if of else _NEUTRAL)
    return Badge(name=name, label=label, value=f"{number:,}", holds=holds, page=page, colour=colour)


def _since(incidents: Iterable[Incident], library: Library, days: int) -> int:
    earliest = library.as_of - timedelta(days=days)
    return sum(
        earliest < begun <= library.as_of
        for each in incidents
        if (begun := started(each)) is not None
    )
