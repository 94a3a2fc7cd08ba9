"""The whole in a few lines: files to records, records to findings, and both to a docs tree."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postmortems.config.meanings import meanings
from postmortems.errors import ConfigurationError
from postmortems.findings import Finding, Level, Problem, dotted
from postmortems.load.files import Source, Unreadable, discover, open_bytes
from postmortems.load.incidents import load_incident
from postmortems.load.locate import Located, excerpt, locate
from postmortems.load.settings import load_settings
from postmortems.load.templates import load_templates
from postmortems.load.text import Limits
from postmortems.model.schema import schema
from postmortems.pages import postmortem
from postmortems.pages.base import Library
from postmortems.pages.site import overview_pages, site_data
from postmortems.parallel import spread
from postmortems.render.page import Renderer
from postmortems.rules.base import Context
from postmortems.rules.check import check as check_rules
from postmortems.rules.check import level_of
from postmortems.rules.documentation import summary
from postmortems.rules.duplicate_id import files_by_id
from postmortems.rules.registry import RULES, rule_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from postmortems.config.settings import Settings
    from postmortems.load.incidents import Loaded
    from postmortems.load.text import Fault
    from postmortems.model.incident import Incident

INCIDENTS = "incidents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a run of the checks gave.

    ``settings`` is None when the configuration itself is broken; then only its findings are
    here. ``incidents`` are the usable records by id, ``files`` and ``contents`` the file of each
    and its bytes; ``findings`` are sorted by file and line.
    """

    settings: Settings | None
    as_of: datetime
    incidents: dict[str, Incident] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    count: int = 0

    @property
    def errors(self) -> int:
        """Count the findings that fail a check."""
        return sum(each.level is Level.ERROR for each in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    source: Source
    content: bytes
    loaded: Loaded


def check(root: Path, as_of: datetime, sources: Sequence[Source] | None = None) -> Checked:
    """Read and check a repository.

    With ``sources``, findings are given for these files only; the whole of ``incidents/`` is
    still read, because some faults lie between two records.
    """
    configured = load_settings(root, rule_names())
    if configured.settings is None:
        findings = [
            finding
            for bad in configured.bad
            for finding in _findings(
                bad.file, bad.content, bad.problems, bad.faults, lambda _: Level.ERROR, Limits()
            )
        ]
        return Checked(settings=None, as_of=as_of, findings=_sorted(findings))
    settings = configured.settings
    by_file = {each.file: each for each in (*discover(root / INCIDENTS, root), *(sources or ()))}
    everything = list(by_file.values())
    wanted = {each.file for each in sources} if sources is not None else None
    reads, findings = _read(everything, settings)
    kept = _usable(reads)
    library = {incident.id: incident for incident in kept.values()}
    files = files_by_id(
        (read.loaded.incident.id, read.source.file)
        for read in reads
        if read.loaded.incident is not None and read.loaded.whole
    )
    asked = [each for each in reads if wanted is None or each.source.file in wanted]
    for found in spread(lambda each: _check_one(each, settings, as_of, library, files), asked):
        findings.extend(found)
    if wanted is not None:
        findings = [each for each in findings if each.file in wanted]
    return Checked(
        settings=settings,
        as_of=as_of,
        incidents=dict(sorted(library.items())),
        files={incident.id: file for file, incident in kept.items()},
        contents={
            read.loaded.incident.id: read.content
            for read in reads
            if read.loaded.incident is not None and read.source.file in kept
        },
        findings=_sorted(findings),
        count=len(everything) if wanted is None else len(wanted),
    )


def _read(sources: Sequence[Source], settings: Settings) -> tuple[list[_Read], list[Finding]]:
    limits = _limits(settings)
    names = settings.names() | {"rule": rule_names()}
    depths = {level.id: level.depth for level in settings.severities.levels}

    def load(source: Source) -> _Read | Finding | None:
        content = open_bytes(source, limits.max_bytes)
        if isinstance(content, Unreadable):
            level = level_of(content.problem.rule, settings, source.stem, source.file)
            return _finding(source.file, content.problem, None, level) if level else None
        loaded = load_incident(content, names, depths, limits)
        return _Read(source=source, content=content, loaded=loaded)

    found = spread(load, sources)
    return (
        [each for each in found if isinstance(each, _Read)],
        [each for each in found if isinstance(each, Finding)],
    )


def _usable(reads: Iterable[_Read]) -> dict[str, Incident]:
    """Choose the records that pages may show, by file: well shaped, and one per id."""
    found: dict[str, Incident] = {}
    taken: set[str] = set()
    for read in reads:
        incident = read.loaded.incident
        if incident is None or not read.loaded.whole or incident.id.casefold() in taken:
            continue
        taken.add(incident.id.casefold())
        found[read.source.file] = incident
    return found


def _check_one(
    read: _Read,
    settings: Settings,
    as_of: datetime,
    library: dict[str, Incident],
    files: dict[str, tuple[str, ...]],
) -> list[Finding]:
    problems: list[Problem] = list(read.loaded.problems)
    incident = read.loaded.incident
    if incident is not None:
        context = Context(
            settings=settings,
            as_of=as_of,
            stem=read.source.stem,
            library=library,
            files=files,
        )
        broken = [problem.path for problem in read.loaded.problems]
        problems.extend(check_rules(incident, context, broken))
    if not problems and not read.loaded.faults:
        return []
    file = read.source.file
    return _findings(
        file,
        read.content,
        problems,
        read.loaded.faults,
        lambda rule: level_of(rule, settings, read.source.stem, file),
        _limits(settings),
    )


def _findings(
    file: str,
    content: bytes,
    problems: Sequence[Problem],
    faults: Sequence[Fault],
    level_for: Callable[[str], Level | None],
    limits: Limits,
) -> list[Finding]:
    """Give problems and faults their place and level; those that are switched off fall away."""
    lines = content.decode("utf-8", "replace").split("\n")
    kept = [each for each in problems if level_for(each.rule) is not None]
    placed = locate(content, kept, limits) + [
        Located(
            problem=Problem(
                rule=each.rule, path=(), message=each.message, why=each.why, fix=each.fix
            ),
            span=each.span,
            excerpt=excerpt(lines, each.span),
        )
        for each in faults
    ]
    return [
        _finding(file, each.problem, each, level)
        for each in placed
        if (level := level_for(each.problem.rule)) is not None
    ]


def _finding(file: str, problem: Problem, placed: Located | None, level: Level) -> Finding:
    return Finding(
        rule=problem.rule,
        level=level,
        file=file,
        message=problem.message,
        span=placed.span if placed else None,
        field=dotted(problem.path),
        why=problem.why,
        fix=problem.fix,
        excerpt=placed.excerpt if placed else "",
    )


def _limits(settings: Settings) -> Limits:
    limits = settings.site.limits
    return Limits(
        max_bytes=limits.max_bytes, max_depth=limits.max_depth, max_nodes=limits.max_nodes
    )


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda each: each.sort_key))


def schema_text(root: Path) -> str:
    """Write the JSON Schema with this repository's names, or raise ConfigurationError."""
    settings = load_settings(root, rule_names()).settings
    if settings is None:
        message = "site_config/ holds errors; run `postmortems check` to see them"
        raise ConfigurationError(message)
    names = settings.names() | {"rule": rule_names()}
    depths = {level.id: level.depth for level in settings.severities.levels}
    said = meanings(settings) | {"rule": {rule.id: summary(rule.doc) for rule in RULES}}
    return json.dumps(schema(names, depths, said), indent=2, ensure_ascii=False) + "\n"


def tree(root: Path, checked: Checked) -> dict[str, bytes]:
    """Render the docs tree of the usable records: its files by path."""
    assert checked.settings is not None  # noqa: S101 - callers look first
    by_file: dict[str, tuple[Finding, ...]] = {}
    for finding in checked.findings:
        by_file[finding.file] = (*by_file.get(finding.file, ()), finding)
    library = Library(
        settings=checked.settings,
        incidents=checked.incidents,
        files=checked.files,
        as_of=checked.as_of,
        findings=by_file,
    )
    renderer = Renderer(load_templates(root))
    again = postmortem.repeats(library)

    def render(incident: Incident | None) -> dict[str, bytes]:
        # The overviews are one job among those of the incidents: drawing charts starts threads
        # of its own, after which a process must not be forked.
        if incident is None:
            pages = {page.path: renderer.render(page) for page in overview_pages(library)}
            return pages | site_data(library)
        page = postmortem.page(incident, library, again.get(incident.id, ()))
        return {page.path: renderer.render(page)}

    files: dict[str, bytes] = {}
    for part in spread(render, [None, *checked.incidents.values()]):
        if twice := sorted(files.keys() & part.keys()):
            message = f"two pages would be written to {twice[0]}; rename the incident {twice[0]!r}"
            raise ConfigurationError(message)
        files |= part
    for incident_id, content in checked.contents.items():
        if checked.incidents[incident_id].internal is not None:
            continue  # the notes in it must never be published
        files[f"{INCIDENTS}/{incident_id}.yml"] = content
    return files
