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
                inner=tuple(map(_found, bone.causes)),
            )
            for spine in found.fishbone.spines
            for bone in spine
        )
        yield _section("Fishbone", Block(points=bones))
    if found.fault_tree:
        yield _section("Fault tree", Block(points=(_event(found.fault_tree.top),)))
    if found.changes:
        lost = absent("not recorded")
        yield _section(
            "What was different",
            Block(
                grid=Grid(
                    columns=("What", "When it worked", "This time", "Effect"),
                    rows=tuple(
                        (
                            line(each.change.what or each.change.question or ""),
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
        yield _section("Bow tie", Block(points=tuple(_bow_tie(found.bow_tie))))


def _section(title: str, *blocks: Block) -> Section:
    return Section(title=title, blocks=blocks, minor=True)


def _why(each: views.WhyView) -> Point:
    answer = (
        line(each.answer) if each.answer else absent("still open: nobody has answered this yet")
    )
    return Point(words=line(each.question), under=(answer,), inner=tuple(map(_why, each.whys)))


def _found(each: views.PointView) -> Point:
    if each.text:
        return Point(words=line(each.text))
    return Point(words=line(each.question), under=(absent("still open"),))


def _event(each: views.EventView) -> Point:
    under = [] if each.event else [absent("still open")]
    under += [text(f"{each.gate_name}: {each.gate_meaning}")] if each.gate else []
    if each.open:
        under.append(absent("still open: no cause is recorded"))
    words = line(each.event or each.question)
    return Point(words=words, under=tuple(under), inner=tuple(map(_event, each.causes)))


def _bow_tie(found: views.BowTieView) -> Iterator[Point]:
    yield _listed("Threats", tuple(map(_found, found.threats)))
    yield _listed("Preventions", tuple(map(_barrier, found.preventions)))
    event = _found(found.event)
    yield Point(mark="Event", words=event.words, under=event.under)
    yield _listed("Mitigations", tuple(map(_barrier, found.mitigations)))
    yield _listed("Consequences", tuple(map(_found, found.consequences)))


def _barrier(each: views.BarrierView) -> Point:
    if not each.text:
        return Point(words=line(each.question), under=(absent("still open"),))
    return Point(words=(Said(line=each.text), Said(text=f" ({each.said})")))


def _listed(label: str, items: tuple[Point, ...]) -> Point:
    return Point(mark=label, words=() if items else absent("none recorded"), inner=items)
