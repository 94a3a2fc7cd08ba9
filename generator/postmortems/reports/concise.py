"""The report with one line a finding, which editors and grep can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.characters import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.findings import Finding


def concise(findings: Sequence[Finding]) -> str:
    """Write ``file:line:column: level[rule] message`` lines."""
    return "".join(
        f"{each.file}:{each.span.line if each.span else 1}:{each.span.column if each.span else 1}: "
        f"{each.level}[{each.rule}] {printable(each.message, 400)}\n"
        for each in findings
    )
