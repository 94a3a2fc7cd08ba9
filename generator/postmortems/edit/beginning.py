"""The text of a record that begins: what was answered, and as comments what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postmortems.edit.lacking import skeleton
from postmortems.edit.quoting import WIDTH, folded, inline
from postmortems.edit.shapes import node_at, scalar_of
from postmortems.load.events import read
from postmortems.load.text import Limits
from postmortems.model.requirements import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.requirements import Depth, Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What is known when a record begins; empty where it is not, and then not written.

    Times are as people wrote them. ``date_unknown`` is what is known instead of the date.
    """

    title: str = ""
    status: str = ""
    severity: str = ""
    kind: str = ""
    services: tuple[str, ...] = ()
    detection: str = ""
    alert: str = ""
    timezone: str = ""
    date_unknown: str = ""
    started: str = ""
    estimated: bool = False
    detected: str = ""
    commander: str = ""
    summary: str = ""
    signals: tuple[tuple[str, bool | float], ...] = ()


def written(begun: Beginning, incident_id: str, depth: Depth | None, modeline: str = "") -> str:
    """Write a record: fields that were answered, and gaps for what its status asks for besides."""
    lines = [modeline] if modeline else []
    lines += ["schema: 1", f"id: {inline(incident_id)}"]
    lines += [_pair(key, getattr(begun, key)) for key in ("title", "status", "severity", "kind")]
    lines.append(f"services: [{', '.join(inline(each, flow=True) for each in begun.services)}]")
    lines += [
        _pair(key, getattr(begun, key))
        for key in ("timezone", "date_unknown")
        if getattr(begun, key)
    ]
    gaps = _gaps("\n".join([*lines, *_groups(begun, {})]), depth)
    lines += _groups(begun, gaps)
    if gaps:
        lines += [
            "",
            f"# `status: {begun.status}` asks for these, too. Take away the `# ` and fill them in;",
            "# what nobody knows goes under `not_recorded`, with the reason.",
        ]
        lines += [f"# {line}" for each in gaps.values() for line in each]
    lines += ["", "# What happened, as it happens:"] if "timeline" not in gaps else []
    lines += [f"# {line}" for line in skeleton("timeline")] if "timeline" not in gaps else []
    lines += ["", f"# How it goes on: `postmortems promote {incident_id}`"]
    return "\n".join(lines) + "\n"


def _pair(key: str, value: str) -> str:
    one_line = f"{key}: {inline(value)}"
    long = folded(value, 2) if len(one_line) > WIDTH else None
    return f"{key}: {long}" if long else one_line


def _groups(begun: Beginning, gaps: dict[str, list[str]]) -> Iterator[str]:
    """Yield the groups of fields; gaps in one of them are taken out of ``gaps`` and put there."""
    if begun.summary:
        yield from ("", _pair("summary", begun.summary))
    times = {"started": begun.started, "detected": begun.detected}
    known = [f"  {key}: {inline(value)}" for key, value in times.items() if value]
    if begun.started and begun.estimated:
        known.insert(1, "  started_estimated: true")
    if known:
        # The first line of a gap is the group's own.
        more = gaps.pop("times", [""])[1:]
        yield from ("", "times:", *known, *(f"  # {line.strip()}" for line in more))
    if begun.signals:
        yield from ("", "signals:", *(f"  {key}: {_number(each)}" for key, each in begun.signals))
    yield from ("", "detection:", f"  source: {inline(begun.detection)}")
    if begun.alert:
        yield f"  alert: {inline(begun.alert)}"
    if begun.commander:
        yield from ("", "roles:", f"  commander: {inline(begun.commander)}")
    yield from ("", "postmortem:", "  status: none")


def _number(value: bool | float) -> str:  # noqa: FBT001 - a signal may be a boolean
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if value == int(value) else str(value)


def _gaps(text: str, depth: Depth | None) -> dict[str, list[str]]:
    """Return the lines of what the record's stage asks for and it lacks, by top-level key."""
    found: dict[str, list[str]] = {}
    record: Any = read(text.encode("utf-8", "surrogatepass"), Limits()).value
    for need, _ in missing(record if isinstance(record, dict) else {}, depth):
        top, *lines = _lines(need)
        key = top.partition(":")[0]
        if key in found:
            found[key] += lines
        else:
            found[key] = [top, *lines]
    return found


def _lines(need: Requirement) -> list[str]:
    lines = list(skeleton(need.field, need.any_of))
    scalar = scalar_of(node_at(tuple(need.field.split("."))))
    if scalar is not None or need.any_of:
        lines[-1] += f"  # {need.why}"
    return lines
