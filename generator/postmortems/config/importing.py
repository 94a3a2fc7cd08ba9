"""import.yml: what the words of other tools and authors mean in this team's records."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

import annotated_types as at

from postmortems.config.references import AudienceId, LevelId, PhaseId, ServiceId
from postmortems.fields import Key, Line, Record

RecordStatus = Literal["investigating", "identified", "mitigated", "resolved", "closed"]
RecordKind = Literal[
    "outage", "degradation", "security", "data_loss", "near_miss", "false_alarm", "maintenance"
]
RecordMoment = Literal[
    "started", "detected", "acknowledged", "declared", "mitigated", "resolved", "closed"
]
RecordRole = Literal["commander", "tech_lead", "comms_lead", "scribe"]
DetectionSource = Literal["alert", "client_report", "monitoring", "internal"]
ActionStatus = Literal["open", "in_progress", "done", "wont_do"]
ActionType = Literal["prevent", "detect", "mitigate", "repair", "process", "investigate"]


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
    rough: bool = False
    """True where it comes near the moment without being it; it is then told as doubtful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseWord(Record):
    """A source's type of an event."""

    says: Line
    """The source's word; capitals do not matter."""
    phase: PhaseId
    """The phase of the response it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWord(Record):
    """A source's name for a role in the response."""

    says: Line
    """The source's name; capitals do not matter."""
    role: RecordRole
    """The role it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionWord(Record):
    """A word of a source for who or what noticed the incident."""

    says: Line
    """The source's word; capitals do not matter."""
    source: DetectionSource
    """What it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionWord(Record):
    """A word of a source for how far an action is."""

    says: Line
    """The source's word; capitals do not matter."""
    status: ActionStatus
    """The status it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionTypeWord(Record):
    """A word of a source for what an action does about the incident."""

    says: Line
    """The source's word; capitals do not matter."""
    type: ActionType
    """The type it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceWord(Record):
    """A word of a source for whom a message was for."""

    says: Line
    """The source's word; capitals do not matter."""
    audience: AudienceId
    """The audience it stands for."""


FieldNames = Annotated[tuple[Line, ...], at.MaxLen(100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWords(Record):
    """Labels and fields that customers of a tool name themselves; capitals do not matter."""

    title: FieldNames = ()
    """Those that say in one line what is wrong; the first that is there counts."""
    services: FieldNames = ()
    """Those that name services."""
    severity: FieldNames = ()
    """Those that say how bad it is."""
    links: FieldNames = ()
    """Those that hold addresses worth keeping as links."""


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
    phases: Annotated[tuple[PhaseWord, ...], at.MaxLen(100)] = ()
    """Its types of events."""
    roles: Annotated[tuple[RoleWord, ...], at.MaxLen(100)] = ()
    """Its names for roles; people with any other are responders."""
    detection: Annotated[tuple[DetectionWord, ...], at.MaxLen(100)] = ()
    """Its words for who or what noticed."""
    actions: Annotated[tuple[ActionWord, ...], at.MaxLen(100)] = ()
    """Its words for how far an action is."""
    action_types: Annotated[tuple[ActionTypeWord, ...], at.MaxLen(100)] = ()
    """Its words for what an action does."""
    audiences: Annotated[tuple[AudienceWord, ...], at.MaxLen(100)] = ()
    """Its words for whom messages are for."""
    fields: FieldWords = field(default_factory=FieldWords)
    """Its labels and fields whose names customers choose."""


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
