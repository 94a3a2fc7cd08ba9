"""A list of incidents as pages, and the overview of several such lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.pages import addresses
from postmortems.pages.base import Page, Row, newest_first, row
from postmortems.pages.paging import Pager, Place, Sheet, sheets
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from postmortems.model.incident import Incident
    from postmortems.pages.base import Library

    Parts = Iterable[tuple[str, str, Sequence[Incident]]]
    """Stretches of a list: heading, anchor, incidents."""

SCRIPT = "assets/list/main.js"
"""What makes a list one that can be filtered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A stretch of a list; heading and anchor are empty where it is the only one."""

    title: str
    anchor: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """The overview that a list belongs to; ``url`` is from the site's root."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Page):
    """One page of a list of incidents.

    ``note`` is a sentence of inline Markdown about what the incidents have in common. ``table`` is
    the address of the data with which the page becomes the list of all incidents that can be
    filtered, empty on other pages; these lead there, by ``filtered`` to the same incidents. Both
    addresses are from the site's root.
    """

    template: ClassVar[str] = "list.md.j2"

    heading: str
    summary: str
    note: str
    caption: str
    above: Above | None
    sections: tuple[Section, ...]
    pager: Pager | None
    table: str
    filtered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A line of an overview: a list with how many incidents it holds, in all and by severity."""

    name: str
    url: str
    note: str
    total: int
    open: int
    by_level: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsPage(Page):
    """An overview of lists of one kind; ``levels`` are severity levels with their colour roles."""

    template: ClassVar[str] = "groups.md.j2"

    heading: str
    summary: str
    caption: str
    label: str
    levels: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A list before it is cut into pages: where it stands, what it is called, what is in it.

    ``filters`` picks the same incidents from all, as in ``severity=p1``; ``table`` is the address
    of the data with which the first page can be filtered, where that is so; ``empty`` is what the
    page says, and all it says, while there is nothing in the list.
    """

    place: Place
    heading: str
    incidents: Sequence[Incident]
    note: str = ""
    filters: str = ""
    table: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A way of sorting incidents into lists; ``label`` heads the overview's first column."""

    folder: str
    heading: str
    label: str
    summary: str
    lists: Sequence[Named]

    @property
    def above(self) -> Above:
        """Return the way to the overview."""
        return Above(title=self.heading, url=f"{self.folder}/")


class Shelf:
    """The incidents of a library, newest first, with their rows, made once for all lists."""

    def __init__(self, library: Library) -> None:
        """Make the rows."""
        self.library = library
        self.incidents = newest_first(list(library.incidents.values()))
        self.rows: Mapping[str, Row] = {
            each.id: row(each, library.settings) for each in self.incidents
        }
        self.team_names = {each.id: each.name for each in library.settings.catalog.teams}
        self.size = library.settings.site.lists.rows_per_page

    def pages(
        self,
        named: Named,
        above: Above | None = None,
        cut: Callable[[Sequence[Incident], Sheet], Parts] | None = None,
    ) -> Iterator[ListPage]:
        """Cut a list into pages, and each page with ``cut`` into stretches."""
        for sheet in sheets(named.place, len(named.incidents), self.size):
            shown = sheet.of(named.incidents)
            whole: Parts = [("", "", shown)] if shown else []
            calm = "" if shown else named.empty
            table = named.table if shown and sheet.number == 1 else ""
            yield ListPage(
                path=sheet.path,
                title=named.heading + sheet.suffix,
                search=False,
                scripts=(SCRIPT,) if table else (),
                heading=named.heading + sheet.suffix,
                summary=calm or self.summary(named.incidents),
                note="" if calm else named.note,
                caption=_caption(named.heading, sheet),
                above=above,
                sections=tuple(
                    Section(
                        title=title,
                        anchor=anchor,
                        rows=tuple(self.rows[each.id] for each in members),
                    )
                    for title, anchor, members in (cut(named.incidents, sheet) if cut else whole)
                ),
                pager=sheet.pager,
                table=table,
                filtered="" if table or not shown else addresses.filtered(named.filters),
            )

    def summary(self, incidents: Sequence[Incident]) -> str:
        """Say how many incidents there are, and how many of them are open."""
        if not incidents:
            return "No incidents."
        running = sum(self.rows[each.id].open for each in incidents)
        ending = f", {running:,} of them open" if running else ""
        return f"{count(len(incidents), 'incident')}{ending}, newest first."

    def overview(self, kind: Kind) -> GroupsPage:
        """Make the overview of a kind of lists, with counts."""
        levels = self.library.settings.severities.levels
        return GroupsPage(
            path=f"{kind.folder}/index.md",
            title=kind.heading,
            search=False,
            heading=kind.heading,
            summary=kind.summary,
            caption=f"{kind.heading}: how many there are",
            label=kind.label,
            levels=tuple((each.id, each.colour_role) for each in levels),
            groups=tuple(
                Group(
                    name=named.heading,
                    url=named.place.url(),
                    note=named.note,
                    total=len(named.incidents),
                    open=sum(self.rows[each.id].open for each in named.incidents),
                    by_level=tuple(
                        sum(each.severity == level.id for each in named.incidents)
                        for level in levels
                    ),
                )
                for named in kind.lists
            ),
        )


def _caption(heading: str, sheet: Sheet) -> str:
    if sheet.pager is None:
        return heading
    return f"{heading}: {sheet.pager.first:,} to {sheet.pager.last:,} of {sheet.pager.total:,}"
