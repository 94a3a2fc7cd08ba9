"""What happened, for a sheet: who was hurt, who answered, and the timeline with its silences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.answers.sheet.parts import (
    Block,
    Fact,
    Grid,
    Point,
    Said,
    Section,
    absent,
    line,
    text,
)
from postmortems.pages import response, story

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.answers.sheet.parts import Words
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident


def impact(incident: Incident) -> Section:
    """Tell what people could not do, with the figures and the stretches of harm."""
    told = incident.impact.description if incident.impact else None
    blocks = [
        Block(prose=told)
        if told
        else Block(line=absent("What people could not do is not recorded."))
    ]
    figures = tuple(
        Fact(
            label=each.label,
            words=text(f"{each.value} ({each.basis})" if each.basis else each.value),
            note=line(each.note) if each.note else (),
        )
        for each in response.figures(incident)
    )
    blocks.append(
        Block(facts=figures) if figures else Block(line=absent("No figures are recorded."))
    )
    if windows := response.windows(incident):
        blocks.append(Block(grid=grid(windows)))
    return Section(title="Impact", blocks=tuple(blocks))


def people(incident: Incident, settings: Settings) -> Section | None:
    """List the roles and who held them; None where there is nothing to list."""
    found = tuple(
        Fact(
            label=each.role, words=text(", ".join(each.who)) if each.who else absent("not recorded")
        )
        for each in response.people(incident, settings)
    )
    return Section(title="People", blocks=(Block(facts=found),)) if found else None


def timeline(incident: Incident, settings: Settings) -> Section:
    """List what happened day by day, with the phases and with the silences between."""
    lines = story.entries(incident, settings)
    if not lines:
        return Section(title="Timeline", blocks=(Block(line=absent("No timeline is recorded.")),))
    some = 0 < sum(each.key for each in lines) < len(lines)
    blocks: list[Block] = []
    points: list[Point] = []
    for each in lines:
        if each.day:
            if points:
                blocks.append(Block(points=tuple(points)))
                points = []
            zone = f" ({each.when.zone})" if not blocks else ""
            blocks.append(Block(line=text(each.day, zone)))
        if each.gap:
            points.append(Point(words=absent(f"Nothing was written down for {each.gap}.")))
        points.append(
            Point(
                mark=each.when.clock,
                aside=each.offset,
                strong=each.key or not some,
                words=tuple(_entry(each)),
                under=((Said(text="evidence: "), Said(line=each.evidence)),)
                if each.evidence
                else (),
            )
        )
    blocks.append(Block(points=tuple(points)))
    return Section(title="Timeline", blocks=tuple(blocks))


def _entry(each: story.Entry) -> Iterator[Said]:
    if each.phase:
        yield Said(text=f"{each.phase}: ")
    yield Said(line=each.text)
    if each.actor:
        yield Said(text=f" ({each.actor})")


def tables(*found: response.Table | None) -> Iterator[Section]:
    """Give each table of the record that holds anything a section of its own."""
    for each in found:
        if each is not None:
            yield Section(title=each.caption, blocks=(Block(grid=grid(each)),))


def grid(table: response.Table) -> Grid:
    """Take over a table of a page."""
    return Grid(
        columns=table.columns,
        rows=tuple(tuple(_cell(cell) for cell in row) for row in table.rows),
        note=table.note,
    )


def _cell(cell: response.Cell) -> Words:
    moment = f"{cell.when.date} {cell.when.clock}" if cell.when else ""
    if cell.rich and cell.text:
        return line(cell.text)
    said = ", ".join(part for part in (moment, cell.text) if part)
    return text(said) if said else ()
