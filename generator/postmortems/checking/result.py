"""What a run of the checks gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postmortems.findings import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident
    from postmortems.reports.base import RuleText


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a run of the checks gave.

    ``broken`` tells that the configuration itself cannot be used; then only its findings are here.
    ``findings`` are sorted by file and line, ``about`` has the texts of their rules, ``count`` is
    how many files were checked. Where the records were asked for, ``settings`` are what they were
    judged by, ``incidents`` the usable records by id, ``files`` and ``contents`` the file of each
    and its bytes. A content that is not any more what was checked raises PostmortemsError.
    """

    as_of: datetime
    findings: tuple[Finding, ...] = ()
    count: int = 0
    broken: bool = False
    about: dict[str, RuleText] = field(default_factory=dict)
    settings: Settings | None = None
    incidents: Mapping[str, Incident] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """Count the findings that fail a check."""
        return sum(each.level is Level.ERROR for each in self.findings)
