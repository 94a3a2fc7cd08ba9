"""Where a record came from when it was not written here, and what of it found no place."""

from dataclasses import dataclass
from typing import Annotated

import annotated_types as at

from postmortems.fields import Example, Key, Line, Record, Sentence, Text

SourceText = Annotated[str, Text(100_000, kind="source")]
"""What another tool or author wrote, word for word: quoted, never published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptText(Record):
    """Something that the source says and this record has no field for."""

    name: Annotated[Line, Example(("incident_updates[0].custom_tweet",))]
    """What the source calls it: a key, a heading, a column."""
    text: SourceText
    """What it says, word for word; lists and mappings as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDoubt(Record):
    """Something that may have been understood wrongly; take it out once it was looked at."""

    text: Sentence
    """What is doubtful, and why."""
    field: Annotated[Line, Example(("times.resolved",))] | None = None
    """The field of this record that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(Record):
    """The document that a record was made from. No page shows what it says."""

    format: Key
    """The format it was read as."""
    file: Line
    """The name of the file."""
    key: Line | None = None
    """What the source calls the incident."""
    digest: Annotated[Key, Example(("5d41402abc4b2a76",))]
    """A hash of what was read, by which importing the same again is noticed."""
    doubts: Annotated[tuple[ImportDoubt, ...], at.MaxLen(500)] = ()
    """What should be looked at."""
    kept: Annotated[tuple[KeptText, ...], at.MaxLen(2_000)] = ()
    """What found no place."""
