"""The pages of actions: what is overdue and open first, then the rest, by owner and by team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.metrics.actions import actions as measure
from postmortems.metrics.actions import on_time
from postmortems.pages import addresses, holders
from postmortems.pages.base import Page
from postmortems.pages.commitments import (
    ABOVE,
    ActionListPage,
    Commitment,
    Idea,
    action_list,
    commitment,
    ideas,
)
from postmortems.pages.holders import Holder
from postmortems.pages.paging import Place, sheets
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postmortems.metrics.actions import Actions, Item
    from postmortems.pages.base import Library


_FINISHED = frozenset(("done", "wont-do"))
_OWNERS = 10  # owners on the overview; all of them have a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A section of the overview: the first of its actions, how many there are, where the rest is.

    ``more`` is empty when the overview shows all of them; ``finished`` ones come after the
    owners and teams, who are looked up for what is still to do.
    """

    id: str
    title: str
    finished: bool
    total: int
    empty: str
    actions: tuple[Commitment, ...]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionsPage(Page):
    """The overview of all actions; ``ideas`` are no commitments and stand apart.

    ``owners`` are the first of ``owners_total``; ``kept`` says how many promises were kept on time,
    empty while no promise's day has come. ``by_owner`` and ``with_ideas`` tell
    whether this site shows either at all.
    """

    template: ClassVar[str] = "actions.md.j2"

    as_of: str
    total: int
    kept: str
    stacks: tuple[Stack, ...]
    owners: tuple[Holder, ...]
    owners_total: int
    teams: tuple[Holder, ...]
    ideas: tuple[Idea, ...]
    ideas_total: int
    ideas_more: str
    by_owner: bool
    with_ideas: bool


def pages(library: Library) -> Iterator[Page]:
    """Make the overview, the lists that it has no room for, and those of each owner and team."""
    size = library.settings.site.lists.rows_per_page
    metric = measure(library.incidents.values(), library.as_of)
    sections = _sections(metric)
    every = ideas(library)
    owners = holders.owners(metric)
    yield ActionsPage(
        path="actions/index.md",
        title="Actions",
        search=False,
        as_of=library.as_of.strftime("%Y-%m-%d"),
        total=metric.n,
        kept=_kept(metric),
        stacks=tuple(
            Stack(
                id=name,
                title=title,
                finished=name in _FINISHED,
                total=len(items),
                empty=empty,
                actions=tuple(commitment(item, library) for item in items[:size]),
                more=_place(name).url() if len(items) > size else "",
            )
            for name, title, empty, items in sections
        ),
        owners=owners[:_OWNERS],
        owners_total=len(owners),
        teams=holders.teams(metric, library),
        ideas=every[:size],
        ideas_total=len(every),
        ideas_more=_place("ideas").url() if len(every) > size else "",
        by_owner=library.has(addresses.OWNERS),
        with_ideas=not library.conceals("ideas"),
    )
    for name, title, _, items in sections:
        if len(items) > size:
            summary = f"{count(len(items), 'action').capitalize()}."
            yield from action_list(
                _place(name), f"Actions: {title.lower()}", summary, items, library
            )
    if len(every) > size:
        yield from _ideas(every, size)
    yield from holders.pages(metric, library)


def _kept(metric: Actions) -> str:
    promises = on_time(metric)
    if not promises.n:
        return ""
    known = count(promises.n, "action")
    return (
        f"Of {known} whose day has come, {len(promises.on_time):,} "
        f"{'was' if len(promises.on_time) == 1 else 'were'} done in time, "
        f"{len(promises.late):,} late, and {len(promises.overdue):,} "
        f"{'is' if len(promises.overdue) == 1 else 'are'} overdue."
    )


def _place(name: str) -> Place:
    return Place(folder=f"{addresses.ACTIONS}{name}")


def _sections(metric: Actions) -> tuple[tuple[str, str, str, Sequence[Item]], ...]:
    """Return each section's id, title, what it says when empty, and its actions."""
    waiting = [item for item in metric.items if not item.overdue]

    def of(status: str) -> list[Item]:
        return [item for item in waiting if item.action.status == status]

    done = sorted(of("done"), key=lambda item: str(item.action.done_at or ""), reverse=True)
    return (
        ("overdue", "Overdue", "Nothing is overdue.", metric.overdue),
        ("open", "Open", "No other action is open.", of("open")),
        ("in-progress", "In progress", "No other action is in progress.", of("in_progress")),
        ("done", "Done", "No action has been done yet.", done),
        ("wont-do", "Won't do", "No action has been given up.", of("wont_do")),
    )


def _ideas(every: Sequence[Idea], size: int) -> Iterator[ActionListPage]:
    for sheet in sheets(_place("ideas"), len(every), size):
        yield ActionListPage(
            path=sheet.path,
            title=f"Ideas{sheet.suffix}",
            search=False,
            heading=f"Ideas{sheet.suffix}",
            summary=f"{count(len(every), 'idea').capitalize()}; nobody has promised to do these.",
            above=ABOVE,
            ideas=tuple(sheet.of(every)),
            pager=sheet.pager,
        )
