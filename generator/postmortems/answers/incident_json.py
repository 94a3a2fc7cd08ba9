"""An incident for programs: its record in one plain form, and what is computed from it.

Within a version, keys are only ever added; a change of meaning is a new version. A key whose value
nobody recorded is null, never absent; a list that is empty was said to be empty, or has no `none`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from json import dumps
from typing import TYPE_CHECKING, Any

from postmortems.advice.clocks import is_running
from postmortems.clock import day_number
from postmortems.metrics.durations import acknowledge, detect, durations, mitigate, recovery, verify
from postmortems.model.incident import Incident
from postmortems.pages.learning import overdue
from postmortems.plan import Field, Items, Mapping, Node, Scalar, Shape, plan
from postmortems.shapes import null, record

if TYPE_CHECKING:
    from postmortems.config.settings import Settings

VERSION = 1
HIDDEN = frozenset({"ignore", "imported", "internal", "notes"})
"""What is for those who keep the record, and for nobody else."""

_SPANS = {
    "duration": durations,
    "detect": detect,
    "acknowledge": acknowledge,
    "mitigate": mitigate,
    "verify": verify,
    "recovery": recovery,
}
_MINUTES = {
    "duration": "resolved − started",
    "detect": "detected − started",
    "acknowledge": "acknowledged − detected",
    "mitigate": "mitigated − detected",
    "verify": "resolved − mitigated",
    "recovery": "mitigated − started, where a change set it off",
}
_JSON = {str: "string", int: "integer", float: "number", bool: "boolean"}
_WHEN = {"type": "string", "description": "In UTC, or `day 1 09:12` where the date is unknown."}


def json(incident: Incident, settings: Settings, as_of: datetime) -> str:
    """Write an incident as one JSON document, as `schema` describes it."""
    level = settings.severities.level(incident.severity)
    document = {
        "version": VERSION,
        "as_of": as_of.astimezone(UTC).date().isoformat(),
        "incident": _plain(incident, plan(Incident), incident),
        "derived": {
            "severity_name": level.name,
            "open": is_running(incident),
            "date_known": incident.date_unknown is None,
            "minutes": {name: _length(name, incident) for name in _SPANS},
            "overdue_actions": [each.id for each in incident.actions if overdue(each, as_of)],
            "factors_without_action": _unanswered(incident),
        },
    }
    return dumps(document, indent=2, ensure_ascii=False) + "\n"


def _length(name: str, incident: Incident) -> float | None:
    points = _SPANS[name]([incident]).points
    return points[0].minutes if points else None


def _unanswered(incident: Incident) -> list[str]:
    answered = {name.casefold() for each in incident.actions for name in each.factors}
    return [each.id for each in incident.factors if each.id.casefold() not in answered]


def _plain(value: Any, node: Node, incident: Incident) -> Any:  # noqa: ANN401 - any value
    if value is None:
        return None
    match node:
        case Shape():
            return {
                name: _plain(getattr(value, each.attribute), each.node, incident)
                for name, each in _fields(node)
            }
        case Items():
            return [_plain(each, node.item, incident) for each in value]
        case Mapping():
            return {name: _plain(each, node.item, incident) for name, each in value.items()}
    return _said(value, incident) if isinstance(value, date) else value


def _said(at: date, incident: Incident) -> str:
    if not isinstance(at, datetime):
        return at.isoformat()
    if incident.date_unknown is not None:
        return f"day {day_number(at)} {at:%H:%M:%S}".removesuffix(":00")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _fields(shape: Shape) -> list[tuple[str, Field]]:
    own = shape.cls is Incident
    return [(name, each) for name, each in shape.fields.items() if not (own and name in HIDDEN)]


def schema() -> dict[str, Any]:
    """Describe the document as a JSON Schema."""
    text, flag = {"type": "string"}, {"type": "boolean"}
    texts = {"type": "array", "items": text}
    number = {"type": ["number", "null"]}
    known: dict[str, dict[str, Any]] = {}
    incident = _schema(plan(Incident), known)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `postmortems render --format json` writes",
        "description": (
            "Keys may be added within a version; ignore those that you do not know. "
            "What nobody recorded is null."
        ),
        **record(
            version={"const": VERSION},
            as_of=text | {"description": "The day by which it is judged what is overdue."},
            incident=incident,
            derived=record(
                severity_name=text,
                open=flag,
                date_known=flag,
                minutes=record(
                    **{name: number | {"description": said} for name, said in _MINUTES.items()}
                ),
                overdue_actions=texts,
                factors_without_action=texts,
            ),
        ),
        "$defs": known,
    }


def _schema(node: Node, known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    match node:
        case Items():
            return {"type": "array", "items": _schema(node.item, known)}
        case Mapping():
            return {"type": "object", "additionalProperties": _schema(node.item, known)}
        case Scalar():
            return _scalar(node)
    name = node.cls.__name__
    if name not in known:
        known[name] = {}  # it may hold itself
        known[name] = record(
            **{key: _field(each, _schema(each.node, known)) for key, each in _fields(node)}
        )
    return {"$ref": f"#/$defs/{name}"}


def _field(each: Field, shape: dict[str, Any]) -> dict[str, Any]:
    """Describe a key with its meaning; without a value it is null."""
    needed = each.required or isinstance(each.node, Items) or "$ref" in shape
    said = {"description": each.doc}
    if "$ref" in shape and not each.required:
        return {"anyOf": [shape, {"type": "null"}], **said}
    if needed and not _may_be_null(each):
        return {**shape, **said}
    if "enum" in shape:
        return {"enum": [*shape["enum"], None], **said}
    return {**null(shape), **said} if isinstance(shape["type"], str) else {**shape, **said}


def _may_be_null(each: Field) -> bool:
    return not each.required and isinstance(each.node, Items) and each.node.none_allowed


def _scalar(node: Scalar) -> dict[str, Any]:
    if node.time is not None and datetime in node.types:
        return dict(_WHEN)
    if node.choices:
        return {"enum": list(node.choices)}
    kinds = [_JSON.get(each, "string") for each in node.types]
    return {"type": kinds[0] if len(kinds) == 1 else kinds}
