"""A rule's documentation as plain text, for a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from postmortems.rules.documentation import documentation, summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from postmortems.findings import Level
    from postmortems.rules.base import Rule

_WIDTH = 78


def explain(rule: Rule) -> str:
    """Lay out one rule: what it flags, why, how to mend it, an example of each kind."""
    doc = documentation(rule.doc)
    parts = [f"{rule.id} ({rule.family}, {rule.level or 'off'})", _fill(doc.what)]
    if doc.why:
        parts.append(_fill(f"Why: {doc.why}"))
    if doc.fix:
        parts.append(_fill(f"Fix: {doc.fix}"))
    parts.extend("Flagged:\n" + textwrap.indent(each.rstrip("\n"), "    ") for each in doc.flagged)
    parts.extend(
        "Accepted:\n" + textwrap.indent(each.rstrip("\n"), "    ") for each in doc.accepted
    )
    parts.append(_fill(f"Source: {doc.source}"))
    return "\n\n".join(parts) + "\n"


def listing(rules: Iterable[Rule], level_of: Callable[[Rule], Level | None]) -> str:
    """List rules by family, one line each, with the level that each has."""
    lines: list[str] = []
    family = ""
    for rule in by_family(rules):
        if rule.family != family:
            family = rule.family
            lines += ([""] if lines else []) + [family]
        what = summary(rule.doc).rstrip(".")
        lines.append(f"  {rule.id:<34} {level_of(rule) or 'off':<8} {what}")
    return "\n".join(lines) + "\n"


def by_family(rules: Iterable[Rule]) -> list[Rule]:
    """Order rules by family and name, as people look them up."""
    return sorted(rules, key=lambda each: (each.family, each.id))


def _fill(text: str) -> str:
    return textwrap.fill(text, _WIDTH)
