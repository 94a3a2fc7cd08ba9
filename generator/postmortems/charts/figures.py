"""What can be drawn: one frozen dataclass a kind of chart, checked when it is made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from postmortems.charts.palette import MARK_ROLES

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_MOST = 1e12
# RFC 3986 without quotes, brackets and braces; a colon in the first segment would end a scheme.
_LINK = re.compile(r"(?!//)(?![^/?#]*:)[A-Za-z0-9\-._~!$&*+,;=:@%/?#]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What every chart has; raises `ValueError` for a name that is no id and for a blank title.

    `name` is its id on the page, lower-case words joined by hyphens; `title` its accessible name,
    `description` the sentence that reads it. Texts here and below are plain, and may be hostile.
    """

    name: str
    title: str
    description: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"a chart's name is lower-case words and hyphens, not {self.name!r}")
        if not self.title.strip():
            raise ValueError(f"chart {self.name} needs a title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One colour's values, one a category; `links` has a relative URL or None for each, or is ().

    `colour` is one of `palette.MARK_ROLES`. Raises `ValueError` for another one, for values that
    are not from 0 to 1e12, and for links that leave the site.
    """

    name: str
    colour: str
    values: tuple[float, ...]
    links: tuple[str | None, ...] = ()

    def __post_init__(self) -> None:
        _check_colour(self.colour)
        _check_values(self.values)
        _check_links(self.links, len(self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars(Figure):
    """Stacked columns, or with `horizontal` stacked rows: values by category, a series a colour.

    Months (1 to 120, zero months included) are best as columns, services and teams as rows. The
    first series stands on the axis. `category_title` stands under columns; names beside rows speak
    for themselves. With `minutes` the values are durations, and the totals and marks say them so;
    the axis counts minutes. Raises `ValueError` when a series has not one value a category.
    """

    value_title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    category_title: str = ""
    horizontal: bool = False
    minutes: bool = False

    def __post_init__(self) -> None:
        Figure.__post_init__(self)
        _check_lengths(self.series, len(self.categories))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw: no value above 0."""
        return not any(any(series.values) for series in self.series)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Figure):
    """Rows of 100 % each, split into labelled parts; a row whose parts are all 0 stays blank.

    `parts` have one count a row and are drawn from left to right. Raises `ValueError` as `Bars`.
    """

    rows: tuple[str, ...]
    parts: tuple[Series, ...]

    def __post_init__(self) -> None:
        Figure.__post_init__(self)
        _check_lengths(self.parts, len(self.rows))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw: no value above 0."""
        return not any(any(part.values) for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat(Figure):
    """A matrix of counts, `counts[row][column]`; `links` has the same shape or is ().

    There may be any number of rows, while more than some 15 columns make the drawing wider; so the
    longer list belongs in the rows. Raises `ValueError` for counts or links of another shape.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    links: tuple[tuple[str | None, ...], ...] = ()

    def __post_init__(self) -> None:
        Figure.__post_init__(self)
        if len(self.counts) != len(self.rows) or len(self.links) not in {0, len(self.rows)}:
            raise ValueError(f"chart {self.name} needs one line of counts, and of links, a row")
        for line in self.counts:
            if len(line) != len(self.columns):
                raise ValueError(f"chart {self.name} needs one count a column in each row")
            _check_values(line)
        for links in self.links:
            _check_links(links, len(self.columns))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw: no count above 0."""
        return not any(any(line) for line in self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One incident on a time axis: how many minutes, its whole accessible name, where it leads.

    A good `label` says what and how long: `INC-20240315-1430 Queue stalled: 2 h 28 min`.
    """

    minutes: float
    label: str
    link: str | None = None

    def __post_init__(self) -> None:
        _check_values((self.minutes,))
        _check_links((self.link,), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Points of one colour and symbol; `colour` as in `Series`."""

    name: str
    colour: str
    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        _check_colour(self.colour)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A line across a lane, such as a percentile: its short label and its place in minutes."""

    label: str
    minutes: float

    def __post_init__(self) -> None:
        _check_values((self.minutes,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One row of dots; `key` is what a link to a filtered list calls it, its name if ""."""

    name: str
    groups: tuple[Group, ...]
    marks: tuple[Mark, ...] = ()
    key: str = ""

    @property
    def size(self) -> int:
        """How many points it has."""
        return sum(len(group.points) for group in self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots(Figure):
    """Dots on a logarithmic axis of minutes, lane under lane.

    Durations by severity are a lane a severity, each with one group of its colour. Stages are a
    lane a stage, each with the severities as groups, which a legend tells apart. What took less
    than a minute stands at the start of the axis, which then says so.

    With more than `limit` points, lanes become columns of counts, each with the link `cell_link`,
    or with that of its point if it counts just one. In `cell_link`, `{lane}`, `{from}` and `{to}`
    become the lane's key and whole minutes, `to` not included.
    Raises `ValueError` for a `cell_link` that leaves the site.
    """

    value_title: str
    lanes: tuple[Lane, ...]
    limit: int = 1000
    cell_link: str | None = None

    def __post_init__(self) -> None:
        Figure.__post_init__(self)
        _check_links((self.link_of("lane", 0, 1),), 1)

    def link_of(self, lane: str, start: int, end: int) -> str | None:
        """Return where a column of counts leads: `lane` is a key, `start` and `end` are minutes."""
        if self.cell_link is None:
            return None
        link = self.cell_link
        for field, value in (
            ("from", str(start)),
            ("to", str(end)),
            ("lane", quote(lane, safe="", errors="replace")),
        ):
            link = link.replace("{" + field + "}", value)
        return link

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw: no point."""
        return not any(lane.size for lane in self.lanes)


Chart = Bars | Dots | Heat | Share


def _check_colour(role: str) -> None:
    if role not in MARK_ROLES:
        raise ValueError(
            f"{role!r} is no colour for marks; there are {', '.join(sorted(MARK_ROLES))}"
        )


def _check_values(values: tuple[float, ...]) -> None:
    for value in values:
        # False for NaN, too.
        if not 0 <= value <= _MOST:
            raise ValueError(f"a chart shows numbers from 0 to {_MOST:.0e}, not {value}")


def _check_links(links: tuple[str | None, ...], count: int) -> None:
    if len(links) not in {0, count}:
        raise ValueError(f"{len(links)} links cannot go with {count} values")
    for link in links:
        if link is not None and not _LINK.fullmatch(link):
            raise ValueError(f"a chart links within the site only, not to {link!r}")


def _check_lengths(series: tuple[Series, ...], count: int) -> None:
    for one in series:
        if len(one.values) != count:
            raise ValueError(
                f"series {one.name!r} has {len(one.values)} values for {count} categories"
            )
