"""What the playbook's messages say, as its page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.load.templates import load_templates
from postmortems.render.message import Messenger
from support.example import REPOSITORY

if TYPE_CHECKING:
    from postmortems.config.settings import Settings

MESSENGER = Messenger(load_templates(REPOSITORY))


def wording(chosen: Settings) -> dict[str, tuple[str, str]]:
    """The specimens of all messages, by id."""
    return MESSENGER.specimens(chosen.policy.messages)
