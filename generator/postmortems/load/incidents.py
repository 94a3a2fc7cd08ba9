"""One incident file to one record: bytes, shape, times and what its stage asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from postmortems.load.build import BROKEN, Walk, build
from postmortems.load.escapes import check_escapes
from postmortems.load.events import read
from postmortems.load.text import LONGEST_TEXT, setting
from postmortems.load.wording import did_you_mean
from postmortems.model.incident import Incident
from postmortems.model.requirements import missing
from postmortems.plan import Scalar, plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.findings import Path, Problem
    from postmortems.load.build import Names
    from postmortems.load.text import Fault, Limits
    from postmortems.model.requirements import Depth
    from postmortems.plan import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What one file gave: its record where one could be built, and all that is wrong with it.

    ``faults`` belong to the text and carry their own positions; ``problems`` carry paths.
    ``incident`` may be present beside problems: then broken optional parts were left out of it.
    ``broken`` are the places of all that was left out, told or not.
    It is not ``whole`` where a required part had to be replaced: fit for rules, not for pages.
    """

    incident: Incident | None
    whole: bool = True
    faults: tuple[Fault, ...] = ()
    problems: tuple[Problem, ...] = ()
    broken: tuple[Path, ...] = ()


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
    check_escapes(content, document.value, walk)
    built = build(document.value, shape, walk)
    if isinstance(document.value, dict):
        _bounds(document.value, limits, walk)
        _requirements(document.value, names, depths, walk)
        walk.problems[:] = [_of_version(each, document.value, shape) for each in walk.problems]
    problems = tuple(_without_echoes(walk.problems))
    broken = tuple(each.path for each in walk.problems)
    if built is BROKEN:
        return Loaded(
            incident=_stand_in(document.value, names, walk.problems),
            whole=False,
            faults=faults,
            problems=problems,
            broken=broken,
        )
    return Loaded(incident=built, faults=faults, problems=problems, broken=broken)


def _of_version(problem: Problem, value: dict[str, Any], shape: Shape) -> Problem:
    """Say of a record of another schema version what can be done about it."""
    if problem.path != ("schema",):
        return problem
    version = value.get("schema")
    node = shape.fields["schema"].node
    current = node.choices[-1] if isinstance(node, Scalar) and node.choices else None
    if version is None:
        return replace(problem, fix=f"{problem.fix}, or run `postmortems migrate`")
    if type(version) is not int or type(current) is not int or version < 1:
        return problem
    if version > current:
        return replace(
            problem,
            message=f"schema version {version} is newer than {current}, which this program reads",
            fix="install a newer version of postmortems",
        )
    return replace(
        problem,
        message=f"schema version {version} is older than {current}, which this program reads",
        fix="run `postmortems migrate`",
    )


def _without_echoes(problems: list[Problem]) -> Iterator[Problem]:
    """Leave out what only follows from an unreadable start or zone, or from a misspelt key."""
    misspelt = {(each.path[:-1], each.fix) for each in problems if each.rule == "unknown-key"}
    broken_start = any(
        each.path[:2] == ("times", "started") or each.path == ("times",) for each in problems
    )
    broken_zone = any(each.path == ("timezone",) for each in problems)
    for each in problems:
        if broken_start and each.rule == "date-missing":
            continue
        if broken_zone and each.rule == "zone-missing":
            continue
        if each.rule == "missing-field" and each.path:
            meant = did_you_mean(str(each.path[-1]))
            if (each.path[:-1], meant) in misspelt:
                continue
        yield each


def _stand_in(value: Any, names: Names, problems: list[Problem]) -> Incident | None:  # noqa: ANN401
    """Build the record with harmless values where required ones are unusable.

    So the rules can say in the same run what else is wrong. The values are those that ask for
    the least; what rules find under a broken field is dropped by whoever runs them.
    """
    if not isinstance(value, dict):
        return None
    services, levels = names.get("service", {}), names.get("severity", {})
    harmless: dict[str, Any] = {
        "schema": 1,
        "id": "INC-0",
        "title": "untitled",
        "status": "investigating",
        "severity": next(reversed(levels.values()), ""),
        "kind": "degradation",
        "services": [next(iter(services), "")],
        "detection": {"source": "unknown"},
        "postmortem": {"status": "none"},
    }
    broken = {str(each.path[0]) for each in problems if each.path}
    mended = value | {key: harmless[key] for key in broken & harmless.keys()}
    built = build(mended, plan(Incident), Walk(names=names))
    return None if built is BROKEN else built


def _bounds(value: dict[str, Any], limits: Limits, walk: Walk) -> None:
    """Hold a record against those limits of its team that are tighter than its fields' own."""
    timeline = value.get("timeline")
    if isinstance(timeline, list) and len(timeline) > limits.max_timeline:
        walk.add(
            "too-many-entries",
            ("timeline",),
            f"{len(timeline):,} entries; the limit is {limits.max_timeline:,}",
            f"keep what matters and link to the rest{setting('max_timeline')}",
        )
    if limits.max_text >= LONGEST_TEXT:
        return
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, each = waiting.pop()
        if isinstance(each, str) and len(each) > limits.max_text:
            walk.add(
                "invalid-text",
                path,
                f"{len(each):,} characters; the limit is {limits.max_text:,}",
                f"shorten it, or link to the rest{setting('max_text')}",
            )
        elif isinstance(each, dict):
            waiting += [((*path, key), part) for key, part in each.items()]
        elif isinstance(each, list):
            waiting += [((*path, index), part) for index, part in enumerate(each)]


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
