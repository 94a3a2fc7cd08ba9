"""The playbook's communications: who is told, how often, and what each message says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from postmortems.clock import duration
from postmortems.pages.base import Page
from postmortems.pages.words import spoken

if TYPE_CHECKING:
    from postmortems.config.audiences import CommunicationAudience
    from postmortems.config.settings import Settings
    from postmortems.config.workflow import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A kind of message; ``levels`` and ``next_update`` are in words."""

    message: Message
    audience: str
    kind: str
    levels: str
    next_update: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesPage(Page):
    """Audiences, the cadence of updates, and messages."""

    template: ClassVar[str] = "playbook_communications.md.j2"

    audiences: tuple[CommunicationAudience, ...]
    cadence: str
    cadence_levels: str
    messages: tuple[MessageView, ...]


def page(settings: Settings) -> MessagesPage:
    """Make the page of communications."""
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
            )
            for each in settings.policy.messages
        ),
    )


def levels(ids: tuple[str, ...]) -> str:
    """Say which levels something counts for; none listed means all."""
    return ", ".join(ids) or "all levels"
