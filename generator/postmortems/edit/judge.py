"""What reading and the rules say about a text that is not on disk yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.checking.placing import placed
from postmortems.load.incidents import load_incident
from postmortems.rules.base import Context
from postmortems.rules.check import check, check_between, level_of, silenced_alone
from postmortems.rules.repository import card

if TYPE_CHECKING:
    from postmortems.checking.record import Terms
    from postmortems.findings import Finding, Level, Problem
    from postmortems.load.files import Source
    from postmortems.load.incidents import Loaded
    from postmortems.load.text import Limits
    from postmortems.load.walk import Names
    from postmortems.rules.repository import Repository


@dataclass(frozen=True, slots=True)
class Judged:
    """What one text gave: its record, and the problems that the rules found in it."""

    loaded: Loaded
    ruled: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges texts by the terms of a repository, and among its other records."""

    terms: Terms
    repository: Repository

    @property
    def names(self) -> Names:
        """Return the names that records may use, by kind."""
        return self.terms.names

    @property
    def limits(self) -> Limits:
        """Return how much a file may hold."""
        return self.terms.limits

    def judge(self, content: bytes, source: Source) -> Judged:
        """Read and check bytes as if they were the file's."""
        settings = self.terms.settings
        loaded = load_incident(content, self.terms.names, self.terms.depths, self.terms.limits)
        incident = loaded.incident
        if incident is None:
            return Judged(loaded, ())
        context = Context(
            settings=settings,
            as_of=self.terms.as_of,
            stem=source.stem,
            text=content.decode("utf-8", "replace"),
        )
        ruled = check(incident, context, [problem.path for problem in loaded.problems])
        if loaded.whole:
            silenced = silenced_alone(incident, context) if incident.ignore else ()
            seen = card(incident, source.file, silenced)
            ruled = [*ruled, *check_between(seen, self.repository, settings)]
        return Judged(loaded, tuple(ruled))

    def level(self, rule: str, source: Source) -> Level | None:
        """Return how much a rule weighs in a file; None when it is off there."""
        return level_of(rule, self.terms.settings, source.stem, source.file)

    def findings(self, content: bytes, judged: Judged, source: Source) -> list[Finding]:
        """Give everything wrong with a file its place and level, in the order of its lines."""
        found = placed(
            source.file,
            content,
            (*judged.loaded.problems, *judged.ruled),
            judged.loaded.faults,
            lambda rule: self.level(rule, source),
            self.limits,
        )
        return sorted(found, key=lambda each: each.sort_key)
