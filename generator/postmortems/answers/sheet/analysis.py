"""What set it off and how that was found out, for a sheet; open questions stay open."""

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
from postmortems.pages import analysis as views
from postmortems.pages import stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.answers.sheet.parts import Words
    from postmortems.model.incident import Change, Incident


def analysis(incident: Incident) -> Iterator[Section]:
    """Tell what set it off, and lay out each method that was used."""
    facts = []
    if incident.trigger or stage.is_published(incident):
        told = line(incident.trigger) if incident.trigger else absent("not recorded")
        facts.append(Fact(label="What set it off", words=told))
    if incident.change:
        facts.append(_change(incident.change))
    found = views.analysis(incident)
    if facts:
        yield Section(title="Analysis", blocks=(Block(facts=tuple(facts)),))
    elif found:
        yield Section(
            title="Analysis", blocks=(Block(line=absent("What set it off is not recorded.")),)
        )
    if found:
        yield from _methods(found)


def _change(change: Change) -> Fact:
    number = Said(text=change.id) if change.id else Said(absent="number not recorded")
    approved = {True: ", approved", False: ", not approved", None: ", approval not recorded"}
    return Fact(
        label="Change",
        words=(number, Said(text=approved[change.approved])),
        note=line(change.rollout) if change.rollout else (),
    )


def _methods(found: views.AnalysisView) -> Iterator[Section]:
    if found.whys:
        yield _section(
            "Five whys",
            Block(line=text(found.whys.summary)),
            Block(points=tuple(map(_why, found.whys.chains))),
        )
    if found.fishbone:
        bones = tuple(
            Point(
                mark=bone.category,
                words=() if bone.causes else absent("still open: nothing found here yet"),
                inner=tuple(Point(words=_found(each)) for each in bone.causes),
            )
            for spine in found.fishbone.spines
            for bone in spine
        )
        yield _section("Fishbone", *_open(found.fishbone.summary), Block(points=bones))
    if found.fault_tree:
        tree = Block(points=(_event(found.fault_tree.top),))
        yield _section("Fault tree", *_open(found.fault_tree.summary), tree)
    if found.changes:
        lost = absent("not recorded")
        yield _section(
            "What was different",
            *_open(found.changes.summary),
            Block(
                grid=Grid(
                    columns=("What", "When it worked", "This time", "Effect"),
                    rows=tuple(
                        (
                            _asked(
                                each.change.question or "",
                                line(each.change.what) if each.change.what else (),
                            ),
                            line(each.change.before) if each.change.before else lost,
                            line(each.change.during) if each.change.during else lost,
                            line(each.change.effect) if each.change.effect else lost,
                        )
                        for each in found.changes.rows
                    ),
                )
            ),
        )
    if found.bow_tie:
        tie = Block(points=tuple(_bow_tie(found.bow_tie)))
        yield _section("Bow tie", *_open(found.bow_tie.summary), tie)


def _section(title: str, *blocks: Block) -> Section:
    return Section(title=title, blocks=blocks, minor=True)


def _why(each: views.WhyView) -> Point:
    answer = (
        line(each.answer) if each.answer else absent("still open: nobody has answered this yet")
    )
    return Point(words=line(each.question), under=(answer,), inner=tuple(map(_why, each.whys)))


def _event(each: views.EventView) -> Point:
    under = [text(f"{each.gate_name}: {each.gate_meaning}")] if each.gate else []
    if each.open:
        under.append(absent("still open: no cause is recorded"))
    return Point(words=line(each.event), under=tuple(under), inner=tuple(map(_event, each.causes)))


def _bow_tie(found: views.BowTieView) -> Iterator[Point]:
    yield _listed("Threats", tuple(map(_found, found.threats)))
    yield _listed("Preventions", tuple(map(_barrier, found.preventions)))
    yield Point(mark="Event", words=_found(found.event))
    yield _listed("Mitigations", tuple(map(_barrier, found.mitigations)))
    yield _listed("Consequences", tuple(map(_found, found.consequences)))


def _barrier(each: views.BarrierView) -> Words:
    said = (Said(text=f" ({each.said})"),) if each.said else ()
    return (*_found(each), *said)


def _found(each: views.PointView | views.BarrierView) -> Words:
    return _asked(each.question, line(each.text) if each.text else absent("still open"))


def _asked(question: str, answer: Words) -> Words:
    """Put a question that the record keeps before what was found."""
    if not question:
        return answer
    return (Said(line=question), Said(text=" "), *answer) if answer else (Said(line=question),)


def _open(summary: str) -> tuple[Block, ...]:
    """Count the open questions, where there are any."""
    return (Block(line=text(summary)),) if summary else ()


def _listed(label: str, items: tuple[Words, ...]) -> Point:
    return Point(
        mark=label,
        words=() if items else absent("none recorded"),
        inner=tuple(Point(words=each) for each in items),
    )
