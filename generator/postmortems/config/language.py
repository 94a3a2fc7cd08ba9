"""language.yml: the words that checks of wording look for; plain phrases, never patterns."""

from dataclasses import dataclass, field
from typing import Annotated

import annotated_types as at

from postmortems.config.contacts import Contacts
from postmortems.config.credentials import Credentials
from postmortems.fields import LINE_PATTERN, Record, Text

Phrase = Annotated[str, Text(80, LINE_PATTERN)]
"""A word or a few, found in any case, or in capitals only if written in capitals; a letter or digit
at its edge is the edge of a word."""
Phrases = Annotated[tuple[Phrase, ...], at.MaxLen(200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedNouns(Record):
    """For each figure of an impact the nouns, in the plural, that prose counts it in.

    A noun that may mean either of two figures stands under both; it is then compared only where
    both are recorded, and either may bear it out.
    """

    clients: Phrases = ()
    """Nouns for client organisations, counted by `impact.clients`."""
    users: Phrases = ()
    """Nouns for people, counted by `impact.users`."""
    tickets: Phrases = ()
    """Nouns for support tickets, counted by `impact.tickets`."""
    requests_failed: Phrases = ()
    """Nouns for requests, counted by `impact.requests_failed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language(Record):
    """What good postmortems avoid saying, and words that turn a sentence into a claim.

    Each list may be empty; the check that needs it then finds nothing.
    """

    placeholders: Phrases = ()
    """What people leave where text is still to come; none may stay in a published postmortem."""
    blame: Phrases = ()
    """Words that make a person the cause, such as `human error`."""
    counterfactuals: Phrases = ()
    """Words that judge by what did not happen, such as `should have`."""
    person_counterfactuals: Phrases = ()
    """Words that judge so only where people are said to have done it, such as `failed to`: of a
    machine they tell what happened."""
    person_words: Phrases = ()
    """Words for people at work, such as `engineer`; names of people, teams and roles that are
    recorded or configured count without being listed."""
    normative: Phrases = ()
    """Words that judge people, such as `careless`."""
    single_cause: Phrases = ()
    """Words that claim one cause where records list several factors."""
    single_cause_except: Phrases = ()
    """Longer phrases that hold such words and claim nothing, such as `root cause analysis`."""
    be_careful: Phrases = ()
    """Fixes that ask people to be better instead of changing anything."""
    vague_verbs: Phrases = ()
    """Verbs that begin an action without saying when it is done."""
    result_cues: Phrases = ()
    """Words that show a result, so that a vague verb beside them is no fault."""
    group_owners: Phrases = ()
    """Words that show an action's owner to be a group, not a person."""
    universal_quantifiers: Phrases = ()
    """Words that claim everyone, such as `all`."""
    quantified_nouns: Phrases = ()
    """Those who are counted, such as `users`; beside a word for everyone they make a claim."""
    counted_nouns: CountedNouns = field(default_factory=CountedNouns)
    """What prose calls the things that figures of an impact count, such as `tickets`."""
    duration_cues: Phrases = ()
    """Words before or after a duration that claim it for the whole incident, such as `lasted`."""
    outage_words: Phrases = ()
    """Words for a total loss of service, out of place where the impact was partial."""
    own_review: Phrases = ()
    """Names for the review of the incident itself, which is no action."""
    credentials: Credentials | None = None
    """What credentials look like, none of which may stand in a record."""
    contacts: Contacts | None = None
    """What tells where people and machines can be reached, for what everyone can read."""
