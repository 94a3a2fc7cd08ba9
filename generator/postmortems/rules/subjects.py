"""Who does what a verb says, as far as that is plain: people, or something else."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from postmortems.rules.people import person_names
from postmortems.rules.phrases import Sentences, any_of

if TYPE_CHECKING:
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


class Subjects:
    """The people of one record and of the configuration, as subjects of verbs."""

    def __init__(self, incident: Incident, context: Context) -> None:
        self._incident = incident
        self._settings = context.settings
        self._text = ""
        self._sentences = Sentences("")
        self._names: re.Pattern[str] | None = None

    @cached_property
    def _known(self) -> re.Pattern[str]:
        return any_of(_words(self._settings))

    def are_people(self, verb: re.Match[str]) -> bool:
        """Tell whether the subject of a verb is a person, a team or a role.

        The subject stands right before the verb, or begins the sentence when the verb is a further
        one (`The team looked, and failed to see it`). Where neither is a name or one of the
        configured words for people, it is taken for a thing.
        """
        self._turn_to(verb.string)
        first, _ = self._sentences.around(verb.start(), verb.end())
        before = verb.string[first : verb.start()]
        found = chain(
            self._known.finditer(before), self._names.finditer(before) if self._names else ()
        )
        further = _FURTHER.search(before) is not None
        return any(
            _stands_before_verb(before, each) or (further and _begins(before, each))
            for each in found
        )

    def _turn_to(self, text: str) -> None:
        """Find once per text what is asked for every verb in it."""
        if text is not self._text:
            self._text, self._sentences = text, Sentences(text)
            self._names = person_names(self._incident, self._settings, [text])


def _stands_before_verb(before: str, person: re.Match[str]) -> bool:
    if _RIGHT_BEFORE.match(before, person.end()) is None:
        return False
    return _OBJECT.search(before, 0, person.start()) is None


def _begins(before: str, person: re.Match[str]) -> bool:
    if _BEGINNING.fullmatch(before, 0, person.start()) is None:
        return False
    return _GOES_ON.match(before, person.end()) is not None


def _words(settings: Settings) -> tuple[str, ...]:
    """Return the words for people and the names of teams and roles."""
    return (
        *settings.language.person_words,
        *(each.name for each in settings.catalog.teams),
        *(each.role for each in settings.escalation.tiers),
        *(each.name for each in settings.escalation.commander.roles),
    )


_RIGHT_BEFORE = re.compile(
    r"(?:\s+(?:had|has|have|also|both|all|then|again|repeatedly|who|simply))*\s*\Z", re.IGNORECASE
)
# `The alert of the team` is an alert.
_OBJECT = re.compile(
    r"\b(?:of|for|by|to|from|with|in|at|on)\s+(?:(?!and\b|but\b|or\b)[\w'\u2019-]+\s+){0,2}\Z",
    re.IGNORECASE,
)
_FURTHER = re.compile(r"(?:,|\b(?:and|but|or|then))\s*\Z", re.IGNORECASE)
_BEGINNING = re.compile(r"\W*+(?:(?:the|our|an?|one)\s+)?(?:[\w-]+\s+)?", re.IGNORECASE)
_GOES_ON = re.compile(r"\s+\w")
