"""Sites of few incidents, and every file that they offer to other programs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from metrics.records import library, record
from postmortems.render import prose
from support.example import settings
from support.offers import offer

if TYPE_CHECKING:
    from postmortems.model.incident import Incident
    from postmortems.pages.base import Library

HOSTILE = "=a ]]> <script>alert(1)</script> BEGIN:VEVENT & \u05d0\u05d1 \U0001f600"
ONE = record("INC-1", times={"started": "09:00", "resolved": "09:30"}, title="One")
TWO = record(
    "INC-2",
    title=HOSTILE,
    summary=f"**{HOSTILE}**",
    times={"started": "10:00"},
    status="investigating",
    actions=[{"id": "A1", "title": "Done", "status": "done", "done_at": "2026-04-01"}],
)


def given(
    *incidents: Incident,
    url: str | None = "https://pm.example.com/x/",
    **feeds: Any,  # noqa: ANN401
) -> Library:
    """A site under this address, with these settings of feeds."""
    shipped = settings()
    site = replace(shipped.site, url=url, feeds=replace(shipped.site.feeds, **feeds))
    return library(*incidents, policy=replace(shipped, site=site))


def files(of: Library) -> dict[str, bytes]:
    """Every file that a site offers, by path."""
    return offer(of, prose.block).files
