"""One incident file to one record: bytes, shape, times and what its stage asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postmortems.load.build import BROKEN, Walk, build
from postmortems.load.events import read
from postmortems.model.incident import Incident
from postmortems.model.requirements import missing
from postmortems.plan import plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postmortems.findings import Problem
    from postmortems.load.build import Names
    from postmortems.load.text import Fault, Limits
    from postmortems.model.requirements import Depth


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What one file gave: its record where one could be built, and all that is wrong with it.

    ``faults`` belong to the text and carry their own positions; ``problems`` carry paths.
    ``incident`` may be present beside problems: then broken optional parts were left out of it.
    """

    incident: Incident | None
    faults: tuple[Fault, ...] = ()
    problems: tuple[Problem, ...] = ()


def load_incident(
    content: bytes, names: Names, depths: Mapping[str, Depth], limits: Limits
) -> Loaded:
    """Read one incident.

    ``names`` are the configured names by kind, ``depths`` says for each severity level how much
    its record must hold. Never raises on any input.
    """
    document = read(content, limits)
    faults = tuple(document.faults)
    if document.value is None and faults:
        return Loaded(incident=None, faults=faults)
    walk = Walk(names=names)
    shape = plan(Incident)
    if document.value is None:
        walk.add("missing-field", (), "the file is empty", "write a record, or delete the file")
        return Loaded(incident=None, faults=faults, problems=tuple(walk.problems))
    if faults and not isinstance(document.value, dict):
        return Loaded(incident=None, faults=faults)
    if any(fault.rule in _CUT_SHORT for fault in faults):
        # Whatever follows the break is unread: asking for it would be noise.
        return Loaded(incident=None, faults=faults)
    built = build(document.value, shape, walk)
    if isinstance(document.value, dict):
        _requirements(document.value, names, depths, walk)
    incident: Any = None if built is BROKEN else built
    return Loaded(incident=incident, faults=faults, problems=tuple(walk.problems))


_CUT_SHORT = frozenset(
    ("yaml-syntax", "complex-key", "second-document", "too-deep", "too-many-values")
)


def _requirements(
    value: dict[str, Any], names: Names, depths: Mapping[str, Depth], walk: Walk
) -> None:
    severity = value.get("severity")
    level = names.get("severity", {}).get(severity, "") if isinstance(severity, str) else ""
    for each, path in missing(value, depths.get(level)):
        what = f"`{each.field}`"
        if each.any_of:
            what += " has no figure: give one of " + ", ".join(f"`{key}`" for key in each.any_of)
        elif each.fewest > 1:
            what += f" needs at least {each.fewest} entries"
        else:
            what += " is missing"
        walk.add(
            "missing-field",
            path,
            f"{what}, asked for once {_stage(each.stage)}",
            f"write `{each.field.rpartition('.')[2]}:`, or list `{each.field}` under "
            "`not_recorded` with the reason",
            each.why,
        )


def _stage(stage: str) -> str:
    if stage == "published":
        return "the postmortem is published"
    return f"the incident is {stage}"
