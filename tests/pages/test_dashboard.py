from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.records import library, record
from postmortems.charts import ROLES, Bars, Dots, Heat, Share
from postmortems.metrics.registry import METRICS
from postmortems.pages.dashboard import DashboardPage, dashboards
from postmortems.pages.dashboard.numbers import BESIDE
from postmortems.pages.dashboard.tabular import Data, guard, percent, to_csv, words
from support.example import settings

if TYPE_CHECKING:
    from postmortems.model.incident import Incident
    from postmortems.pages.base import Library
    from postmortems.pages.dashboard.chart import ChartView

CSS = Path(__file__).parents[2] / "templates" / "theme" / "assets" / "pm-lists.css"


def views(*incidents: Incident) -> dict[str, ChartView]:
    return shown(library(*incidents))


def shown(given: Library) -> dict[str, ChartView]:
    return {
        view.id: view
        for page in dashboards(given).pages
        if isinstance(page, DashboardPage)
        for view in page.charts
    }


def table(view: ChartView) -> list[list[str]]:
    return [[cell.text for cell in row] for row in view.data.rows]


def action(name: str, status: str = "open", **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"id": name, "title": f"Thing {name} is done", "status": status, **fields}


ONE = record(
    "A",
    title="Payments failed",
    severity="P0",
    services=["payment-api"],
    times={
        "started": "09:00",
        "detected": "09:04",
        "acknowledged": "09:20",
        "mitigated": "09:50",
        "resolved": "10:20",
    },
    factors=[{"id": "F1", "text": "No test.", "category": "testing"}],
    actions=[
        action("A1", due="2026-05-01", team="sre"),
        action("A2", "done", due="2026-05-01", done_at="2026-05-01", team="sre"),
        action("A3"),
    ],
    postmortem={
        "status": "published",
        "drafted_at": "2026-03-04 10:00",
        "published_at": "2026-03-20 10:00",
    },
)
TWO = record(
    "B",
    severity="P2",
    services=["web-shop"],
    detection={"source": "client_report"},
    times={"started": "2026-05-01 09:00", "resolved": "2026-05-01 09:30"},
)


FULL = record(
    "F",
    title="Orders failed again",
    services=["web-shop"],
    teams=["sre"],
    recurrence_of="B",
    change={"id": "CHG-1"},
    times={"started": "12:00", "detected": "12:10", "mitigated": "12:30", "resolved": "13:00"},
    roles={"commander": "Ann Lee", "responders": ["Bo Chu"]},
    factors=[{"id": "F1", "text": "No test.", "category": "testing"}],
    findings=[
        {
            "stage": "detection",
            "verdict": "slow",
            "text": "Nobody looked.",
            "control_gap": settings().taxonomy.control_gaps[0].id,
        }
    ],
    impact={
        "users_pct": 50,
        "sla": {"target_pct": 99.9, "period_days": 30},
        "windows": [{"start": "2026-03-03 12:00", "end": "2026-03-03 12:30", "users_pct": 20}],
    },
)


def test_without_incidents_every_chart_says_that_there_is_nothing() -> None:
    found = views()
    assert list(found) == [
        "months",
        "durations",
        "stages",
        "recovery",
        "noticed",
        "response",
        "customer-minutes",
        "error-budget",
        "incidents-by-service",
        "service-durations",
        "service-customer-minutes",
        "factors",
        "control-gaps",
        "chains",
        "repeats",
        "incidents-by-team",
        "coordination",
        "actions",
        "owners",
        "ages",
        "on-time",
        "deadlines",
        "quarters",
        "quarter-durations",
        "quarter-noticed",
        "quarter-response",
        "quarter-customer-minutes",
    ]
    assert {view.drawn for view in found.values()} == {False}
    assert all(view.empty.endswith(".") for view in found.values())
    assert {view.svg for view in found.values()} == {""}


def test_every_chart_has_a_sentence_its_terms_and_its_data() -> None:
    for view in views(ONE, TWO, FULL).values():
        assert view.drawn, view.id
        assert view.sentence.endswith(".")
        assert re.search(r"\d", view.n)
        assert view.definition.endswith(".")
        assert view.data.rows
        assert re.fullmatch(r"data/[a-z-]+\.csv", view.csv)
        assert len({len(row) for row in view.data.rows} | {len(view.data.columns)}) == 1


def test_months_are_read_and_lead_to_the_lists_of_their_year() -> None:
    view = views(ONE, TWO)["months"]
    assert view.sentence == (
        "2 incidents from 2026-03 to 2026-06, at most 1 in one month: 2026-05 and 1 other month. "
        "2 months had none."
    )
    assert table(view) == [
        ["2026-06", "0", "0", "0", "0", "0"],
        ["2026-05", "0", "0", "1", "0", "1"],
        ["2026-04", "0", "0", "0", "0", "0"],
        ["2026-03", "1", "0", "0", "0", "1"],
    ]
    assert isinstance(view.figure, Bars)
    # One incident: its page. Several: the month's place in the list of its year.
    assert view.figure.series[0].links == ("../../incidents/A/", None, None, None)
    again = views(ONE, TWO, record("D", severity="P0", times={"started": "10:00"}))["months"]
    assert isinstance(again.figure, Bars)
    assert again.figure.series[0].links[0] == "../../years/2026/#month-2026-03"
    assert view.figure.series[2].values == (0, 0, 1, 0)


def test_more_months_than_a_chart_can_hold_stay_in_the_table() -> None:
    old = record("C", times={"started": "2010-01-01 10:00"})
    view = views(ONE, old)["months"]
    assert isinstance(view.figure, Bars)
    assert len(view.figure.categories) == 60
    assert view.figure.categories[-1] == "2026-06"
    assert len(view.data.rows) == 198
    assert "The drawing shows the last 60 months" in view.sentence


def test_durations_are_points_that_lead_to_their_incidents() -> None:
    view = views(ONE, TWO)["durations"]
    assert view.sentence == "The shortest took 30 min and the longest 1 h 20 min."
    assert table(view) == [
        ["A", "Payments failed", "P0", "1 h 20 min"],
        ["B", TWO.title, "P2", "30 min"],
    ]
    assert isinstance(view.figure, Dots)
    (lane, other) = view.figure.lanes
    assert (lane.name, other.name) == ("P0 Critical (n = 1)", "P2 Medium (n = 1)")
    (point,) = lane.groups[0].points
    assert (point.minutes, point.link) == (80, "../../incidents/A/")
    assert point.label == "A Payments failed: 1 h 20 min"
    assert lane.marks == ()


def test_percentiles_are_drawn_from_ten_incidents_of_a_level_on() -> None:
    ten = [
        record(f"I{at}", times={"started": "09:00", "resolved": f"09:{10 + at}"})
        for at in range(10)
    ]
    view = views(*ten)["durations"]
    assert isinstance(view.figure, Dots)
    assert [(mark.label, mark.minutes) for mark in view.figure.lanes[0].marks] == [
        ("p50", 14),
        ("p90", 18),
    ]
    assert view.sentence.endswith("Half of them took at most 14 min, nine in ten at most 18 min.")
    assert isinstance(few := views(*ten[:9])["durations"].figure, Dots)
    assert few.lanes[0].marks == ()


def test_stages_say_what_is_not_recorded() -> None:
    view = views(ONE, TWO)["stages"]
    assert view.n == "detect 1, acknowledge 1, mitigate 1, verify 1"
    assert view.sentence == (
        "Detect: 4 min. Acknowledge: 16 min. Mitigate: 46 min. Verify: 30 min."
    )
    assert table(view) == [["A", "Payments failed", "P0", "4 min", "16 min", "46 min", "30 min"]]
    assert {each.reason: each.count for each in view.left_out}[
        "Detect: `detected` not recorded"
    ] == 1


def test_who_noticed_is_a_share_of_those_whose_source_is_known() -> None:
    unknown = record("C", detection={"source": "unknown"})
    view = views(ONE, TWO, unknown)["noticed"]
    assert view.sentence == (
        "Of 2 incidents we noticed 1 ourselves (50 %); clients told us about 1."
    )
    assert isinstance(view.figure, Share)
    assert view.figure.rows == ("All", "P0 Critical", "P2 Medium")
    assert [part.values for part in view.figure.parts] == [(1, 1, 0), (1, 0, 1)]
    (left,) = view.left_out
    assert [(one.text, one.url) for one in left.named] == [("C", "incidents/C/")]


def test_response_times_count_what_is_not_recorded_apart() -> None:
    view = views(ONE)["response"]
    assert view.sentence == (
        "Kept 1 of 2 times (50 %). Most often missed: P0 acknowledgement, 1 of 1. "
        "In 3 cases the record does not say."
    )
    rows = {(row[0], row[1]): row[2:] for row in table(view)}
    assert rows["P0", "Detection"] == ["in less than 5 min", "1", "0", "100 %", "0", "0", ""]
    assert rows["P0", "Acknowledgement"] == ["at once", "0", "1", "0 %", "0", "0", "A"]
    assert rows["P0", "Executives told"] == ["at once", "0", "0", "–", "1", "0", ""]
    assert rows["P1", "Detection"] == ["in less than 5 min", "0", "0", "–", "0", "0", ""]
    assert isinstance(view.figure, Share)
    assert view.figure.rows == ("P0 detection", "P0 acknowledgement")


def test_actions_are_counted_by_team() -> None:
    view = views(ONE)["actions"]
    assert view.sentence == ("2 actions of 3 unfinished, 1 of them overdue. 1 action without team.")
    assert isinstance(view.figure, Bars)
    assert view.figure.categories == ("Site reliability", "No team")
    assert [series.values for series in view.figure.series] == [(1, 0), (0, 1)]
    assert view.figure.series[0].links == (
        "../../incidents/A/#action-a1",
        None,
    )
    assert table(view) == [
        ["Site reliability", "1", "1", "0", "1", "0"],
        ["No team", "0", "1", "0", "0", "0"],
    ]


def test_when_every_action_is_finished_there_is_nothing_to_draw_but_a_table() -> None:
    view = views(record("A", actions=[action("A1", "done")]))["actions"]
    assert (view.drawn, view.empty) == (False, "Every action is finished.")
    assert table(view) == [["No team", "0", "0", "0", "1", "0"]]


def test_deadlines_are_kept_missed_or_overdue() -> None:
    view = views(ONE)["deadlines"]
    assert view.sentence == (
        "Actions: 1 of 2 on time (50 %), 1 overdue. Drafts: 1 of 1 on time (100 %), 0 overdue. "
        "Publications: 0 of 1 on time (0 %), 0 overdue."
    )
    assert table(view) == [
        ["Actions", "by their due day", "1", "0", "1", "50 %", "", "A#A1"],
        ["Drafts", "2 d after the resolution", "1", "0", "0", "100 %", "", ""],
        ["Publications", "7 d after the resolution", "0", "1", "0", "0 %", "A", ""],
    ]
    overdue = view.data.rows[0][7]
    assert [(one.text, one.url) for one in overdue.named] == [("A#A1", "incidents/A/#action-a1")]


def test_factors_are_a_matrix_of_the_settings_own_names() -> None:
    view = views(ONE)["factors"]
    assert isinstance(view.figure, Heat)
    assert (view.figure.rows, view.figure.columns) == (("Testing",), ("Payment API",))
    assert view.figure.counts == ((1,),)
    assert view.figure.links == (("../../incidents/A/",),)
    assert view.sentence == (
        "Testing contributed to the most incidents, 1 of 1. "
        "The most in one place are 1: Testing in Payment API."
    )


def test_of_two_lists_the_longer_one_goes_down() -> None:
    wide = record(
        "A",
        services=["payment-api", "web-shop"],
        factors=[{"id": "F1", "text": "No test.", "category": "testing"}],
    )
    figure = views(wide)["factors"].figure
    assert isinstance(figure, Heat)
    assert figure.rows == ("Web shop", "Payment API")
    assert figure.columns == ("Testing",)
    assert figure.counts == ((1,), (1,))


def test_a_colour_that_charts_do_not_know_is_drawn_as_unknown() -> None:
    policy = settings()
    levels = tuple(replace(each, colour_role="mauve") for each in policy.severities.levels)
    chosen = replace(policy, severities=replace(policy.severities, levels=levels))
    figure = shown(library(ONE, policy=chosen))["months"].figure
    assert isinstance(figure, Bars)
    assert {series.colour for series in figure.series} == {"unknown"}


def test_harm_and_budget_are_drawn_in_minutes_of_everybody() -> None:
    found = views(ONE, FULL)
    harm = found["customer-minutes"]
    assert table(harm) == [["F", "Orders failed again", "P1", "6 min", "windows"]]
    assert isinstance(harm.figure, Bars)
    assert [series.values for series in harm.figure.series] == [(6,), (0,)]
    assert harm.figure.series[0].links == ("../../incidents/F/",)
    # 0.1 % of 30 days are 43.2 minutes, and 6 of them were used.
    (row,) = table(found["error-budget"])
    assert row[4:] == ["43 min", "6 min", "13.89", "windows"]


def test_quarters_without_an_incident_are_drawn() -> None:
    old = record("O", times={"started": "2025-08-01 10:00", "resolved": "2025-08-01 11:00"})
    found = views(ONE, old)
    assert isinstance(figure := found["quarters"].figure, Bars)
    assert figure.categories == ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")
    assert [row[0] for row in table(found["quarter-durations"])] == [
        "2026-Q2",
        "2026-Q1",
        "2025-Q4",
        "2025-Q3",
    ]
    assert table(found["quarter-durations"])[2] == ["2025-Q4", "0", "–", "–", "–", "–"]


def test_each_chart_by_quarter_says_how_many_incidents_have_no_date() -> None:
    undated = {"started": "day 1 09:00", "resolved": "day 1 10:00"}
    found = views(ONE, record("U", timezone=None, date_unknown="A Friday.", times=undated))
    by_quarter = [view for key, view in found.items() if key.startswith("quarter-")]
    assert len(by_quarter) == 4
    for view in by_quarter:
        name, periods = view.metrics[0]
        assert (name, periods.n, dict(periods.left_out)) == (
            "quarters",
            1,
            {"date unknown": ("U",)},
        )
        assert view.left_out[0].named[0].text == "U"


def test_an_incident_left_out_of_several_judgements_is_named_once_and_counted_each_time() -> None:
    absent = next(
        each
        for each in views(record("A", severity="P0", kind="near_miss"))["response"].left_out
        if each.reason.startswith("near misses")
    )
    assert (absent.count, [one.text for one in absent.named], absent.more) == (5, ["A"], 0)


def test_means_are_told_only_when_the_settings_ask_for_them() -> None:
    policy = settings()
    site = replace(policy.site, dashboards=replace(policy.site.dashboards, means=True))
    assert views(ONE, TWO)["durations"].means == ()
    assert shown(library(ONE, TWO, policy=replace(policy, site=site)))["durations"].means == (
        "Duration, arithmetic mean of resolved − started over n = 2: 55 min.",
    )


def test_every_metric_has_its_place_among_the_numbers_and_in_a_chart_or_on_a_page() -> None:
    drawn = {key for view in views().values() for key, _ in view.metrics}
    assert not drawn & {*BESIDE}
    assert drawn | {*BESIDE} == {entry.id for entry in METRICS}


def test_a_long_list_is_cut_and_says_so() -> None:
    many = [
        record(
            f"I{at:02}", times={"started": "09:00", "mitigated": "10:00"}, impact={"users_pct": 9}
        )
        for at in range(30)
    ]
    view = views(*many)["customer-minutes"]
    assert isinstance(view.figure, Bars)
    assert len(view.figure.categories) == len(view.rows) == 20
    assert view.sentence.endswith(
        "The drawing shows the first 20 of 30 incidents, the CSV has all."
    )
    assert len(view.data.rows) == 30


def test_names_of_services_and_teams_stay_text_in_every_chart() -> None:
    nasty = "</title><script>alert(1)</script> {{ 7*7 }} [x](javascript:1) {0}"
    policy = settings()
    catalog = replace(
        policy.catalog,
        services=tuple(
            replace(each, name=nasty.replace("0", each.id)) for each in policy.catalog.services
        ),
        teams=tuple(
            replace(each, name=nasty.replace("0", each.id)) for each in policy.catalog.teams
        ),
    )
    told = {"incidents-by-service", "service-durations", "factors", "repeats", "actions"}
    told |= {"service-customer-minutes", "incidents-by-team", "on-time"}
    harmed = record(
        "H",
        services=["web-shop"],
        impact={"users_pct": 20},
        times={"started": "12:00", "mitigated": "12:30"},
    )
    for view in shown(
        library(ONE, TWO, FULL, harmed, policy=replace(policy, catalog=catalog))
    ).values():
        assert "<script" not in view.svg
        assert "{{" not in view.svg
        assert 'href="javascript' not in view.svg
        if not view.svg:
            continue
        told_names = [node.text or "" for node in fromstring(view.svg).iter()]  # noqa: S314 - ours
        assert any("</title><script>alert(1)" in text for text in told_names) == (view.id in told)


def test_hostile_names_stay_text_in_every_chart() -> None:
    nasty = "<script>alert(1)</script> {{ 7*7 }} [x](javascript:1)"
    hostile = replace(
        FULL, title=nasty, actions=record("X", actions=[action("A1", owner=nasty)]).actions
    )
    for view in views(ONE, TWO, hostile).values():
        assert "<script" not in view.svg
        assert "{{" not in view.svg
        assert 'href="javascript' not in view.svg


def test_charts_are_drawn_with_links_and_without_markup_of_incidents() -> None:
    hostile = record(
        "H",
        title="<script>alert(1)</script>",
        times={"started": "09:00", "resolved": "10:00"},
    )
    svg = views(hostile)["durations"].svg
    assert svg.startswith("<svg ")
    assert "<script" not in svg
    assert 'href="../../incidents/H/"' in svg


def test_the_data_files_are_those_that_the_charts_link_to() -> None:
    found = views(ONE, TWO)
    files = dashboards(library(ONE, TWO)).data
    assert set(files) == {view.csv for view in found.values()} | {"data/numbers.csv"}
    rows = list(csv.reader(io.StringIO(files["data/durations.csv"].decode())))
    assert rows == [
        ["incident", "title", "severity", "minutes"],
        ["A", "Payments failed", "P0", "80"],
        ["B", TWO.title, "P2", "30"],
    ]
    stages = list(csv.reader(io.StringIO(files["data/stages.csv"].decode())))
    assert stages[1] == ["A", "Payments failed", "P0", "4", "16", "46", "30"]
    kept = list(csv.reader(io.StringIO(files["data/response-times.csv"].decode())))
    assert kept[1] == ["P0", "detection", "in less than 5 min", "1", "0", "100.0", "0", "0", ""]
    assert kept[4] == ["P0", "executive_notice", "at once", "0", "0", "", "1", "0", ""]


def test_an_unrecorded_stage_is_an_empty_cell_and_not_a_zero() -> None:
    half = record("A", times={"started": "09:00", "detected": "09:00"})
    files = dashboards(library(half)).data
    rows = list(csv.reader(io.StringIO(files["data/stages.csv"].decode())))
    assert rows[1][3:] == ["0", "", "", ""]


@pytest.mark.parametrize(
    "value",
    [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "\t=1",
        "\r1",
        " =1",
        '"=1',
        "'=1",
        "“=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(value: str) -> None:
    assert guard(value) == f"'{value}"


@pytest.mark.parametrize("value", ["", "1", "80.5", "INC-1", "a=b", "P0", "–", "50 %"])
def test_harmless_values_stay_as_they_are(value: str) -> None:
    assert guard(value) == value


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_a_table_of_any_texts_comes_back_from_its_csv(texts: list[str]) -> None:
    texts = [text.replace("\r", "").replace("\0", "") for text in texts]
    data = Data(
        columns=tuple(("Heading", f"c{at}") for at in range(len(texts))),
        rows=(tuple(words(text) for text in texts),),
    )
    _, row = list(csv.reader(io.StringIO(to_csv(data).decode(), newline="")))
    assert [
        cell.removeprefix("'") if guard(text) != text else cell
        for cell, text in zip(row, texts, strict=True)
    ] == texts
    assert not any(cell.startswith(tuple("=+-@\t\uff1d\uff0b\uff0d\uff20")) for cell in row)


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 3, "0 %"), (1, 3, "33 %"), (3, 3, "100 %"), (1, 1000, "1 %"), (999, 1000, "99 %")],
)
def test_only_none_is_0_percent_and_only_all_is_100(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == said


def test_the_stylesheet_has_the_colours_of_the_charts_in_light_and_dark() -> None:
    text = CSS.read_text("utf-8")
    light, dark = text.split("@media screen {", 1)
    dark = dark.split("\n}\n", 1)[0]
    for part, shade in ((light, "light"), (dark, "dark")):
        found = dict(re.findall(r"--pm-([a-z0-9-]+): (#[0-9a-f]{6});", part))
        assert found == {role.name: getattr(role, shade) for role in ROLES}


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("shade", ["light", "dark"])
@pytest.mark.parametrize("name", ["p0", "p1", "p2", "p3", "p4", "unknown"])
def test_a_severitys_text_can_be_read_on_its_colour(name: str, shade: str) -> None:
    roles = {role.name: role for role in ROLES}
    text = CSS.read_text("utf-8")
    styles = {"color": "", "background": ""}
    for rule in (r"\.pm-badge\.pm-sev \{([^}]*)\}", rf"\.pm-sev-{name} \{{([^}}]*)\}}"):
        found = re.search(rule, text)
        styles |= (
            dict(re.findall(r"(color|background): var\(--pm-([a-z0-9]+)\)", found[1]))
            if found
            else {}
        )
    assert styles["background"] == name
    one, other = (_luminance(getattr(roles[each], shade)) for each in styles.values())
    assert (max(one, other) + 0.05) / (min(one, other) + 0.05) >= 4.5
