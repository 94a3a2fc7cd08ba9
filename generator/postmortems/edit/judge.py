"""What reading and the rules say about a text that is not on disk yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postmortems.findings import Finding, Level, Problem, dotted
from postmortems.load.incidents import load_incident
from postmortems.load.locate import excerpt, locate
from postmortems.load.text import Limits
from postmortems.rules.base import Context
from postmortems.rules.check import check as check_rules
from postmortems.rules.check import level_of
from postmortems.rules.registry import rule_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.load.files import Source
    from postmortems.load.incidents import Loaded
    from postmortems.load.walk import Names
    from postmortems.model.incident import Incident
    from postmortems.model.requirements import Depth


@dataclass(frozen=True, slots=True)
class Judged:
    """What one text gave: its record, and the problems that the rules found in it."""

    loaded: Loaded
    ruled: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Judge:
    """Judges texts of one repository. ``library`` and ``files`` are as in `rules.base.Context`."""

    settings: Settings
    as_of: datetime
    library: Mapping[str, Incident] = field(default_factory=dict)
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Names = field(init=False)
    depths: Mapping[str, Depth] = field(init=False)
    limits: Limits = field(init=False)

    def __post_init__(self) -> None:
        limits = self.settings.site.limits
        levels = self.settings.severities.levels
        made = {
            "names": self.settings.names() | {"rule": rule_names()},
            "depths": {level.id: level.depth for level in levels},
            "limits": Limits(
                max_bytes=limits.max_bytes, max_depth=limits.max_depth, max_nodes=limits.max_nodes
            ),
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)

    def judge(self, content: bytes, source: Source) -> Judged:
        """Read and check bytes as if they were the file's."""
        loaded = load_incident(content, self.names, self.depths, self.limits)
        incident = loaded.incident
        if incident is None:
            return Judged(loaded, ())
        context = Context(
            settings=self.settings,
            as_of=self.as_of,
            stem=source.stem,
            library=self.library,
            files=self.files,
        )
        broken = [problem.path for problem in loaded.problems]
        return Judged(loaded, tuple(check_rules(incident, context, broken)))

    def level(self, rule: str, source: Source) -> Level | None:
        """Return how much a rule weighs in a file; None when it is off there."""
        return level_of(rule, self.settings, source.stem, source.file)

    def findings(self, content: bytes, judged: Judged, source: Source) -> list[Finding]:
        """Give everything wrong with a file its place and level, in the order of its lines."""
        lines = content.decode("utf-8", "replace").split("\n")
        faults = [
            (
                Problem(rule=each.rule, path=(), message=each.message, why=each.why, fix=each.fix),
                each.span,
                excerpt(lines, each.span),
            )
            for each in judged.loaded.faults
        ]
        placed = locate(content, (*judged.loaded.problems, *judged.ruled), self.limits)
        found = [
            Finding(
                rule=problem.rule,
                level=level,
                file=source.file,
                message=problem.message,
                span=span,
                field=dotted(problem.path),
                why=problem.why,
                fix=problem.fix,
                excerpt=shown,
            )
            for problem, span, shown in (
                *((each.problem, each.span, each.excerpt) for each in placed),
                *faults,
            )
            if (level := self.level(problem.rule, source)) is not None
        ]
        return sorted(found, key=lambda each: each.sort_key)
