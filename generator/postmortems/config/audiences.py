"""audiences.yml: who may read what on the site, and to whom a response speaks."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.config.references import FieldName
from postmortems.fields import Key, Label, Line, Record, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition(Record):
    """One build of the site: who reads it and what it leaves out."""

    name: Line
    """The name that people read."""
    description: Sentence
    """Who reads it."""
    people: Literal["names", "roles"]
    """Whether people appear by name, or by their role only."""
    hides: Annotated[tuple[FieldName, ...], at.MaxLen(100)] = ()
    """The fields of an incident that are left out, with everything under them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunicationAudience(Record):
    """People to whom messages go while an incident runs."""

    id: Key
    """The name that communications write."""
    name: Line
    """The name that people read."""
    description: Sentence
    """Who they are and what they need to hear."""
    channels: Annotated[tuple[Label, ...], at.MaxLen(20)] = ()
    """How they are reached, the first choice first."""
    external: bool
    """Whether they are outside the organisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audiences(Record):
    """Readers of the site, and receivers of messages."""

    internal: Edition
    """The site for the organisation itself."""
    public: Edition
    """The site for everyone."""
    communication: Annotated[tuple[CommunicationAudience, ...], at.MinLen(1), at.MaxLen(30)]
    """To whom a response speaks."""
