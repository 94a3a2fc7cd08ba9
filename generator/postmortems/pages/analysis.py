"""The methods of an analysis, laid out to be drawn: what nobody answered stays visibly open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.open_questions import open_questions

if TYPE_CHECKING:
    from postmortems.model.analysis import Barrier, BowTie, ChangeAnalysis, Gate, Point, Why
    from postmortems.model.incident import Incident

_BONES_ON_A_SPINE = 6
_LEVELS_SIDE_BY_SIDE = 3
"""A fault tree with more levels is too wide to grow sideways, and is indented instead."""

_GATES = {
    "all": ("AND", "all of these were needed"),
    "any": ("OR", "any one of these was enough"),
    None: ("Gate not recorded", "whether one was enough or all were needed"),
}
_HELD = {
    True: ("held", "held"),
    False: ("failed", "did not hold"),
    None: ("unknown", "not known whether it held"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyView:
    """A why with its answer; ``answer`` is empty where the branch is still open."""

    question: str
    answer: str
    whys: tuple[WhyView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhysView:
    """All chains of whys, and how many of their questions are open, in words."""

    chains: tuple[WhyView, ...]
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """Something found, or to be found; ``text`` is empty where the question is still open."""

    question: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bone:
    """A heading of a fishbone with its causes; ``open`` where nobody has found any."""

    category: str
    causes: tuple[PointView, ...]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FishboneView:
    """The effect at the head, and the bones in the order of the record, a few on each spine.

    ``summary`` counts the open questions in words, as in every view here; empty without any.
    """

    effect: str
    spines: tuple[tuple[Bone, ...], ...]
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """An event of a fault tree.

    ``gate`` is `all`, `any` or `unknown` above causes, empty for an event without any; its name
    and meaning are in words. ``open`` tells that a gate is recorded and no cause is. ``event`` is
    empty where its question is still open.
    """

    event: str
    question: str
    gate: str
    gate_name: str
    gate_meaning: str
    open: bool
    causes: tuple[EventView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultTreeView:
    """A fault tree; ``shape`` is `wide` where it grows sideways, `deep` where it is indented.

    One with a gate that is not recorded is indented, too: beside it there is room for AND and OR.
    """

    top: EventView
    shape: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierView:
    """A barrier; ``state`` is `held`, `failed` or `unknown`, ``said`` the same in words.

    ``text`` is empty where its question is still open; ``said`` is then empty, too.
    """

    question: str
    text: str
    state: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BowTieView:
    """The event in the middle, with what led to it and what could follow."""

    event: PointView
    threats: tuple[PointView, ...]
    preventions: tuple[BarrierView, ...]
    mitigations: tuple[BarrierView, ...]
    consequences: tuple[PointView, ...]
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """Something compared; ``open`` where it is a question that nobody has answered."""

    change: ChangeAnalysis
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesView:
    """What was different this time, one row for each thing compared."""

    rows: tuple[ChangeView, ...]
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisView:
    """The methods used, each None or empty where it was not."""

    whys: WhysView | None
    fishbone: FishboneView | None
    fault_tree: FaultTreeView | None
    changes: ChangesView | None
    bow_tie: BowTieView | None


def analysis(incident: Incident) -> AnalysisView | None:
    """Lay out the methods of an incident; None where no method is recorded."""
    held = incident.analysis
    if held is None:
        return None
    unanswered = [path for path, _ in open_questions(held)]
    waiting = Counter(str(path[1]) for path in unanswered)
    asking = {path[2] for path in unanswered if path[1] == "change_analysis"}
    said = {name: _waiting(number) for name, number in waiting.items()}
    view = AnalysisView(
        whys=_whys(held.five_whys) if held.five_whys else None,
        fishbone=_fishbone(incident.title, held.fishbone, said.get("fishbone", ""))
        if held.fishbone
        else None,
        fault_tree=_fault_tree(held.fault_tree, said.get("fault_tree", ""))
        if held.fault_tree
        else None,
        changes=ChangesView(
            rows=tuple(
                ChangeView(change=each, open=index in asking)
                for index, each in enumerate(held.change_analysis)
            ),
            summary=said.get("change_analysis", ""),
        )
        if held.change_analysis
        else None,
        bow_tie=_bow_tie(held.bow_tie, said.get("bow_tie", "")) if held.bow_tie else None,
    )
    used = (view.whys, view.fishbone, view.fault_tree, view.changes, view.bow_tie)
    return view if any(used) else None


def _waiting(number: int) -> str:
    return "One question is still open." if number == 1 else f"{number} questions are still open."


def _whys(chains: tuple[Why, ...]) -> WhysView:
    views = tuple(map(_why, chains))
    asked, unanswered = map(sum, zip(*map(_counted, views), strict=True))
    if asked == 1:
        summary = "One question, still open." if unanswered else "One question, answered."
    elif not unanswered:
        summary = f"All {asked} questions are answered."
    else:
        are = "is" if unanswered == 1 else "are"
        summary = f"{unanswered} of {asked} questions {are} still open."
    return WhysView(chains=views, summary=summary)


def _why(each: Why) -> WhyView:
    return WhyView(
        question=each.question, answer=each.answer or "", whys=tuple(map(_why, each.whys))
    )


def _counted(view: WhyView) -> tuple[int, int]:
    """Return how many questions a branch asks, and how many of them nobody answered."""
    below = [_counted(each) for each in view.whys]
    return (
        1 + sum(asked for asked, _ in below),
        (not view.answer) + sum(unanswered for _, unanswered in below),
    )


def _points(points: tuple[Point, ...]) -> tuple[PointView, ...]:
    return tuple(PointView(question=each.question or "", text=each.text or "") for each in points)


def _fishbone(effect: str, fishbone: dict[str, tuple[Point, ...]], summary: str) -> FishboneView:
    bones = [
        Bone(category=name, causes=_points(causes), open=not any(each.text for each in causes))
        for name, causes in fishbone.items()
    ]
    # Full spines would leave a stub at the end; equal ones look like one fish.
    spines = -(-len(bones) // _BONES_ON_A_SPINE)
    size = -(-len(bones) // spines)
    size += size % 2 if spines > 1 else 0
    return FishboneView(
        effect=effect,
        spines=tuple(tuple(bones[at : at + size]) for at in range(0, len(bones), size)),
        summary=summary,
    )


def _fault_tree(top: Gate, summary: str) -> FaultTreeView:
    view = _event(top)
    shape = "wide" if _levels(view) <= _LEVELS_SIDE_BY_SIDE and _gated(view) else "deep"
    return FaultTreeView(top=view, shape=shape, summary=summary)


def _event(node: Gate) -> EventView:
    gated = bool(node.causes or node.gate)
    name, meaning = _GATES[node.gate]
    return EventView(
        event=node.event or "",
        question=node.question or "",
        gate=(node.gate or "unknown") if gated else "",
        gate_name=name if gated else "",
        gate_meaning=meaning if gated else "",
        open=gated and not node.causes,
        causes=tuple(map(_event, node.causes)),
    )


def _gated(view: EventView) -> bool:
    """Tell whether every gate of a tree is recorded."""
    return view.gate != "unknown" and all(map(_gated, view.causes))


def _levels(view: EventView) -> int:
    return 1 + max(map(_levels, view.causes), default=0)


def _bow_tie(tie: BowTie, summary: str) -> BowTieView:
    return BowTieView(
        event=PointView(question=tie.question or "", text=tie.event or ""),
        threats=_points(tie.threats),
        preventions=_barriers(tie.preventions),
        mitigations=_barriers(tie.mitigations),
        consequences=_points(tie.consequences),
        summary=summary,
    )


def _barriers(barriers: tuple[Barrier, ...]) -> tuple[BarrierView, ...]:
    return tuple(
        BarrierView(
            question=each.question or "",
            text=each.text or "",
            state=_HELD[each.held][0],
            said=_HELD[each.held][1] if each.text else "",
        )
        for each in barriers
    )
