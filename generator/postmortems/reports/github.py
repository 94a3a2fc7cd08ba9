"""The report as annotations of GitHub Actions: commands to the runner, one a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level
from postmortems.reports.base import Report, levels, place

if TYPE_CHECKING:
    from postmortems.findings import Finding

SHOWN = 10
"""How many annotations of one kind GitHub shows for a step; the log has the others."""


def github(report: Report) -> str:
    """Write the most important findings first, and say how many GitHub leaves out."""
    weight = {rule: index for index, rule in enumerate(report.rules)}

    def importance(each: Finding) -> tuple[bool, int, object]:
        return (each.level is not Level.ERROR, weight.get(each.rule, len(weight)), each.sort_key)

    lines = [_command(each) for each in sorted(report.findings, key=importance)]
    hidden = {level: max(0, report.of(level) - SHOWN) for level in Level}
    if any(hidden.values()):
        more = levels(hidden[Level.ERROR], hidden[Level.WARNING])
        lines.append(
            f"::notice title=postmortems::{more} more in the log of this step: "
            f"GitHub shows {SHOWN} annotations of a kind"
        )
    return "".join(f"{line}\n" for line in lines)


def _command(each: Finding) -> str:
    properties = {"file": each.file}
    if each.span is not None:
        properties |= {
            "line": str(each.span.line),
            "endLine": str(each.span.line),
            "col": str(each.span.column),
            "endColumn": str(max(each.span.column, each.span.end)),
        }
    properties["title"] = each.rule
    # The log shows nothing but the message, so the place is said once more.
    said = [f"{place(each)}: {each.message}"]
    said += [f"{name}: {text}" for name, text in (("why", each.why), ("fix", each.fix)) if text]
    listed = ",".join(f"{name}={escape_property(text)}" for name, text in properties.items())
    return f"::{each.level} {listed}::{escape_data(chr(10).join(said))}"


def escape_data(text: str) -> str:
    """Escape a command's message the way the runner takes it apart."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """Escape a command's property the way the runner takes it apart."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")
