"""One file on its own: what is wrong with it, and its card for the rules between records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from postmortems.checking.placing import finding, placed
from postmortems.findings import Level, Problem
from postmortems.load.files import Unreadable
from postmortems.load.incidents import load_incident
from postmortems.load.text import Limits, setting
from postmortems.rules.base import Context
from postmortems.rules.check import check, level_of, silenced_alone
from postmortems.rules.probable_secret import leaked
from postmortems.rules.registry import rule_names
from postmortems.rules.repository import Card, card

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.findings import Finding
    from postmortems.load.build import Names
    from postmortems.load.files import Source
    from postmortems.model.incident import Incident
    from postmortems.model.requirements import Depth


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a run judges by: the settings, what follows from them, and now (aware, in UTC)."""

    settings: Settings
    as_of: datetime
    names: Names
    depths: Mapping[str, Depth]
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What one file gave.

    ``card`` is None where the file holds no usable record; ``incident`` is the record itself, and
    ``packed`` the same as bytes that travel and keep, where it was asked for; ``digest`` identifies
    the file's bytes. What was found holds on every day from ``since`` on, or, with ``only``, on
    that day alone.
    """

    file: str
    stem: str
    card: Card | None = None
    findings: tuple[Finding, ...] = ()
    since: date = date.min
    only: date | None = None
    incident: Incident | None = field(default=None, compare=False)
    packed: bytes | None = field(default=None, compare=False)
    digest: str = field(default="", compare=False)

    def holds(self, day: date) -> bool:
        """Tell whether the findings are those of a given day."""
        return day == self.only if self.only is not None else day >= self.since


def terms(settings: Settings, as_of: datetime) -> Terms:
    """Gather what a run judges by."""
    limits = settings.site.limits
    return Terms(
        settings=settings,
        as_of=as_of,
        names=settings.names() | {"rule": rule_names()},
        depths={level.id: level.depth for level in settings.severities.levels},
        limits=Limits(
            max_bytes=limits.max_bytes,
            max_depth=limits.max_depth,
            max_nodes=limits.max_nodes,
            max_timeline=limits.max_timeline,
            max_text=limits.max_text,
            max_findings=limits.max_findings,
        ),
    )


def examine(source: Source, content: bytes | Unreadable, by: Terms) -> Examined:
    """Read and judge one file. Never raises on any content."""
    file, stem, settings = source.file, source.stem, by.settings
    if isinstance(content, Unreadable):
        level = level_of(content.problem.rule, settings, stem, file)
        found = (finding(file, content.problem, level),) if level else ()
        return Examined(file=file, stem=stem, findings=found)
    loaded = load_incident(content, by.names, by.depths, by.limits)
    problems = list(loaded.problems)
    text = "" if len(content) > by.limits.max_bytes else content.decode("utf-8", "replace")
    context = Context(settings=settings, as_of=by.as_of, stem=stem, text=text)
    incident = loaded.incident
    seen: Card | None = None
    if incident is None:
        problems.extend(leaked(text, settings))
    else:
        problems.extend(check(incident, context, loaded.broken))
        if loaded.whole:
            silenced = silenced_alone(incident, context) if incident.ignore else ()
            seen = card(incident, file, silenced)
    return Examined(
        file=file,
        stem=stem,
        card=seen,
        findings=_bounded(
            placed(
                file,
                content,
                problems,
                loaded.faults,
                lambda rule: level_of(rule, settings, stem, file),
                by.limits,
            ),
            source,
            by,
        ),
        since=context.since,
        only=by.as_of.date() if context.aged else None,
        incident=incident if loaded.whole else None,
    )


def _bounded(found: list[Finding], source: Source, by: Terms) -> tuple[Finding, ...]:
    """Keep the weightiest findings of a file that has more than anybody will read."""
    most = by.limits.max_findings
    if len(found) <= most:
        return tuple(found)
    kept = sorted(found, key=lambda each: (each.level is not Level.ERROR, each.sort_key))[:most]
    level = level_of("too-many-findings", by.settings, source.stem, source.file)
    if level is not None:
        rest = Problem(
            rule="too-many-findings",
            path=(),
            message=f"{len(found) - most:,} more findings of this file are not told",
            why="a list of thousands hides everything else",
            fix=f"mend what is told, and check again{setting('max_findings')}",
        )
        kept.append(finding(source.file, rest, level))
    return tuple(kept)
