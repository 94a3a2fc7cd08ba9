"""What was agreed and what it hangs together with, for a sheet: actions, ideas, links, gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.answers.sheet.parts import (
    Block,
    Fact,
    Point,
    Said,
    Section,
    absent,
    address,
    line,
    text,
)
from postmortems.pages import learning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.answers.sheet.parts import Words
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident


def actions(incident: Incident, settings: Settings, as_of: datetime) -> Iterator[Section]:
    """List the commitments with their owners and days, and the ideas that nobody promised."""
    blocks: list[Block] = []
    if found := learning.actions(incident, settings, as_of):
        blocks.append(Block(points=tuple(map(_action, found))))
    if incident.no_action_reason:
        said = "Nothing besides: " if found else "No actions: "
        blocks.append(Block(line=(Said(text=said), Said(line=incident.no_action_reason))))
    if not blocks:
        blocks.append(Block(line=absent("No actions are recorded.")))
    yield Section(title="Actions", blocks=tuple(blocks))
    if incident.ideas:
        ideas = tuple(Point(words=line(each)) for each in incident.ideas)
        note = text("Not commitments: nobody has promised to do these.")
        yield Section(title="Ideas", blocks=(Block(line=note), Block(points=ideas)), minor=True)


def _action(each: learning.ActionView) -> Point:
    state = f"{each.status}, overdue" if each.overdue else each.status
    return Point(
        mark=each.id,
        words=text(f"{each.title} ({state})"),
        under=tuple(_details(each)),
    )


def _details(each: learning.ActionView) -> Iterator[Words]:
    owner = Said(text=each.owner) if each.owner else Said(absent="no owner")
    team = Said(text=f", {each.team}") if each.team else Said()
    if each.done_at:
        day = Said(text=f"done {each.done_at}" + (f" (due {each.due})" if each.due else ""))
    else:
        day = Said(text=f"due {each.due}") if each.due else Said(absent="no due date")
    sort = "".join(f" · {part}" for part in (each.priority, each.type) if part)
    answers = f" · answers {', '.join(one.id for one in each.answers)}" if each.answers else ""
    yield (owner, team, Said(text=" · "), day, Said(text=sort + answers))
    if each.done_when:
        yield (Said(text="done when: "), Said(line=each.done_when))
    if each.reason:
        yield (Said(text="reason: "), Said(line=each.reason))
    if each.tracker:
        yield address(each.tracker)


def related(incident: Incident) -> Section | None:
    """List the incidents and pages that a reader should see; None where there are none."""
    points = []
    if incident.recurrence_of:
        points.append(Point(mark=incident.recurrence_of, words=text("this incident repeats it")))
    points += [
        Point(mark=each, words=text("related"))
        for each in incident.related
        if each != incident.recurrence_of
    ]
    points += [Point(mark=each.title, words=address(each.url)) for each in incident.links]
    return Section(title="Related", blocks=(Block(points=tuple(points)),)) if points else None


def lost(incident: Incident) -> Section | None:
    """List what nobody wrote down at the time, each with the reason; None without any."""
    facts = tuple(Fact(label=each.field, words=line(each.reason)) for each in incident.not_recorded)
    return (
        Section(title="Not recorded at the time", blocks=(Block(facts=facts),)) if facts else None
    )
