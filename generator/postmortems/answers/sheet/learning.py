"""What was learned, for a sheet: what set it off, factors, findings, and the review's points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.answers.sheet.parts import Block, Fact, Point, Said, Section, absent, line, text
from postmortems.pages import learning, stage
from postmortems.pages.paperwork import write_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.answers.sheet.parts import Words
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident

NONE = "None, the reviewers say."


def factors(incident: Incident, settings: Settings) -> Section:
    """List the factors, each with its kind, its evidence and the actions that answer it."""
    points = tuple(
        Point(
            mark=each.id,
            words=line(each.text),
            under=tuple(
                _factor(each, acted=bool(incident.actions) or stage.is_published(incident))
            ),
        )
        for each in learning.factors(incident, settings)
    )
    nothing = Block(line=absent("No contributing factors are recorded."))
    return Section(
        title="Contributing factors", blocks=(Block(points=points) if points else nothing,)
    )


def _factor(each: learning.FactorView, *, acted: bool) -> Iterator[Words]:
    if each.category:
        yield text(each.category)
    if each.evidence:
        yield (Said(text="evidence: "), Said(line=each.evidence))
    if each.actions:
        yield text(
            "answered by ", ", ".join(f"{one.id} {one.text}".strip() for one in each.actions)
        )
    elif acted:
        yield absent("no action answers this")


def findings(incident: Incident, settings: Settings) -> Iterator[Section]:
    """Tell how each stage held up, and what only a few people know."""
    found = tuple(
        Point(
            mark=f"{each.stage}: {each.verdict}",
            words=line(each.text),
            under=tuple(_finding(each)),
        )
        for each in learning.stage_findings(incident, settings)
    )
    if found:
        yield Section(title="How the response held up", blocks=(Block(points=found),))
    if incident.knowledge_gaps:
        known = {True: "written down", False: "not written down"}
        gaps = tuple(
            Point(
                mark=each.procedure,
                words=text("known to ", ", ".join(each.holders))
                if each.holders
                else absent("who can do it is not recorded"),
                under=(text(known[each.documented]),) if each.documented is not None else (),
            )
            for each in incident.knowledge_gaps
        )
        yield Section(title="Single points of knowledge", blocks=(Block(points=gaps),))


def _finding(each: learning.FindingView) -> Iterator[Words]:
    if each.gap:
        yield text(f"control gap: {each.gap}")
    if each.confidence:
        yield text(f"confidence: {each.confidence}")
    if each.actions:
        yield text(
            "answered by ", ", ".join(f"{one.id} {one.text}".strip() for one in each.actions)
        )
    elif each.verdict != "adequate":
        yield absent("no action linked")


def review(incident: Incident) -> Iterator[Section]:
    """Give the points of the review, the lessons, the meeting and the write-up."""
    everything = stage.is_published(incident)
    for each in learning.points(incident, everything=everything):
        yield Section(title=each.label, blocks=(_list(each.items),))
    if everything or incident.lessons is not None:
        lessons = incident.lessons
        if lessons:
            points = tuple(
                Point(mark=each.audience or "", words=line(each.text)) for each in lessons
            )
            yield Section(title="Lessons", blocks=(Block(points=points),))
        else:
            yield Section(title="Lessons", blocks=(_list(None if lessons is None else ()),))
    if incident.review:
        yield Section(title="Review meeting", blocks=(Block(facts=tuple(_meeting(incident))),))
    if told := write_up(incident):
        facts = tuple(
            Fact(
                label=each.label,
                words=text(f"{each.when.date} {each.when.clock}" if each.when else each.text),
            )
            for each in told
        )
        yield Section(title="Write-up", blocks=(Block(facts=facts),))
    if incident.follow_ups:
        looks = tuple(
            Point(
                mark=each.due.isoformat(),
                words=text(f"held {each.done_at.isoformat()}")
                if each.done_at
                else absent("not held, as far as recorded"),
                under=(line(each.result),) if each.result else (),
            )
            for each in incident.follow_ups
        )
        yield Section(title="Later looks", blocks=(Block(points=looks),))


def _list(items: tuple[str, ...] | None) -> Block:
    if items:
        return Block(points=tuple(Point(words=line(each)) for each in items))
    return Block(line=absent("Not recorded.") if items is None else text(NONE))


def _meeting(incident: Incident) -> Iterator[Fact]:
    held = incident.review
    assert held is not None  # noqa: S101 - asked before
    lost = absent("not recorded")
    yield Fact(label="Held", words=text(held.held_at.isoformat()))
    yield Fact(label="Led by", words=text(held.facilitator) if held.facilitator else lost)
    yield Fact(label="Attended", words=text(", ".join(held.attendees)) if held.attendees else lost)
    yield Fact(label="Outcome", words=line(held.outcome) if held.outcome else lost)
