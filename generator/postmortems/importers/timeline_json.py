"""A drawn timeline for programs.

Within a version, keys are only ever added; a change of meaning is a new version. A key whose value
nobody knows is null, never absent.
"""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any

from postmortems.clock import day_number
from postmortems.shapes import listed, null, record

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.importers.timeline import Drawn, Line

VERSION = 1


def json(drawn: Drawn) -> str:
    """Write the timeline as one JSON document, as `schema` describes it."""
    outlook = drawn.outlook
    document = {
        "version": VERSION,
        "incident": drawn.incident.id,
        "timezone": drawn.zone,
        "date_known": drawn.incident.date_unknown is None,
        "sources": [
            {"name": each.name, "taken_for": each.label, "events": len(each.events)}
            for each in drawn.sources
        ],
        "entries": [_entry(each, drawn) for each in drawn.lines],
        "moments": [
            {
                "moment": each.name,
                "at": _said(each.at, drawn),
                "entry": each.entry,
                "because": each.because,
                "recorded": _said(each.recorded, drawn) if each.recorded else None,
                "trouble": each.trouble or None,
            }
            for each in outlook.moments
        ],
        "phases": [
            {
                "phase": each.phase,
                "start": _said(each.start, drawn),
                "end": _said(each.end, drawn),
                "minutes": each.length.total_seconds() / 60,
                "left": not each.last,
            }
            for each in outlook.stretches
        ],
        "missing_phases": list(outlook.missing),
        "gaps": [
            {
                "before": each.before,
                "after": each.after,
                "phase": each.phase,
                "minutes": each.length.total_seconds() / 60,
                "most_minutes": each.most.total_seconds() / 60,
            }
            for each in outlook.gaps
        ],
        "decisions": [{"entry": each.entry, "because": each.because} for each in outlook.decisions],
        "duplicates": [
            {
                "source": each.event.source,
                "line": each.event.spot.line,
                "at": _said(each.at, drawn),
                "text": each.event.text,
                "of": each.of,
            }
            for each in drawn.duplicates
        ],
        "skipped": [
            {
                "source": each.source,
                "line": each.spot.line,
                "excerpt": each.excerpt,
                "reason": each.reason,
                "fault": each.fault,
            }
            for each in drawn.skipped
        ],
    }
    return dumps(document, indent=2, ensure_ascii=False) + "\n"


def _entry(line: Line, drawn: Drawn) -> dict[str, Any]:
    placed, recorded = line.placed, line.recorded
    event = placed.event if placed else None
    return {
        "at": _said(line.entry.at, drawn),
        "written": placed.said if placed else None,
        "text": line.entry.text,
        "actor": (event.actor or None) if event else (recorded.actor if recorded else None),
        "evidence": event.evidence if event else (recorded.evidence if recorded else None),
        "index": line.entry.index,
        "new": placed is not None,
        "kind": event.kind if event else None,
        "source": event.source if event else None,
        "line": event.spot.line if event else None,
        "phase": line.proposal.phase or None,
        "phase_recorded": bool(line.entry.recorded),
        "because": line.proposal.because,
        "doubts": list(placed.doubts) if placed else [],
    }


def _said(at: datetime, drawn: Drawn) -> str:
    if drawn.incident.date_unknown is not None:
        return f"day {day_number(at)} {at:%H:%M:%S}"
    return at.isoformat()


def schema() -> dict[str, Any]:
    """Describe the document as a JSON Schema."""
    text, flag = {"type": "string"}, {"type": "boolean"}
    whole, number = {"type": "integer"}, {"type": "number"}
    maybe = null(text)
    moment = text | {
        "description": "ISO 8601 with an offset, or `day 2 02:15:00` where the date is unknown."
    }
    place = whole | {"description": "The number of an entry of `entries`, from 0."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `postmortems timeline --output json` writes",
        "description": (
            "Keys may be added within a version; ignore those that you do not know. "
            "What nobody knows is null."
        ),
        **record(
            version={"const": VERSION},
            incident=text,
            timezone=maybe | {"description": "The zone of times of sources that name none."},
            date_known=flag,
            sources=listed(record(name=text, taken_for=text, events=whole)),
            entries=listed(
                record(
                    at=moment,
                    written=maybe | {"description": "The time as the record is to write it."},
                    text=text,
                    actor=maybe,
                    evidence=maybe,
                    index=null(whole) | {"description": "Its place in the record, from 0."},
                    new=flag,
                    kind=maybe,
                    source=maybe,
                    line=null(whole),
                    phase=maybe,
                    phase_recorded=flag,
                    because=text | {"description": "Why this phase, or why none."},
                    doubts=listed(text),
                )
            ),
            moments=listed(
                record(
                    moment=text,
                    at=moment,
                    entry=place,
                    because=text,
                    recorded=null(moment),
                    trouble=maybe | {"description": "Why it is not proposed."},
                )
            ),
            phases=listed(
                record(
                    phase=text,
                    start=moment,
                    end=moment,
                    minutes=number,
                    left=flag | {"description": "Whether another phase followed."},
                )
            ),
            missing_phases=listed(text),
            gaps=listed(
                record(before=place, after=place, phase=text, minutes=number, most_minutes=number)
            ),
            decisions=listed(record(entry=place, because=text)),
            duplicates=listed(record(source=text, line=whole, at=moment, text=text, of=text)),
            skipped=listed(
                record(source=text, line=whole, excerpt=text, reason=text, fault=flag)
                | {"description": "A fault could not be read; the others are no events by nature."}
            ),
        ),
    }
