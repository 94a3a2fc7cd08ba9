"""People as their roles: who is one, which role the record knows, and their names in texts."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from postmortems.rules.people import NAME, PLACES, caseless, people_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postmortems.config.audiences import Edition
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident
    from postmortems.model.response import Person

COMMANDER = "Incident commander"
_HANDED = {"handoffs.from": "Outgoing commander", "handoffs.to": "Incoming commander"}
_WORD = re.compile(r"[^\W\d_]{3,}")
_ONE_WORD = re.compile(r"[^\W\d_]+")
_PARTED = re.compile(r"[\s._-]+")
_HANDLE = r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@])@[A-Za-z][\w.-]*\w"
_FEWEST = 2
# Months that are given names, too; everyday words come from a list.
_MONTHS = frozenset(("april", "august", "june", "may"))
# Where nobody but a person stands: a single word there is a name, in small letters too.
_ONLY_PEOPLE = PLACES - {"timeline.actor", "escalations.contact", "escalations.alternate"}


def folded(name: str) -> str:
    """Return what two spellings of one name share."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _key(name: str) -> str:
    return " ".join(folded(_PARTED.sub(" ", name)).split())


class People:
    """Knows who is no person, and whom the catalogue names."""

    def __init__(self, settings: Settings, edition: Edition) -> None:
        self._edition = edition
        catalog, ladder = settings.catalog, settings.escalation
        names = (
            COMMANDER,
            *(text for each in catalog.services for text in (each.id, each.name)),
            *(text for each in catalog.teams for text in (each.id, each.name)),
            *(each.name for each in catalog.contacts),
            *(text for each in ladder.tiers for text in (each.id, each.role)),
            *(each.name for each in ladder.commander.roles),
            *edition.not_people,
        )
        groups = (word for phrase in settings.language.group_owners for word in _words(phrase))
        jobs = (
            COMMANDER,
            *(each.name for each in catalog.teams),
            *(each.name for each in catalog.contacts),
            *(each.role for each in ladder.tiers),
            *(each.name for each in ladder.commander.roles),
        )
        self._known = frozenset(map(folded, names))
        self._systems = frozenset(
            word for each in catalog.services for word in _words(f"{each.id} {each.name}")
        )
        self._jobs = frozenset(groups) | {word for name in jobs for word in _words(name)}
        self.tiers = {each.id: each.role for each in ladder.tiers}
        self.parts = {each.id: each.name for each in ladder.commander.roles}
        self.listed = {
            **{name: "" for each in catalog.procedures for name in self._full(each.holders)},
            **{name: "" for each in catalog.contacts for name in self._full(each.alternates)},
            **{each.primary: each.name for each in catalog.contacts if self.full(each.primary)},
        }
        """People of the catalogue by name, with what they are called for where it is known."""

    @property
    def unnamed(self) -> str:
        """What stands for a name without a known role."""
        return self._edition.unnamed

    def nobody(self, name: str) -> bool:
        """Tell whether a name is known to be that of a system, a group or a role."""
        words = _words(name)
        return folded(name) in self._known or bool(words and self._jobs.issuperset(words))

    def ordinary(self, word: str) -> bool:
        """Tell whether a single word is one of those that name services, teams and roles."""
        folded_word = folded(word)
        return folded_word in self._systems or folded_word in self._jobs or self.nobody(word)

    def wordless(self, name: str) -> bool:
        """Tell whether nothing in a text can name anybody: a sign, or everyday words alone."""
        if NAME.fullmatch(name) or name[:1].isupper():
            return False
        letters = sum(map(str.isalpha, name))
        return letters < _FEWEST or self.everyday.issuperset(folded(name).split())

    def full(self, name: str) -> bool:
        """Tell whether a text is a person's whole name."""
        return bool(NAME.fullmatch(name)) and not self.nobody(name)

    def _full(self, names: Iterable[str]) -> Iterator[str]:
        return (name for name in names if self.full(name))

    @cached_property
    def everyday(self) -> frozenset[str]:
        """Words that begin sentences, though somebody may be called so."""
        from stop_words import get_stop_words  # noqa: PLC0415 - it reads a file when imported

        return _MONTHS | frozenset(get_stop_words("english"))


class Named:
    """The people whom one record or the catalogue names, each with the role that is known."""

    def __init__(self, people: People, incident: Incident | None = None) -> None:
        self._people = people
        self._alert = ""
        self._roles: dict[str, str] = {}
        self._single: dict[str, str] = {}
        found = dict(people.listed)
        if incident is not None:
            self._alert = folded(incident.detection.alert or "")
            for field, name, role in _stated(incident, people):
                if people.nobody(name) or folded(name) == self._alert:
                    continue
                for each in dict.fromkeys((name, *people_of(name))):
                    if people.nobody(each) or people.wordless(each):
                        continue
                    if not _ONE_WORD.fullmatch(each) or caseless(each):
                        found[each] = found.get(each) or role
                    elif not people.ordinary(each) and (each[0].isupper() or field in _ONLY_PEOPLE):
                        self._single.setdefault(each, role)
                    self._roles[_key(each)] = self._roles.get(_key(each)) or role
        self._full = found
        for name, role in found.items():
            self._roles[_key(name)] = self._roles.get(_key(name)) or role
        self._pattern = self._compiled()
        # A job in somebody's own words may hold a name, too.
        self._roles = {name: self.text(role) for name, role in self._roles.items() if role}

    def place(self, field: str, name: str) -> str:
        """Return what stands where a record has nothing but a name.

        Empty for an actor without a known role: no page takes that for a gap.
        """
        if self._people.nobody(name) or (self._alert and folded(name) == self._alert):
            return self.text(name)
        added = name.rstrip(" )").partition("(")[2]
        known = (
            *(self._roles.get(_key(each)) for each in (name, people_of(name)[0])),
            # Behind a name often stands its tier, as in `Ana Ruiz (L2)`.
            self._people.tiers.get(added.strip()),
            _HANDED.get(field),
        )
        unknown = "" if field == "timeline.actor" else self._people.unnamed
        return next((role for role in known if role), unknown)

    def names(self, key: str) -> bool:
        """Tell whether a key names somebody: a whole name, or a part of one in any case."""
        return any(self.text(each) != each for each in (key, key.title()))

    def text(self, text: str) -> str:
        """Return a text in which the known people appear by their roles."""
        return self._pattern.sub(self._instead, text)

    def _instead(self, match: re.Match[str]) -> str:
        said = match[0]
        if said.startswith("@") and self._people.nobody(re.sub(r"[@._-]+", " ", said).strip()):
            return said
        return self._roles.get(_key(said)) or self._people.unnamed

    def _compiled(self) -> re.Pattern[str]:
        """Compile the names: whole ones in any case, parts of them where they can be no other word.

        At the beginning of a sentence every word has a capital: there, an everyday word is none.
        """
        everyday = self._people.everyday
        owners: dict[str, set[str]] = {}
        for name in self._full:
            for word in _WORD.findall(name) if NAME.fullmatch(name) else ():
                if word[0].isupper():
                    owners.setdefault(word, set()).add(_key(name))
        for word in self._single:
            owners.setdefault(word, set()).add(_key(word))
        for word, names in owners.items():
            roles = {self._roles.get(name, "") for name in names}
            if len(roles) == 1:
                self._roles.setdefault(_key(word), roles.pop())
        whole = [_loose(name) for name in sorted(self._full, key=lambda each: (-len(each), each))]
        plain = sorted(word for word in owners if word.casefold() not in everyday)
        odd = sorted(word for word in owners if word.casefold() in everyday)
        ways = [_HANDLE]
        if whole:
            ways.append(f"(?i:{'|'.join(whole)})")
        small = sorted(word for word in plain if word.islower())
        if small:
            ways.append(rf"(?<![\w-])(?i:{'|'.join(map(_either, small))})(?!\w)")
        if plain:
            ways.append(rf"(?<![\w-])(?:{'|'.join(map(_either, plain))})(?![\w])")
        if odd:
            ways.append(rf"(?<=[a-z,] )(?:{'|'.join(map(_either, odd))})(?!\w)")
        return re.compile("|".join(ways))


def _stated(incident: Incident, people: People) -> Iterator[tuple[str, str, str]]:
    """Yield the field, the name and the role of everybody in a record; empty for no known role."""
    roles = incident.roles
    if roles is not None:
        if roles.commander is not None:
            yield "roles.commander.name", roles.commander.name, COMMANDER
        for part in ("tech_lead", "comms_lead", "scribe"):
            person: Person | None = getattr(roles, part)
            if person is not None:
                yield f"roles.{part}.name", person.name, people.parts.get(part, "")
        for person in roles.responders:
            yield "roles.responders.name", person.name, role_of(person, people)
    for handoff in incident.handoffs:
        yield "handoffs.from", handoff.from_, COMMANDER
        yield "handoffs.to", handoff.to, COMMANDER
    for call in incident.escalations:
        yield "escalations.contact", call.contact or "", people.tiers.get(call.tier, "")
        yield "escalations.alternate", call.alternate or "", ""
    for entry in incident.timeline:
        yield "timeline.actor", entry.actor or "", ""
    for action in incident.actions:
        yield "actions.owner", action.owner or "", ""
    for gap in incident.knowledge_gaps:
        yield from (("knowledge_gaps.holders", name, "") for name in gap.holders)
    yield "postmortem.owner", incident.postmortem.owner or "", ""
    if incident.review is not None:
        yield "review.facilitator", incident.review.facilitator or "", ""
        yield from (("review.attendees", name, "") for name in incident.review.attendees)


def role_of(person: Person, people: People) -> str:
    """Return what somebody does, in their own words or those of their tier; empty if unknown."""
    return person.role or people.tiers.get(person.tier or "", "")


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _loose(name: str) -> str:
    """Match a whole name, whatever parts its words: `Ana Ruiz`, `ana.ruiz` and `ana-ruiz`."""
    words = [each for each in _PARTED.split(name) if each]
    # Where a script has no capitals, other words may stand beside a name without a space.
    before = r"(?<!\w)" if name[0].isalnum() and not caseless(name[0] * 2) else ""
    after = r"(?!\w)" if name[-1].isalnum() and not caseless(name[-1] * 2) else ""
    return before + r"[\s._-]+".join(map(_either, words)) + after


def _either(word: str) -> str:
    """Match a word whether its marks are letters of their own or not."""
    forms = dict.fromkeys(unicodedata.normalize(form, word) for form in ("NFC", "NFD"))
    escaped = "|".join(map(re.escape, forms))
    return f"(?:{escaped})" if len(forms) > 1 else escaped
