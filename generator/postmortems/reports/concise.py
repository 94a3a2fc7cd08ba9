"""The report with one line a finding, which editors and grep can follow."""

from __future__ import annotations

from postmortems.reports.base import Report, place, statistics


def concise(report: Report) -> str:
    """Write ``file:line:column: level[rule] message`` lines."""
    text = "".join(
        f"{place(each)}: {each.level}[{each.rule}] {each.message}\n" for each in report.findings
    )
    if report.statistics and report.findings:
        text += f"\n{statistics(report)}"
    return text
