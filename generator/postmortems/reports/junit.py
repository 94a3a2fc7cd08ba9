"""The report as JUnit XML, which nearly every build server shows.

One test case is one file, so that its name lasts while its findings come and go: GitLab and Jenkins
compare runs by name, and GitLab drops a second case of the same name. Jenkins' schema knows no
`file` attribute, so the name is the path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from postmortems.findings import Level
from postmortems.reports.base import Report, levels, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.findings import Finding

_SUITE = "postmortems"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def junit(report: Report) -> str:
    """Write one suite. Findings that fail the run fail their file; the others are its output."""
    found: dict[str, list[Finding]] = {each: [] for each in report.files}
    for each in report.findings:
        found.setdefault(each.file, []).append(each)
    failing = sum(any(map(report.fails, each)) for each in found.values())
    suite = ET.Element(
        "testsuite",
        name=_SUITE,
        tests=str(len(found)),
        failures=str(0 if report.broken else failing),
        errors=str(failing if report.broken else 0),
        skipped="0",
    )
    properties = ET.SubElement(suite, "properties")
    for name, value in (("version", report.version), ("as-of", report.as_of.isoformat())):
        ET.SubElement(properties, "property", name=name, value=value)
    for file, findings in sorted(found.items()):
        case = ET.SubElement(suite, "testcase", classname=_SUITE, name=file)
        _fill(case, findings, report)
    suites = ET.Element("testsuites", name=_SUITE)
    suites.append(suite)
    ET.indent(suites)
    return f"{_DECLARATION}\n{ET.tostring(suites, encoding='unicode')}\n"


def _fill(case: ET.Element, findings: Sequence[Finding], report: Report) -> None:
    failing = [each for each in findings if report.fails(each)]
    others = [each for each in findings if not report.fails(each)]
    if failing:
        errors = sum(each.level is Level.ERROR for each in failing)
        message = f"{levels(errors, len(failing) - errors)}, first: {failing[0].message}"
        kind = "error" if report.broken else "failure"
        ET.SubElement(case, kind, message=message, type=failing[0].rule).text = _lines(failing)
    if others:
        ET.SubElement(case, "system-out").text = _lines(others)


def _lines(findings: Sequence[Finding]) -> str:
    blocks: list[str] = []
    for each in findings:
        lines = [f"{place(each)}: {each.level}[{each.rule}] {each.message}"]
        lines += [
            f"  {name}: {said}" for name, said in (("why", each.why), ("fix", each.fix)) if said
        ]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)
