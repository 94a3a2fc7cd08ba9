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
    r"\[[^\]]*\]|\{\{|\}\}|\{%|%\}|\{#|#\}|\$?\{[^{}]{0,80}\}|<[A-Za-z/!?][^<>]{0,80}>|%\(\w+\)s"
    r"|(?<![\w%])%[sd]\b|(?<!\w)\$[A-Z_]{3,}\b"
)
_EMPTY = re.compile(r"[\W_]*|none|null|nan|n/?a|undefined|unknown", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\w://|\bwww\.|\S@\S|\b\d{1,3}(?:\.\d{1,3}){3}\b|\\[\w.-]+\\\w"
    # Not 11:00:30: an address has a gap, or more groups than a time of day.
    r"|(?<![\w:])(?:(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,7}:[0-9a-f]|::[0-9a-f])"
    r"|[\w-]\.(?:internal|intranet|local|localhost|lan|corp|home|svc|cluster)\b"
    r"|\blocalhost\b|[\w-]+(?:\.[\w-]+)+(?::\d|/\w)",
    re.IGNORECASE,
)
# Chats call everybody when they read one of these, even in the middle of a line.
_CALLS = re.compile(
    r"[@\uff20]+(?=(?:channel|here|everyone|all)\b)|<!(?:channel|here|everyone|subteam)[^<>]{0,80}>",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_FIRST = re.compile(r"[^\W\d_a-z][^\W\d_]{2,}")


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
        words = " ".join(_CALLS.sub("", self._plain(text)).split())
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
    """Compile the names of people in every spelling that a record may give them.

    A name counts wherever it stands, in small letters too; so do its parts that begin with a
    capital, at the beginning of a sentence too. That is stricter than what the rules warn of: a
    message without a sentence can be mended, one with a name cannot be taken back.
    """
    known = anyone(incident, settings)
    jobs = {
        word.casefold()
        for text in (
            *(each.name for each in settings.catalog.services),
            *(each.name for each in settings.catalog.teams),
            *(each.id for each in settings.catalog.teams),
            *(each.name for each in settings.catalog.contacts),
            *(each.primary for each in settings.catalog.contacts),
            *(each.role for each in settings.escalation.tiers),
            *(each.name for each in settings.escalation.commander.roles),
        )
        for word in _WORD.findall(text)
    }
    group = any_of(settings.language.group_owners)
    names: dict[str, None] = {}
    parts: dict[str, None] = {}
    for path, text, _ in contents(incident).texts:
        field = field_of(path)
        words = _WORD.findall(text)
        if field not in PLACES or group.search(text):
            continue
        # What acts in a timeline is as often a system, which only its capitals tell from people.
        if field == "timeline.actor" and not (known and known.search(text)):
            continue
        if all(word.casefold() in jobs for word in words) or len(text) < 2:  # noqa: PLR2004
            continue
        names[text] = None
        if not any(word.casefold() in jobs for word in words):
            parts |= dict.fromkeys(word for word in words if _FIRST.fullmatch(word))
    whole = _any_of(names, re.IGNORECASE)
    return tuple(each for each in (known, whole, _any_of(parts)) if each is not None)


def _any_of(words: Iterable[str], flags: int = 0) -> re.Pattern[str] | None:
    found = [re.escape(each) for each in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)", flags) if found else None
