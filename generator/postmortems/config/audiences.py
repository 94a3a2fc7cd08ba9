"""audiences.yml: who may read what on the site, and to whom a response speaks."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

import annotated_types as at

from postmortems.config.references import FieldName
from postmortems.fields import Key, Label, Line, Record, Sentence, Text


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
class Sender(Record):
    """Who signs messages, and how their readers get help. What is left out is not claimed."""

    name: Line | None = None
    """Who signs, such as `The support team of Example`."""
    email: Annotated[str, Text(200, r"^[^@\s]+@[^@\s]+$")] | None = None
    """The e-mail address of support, for urgent questions."""
    phone: Label | None = None
    """The telephone number of support."""
    war_room: Line | None = None
    """Where colleagues meet during an incident; `…` stands for the incident's id in lower case."""
    help: Line | None = None
    """How colleagues can help, such as which group of engineers to call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audiences(Record):
    """Readers of the site, and receivers of messages."""

    internal: Edition
    """The site for the organisation itself."""
    public: Edition
    """The site for everyone."""
    communication: Annotated[tuple[CommunicationAudience, ...], at.MinLen(1), at.MaxLen(30)]
    """To whom a response speaks."""
    sender: Sender = field(default_factory=Sender)
    """Who signs messages, and how their readers get help."""
