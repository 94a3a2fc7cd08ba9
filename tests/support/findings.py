"""Everything that is wrong with one record, with its places, as the check reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.checking.placing import placed
from postmortems.load.text import Limits
from postmortems.rules.check import check, level_of
from postmortems.rules.probable_secret import leaked
from support.example import between, context, load, settings

if TYPE_CHECKING:
    from postmortems.findings import Finding
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
    text = content.decode("utf-8", "replace")
    name = ""
    if loaded.incident is not None:
        name = loaded.incident.id
        given = given or context(loaded.incident, stem=name, text=text)
        problems += check(loaded.incident, given, loaded.broken)
        problems += between(loaded.incident)
    else:
        problems += leaked(text, settings())
    found = placed(
        FILE,
        content,
        problems,
        loaded.faults,
        lambda rule: level_of(rule, settings(), name, FILE),
        limits,
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
