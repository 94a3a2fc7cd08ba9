"""taxonomy.yml: the words by which records are sorted, so that they can be counted."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.fields import Key, Line, Record, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase(Record):
    """A stage of the response, from readiness to learning."""

    id: Key
    """The name that timeline entries write."""
    name: Line
    """The name that people read."""
    focus: Line
    """What the phase is about, in a few words."""
    activities: Annotated[tuple[Line, ...], at.MaxLen(20)] = ()
    """What is done in it."""
    statuses: Annotated[
        tuple[Literal["investigating", "identified", "mitigated", "resolved", "closed"], ...],
        at.MaxLen(5),
    ] = ()
    """The statuses of an incident that is at least in this phase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Record):
    """A word that records choose from a list."""

    id: Key
    """The name that records write."""
    name: Line
    """The name that people read."""
    description: Sentence
    """When to choose it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy(Record):
    """The lists that records choose from."""

    phases: Annotated[tuple[Phase, ...], at.MinLen(1), at.MaxLen(20)]
    """The phases of a response, in their order."""
    categories: Annotated[tuple[Term, ...], at.MinLen(1), at.MaxLen(50)]
    """The kinds of contributing factors."""
    control_gaps: Annotated[tuple[Term, ...], at.MinLen(1), at.MaxLen(50)]
    """The kinds of controls that can turn out to be missing."""
