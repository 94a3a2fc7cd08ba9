from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from hypothesis import given
from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite

from postmortems.findings import Level
from postmortems.reports.junit import junit
from support.reports import FINDING, WARNING, WHOLE_FILE, report, reports

if TYPE_CHECKING:
    from postmortems.reports.base import Report

FILES = ("incidents/a.yml", "incidents/b.yml", "incidents/z.yml")
# The attributes and children that the schema of Jenkins' xUnit plugin knows.
ATTRIBUTES = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "id"},
    "properties": set(),
    "property": {"name", "value"},
    "testcase": {"name", "time", "classname", "group"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "system-out": set(),
}
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase"},
    "properties": {"property"},
    "testcase": {"failure", "error", "system-out"},
}


def suite(said: Report) -> Any:  # noqa: ANN401 - junitparser has no types
    document = JUnitXml.fromstring(junit(said).encode())
    (only,) = document
    assert isinstance(only, TestSuite)
    return only


def cases(said: Report) -> dict[str, Any]:
    found = list(suite(said))
    assert all(isinstance(each, TestCase) for each in found)
    assert len({each.name for each in found}) == len(found)
    return {each.name: each for each in found}


def test_a_file_is_a_test_case_that_its_errors_fail() -> None:
    found = cases(report(FINDING, WHOLE_FILE, files=FILES))
    assert list(found) == ["incidents/a.yml", "incidents/b.yml", "incidents/c.yml", FILES[2]]
    (failure,) = found["incidents/a.yml"].result
    assert isinstance(failure, Failure)
    assert failure.message == "1 error, first: `P9` is not a known severity level"
    assert failure.type == "unknown-name"
    assert failure.text == (
        "incidents/a.yml:6:11: error[unknown-name] `P9` is not a known severity level\n"
        "  why: nothing would count it\n"
        "  fix: did you mean `P0`?"
    )
    assert found["incidents/b.yml"].is_passed
    assert found["incidents/z.yml"].is_passed
    assert {each.classname for each in found.values()} == {"postmortems"}


def test_the_suite_counts_files_and_carries_the_day() -> None:
    said = suite(report(FINDING, FINDING, WHOLE_FILE, WARNING, files=FILES))
    assert (said.name, said.tests, said.failures, said.errors, said.skipped) == (
        "postmortems",
        4,
        2,
        0,
        0,
    )
    assert {each.name: each.value for each in said.properties()} == {
        "version": "1.2.3",
        "as-of": "2026-03-20",
    }
    assert suite(report(files=FILES)).tests == 3


def test_what_does_not_fail_the_run_is_output() -> None:
    both = report(FINDING, replace(WARNING, file=FINDING.file), files=FILES)
    case = cases(both)["incidents/a.yml"]
    assert case.system_out == (
        "incidents/a.yml:40:10: warning[action-overdue] `A1` was due on 2026-03-01, 19 days ago"
    )
    assert len(case.result) == 1
    warned = cases(report(WARNING))["incidents/b.yml"]
    assert warned.is_passed
    strict = cases(report(WARNING, fail_on=Level.WARNING))["incidents/b.yml"]
    assert strict.result[0].message.startswith("1 warning, first: `A1` was due")
    assert strict.system_out is None


def test_broken_configuration_is_an_error_and_no_failure() -> None:
    said = report(replace(FINDING, file="site_config/site.yml"), broken=True)
    assert (suite(said).failures, suite(said).errors) == (0, 1)
    (error,) = cases(said)["site_config/site.yml"].result
    assert isinstance(error, Error)


@given(reports)
def test_any_report_is_xml_that_build_servers_know(said: Report) -> None:
    root = ET.fromstring(junit(said))  # noqa: S314 - our own
    assert root.tag == "testsuites"
    for element in root.iter():
        assert set(element.attrib) <= ATTRIBUTES[element.tag]
        assert {child.tag for child in element} <= CHILDREN.get(element.tag, set())
    found = cases(said)
    assert set(found) == {each.file for each in said.findings}
    assert suite(said).failures == sum(not each.is_passed for each in found.values())
    for each in said.findings:
        case = found[each.file]
        told = case.result[0].text if each.level is Level.ERROR else case.system_out
        assert each.message.strip() in told
