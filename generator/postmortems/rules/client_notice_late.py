"""Clients who were told later than the level allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.notices import notice_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("client-notice-late", family="response", level=Level.WARNING)
def client_notice_late(incident: Incident, context: Context) -> Iterator[Problem]:
    """Clients first heard of the incident later than the level allows, or not while it was due.

    What counts is the first of the `communications` to an audience that the clause names, such as
    `client` or `status_page`. A level that asks for it only when clients feel the incident is held
    to that by the figures under `impact`. A record without communications says nothing about whom
    it told.

    Why: Clients who hear of an outage from their own users have already lost trust, and their
    questions arrive at the worst moment.

    Fix: Correct the message's time, or enter a message that is missing. A true miss stays in the
    record and is shown on the page.

    Source: The response times of the levels in `severities.yml`; Google's SRE book, chapter 14, on
    communication during incidents.

    Flagged:
        communications:
          - at: 2026-03-03 10:10
            audience: client
            kind: initial
          - at: 2026-03-03 10:20
            audience: client
            kind: all_clear

    Accepted:
        communications:
          - at: 2026-03-03 10:08
            audience: client
            kind: initial
          - at: 2026-03-03 10:20
            audience: client
            kind: all_clear
    """
    yield from notice_late(
        "client-notice-late",
        incident,
        context,
        clause="client_notice",
        told="clients",
    )
