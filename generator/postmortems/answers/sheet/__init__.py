"""An incident laid out for reading outside the site: one sheet that every format words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.answers.sheet import agreed, head, learning, story
from postmortems.answers.sheet.analysis import analysis
from postmortems.answers.sheet.parts import Block, Point, Section, Sheet, text
from postmortems.pages import paperwork, response, stage
from postmortems.pages.promises import promises, tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident


def sheet(incident: Incident, settings: Settings, as_of: datetime) -> Sheet:
    """Lay out an incident as of a moment.

    Remarks for insiders (`internal`, `notes`, reasons of silences) are in no sheet. Parts of the
    write-up that are not asked for yet are left out as long as they are empty.
    """
    return Sheet(
        id=incident.id,
        title=incident.title,
        badges=head.badges(incident, settings),
        lead=head.lead(incident),
        facts=head.facts(incident, settings),
        sections=tuple(_sections(incident, settings, as_of)),
    )


def _sections(incident: Incident, settings: Settings, as_of: datetime) -> Iterator[Section]:
    shown = stage.shown(incident)
    yield from head.summary(incident)
    yield from head.times(incident)
    yield story.impact(incident)
    yield story.timeline(incident, settings)
    yield from analysis(incident)
    if "factors" in shown:
        yield learning.factors(incident, settings)
    yield from learning.findings(incident, settings)
    yield from learning.review(incident)
    if "actions" in shown:
        yield from agreed.actions(incident, settings, as_of)
    if (found := story.people(incident, settings)) is not None:
        yield found
    yield from story.tables(
        response.escalations(incident, settings),
        response.communications(incident),
        response.handoffs(incident),
        response.severity_history(incident),
        paperwork.duties(incident),
    )
    if (kept := _playbook(incident, settings, as_of)) is not None:
        yield kept
    for part in (agreed.related(incident), agreed.lost(incident)):
        if part is not None:
            yield part


def _playbook(incident: Incident, settings: Settings, as_of: datetime) -> Section | None:
    """Count the promises of the level, and list those that were missed."""
    found = promises(incident, settings, as_of)
    if not found:
        return None
    missed = tuple(
        Point(
            mark=each.name,
            words=text(f"{each.allowed}, from {each.since}"),
            under=(text(f"took {each.taken}"),) if each.taken else (),
        )
        for each in found
        if each.verdict == "missed"
    )
    blocks = (Block(line=text(f"Promises: {tally(found)}.")),)
    return Section(
        title="Against the playbook", blocks=(*blocks, Block(points=missed)) if missed else blocks
    )
