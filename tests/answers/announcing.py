"""A message of the shipped playbook worded for a record, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.answers.announcement import announce, message_for
from postmortems.render import prose
from support.example import settings
from support.wording import MESSENGER

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.answers.announcement import Announcement
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident

AUDIENCES = ("internal", "client", "executive")
KINDS = ("initial", "update", "all_clear")


def made(
    incident: Incident,
    audience: str,
    kind: str,
    at: datetime,
    *,
    chosen: Settings | None = None,
    **said: str,
) -> Announcement:
    """The message as `announce` fills it; fields said are written with underscores."""
    policy = chosen or settings()
    return announce(
        incident,
        policy,
        message_for(audience, kind, policy, incident.severity),
        at,
        {name.replace("_", "-"): text for name, text in said.items()},
        file="incidents/2026/x.yml",
        plain=lambda text: prose.text(text, 500),
    )


def worded(answer: Announcement) -> str:
    """Its subject and body as they are printed."""
    body = MESSENGER.body(
        answer.message, answer.values, incident=answer.incident, sender=answer.sender
    )
    return f"Subject: {answer.subject}\n\n{body}"
