"""Everything that is wrong with one record, with its places, as the check reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Finding, dotted
from postmortems.load.locate import locate
from postmortems.load.text import Limits
from postmortems.rules.check import check, level_of
from support.example import between, context, load, settings

if TYPE_CHECKING:
    from postmortems.rules.base import Context

FILE = "incidents/incident.yml"


def findings(
    content: bytes, *, given: Context | None = None, limits: Limits | None = None
) -> list[Finding]:
    """Reads a record and runs every rule over it; the findings in the order of the file.

    Without a context, the record is judged on 2026-03-20 under the name that its id asks for.
    """
    limits = limits or Limits()
    loaded = load(content, limits=limits)
    problems = list(loaded.problems)
    name = ""
    if loaded.incident is not None:
        name = loaded.incident.id
        given = given or context(loaded.incident, stem=name)
        problems += check(loaded.incident, given, loaded.broken)
        problems += between(loaded.incident)
    found: list[Finding] = []
    for fault in loaded.faults:
        level = level_of(fault.rule, settings(), name, FILE)
        assert level is not None
        found.append(
            Finding(rule=fault.rule, level=level, file=FILE, message=fault.message, span=fault.span)
        )
    for each in locate(content, problems, limits):
        level = level_of(each.problem.rule, settings(), name, FILE)
        if level is not None:
            found.append(
                Finding(
                    rule=each.problem.rule,
                    level=level,
                    file=FILE,
                    message=each.problem.message,
                    span=each.span,
                    field=dotted(each.problem.path),
                    excerpt=each.excerpt,
                )
            )
    return sorted(found, key=lambda finding: finding.sort_key)


def lines(found: list[Finding]) -> str:
    """Findings as text, one a line: `line:column rule message`."""
    return "".join(
        f"{each.span.line}:{each.span.column} {each.rule} {each.message}\n"
        for each in found
        if each.span is not None
    )


def places(content: bytes) -> set[tuple[str, int]]:
    """The rule and line of every finding of a record."""
    return {(each.rule, each.span.line) for each in findings(content) if each.span is not None}
