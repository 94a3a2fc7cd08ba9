"""Advice for programs."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from postmortems.advice.calls import Call
from postmortems.advice.messages import Word
from postmortems.advice.reports import Filing
from postmortems.advice.seats import Seat
from postmortems.answers.shapes import listed, null, record

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.advice.steps import Step
    from postmortems.answers.advice import Advice
    from postmortems.config.catalog import Contact
    from postmortems.config.settings import Settings

VERSION = 1


def document(advice: Advice, settings: Settings) -> dict[str, Any]:
    """Write advice as `schema` describes it; moments are in UTC."""
    incident, remedies, standing = advice.incident, advice.remedies, advice.standing
    return {
        "version": VERSION,
        "incident": incident.id,
        "as_of": _moment(advice.as_of),
        "level": incident.severity,
        "status": incident.status,
        "open": advice.open,
        "elapsed_minutes": None if advice.elapsed is None else advice.elapsed.total_seconds() / 60,
        "phase": {"id": standing.phase.id, "by": standing.by} if standing else None,
        "steps": [_step(each) for each in advice.steps()],
        "may_command": [
            {"tier": each.tier, "role": each.role, "contacts": _contacts(each.contacts)}
            for each in advice.candidates
        ],
        "checklist": [
            {"text": each.text, "state": each.state, "note": each.note or None}
            for each in advice.checks
        ],
        "containment": {
            "chosen_by": (remedies.contained_by or None) if remedies else None,
            "options": [
                {
                    "id": each.id,
                    "type": each.incident,
                    "strategy": each.strategy,
                    "measures": list(each.measures),
                    "commands": list(each.commands),
                }
                for each in (remedies.containment if remedies else ())
            ],
            "questions": [each.question for each in settings.policy.containment_questions],
        },
        "eradication": {
            "chosen_by": (remedies.cured_by or None) if remedies else None,
            "options": [
                {
                    "id": each.id,
                    "cause": each.cause,
                    "strategy": each.strategy,
                    "validation": each.validation,
                }
                for each in (remedies.eradication if remedies else ())
            ],
        },
        "postmortem": {
            "owed": advice.owed,
            "may_become_mandatory_at": _moment(advice.may_become.due)
            if advice.may_become
            else None,
        },
        "afterwards": [
            {
                "what": each.what,
                "day": each.day.isoformat() if each.day else None,
                "when": each.when or None,
                "done": each.done,
                "overdue": each.overdue,
            }
            for each in advice.later
        ],
        "unknown": list(advice.unknown),
    }


def _step(step: Step) -> dict[str, Any]:
    kind, more = "handoff", dict[str, Any]()
    match step:
        case Seat():
            kind, more = "role", {"role": step.role, "holder": step.holder or None}
        case Call():
            kind, more = (
                "call",
                {
                    "tier": step.tier,
                    "reasons": [
                        {
                            "text": each.what,
                            "state": each.state,
                            "due": _moment(each.due),
                            "note": each.note or None,
                        }
                        for each in step.reasons
                    ],
                    "contacts": _contacts(step.contacts),
                },
            )
        case Word():
            kind, more = (
                "message",
                {
                    "audience": step.audience,
                    "message_kind": step.kind,
                    "message": step.message or None,
                },
            )
        case Filing():
            kind, more = "report", {"regime": step.regime}
    return {
        "kind": kind,
        "what": step.what,
        "state": step.state,
        "due": _moment(step.due),
        "done": _moment(step.done),
        "note": step.note or None,
        **more,
    }


def _contacts(contacts: tuple[Contact, ...]) -> list[dict[str, Any]]:
    return [
        {
            "id": each.id,
            "name": each.name,
            "primary": each.primary,
            "alternates": list(each.alternates),
            "emergency_methods": list(each.emergency_methods),
        }
        for each in contacts
    ]


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def schema() -> dict[str, Any]:
    """Describe the document as a JSON Schema."""
    word, yes = {"type": "string"}, {"type": "boolean"}
    moment = {"type": "string", "format": "date-time"}
    state = {"enum": ["done", "overdue", "due", "later", "judge", "unknown"]}
    contact = record(
        id=word,
        name=word,
        primary=word,
        alternates=listed(word),
        emergency_methods=listed(word),
    )
    step = record(
        kind={"enum": ["role", "call", "message", "handoff", "report"]},
        what=word,
        state=state,
        due=null(moment),
        done=null(moment),
        note=null(word),
    )
    step["properties"] |= {
        "role": word,
        "holder": null(word),
        "tier": word,
        "reasons": listed(record(text=word, state=state, due=null(moment), note=null(word))),
        "contacts": listed(contact),
        "audience": word,
        "message_kind": {"enum": ["initial", "update", "all_clear"]},
        "message": null(word),
        "regime": word,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `postmortems advise --output json` writes",
        "description": "Keys may be added within a version; ignore those that you do not know.",
        **record(
            version={"const": VERSION},
            incident=word,
            as_of=moment,
            level=word,
            status=word,
            open=yes,
            elapsed_minutes={"type": ["number", "null"]},
            phase=null(record(id=word, by=word)),
            steps=listed(step),
            may_command=listed(record(tier=word, role=word, contacts=listed(contact))),
            checklist=listed(
                record(
                    text=word,
                    state={"enum": ["shown", "not shown", "judge"]},
                    note=null(word),
                )
            ),
            containment=record(
                chosen_by=null(word),
                options=listed(
                    record(
                        id=word,
                        type=word,
                        strategy=word,
                        measures=listed(word),
                        commands=listed(word),
                    )
                ),
                questions=listed(word),
            ),
            eradication=record(
                chosen_by=null(word),
                options=listed(record(id=word, cause=word, strategy=word, validation=word)),
            ),
            postmortem=record(owed=word, may_become_mandatory_at=null(moment)),
            afterwards=listed(
                record(
                    what=word,
                    day=null({"type": "string", "format": "date"}),
                    when=null(word),
                    done=yes,
                    overdue=yes,
                )
            ),
            unknown=listed(word),
        ),
    }
