"""rules.yml: how much each rule weighs here, and where it is set aside."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Annotated, Literal

import annotated_types as at

from postmortems.config.references import RuleId
from postmortems.fields import IncidentId, Record, Sentence, Text

Glob = Annotated[str, Text(200, r"^[A-Za-z0-9_.*?\[\]!/-]+$")]
"""A file's path in the repository, where `*` stands for any characters and `?` for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption(Record):
    """A rule set aside for some incidents, with the reason."""

    rule: RuleId
    """The rule's id."""
    files: Annotated[tuple[Glob, ...], at.MaxLen(50)] = ()
    """The files, by path, such as `incidents/2023/*`."""
    incidents: Annotated[tuple[IncidentId, ...], at.MaxLen(500)] = ()
    """The incidents, by id."""
    reason: Sentence
    """Why the rule does not fit there."""

    def covers(self, file: str, incident: str) -> bool:
        """Tell whether an incident is exempt, by its file's path with `/` or by its id."""
        return incident in self.incidents or any(fnmatchcase(file, glob) for glob in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSettings(Record):
    """What this team changes about the rules; a rule not named here keeps its own level."""

    levels: Annotated[dict[RuleId, Literal["error", "warning", "off"]], at.MaxLen(500)] = field(
        default_factory=dict
    )
    """For a rule, whether it fails the check, warns, or says nothing."""
    ignore: Annotated[tuple[Exemption, ...], at.MaxLen(500)] = ()
    """Where a rule is set aside."""
