"""The report as GitLab's Code Quality widget reads it: a list of issues."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any

from postmortems.findings import Level

if TYPE_CHECKING:
    from postmortems.findings import Finding
    from postmortems.reports.base import Report

_SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor"}


def gitlab(report: Report) -> str:
    """Write the findings as a JSON array. GitLab tells new from old by the fingerprints."""
    issues = [
        _issue(each, fingerprint, report)
        for each, fingerprint in zip(report.findings, report.fingerprints, strict=True)
    ]
    return dumps(issues, indent=2, ensure_ascii=False) + "\n"


def _issue(each: Finding, fingerprint: str, report: Report) -> dict[str, Any]:
    rule = report.rules.get(each.rule)
    issue: dict[str, Any] = {
        "type": "issue",
        "check_name": each.rule,
        "description": f"{each.message} (fix: {each.fix})" if each.fix else each.message,
        "categories": ["Style" if rule is not None and rule.family == "language" else "Bug Risk"],
        "severity": _SEVERITIES[each.level],
        "fingerprint": fingerprint,
        "location": {"path": each.file, "lines": {"begin": each.span.line if each.span else 1}},
    }
    if rule is not None:
        # Markdown of our own; nothing in it comes from an incident.
        more = [rule.what, rule.why, *([f"[{each.rule}]({rule.url})"] if rule.url else [])]
        issue["content"] = {"body": "\n\n".join(more)}
    return issue
