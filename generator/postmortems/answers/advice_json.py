"""Advice for programs: everything that is known, in a form that keeps its promises.

Within a version, keys are only ever added; a change of meaning is a new version. A key whose value
nobody knows is null, never absent.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from json import dumps
from typing import TYPE_CHECKING, Any, get_args

from postmortems.advice.evidence import Seen
from postmortems.advice.regulatory import DISCLAIMER
from postmortems.advice.task import Kind, State
from postmortems.clock import day_number
from postmortems.shapes import listed, record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.advice.evidence import Checked
    from postmortems.advice.now import Advice
    from postmortems.advice.task import Task
    from postmortems.config.catalog import Contact

VERSION = 1


def json(advice: Advice) -> str:
    """Write the advice as one JSON document, as `schema` describes it."""
    incident, stage, owed = advice.incident, advice.stage, advice.postmortem
    document = {
        "version": VERSION,
        "incident": incident.id,
        "title": incident.title,
        "severity": incident.severity,
        "status": incident.status,
        "kind": incident.kind,
        "as_of": _said(advice.as_of, advice),
        "as_it_stood": advice.trimmed,
        "running": advice.running,
        "clocked": advice.clocked,
        "date_known": advice.dated,
        "elapsed_minutes": advice.elapsed_minutes,
        "elapsed_since": advice.elapsed_since,
        "now": [each.id for each in advice.now],
        "next": [each.id for each in advice.next],
        "tasks": [_task(each, advice) for each in advice.tasks],
        "command": {
            "needed": advice.command.needed,
            "eligible": advice.command.eligible,
            "roles": [
                {
                    "role": each.id,
                    "name": each.person.name if each.person else None,
                    "tier": each.person.tier if each.person else None,
                    "since": _said(each.person.since if each.person else None, advice),
                }
                for each in advice.command.parts
            ],
            "may_command": [
                {"tier": each.tier.id, "role": each.tier.role, "contacts": _people(each.contacts)}
                for each in advice.command.may_command
            ],
            "warnings": list(advice.command.warnings),
        },
        "phase": {
            "id": stage.phase.id if stage.phase else None,
            "because": stage.because,
            "checklist": _checklist(stage.checklist, advice),
            "commander_checklist": _checklist(stage.duty_checklist, advice),
        },
        "containment": {
            "by_record": advice.remedies.contained_by_data,
            "ways": [
                {
                    "id": each.way.id,
                    "strategy": each.way.strategy,
                    "because": list(each.because),
                    "measures": list(each.way.measures),
                    "commands": list(each.way.commands),
                }
                for each in advice.remedies.containment
            ],
            "questions": [
                {"question": each.question, "if_yes": each.if_yes, "if_no": each.if_no}
                for each in advice.remedies.questions
            ],
        },
        "eradication": {
            "by_record": advice.remedies.removed_by_data,
            "ways": [
                {
                    "id": each.way.id,
                    "strategy": each.way.strategy,
                    "validation": each.way.validation,
                    "factors": list(each.factors),
                }
                for each in advice.remedies.eradication
            ],
        },
        "postmortem": {
            "verdict": owed.verdict,
            "because": owed.because,
            "mandatory_at": _said(owed.mandatory_at, advice),
            "mandatory_then": owed.mandatory_then or None,
            "draft_due": _said(owed.draft, advice),
            "review_from": _said(owed.review[0] if owed.review else None, advice),
            "review_until": _said(owed.review[1] if owed.review else None, advice),
            "publication_due": _said(owed.publication, advice),
            "actions_due": {priority: _said(day, advice) for priority, day in owed.actions},
        },
        "regulatory": {
            "note": DISCLAIMER,
            "regimes": [
                {"regime": name, "name": known.name if known else None}
                for name, known in advice.regimes
            ],
        },
        "not_recorded": [{"field": each.field, "so": each.so} for each in advice.unknown],
    }
    return dumps(document, indent=2, ensure_ascii=False) + "\n"


def _task(task: Task, advice: Advice) -> dict[str, Any]:
    return {
        "id": task.id,
        "kind": task.kind,
        "state": task.state,
        "text": task.text,
        "reason": task.reason or None,
        "why": task.why or None,
        "due": _said(task.due, advice),
        "done_at": _said(task.done_at, advice),
        "tier": task.tier,
        "contacts": _people(task.contacts),
        "audiences": list(task.audiences),
        "message": task.message,
    }


def _people(contacts: Iterable[Contact]) -> list[dict[str, Any]]:
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


def _checklist(entries: Iterable[Checked], advice: Advice) -> list[dict[str, Any]]:
    return [
        {
            "text": each.item.text,
            "state": each.state,
            "what": each.what or None,
            "at": _said(each.at, advice),
        }
        for each in entries
    ]


def _said(at: date | None, advice: Advice) -> str | None:
    """Write a moment in UTC, a day as a day, and a moment without a date as `day 1 09:12`."""
    if at is None:
        return None
    if not isinstance(at, datetime):
        return at.isoformat()
    if not advice.dated and at is not advice.as_of and at.year < 1990:  # noqa: PLR2004
        return f"day {day_number(at)} {at:%H:%M}"
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def schema() -> dict[str, Any]:
    """Describe the document as a JSON Schema."""
    text, flag = {"type": "string"}, {"type": "boolean"}
    maybe = {"type": ["string", "null"]}
    when = maybe | {"description": "UTC; a day; or `day 1 09:12` where the date is unknown."}
    texts = {"type": "array", "items": text}
    contacts = listed(
        record(id=text, name=text, primary=text, alternates=texts, emergency_methods=texts)
    )
    checklist = listed(record(text=text, state={"enum": list(get_args(Seen))}, what=maybe, at=when))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `postmortems advise --output json` writes",
        "description": (
            "Keys may be added within a version; ignore those that you do not know. "
            "What nobody knows is null."
        ),
        **record(
            version={"const": VERSION},
            incident=text,
            title=text,
            severity=text,
            status=text,
            kind=text,
            as_of=text,
            as_it_stood=flag
            | {
                "description": "Whether the record tells of later moments, which count for nothing."
            },
            running=flag,
            clocked=flag | {"description": "Whether the playbook's clocks run for its kind."},
            date_known=flag,
            elapsed_minutes={"type": ["number", "null"]},
            elapsed_since={"enum": ["started", "detected", None]},
            now=texts | {"description": "Ids of tasks, the longest overdue first."},
            next=texts | {"description": "Ids of tasks, the soonest first."},
            tasks=listed(
                record(
                    id=text,
                    kind={"enum": list(get_args(Kind))},
                    state={"enum": list(get_args(State))},
                    text=text,
                    reason=maybe,
                    why=maybe,
                    due=when,
                    done_at=when,
                    tier=maybe,
                    contacts=contacts,
                    audiences=texts,
                    message=maybe | {"description": "The id of a message of policy.yml."},
                )
            ),
            command=record(
                needed=flag,
                eligible={"type": ["boolean", "null"]},
                roles=listed(record(role=text, name=maybe, tier=maybe, since=when)),
                may_command=listed(record(tier=text, role=text, contacts=contacts)),
                warnings=texts,
            ),
            phase=record(
                id=maybe, because=text, checklist=checklist, commander_checklist=checklist
            ),
            containment=record(
                by_record=flag,
                ways=listed(
                    record(id=text, strategy=text, because=texts, measures=texts, commands=texts)
                ),
                questions=listed(record(question=text, if_yes=text, if_no=text)),
            ),
            eradication=record(
                by_record=flag,
                ways=listed(record(id=text, strategy=text, validation=text, factors=texts)),
            ),
            postmortem=record(
                verdict={"enum": ["mandatory", "advised", "no"]},
                because=text,
                mandatory_at=when,
                mandatory_then=maybe,
                draft_due=when,
                review_from=when,
                review_until=when,
                publication_due=when,
                actions_due={"type": "object", "additionalProperties": text},
            ),
            regulatory=record(note=text, regimes=listed(record(regime=text, name=maybe))),
            not_recorded=listed(record(field=text, so=text)),
        ),
    }
