"""What of a text may go into a message: one plain line, nothing left open, nothing for insiders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.rules.people import PLACES, anyone, field_of
from postmortems.rules.phrases import any_of
from postmortems.rules.values import contents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident

LONGEST = 500
"""How many characters of one text a message takes; the rest is cut after a whole word."""

# What people and templates leave where something is still to be filled in.
_OPEN = re.compile(
    r"\[[^\]]*\]|\{\{|\}\}|\{%|%\}|\{#|#\}|\$?\{[^{}]{0,80}\}|<[A-Za-z][\w .-]{0,60}>|%\(\w+\)s"
)
_EMPTY = re.compile(r"[\W_]*|none|null|nan|n/?a|undefined|unknown", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\w://|\bwww\.|\S@\S|\b\d{1,3}(?:\.\d{1,3}){3}\b|[0-9a-f]{1,4}:[0-9a-f:]*:[0-9a-f]"
    r"|[\w-]\.(?:internal|intranet|local|localhost|lan|corp|home|svc|cluster)\b"
    r"|\blocalhost\b|[\w-]+(?:\.[\w-]+)+(?::\d|/\w)",
    re.IGNORECASE,
)
# Chats call everybody when they read one of these, even in the middle of a line.
_CALLS = re.compile(r"@(?=(?:channel|here|everyone|all)\b)", re.IGNORECASE)
_CAPITAL = re.compile(r"[^\W\d_a-z][^\W\d_]{2,}")


class Screen:
    """Lets texts into one message; remembers for each field why something was kept out."""

    def __init__(
        self,
        incident: Incident,
        settings: Settings,
        plain: Callable[[str], str],
        *,
        outside: bool,
    ) -> None:
        """Take what turns Markdown into words, and whether readers are outside the organisation."""
        self._plain = plain
        self._left = any_of(settings.language.placeholders)
        self._outside = outside
        self._people = _people(incident, settings) if outside else ()
        self.kept_out: dict[tuple[str, str], None] = {}

    def lines(self, field: str, texts: Iterable[str | None]) -> tuple[str, ...]:
        """Return the texts that may be said, each as one line; those that are empty drop out."""
        found = (self.line(field, each) for each in texts if each)
        return tuple(each for each in found if each)

    def line(self, field: str, text: str) -> str:
        """Return a text as one line of plain words; empty where it must not be said."""
        words = _CALLS.sub("", self._plain(text))
        why = self._why_not(words)
        if why:
            self.kept_out[field, why] = None
            return ""
        return words

    def _why_not(self, words: str) -> str:
        if not words:
            return ""
        if _EMPTY.fullmatch(words) or _OPEN.search(words) or self._left.search(words):
            return "holds a placeholder"
        if self._outside and any(each.search(words) for each in self._people):
            return "names a person"
        if self._outside and _ADDRESS.search(words):
            return "holds an address"
        return ""


def _people(incident: Incident, settings: Settings) -> tuple[re.Pattern[str], ...]:
    """Compile the names of people, with those that are one word and no name of a job."""
    known = anyone(incident, settings)
    jobs = {
        word.casefold()
        for text in (
            *(each.name for each in settings.catalog.services),
            *(each.name for each in settings.catalog.teams),
            *(each.role for each in settings.escalation.tiers),
        )
        for word in text.split()
    }
    short = dict.fromkeys(
        text
        for path, text, _ in contents(incident).texts
        if field_of(path) in PLACES - {"timeline.actor"}
        and _CAPITAL.fullmatch(text)
        and text.casefold() not in jobs
    )
    bare = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, short))})(?!\w)") if short else None
    return tuple(each for each in (known, bare) if each is not None)
