"""Every hostile file of the corpus meets its fate, and what is said of it acts nowhere."""

from __future__ import annotations

import json
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from markdown_it import MarkdownIt

from postmortems import today
from postmortems.characters import FORBIDDEN, printable
from postmortems.cli.reporting import report_of
from postmortems.findings import Level
from postmortems.pipeline import check
from postmortems.reports.formats import FORMATS, render
from reports.runner import parsed
from support.corpus import CORPUS, MANIFEST, SEARCHED, corpus, inert, rejected, write_corpus
from support.sites import TODAY, configured

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from postmortems.checking.result import Checked
    from postmortems.reports.base import Report

FAMILIES = {
    *("markup", "links", "publisher", "yaml", "text", "times"),
    *("names", "ci", "exports", "search", "secrets"),
}
SOUND = "INC-20261110-1400.yml"


@pytest.fixture(scope="module")
def judged(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """What is found where all the files lie in one repository, with a sound one among them."""
    root = tmp_path_factory.mktemp("corpus")
    configured(repository, root)
    write_corpus(root, corpus())
    sound = (repository / "tests" / "support" / "small.yml").read_bytes()
    (root / "incidents" / SOUND).write_bytes(sound)
    return check(root, today.instant(TODAY))


@pytest.fixture(scope="module")
def report(judged: Checked) -> Report:
    return report_of(judged, files=[f"incidents/{each.name}" for each in corpus()])


def test_the_corpus_is_what_its_list_says() -> None:
    files = {path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*.*")}
    assert files == {each.path for each in corpus()} | {MANIFEST.name}
    assert {each.family for each in corpus()} == FAMILIES
    assert len({each.name for each in corpus()}) == len(corpus())
    assert len(inert()) >= 100
    assert len(rejected()) >= 150
    assert [each.path for each in inert() if SEARCHED.encode() not in each.content] == []


def test_every_hostile_file_meets_its_fate(
    judged: Checked, record_property: Callable[[str, object], None]
) -> None:
    errors: dict[str, set[str]] = {}
    for fault in judged.findings:
        if fault.level == "error":
            place = f"{fault.span.line}:{fault.span.column} " if fault.span else ""
            errors.setdefault(fault.file, set()).add(f"{place}{fault.rule}")
    wrong = {}
    for hostile in corpus():
        found = errors.pop(f"incidents/{printable(hostile.name)}", set())
        if found.isdisjoint(hostile.rejected) if hostile.rejected else found:
            wrong[hostile.path] = found
        assert set(hostile.rejected) <= found, hostile.path
    assert wrong == {}
    assert errors == {}  # nothing is said of the sound file, or of one that is not there
    told = f"{len(FAMILIES)} families: {len(rejected())} refused as stated, {len(inert())} inert"
    record_property("counted", f"hostile corpus: {len(corpus())} files of {told}, 0 others")


def test_what_is_refused_keeps_nothing_else_from_being_read(judged: Checked) -> None:
    read = {*judged.incidents}
    assert read >= {each.name.removesuffix(".yml") for each in inert()}
    assert SOUND.removesuffix(".yml") in read


@pytest.mark.parametrize("name", FORMATS)
def test_no_report_holds_what_steers_a_terminal_or_hides(report: Report, name: str) -> None:
    text = render(name, report)
    assert len(text) > 10_000
    assert sorted(set(FORBIDDEN.findall(text))) == []
    assert "\r" not in text


@pytest.mark.parametrize("name", FORMATS)
def test_no_report_holds_a_command_that_is_not_ours(report: Report, name: str) -> None:
    found = [command for line in render(name, report).split("\n") if (command := parsed(line))]
    if name != "github":
        assert found == []
        return
    counted = Counter(each.name for each in found)
    assert counted["error"] == report.of(Level.ERROR)
    assert set(counted) <= {"error", "warning", "notice"}
    assert {key for each in found for key in each.properties} <= {
        *("file", "line", "endLine", "col", "endColumn", "title"),
    }
    known = {f"incidents/{printable(each.name)}" for each in corpus()}
    assert {each.properties["file"] for each in found if "file" in each.properties} <= known


def test_reports_in_json_and_xml_hold_each_finding_once(report: Report) -> None:
    count = len(report.findings)
    assert len(json.loads(render("json", report))["findings"]) == count
    assert len(json.loads(render("gitlab", report))) == count
    (run,) = json.loads(render("sarif", report))["runs"]
    assert len(run["results"]) == count
    suites = etree.fromstring(render("junit", report).encode())
    assert {each.tag for each in suites.iter()} <= {
        *("testsuites", "testsuite", "testcase", "failure", "properties", "property"),
        *("system-out", "skipped"),
    }


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_a_report_in_markdown_holds_no_markup_of_a_stranger(report: Report) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    seen = _Tags(reader.render(render("markdown", report)))
    assert seen.tags <= {"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "br"}
    assert seen.attributes <= {"style"}  # how a column is aligned
