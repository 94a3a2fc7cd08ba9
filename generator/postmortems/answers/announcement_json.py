"""A worded message for programs.

Within a version, keys are only ever added; a change of meaning is a new version. A key whose value
nobody knows is null, never absent.
"""

from __future__ import annotations

from datetime import UTC
from json import dumps
from typing import TYPE_CHECKING, Any

from postmortems.answers.announcement import spelt
from postmortems.shapes import listed, null, record

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.answers.announcement import Announcement

VERSION = 1


def json(made: Announcement, body: str) -> str:
    """Write the message as one JSON document, as `schema` describes it."""
    message, due = made.message, made.next_update_at
    document = {
        "version": VERSION,
        "incident": made.incident,
        "message": message.id,
        "audience": message.audience,
        "kind": spelt(message.kind),
        "channel": message.channel,
        "at": _said(made.at),
        "next_update_at": _said(due) if due else None,
        "subject": made.subject,
        "body": body,
        "unknown": list(made.unknown),
        "notes": list(made.notes),
    }
    return dumps(document, indent=2, ensure_ascii=False) + "\n"


def _said(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def schema() -> dict[str, Any]:
    """Describe the document as a JSON Schema."""
    text = {"type": "string"}
    moment = text | {"format": "date-time"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `postmortems announce --output json` writes",
        "description": (
            "Keys may be added within a version; ignore those that you do not know. "
            "What nobody knows is null."
        ),
        **record(
            version={"const": VERSION},
            incident=text,
            message=text | {"description": "The id of a message of policy.yml."},
            audience=text,
            kind={"enum": ["initial", "update", "all-clear"]},
            channel=text,
            at=moment | {"description": "The moment that the message was worded for, UTC."},
            next_update_at=null(moment | {"description": "When it promises the next word, UTC."}),
            subject=text,
            body=text,
            unknown=listed(text)
            | {"description": "Fields that neither the record nor the user knows."},
            notes=listed(text) | {"description": "For whoever sends it, never for its reader."},
        ),
    }
