"""What a repository of one's own begins with: the list of its files, and what its team answered."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.config.catalog import Slug
from postmortems.config.site import UrlPath
from postmortems.fields import Key, Line, Record, Text, Zone

Host = Literal["github", "gitlab", "none"]
_Path = Annotated[str, Text(200, r"^(?!/)(?!.*\.\.)[A-Za-z0-9._/-]+$")]
_Words = Annotated[str, Text(200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterFile(Record):
    """One file that `init` writes."""

    path: _Path
    """Where it goes in the repository."""
    source: _Path
    """The file under `templates/starter/` that it is made from; a `.j2` is filled in first."""
    named: bool = False
    """Whether its `site_name` becomes what the site is called."""
    ci: Host | None = None
    """The host whose repositories it is for; left out for a file that all have."""
    once: bool = False
    """Whether it is the team's own from then on, so that `upgrade` leaves it alone."""
    example: bool = False
    """Whether it is a record, which nobody needs who has some."""
    needs: Annotated[str, Text(400)] | None = None
    """What to do about a file of the team's own that is there already."""
    shown: bool = False
    """Whether to show then what would have been in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPaths(Record):
    """Where a host of repositories shows files, as `site.yml` says it."""

    id: Host
    """The host."""
    edit_path: UrlPath
    """Where a file is edited."""
    raw_path: UrlPath
    """Where a file is shown as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Record):
    """A severity scale to choose, as a change of the shipped one."""

    id: Key
    """What people call it."""
    words: Annotated[dict[Key, Key], at.MaxLen(20)] | None = None
    """The words that change places with those of the shipped settings."""
    keep: Annotated[tuple[_Words, ...], at.MaxLen(20)] = ()
    """Regular expressions of what stays as it is, wherever it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter(Record):
    """All that `init` writes, and the scales that it offers."""

    files: Annotated[tuple[StarterFile, ...], at.MinLen(1)]
    """The files, in the order in which they are told."""
    hosts: Annotated[tuple[HostPaths, ...], at.MaxLen(20)] = ()
    """The hosts whose addresses are not the shipped ones."""
    scales: Annotated[tuple[Scale, ...], at.MinLen(1)]
    """The scales, the shipped one first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Record):
    """A service or team as it was answered."""

    id: Slug
    """The name that records write."""
    name: Line
    """The name that people read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers(Record):
    """What a team answered when its repository was made, so that `upgrade` can ask no more."""

    version: Line
    """The version of postmortems whose defaults the repository follows."""
    name: Line
    """The site's name."""
    services: Annotated[tuple[Named, ...], at.MinLen(1), at.MaxLen(2_000)]
    """What there is to break."""
    teams: Annotated[tuple[Named, ...], at.MaxLen(500)] = ()
    """Who looks after it."""
    timezone: Zone
    """The zone of business hours."""
    severities: Key
    """The severity scale."""
    ci: Host
    """Where merge requests are checked."""
