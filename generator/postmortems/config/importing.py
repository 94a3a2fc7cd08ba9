"""import.yml: what the words of other tools and authors mean in this team's records."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.config.references import LevelId, ServiceId
from postmortems.fields import Key, Line, Record

RecordStatus = Literal["investigating", "identified", "mitigated", "resolved", "closed"]
RecordKind = Literal[
    "outage", "degradation", "security", "data_loss", "near_miss", "false_alarm", "maintenance"
]
RecordMoment = Literal[
    "started", "detected", "acknowledged", "declared", "mitigated", "resolved", "closed"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityWord(Record):
    """A word of a source for how bad it is, and the level it stands for."""

    says: Line
    """The source's word; capitals do not matter."""
    level: LevelId
    """The level of this team's scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusWord(Record):
    """A word of a source for how far the response is."""

    says: Line
    """The source's word; capitals do not matter."""
    status: RecordStatus
    """The status it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWord(Record):
    """A word of a source for what sort of event it was."""

    says: Line
    """The source's word; capitals do not matter."""
    kind: RecordKind
    """The kind it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentWord(Record):
    """A name that a source gives to a moment."""

    says: Line
    """The source's name; capitals do not matter."""
    moment: RecordMoment
    """The moment it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatWords(Record):
    """The words of one format."""

    format: Key
    """The format's name, as `postmortems import` lists it."""
    severities: Annotated[tuple[SeverityWord, ...], at.MaxLen(100)] = ()
    """Its words for how bad it is."""
    statuses: Annotated[tuple[StatusWord, ...], at.MaxLen(100)] = ()
    """Its words for how far the response is."""
    kinds: Annotated[tuple[KindWord, ...], at.MaxLen(100)] = ()
    """Its words for the sort of event."""
    moments: Annotated[tuple[MomentWord, ...], at.MaxLen(100)] = ()
    """Its names for moments, which many tools let their customers choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceWord(Record):
    """A name of a source for a service of the catalogue."""

    says: Line
    """The source's name; capitals do not matter."""
    service: ServiceId
    """The service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Importing(Record):
    """What other people's words mean here."""

    formats: Annotated[tuple[FormatWords, ...], at.MaxLen(100)] = ()
    """Each format's own words."""
    services: Annotated[tuple[ServiceWord, ...], at.MaxLen(2_000)] = ()
    """Names of services, in any format. Ids and names of the catalogue need no entry."""
    titles: Annotated[tuple[KindWord, ...], at.MaxLen(200)] = ()
    """Words of a title that tell the sort of event, in any format; the first that fits counts."""
