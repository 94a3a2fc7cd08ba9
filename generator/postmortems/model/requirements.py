"""Which fields a record must hold at which stage: ask for no more than the stage needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from postmortems.model.impact import FIGURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Stage = Literal["begun", "resolved", "closed", "published"]
Depth = Literal["full", "standard", "minimal"]

ALL: tuple[Depth, ...] = ("full", "standard", "minimal")
STANDARD: tuple[Depth, ...] = ("full", "standard")
FULL: tuple[Depth, ...] = ("full",)

STAGES: dict[Stage, tuple[str, tuple[str, ...]]] = {
    "begun": ("status", ("investigating", "identified", "mitigated", "resolved", "closed")),
    "resolved": ("status", ("resolved", "closed")),
    "closed": ("status", ("closed",)),
    "published": ("postmortem.status", ("published",)),
}
"""For each stage, the field that tells it and the values at which it is reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A field asked for from a stage on, at levels of these depths.

    ``any_of`` names the keys under ``field`` of which one is enough; ``fewest`` is the least
    number of entries of a list.
    """

    field: str
    stage: Stage
    depths: tuple[Depth, ...]
    why: str
    fewest: int = 1
    any_of: tuple[str, ...] = ()


REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        field="services", stage="begun", depths=ALL, why="people look for what broke by its name"
    ),
    Requirement(
        field="summary", stage="resolved", depths=ALL, why="readers who read one thing read this"
    ),
    Requirement(
        field="times.resolved", stage="resolved", depths=ALL, why="the duration hangs on it"
    ),
    Requirement(
        field="times.started", stage="resolved", depths=STANDARD, why="the duration hangs on it"
    ),
    Requirement(
        field="times.detected",
        stage="resolved",
        depths=STANDARD,
        why="time to detect is computed from it",
    ),
    Requirement(
        field="times.acknowledged",
        stage="resolved",
        depths=STANDARD,
        why="time to acknowledge is computed from it",
    ),
    Requirement(
        field="times.declared",
        stage="resolved",
        depths=FULL,
        why="a major incident is declared, and its clocks start there",
    ),
    Requirement(
        field="times.mitigated",
        stage="resolved",
        depths=FULL,
        why="the end of harm and the end of work are different moments",
    ),
    Requirement(
        field="impact.description",
        stage="resolved",
        depths=STANDARD,
        why="an incident matters through what people could not do",
    ),
    Requirement(
        field="impact",
        stage="resolved",
        depths=FULL,
        any_of=FIGURES,
        why="a major incident has at least one figure, even if it is `unknown`",
    ),
    Requirement(
        field="timeline",
        stage="resolved",
        depths=STANDARD,
        fewest=2,
        why="a story has a beginning and an end",
    ),
    Requirement(
        field="roles.commander",
        stage="resolved",
        depths=FULL,
        why="a major incident has one person who decides",
    ),
    Requirement(
        field="communications",
        stage="resolved",
        depths=FULL,
        why="people outside the room were told something, or were not",
    ),
    Requirement(
        field="recovery",
        stage="resolved",
        depths=FULL,
        why="it is over when stated criteria held for a while",
    ),
    Requirement(
        field="times.closed", stage="closed", depths=STANDARD, why="the status says it is closed"
    ),
    Requirement(
        field="trigger",
        stage="published",
        depths=STANDARD,
        why="what set it off is not the same as what made it possible",
    ),
    Requirement(
        field="factors", stage="published", depths=STANDARD, why="learning starts from factors"
    ),
    Requirement(
        field="findings",
        stage="published",
        depths=FULL,
        why="how each stage of the response held up is what the next one learns from",
    ),
    Requirement(
        field="went_well", stage="published", depths=STANDARD, why="say `none` if nothing did"
    ),
    Requirement(
        field="went_poorly", stage="published", depths=STANDARD, why="say `none` if nothing did"
    ),
    Requirement(
        field="got_lucky", stage="published", depths=STANDARD, why="say `none` if luck had no part"
    ),
    Requirement(
        field="lessons", stage="published", depths=STANDARD, why="say `none` if there are none"
    ),
)


def missing(
    raw: Mapping[str, Any], depth: Depth | None
) -> Iterator[tuple[Requirement, tuple[str | int, ...]]]:
    """Yield each requirement that a raw document fails, with the path of what is absent.

    ``depth`` is that of its severity level; None when the level is unknown, and then only what
    every level must hold is asked for. Fields listed under ``not_recorded`` count as said.
    """
    said = {
        entry["field"]
        for entry in _list(raw.get("not_recorded"))
        if isinstance(entry, dict) and isinstance(entry.get("field"), str)
    }
    for each in REQUIREMENTS:
        teller, values = STAGES[each.stage]
        if _get(raw, teller) not in values:
            continue
        if each.field in said or (depth not in each.depths if depth else each.depths is not ALL):
            continue
        value = _get(raw, each.field)
        if each.any_of:
            met = isinstance(value, dict) and any(value.get(key) is not None for key in each.any_of)
        elif isinstance(value, list):
            met = len(value) >= each.fewest
        else:
            met = value is not None
        if not met:
            yield each, tuple(each.field.split("."))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _get(raw: object, dotted: str) -> Any:  # noqa: ANN401 - a raw document holds anything
    for part in dotted.split("."):
        raw = raw.get(part) if isinstance(raw, dict) else None
    return raw


_ASKED: dict[Stage, str] = {
    "begun": "always",
    "resolved": "once resolved",
    "closed": "once closed",
    "published": "once the postmortem is published",
}

_DEPTHS: dict[tuple[Depth, ...], str] = {
    ALL: "",
    STANDARD: ", at levels asked for at least a standard record",
    FULL: ", at levels asked for a full record",
}


def asked(field: str) -> str:
    """Say when a field, such as ``times.closed``, is asked for; "" when it never is."""
    for need in REQUIREMENTS:
        if need.field == field:
            return _ASKED[need.stage] + _DEPTHS[need.depths]
    return ""
