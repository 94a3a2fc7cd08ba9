"""The playbook's communications: who is told, how often, and what each message says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from postmortems.clock import duration
from postmortems.pages.base import Page
from postmortems.pages.words import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postmortems.config.audiences import CommunicationAudience
    from postmortems.config.settings import Settings
    from postmortems.config.workflow import Message


Paragraph = tuple[str, ...]
"""The lines between two blank lines of a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A kind of message; ``levels`` and ``next_update`` are in words.

    ``wording`` is what is sent, with descriptions where the record fills it, and ``unknown`` what
    is sent while nothing is known.
    """

    message: Message
    audience: str
    kind: str
    levels: str
    next_update: str
    subject: str
    wording: tuple[Paragraph, ...]
    unknown: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesPage(Page):
    """Audiences, the cadence of updates, and messages."""

    template: ClassVar[str] = "playbook_communications.md.j2"

    audiences: tuple[CommunicationAudience, ...]
    cadence: str
    cadence_levels: str
    messages: tuple[MessageView, ...]


def page(settings: Settings, wording: Mapping[str, tuple[str, str]]) -> MessagesPage:
    """Make the page of communications; ``wording`` holds what each message says, by its id.

    That is a pair of texts: with descriptions in it, and with nothing known.
    """
    audiences = settings.audiences.communication
    names = {each.id: each.name for each in audiences}
    updates = settings.policy.updates
    return MessagesPage(
        path="playbook/communications.md",
        title="Communications",
        audiences=audiences,
        cadence=duration(timedelta(minutes=updates.cadence_minutes)),
        cadence_levels=levels(updates.levels),
        messages=tuple(
            MessageView(
                message=each,
                audience=names[each.audience],
                kind=spoken(each.kind),
                levels=levels(each.levels),
                next_update=""
                if each.next_update_minutes is None
                else duration(timedelta(minutes=each.next_update_minutes)),
                subject=each.headed("«The level»", "«What it is about»") if each.subject else "",
                wording=paragraphs(wording[each.id][0]),
                unknown=paragraphs(wording[each.id][1]),
            )
            for each in settings.policy.messages
        ),
    )


def levels(ids: tuple[str, ...]) -> str:
    """Say which levels something counts for; none listed means all."""
    return ", ".join(ids) or "all levels"


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Part a message where its lines are blank."""
    return tuple(tuple(each.split("\n")) for each in text.strip("\n").split("\n\n"))
