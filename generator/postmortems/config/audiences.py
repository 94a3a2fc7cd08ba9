"""audiences.yml: who may read what on the site, and to whom a response speaks."""

from dataclasses import dataclass, field
from typing import Annotated, Literal
from urllib.parse import urlsplit

import annotated_types as at

from postmortems.config.references import AudienceId, FieldName
from postmortems.fields import Key, Label, Line, Record, Sentence, Text, means

AudienceName = Literal["internal", "public"]
"""The names of the editions of the site."""
NOTE = "edition.txt"
"""A file that only the public site has, so that a folder tells which edition lies in it."""
AUDIENCES: tuple[AudienceName, ...] = ("internal", "public")
Host = Annotated[str, Text(253, r"^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$")]
"""The name of a host in lower case, such as `status.example.com`; hosts below it count, too."""
SitePath = Annotated[str, Text(200, r"^[A-Za-z0-9_-]+(?:/[A-Za-z0-9_.-]+)*/?$")]
"""A file of the docs tree, such as `playbook/history.md`, or a folder when it ends with `/`."""
Setting = Annotated[
    Literal["contacts", "procedures", "regimes", "sender"],
    means(
        contacts="Whom to call, and how (`catalog.yml`).",
        procedures="What must not hang on one person, and who is able to do it (`catalog.yml`).",
        regimes="Reporting duties (`policy.yml`).",
        sender="Who signs messages, and how to reach them (`audiences.yml`).",
    ),
]
KEEPERS = ("internal", "notes", "ignore", "imported")
"""The fields of an incident that are for those who keep the record: no public site has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition(Record):
    """One build of the site: who reads it and what it leaves out."""

    name: Line
    """The name that people read."""
    description: Sentence
    """Who reads it and what is left out; the first page of the public site says it."""
    people: Literal["names", "roles"]
    """Whether people appear by name, or by their role only, where the record knows it."""
    not_people: Annotated[tuple[Label, ...], at.MaxLen(500)] = ()
    """Systems and groups that may stand where a person could, beside those of `catalog.yml` and
    `escalation.yml`. With `people: roles`, whoever is not known to be one is taken for a person."""
    unnamed: Line = "name not shown"
    """What stands in place of a name where no role is known."""
    hides: Annotated[tuple[FieldName, ...], at.MaxLen(100)] = ()
    """The fields of an incident that are left out, with everything under them."""
    communications: Annotated[tuple[AudienceId, ...], at.MaxLen(30)] | None = None
    """The audiences whose messages are shown, and the promises about them; left out, all are."""
    hosts: Annotated[tuple[Host, ...], at.MaxLen(200)] | None = None
    """The hosts to which links of incidents may lead; left out, to any."""
    unlinked: Line = "address not shown"
    """What stands in place of an address that is left out."""
    unlisted: Line = "another incident"
    """What stands in place of the id of an incident that this site does not have."""
    hides_settings: Annotated[tuple[Setting, ...], at.MaxLen(10)] = ()
    """The settings that are left out."""
    leaves_out: Annotated[tuple[SitePath, ...], at.MaxLen(200)] = ()
    """The pages and files that the site does not have; links to them become plain text."""

    @property
    def marked(self) -> bool:
        """Tell whether only incidents whose `postmortem.audience` is `public` are shown."""
        return False

    @property
    def whole(self) -> bool:
        """Tell whether records and settings are shown as they are, and so may their files."""
        return (
            self.people == "names"
            and not (self.marked or self.hides or self.hides_settings)
            and self.communications is None
            and self.hosts is None
        )

    @property
    def hidden(self) -> tuple[str, ...]:
        """The fields of an incident that are left out, whether or not `hides` has them."""
        return self.hides

    def leads(self, address: str) -> bool:
        """Tell whether an address may be shown, by its host; another one in it is none."""
        if self.hosts is None:
            return True
        try:
            host = (urlsplit(address).hostname or "").rstrip(".")
        except ValueError:
            return False
        named = any(host == each or host.endswith(f".{each}") for each in self.hosts)
        return named and "//" not in address.partition("//")[2]

    def omits(self, field: str) -> bool:
        """Tell whether a field is left out, or one that holds it; ``field`` is its dotted name."""
        return any(field == each or field.startswith(f"{each}.") for each in self.hidden)

    def conceals(self, field: str) -> bool:
        """Tell whether the record may say more under a field than this edition shows."""
        if self.omits(field):
            return True
        limited = {"communications": self.communications, "links": self.hosts}
        return limited.get(field) is not None

    def has(self, path: str) -> bool:
        """Tell whether the site has a file of the docs tree, or the page at an address."""
        path = path.partition("#")[0].partition("?")[0]
        names = {path, f"{path.removesuffix('/')}.md", f"{path}index.md"}
        return not any(
            each in names or (each.endswith("/") and path.startswith(each))
            for each in self.leaves_out
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEdition(Edition):
    """The site for everyone: incidents whose `postmortem.audience` is `public`, and no others.

    Notes, silenced rules, imports and internal remarks are never shown, whatever `hides` says; nor
    are the records' own files, what the checks remark, and links to the repository.
    """

    people: Literal["names", "roles"] = "roles"
    """Whether people appear by name, or by their role only, where the record knows it."""
    hides: Annotated[tuple[FieldName, ...], at.MaxLen(100)] = (
        *KEEPERS,
        "not_recorded",
        "impact.revenue",
        "knowledge_gaps",
        "regulatory",
        "review.attendees",
        "ideas",
        "timeline.evidence",
        "factors.evidence",
        "actions.tracker",
        "detection.note",
        "handoffs.note",
        "change.id",
        "severity_override_reason",
    )
    """The fields of an incident that are left out, with everything under them."""
    communications: Annotated[tuple[AudienceId, ...], at.MaxLen(30)] = ()
    """The audiences whose messages are shown, and the promises about them."""
    hosts: Annotated[tuple[Host, ...], at.MaxLen(200)] = ()
    """The hosts to which links of incidents may lead."""
    hides_settings: Annotated[tuple[Setting, ...], at.MaxLen(10)] = (
        "contacts",
        "procedures",
        "regimes",
        "sender",
    )
    """The settings that are left out."""
    leaves_out: Annotated[tuple[SitePath, ...], at.MaxLen(200)] = (
        "actions/owners/",
        "guide/",
        "playbook/",
        "reference/",
        "reviews/",
    )
    """The pages and files that the site does not have; links to them become plain text."""

    @property
    def marked(self) -> bool:
        """Tell that only incidents whose `postmortem.audience` is `public` are shown."""
        return True

    @property
    def hidden(self) -> tuple[str, ...]:
        """The fields of an incident that are left out, whether or not `hides` has them."""
        return tuple(dict.fromkeys((*KEEPERS, *self.hides)))


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
    public: PublicEdition
    """The site for everyone."""
    communication: Annotated[tuple[CommunicationAudience, ...], at.MinLen(1), at.MaxLen(30)]
    """To whom a response speaks."""
    sender: Sender = field(default_factory=Sender)
    """Who signs messages, and how their readers get help."""

    def edition(self, name: AudienceName) -> Edition:
        """Return the edition of that name."""
        return self.public if name == "public" else self.internal
