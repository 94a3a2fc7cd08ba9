"""Every number of the site, counted anew from the YAML by code that shares nothing with it."""

from __future__ import annotations

import ast
import html
import re
from dataclasses import dataclass
from datetime import UTC
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from golden.update import AS_OF, DEMO
from postmortems import today
from postmortems.pipeline import check
from support import busy
from support.docs_tree import tree
from support.recount import duties, people, prose, shown, spans, work
from support.recount.counting import Count, Rows
from support.recount.dashboards import TABLES, numbers
from support.recount.reading import Repository, repository
from support.recount.sentences import SENTENCES, means
from support.sites import TODAY

if TYPE_CHECKING:
    from datetime import datetime

RECOUNT = Path(__file__).parent / "support" / "recount"
BOARDS = ("severity", "services", "teams", "quarters")
MOST_ROWS = 20
PREFIX = {
    "detect": "Detect: ",
    "acknowledge": "Acknowledge: ",
    "mitigate": "Mitigate: ",
    "verify": "Verify: ",
    ("deadlines", "on-time"): "Actions: ",
    "drafts": "Drafts: ",
    "publications": "Publications: ",
}


@dataclass(frozen=True, kw_only=True)
class Held:
    """A docs tree, and the YAML that it was made from."""

    files: dict[str, bytes]
    yaml: Repository

    def page(self, path: str) -> str:
        return self.files[path].decode("utf-8")

    def charts(self) -> dict[str, str]:
        """The part of a dashboard about each chart, by the chart's id."""
        found = {}
        for board in BOARDS:
            for part in self.page(f"dashboards/{board}.md").split("\n## ")[1:]:
                name = re.search(r"\{ #([\w-]+) \}", part)
                assert name is not None
                found[name[1]] = part
        return found


@pytest.fixture(scope="module", params=["this repository", "the demo", "sixty made up"])
def held(
    request: pytest.FixtureRequest, repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> Held:
    root, as_of = {
        "this repository": (repository, TODAY),
        "the demo": (DEMO, AS_OF),
        "sixty made up": (tmp_path_factory.mktemp("busy"), busy.AS_OF),
    }[request.param]
    if request.param == "sixty made up":
        busy.write_busy(root)
    checked = check(root, today.instant(as_of))
    assert checked.errors == 0, [each for each in checked.findings if each.level == "error"]
    return Held(files=tree(root, checked), yaml=_read(root, repository, as_of))


_read = repository


def test_the_recount_shares_no_code_with_what_it_holds_to_account() -> None:
    modules = sorted(RECOUNT.glob("*.py"))
    assert len(modules) >= 10
    for module in modules:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.Import):
                names = [each.name for each in node.names]
            assert not [each for each in names if each.partition(".")[0] == "postmortems"], module


def test_every_file_behind_a_chart_holds_what_was_counted_anew(held: Held) -> None:
    files = {
        path.removeprefix("data/").removesuffix(".csv"): content
        for path, content in held.files.items()
        if re.fullmatch(r"data/[^/]+\.csv", path) and path != "data/numbers.csv"
    }
    assert files.keys() == TABLES.keys(), "a chart without a recount, or the other way round"
    found = {name: shown.differences(files[name], TABLES[name](held.yaml)) for name in files}
    assert {name: each for name, each in found.items() if each} == {}


def test_every_n_and_all_that_is_left_out_was_counted_anew(held: Held) -> None:
    told, counted = shown.told(held.files["data/numbers.csv"]), numbers(held.yaml)
    assert told.keys() == counted.keys()
    assert {key: count for key, count in told.items() if count != counted[key]} == {}


def test_sixty_made_up_incidents_leave_no_chart_empty(held: Held) -> None:
    counted = numbers(held.yaml)
    if len(held.yaml.records) == busy.COUNT:
        assert all(count.n for count in counted.values())
        assert all(TABLES[name](held.yaml) for name in TABLES)
        assert len({reason for count in counted.values() for reason in count.left}) > 30


def test_the_pages_say_every_n_and_all_that_is_left_out(held: Held) -> None:
    counted = numbers(held.yaml)
    charts = held.charts()
    assert {chart for chart, _ in counted} == charts.keys()
    for chart, part in charts.items():
        own = {metric: count for (name, metric), count in counted.items() if name == chart}
        said = re.search(r'data-n="([^"]*)"', part)
        assert said is not None
        assert html.unescape(said[1]) == " ".join(f"{key}={own[key].n}" for key in own), chart
        left = re.search(r'data-left-out="(\d+)"', part)
        total = sum(count.left.total() for count in own.values())
        assert int(left[1] if left else 0) == total, chart
        reasons = sorted(
            prose.plain(text).strip()
            for _, text in re.findall(r'<li data-count="(\d+)">(.*?)<span', part)
        )
        assert reasons == sorted(
            f"{_prefix(chart, key)}{reason}: {number:,}"
            for key, count in own.items()
            for reason, number in count.left.items()
        ), chart


def _prefix(chart: str, metric: str) -> str:
    return PREFIX.get((chart, metric), PREFIX.get(metric, ""))


def test_the_tables_under_the_charts_show_what_their_files_hold(held: Held) -> None:
    for chart, part in held.charts().items():
        file = re.search(r'href="../../data/([\w-]+)\.csv"', part)
        assert file is not None
        rows = shown.cells(held.files[f"data/{file[1]}.csv"])
        told = re.search(r"Data: ([\d,]+) rows", part)
        assert (told[1] if told else "0") == f"{len(rows):,}", chart
        body = re.findall(r"<tr>(<td.*?)</tr>", part)
        assert len(body) == min(len(rows), MOST_ROWS), chart
        for line, row in zip(body, rows, strict=False):
            values = re.findall(r'<td(?: class="pm-number" data-value="([^"]*)")?>', line)
            assert len(values) == len(row), chart
            numeric = [html.unescape(each) for each in values if each]
            assert numeric == [cell for cell in row.values() if cell in numeric][: len(numeric)]


def test_the_sentences_over_the_charts_say_what_was_counted_anew(held: Held) -> None:
    charts = held.charts()
    assert charts.keys() == SENTENCES.keys(), "a sentence without a recount"
    names = [each["name"] for each in (*held.yaml.services, *held.yaml.teams)]
    expected = means(held.yaml)
    for chart, part in charts.items():
        if "pm-absent" in part:
            assert not any(n.n for (name, _), n in numbers(held.yaml).items() if name == chart)
            continue
        sentence = prose.plain(part.split("<p>", 1)[1].split("</p>", 1)[0])
        read = sentence.partition(" The drawing shows")[0]
        counted = SENTENCES[chart](held.yaml)
        assert prose.agrees(prose.said(read, names), counted), (chart, read, counted)
        mean = " ".join(re.findall(r'<p class="pm-meta">([^<]* mean of [^<]*)</p>', part))
        told = prose.said(prose.plain(mean), names)
        assert prose.agrees(told, expected.get(chart, [])), (chart, mean)


def test_the_first_page_says_what_is_open_and_overdue(held: Held) -> None:
    page = held.page("index.md")
    tiles = re.findall(r"<strong>([\d,]+)</strong> ([^<]+)</a>", page)
    counted = people.home(held.yaml)
    assert {name: int(number.replace(",", "")) for number, name in tiles} == counted
    samples = sum(record.sample == "true" for record in held.yaml.records)
    said = re.search(r"([\d,]+) incidents? here (?:is|are) made up", page)
    assert int(said[1] if said else 0) == samples


def test_the_page_of_actions_counts_each_part(held: Held) -> None:
    page = held.page("actions/index.md")
    counted = people.actions(held.yaml)
    assert _jumps(page) == {name: counted[name] for name in _jumps(page)}
    assert {name for name, number in counted.items() if number} <= _jumps(page).keys()
    read = prose.plain(page.split("<p>", 1)[1].split("</p>", 1)[0]).partition(". Overdue is")[0]
    row = work.deadlines(held.yaml)["actions",]
    n = numbers(held.yaml)["on-time", "on-time"].n
    assert [int(text) for _, text in prose.said(read)][:1] == [n]
    assert {int(text) for _, text in prose.said(read)[1:]} <= {row[key] for key in work.VERDICTS}


def _jumps(page: str) -> dict[str, int]:
    """The places that a page leads to at its top, with the number of entries at each."""
    found = re.findall(r'<li><a href="#[\w-]+">([^<]+): ([\d,]+)</a></li>', page)
    return {html.unescape(name): int(number.replace(",", "")) for name, number in found}


def test_the_calendar_of_reviews_counts_what_is_owed_and_done(held: Held) -> None:
    counted = duties.duties(held.yaml)
    said = _jumps(held.page("reviews/index.md"))
    assert [said.get(name, 0) for name in ("Overdue", "To come", "Done")] == [
        counted[name] for name in ("overdue", "upcoming", "done")
    ]


def test_services_and_teams_say_how_often_they_were_hit_and_what_is_left_to_do(held: Held) -> None:
    told = _rows(held.page("services/index.md"), "services", 3)
    assert {key: row for key, row in told.items() if any(row)} == people.services(held.yaml)
    assert _rows(held.page("teams/index.md"), "teams", 4) == people.teams(held.yaml)
    for service in held.yaml.services:
        page, found = (
            held.page(f"services/{service['id']}.md"),
            people.felt(held.yaml, service["id"]),
        )
        levels = re.findall(r'severity=[\w-]+"><strong>([\d,]+)</strong>', page)
        if found:
            assert [int(each) for each in levels] == [
                sum(record.level == level for record in found) for level in held.yaml.level_ids
            ]
        left, late = people.to_do(held.yaml, found)
        said = prose.said(prose.plain("".join(re.findall(r"[^>]* unfinished actions?[^<]*", page))))
        assert [int(text) for _, text in said] == ([left, late] if left else [])


def _rows(page: str, folder: str, columns: int) -> dict[str, tuple[int, ...]]:
    """The counts in each row of a table whose rows lead to the pages of a folder."""
    found = {}
    for row in re.findall(r"<tr><th.*?</tr>", page):
        name = re.search(rf'href="../{folder}/([\w-]+)/"', row)
        counts = re.findall(r'<td class="pm-number[^"]*">(?:<a [^>]*>)?([\d,]+)', row)
        if name is not None and len(counts) == columns:
            found[name[1]] = tuple(int(each.replace(",", "")) for each in counts)
    return found


def test_control_gaps_say_how_many_findings_name_them_and_lack_an_action(held: Held) -> None:
    page = held.page("gaps/index.md")
    told = _rows(page, "gaps", 3)
    assert {key: row for key, row in told.items() if any(row)} == people.gaps(held.yaml)
    counted = numbers(held.yaml)["control-gaps", "control-gaps"]
    assert f"<strong>n:</strong> {counted.n:,} of {len(held.yaml.records):,} incident" in page


def test_badges_say_what_was_counted_anew(held: Held) -> None:
    for name, said in people.badges(held.yaml).items():
        badge = held.page(f"badges/{name}.svg")
        told = re.search(r'aria-label="([^"]*), as of ', badge)
        assert told is not None
        assert html.unescape(told[1]) == said, name


def test_the_exported_moments_and_durations_are_those_of_the_records(held: Held) -> None:
    rows = {row["id"]: row for row in shown.cells(held.files["data/csv/incidents.csv"])}
    columns = {
        "durations": "duration_minutes",
        "detect": "minutes_to_detect",
        "acknowledge": "minutes_to_acknowledge",
        "mitigate": "minutes_to_mitigate",
        "verify": "minutes_to_verify",
    }
    assert rows.keys() == held.yaml.by_id.keys()
    for record in held.yaml.records:
        row = rows[record.id]
        assert row["severity"] == record.level
        assert row["open"] == str(record.open).lower()
        for name in ("started", "detected", "acknowledged", "declared", "mitigated", "resolved"):
            moment = record.time(name)
            if not record.undated:
                assert row[name] == (_utc(moment) if moment else ""), (record.id, name)
        for name, column in columns.items():
            value = spans.span(record, name)
            if isinstance(value, str):
                assert row[column] == "" or value.startswith("start estimated"), (record.id, column)
            else:
                assert abs(Fraction(row[column]) - value) <= Fraction(1, 200), (record.id, column)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def test_the_exported_timeline_has_the_moments_that_clock_times_stand_for(held: Held) -> None:
    exported: dict[str, list[str]] = {}
    for row in shown.cells(held.files["data/csv/timeline.csv"]):
        exported.setdefault(row["incident_id"], []).append(row["at"])
    for record in held.yaml.records:
        if not record.undated:
            assert exported.get(record.id, []) == [_utc(each) for each in record.timeline()]


def test_a_recount_finds_a_wrong_cell_a_missing_row_and_a_wrong_reason() -> None:
    rows: Rows = {("A",): {"minutes": Fraction(3, 2), "ids": frozenset({"A", "B"})}}
    good = b"incident,minutes,ids\nA,1.5,B A\n"
    assert shown.differences(good, rows) == []
    for bad in (
        b"incident,minutes,ids\nA,1.51,A B\n",
        b"incident,minutes,ids\nA,1.5,A\n",
        b"incident,minutes,ids\nA,1.5,A B B\n",
        b"incident,minutes,ids\nB,1.5,A B\n",
        b"incident,minutes,ids\nA,1.5,A B\nA,1.5,A B\n",
        b"incident,minutes,ids\nA,,A B\n",
        b"incident,minutes\nA,1.5\n",
    ):
        assert shown.differences(bad, rows) != [], bad
    told = b"chart,metric,what,reason,number\nx,y,counted,,3\nx,y,left out,because,2\n"
    assert shown.told(told)["x", "y"].n == 3
    assert shown.told(told)["x", "y"] != Count(3)
