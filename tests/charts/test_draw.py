from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, fromstring

import pytest

from postmortems.charts import (
    ROLES,
    Bars,
    Dots,
    Group,
    Heat,
    Lane,
    Mark,
    Point,
    Series,
    Share,
    svg,
)
from postmortems.charts.bars import ticks
from postmortems.charts.words import width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.charts import Chart

SVG = "{http://www.w3.org/2000/svg}"
SEVERITIES = ("p0", "p1", "p2", "p3")


def months(count: int, *, linked: bool = True) -> Bars:
    names = tuple(f"{2014 + (7 + at) // 12}-{(7 + at) % 12 + 1:02}" for at in range(count))
    return Bars(
        name="by-month",
        title="Incidents per month",
        description="Most months have fewer than ten.",
        category_title="Month",
        value_title="Incidents",
        categories=names,
        series=tuple(
            Series(
                name=role.upper(),
                colour=role,
                # Zero in every third month, two digits in the tallest.
                values=tuple(at % 3 * (at % 5 + 1) * (rank + 1) // 4 for at in range(count)),
                links=tuple(f"../incidents/?m={name}&s={role}" for name in names) if linked else (),
            )
            for rank, role in enumerate(SEVERITIES)
        ),
    )


SERVICES = Bars(
    name="by-service",
    title="Incidents by service",
    description="Checkout leads.",
    category_title="Service",
    value_title="Incidents",
    categories=("checkout", "a service whose name has no end in sight", "search"),
    series=(Series(name="all", colour="accent", values=(12, 0, 1500.5)),),
    horizontal=True,
)

TARGETS = Share(
    name="targets",
    title="Targets met",
    description="One in three was late.",
    rows=("P0 detection", "P1 detection", "P2 detection"),
    parts=(
        Series(name="met", colour="good", values=(2, 199, 0), links=("?a", "?b", None)),
        Series(name="missed", colour="bad", values=(1, 0, 0)),
        Series(name="not recorded", colour="unknown", values=(1, 1, 0)),
    ),
)

FACTORS = Heat(
    name="factors",
    title="Factors by service",
    description="Deployments hit checkout.",
    rows=("checkout", "search"),
    columns=("deployment", "capacity", "people"),
    counts=((9, 0, 1), (2, 5, 0)),
    links=(("?1", None, "?2"), (None, "?3", None)),
)


def durations(*minutes: float, marks: tuple[Mark, ...] = (), limit: int = 1000) -> Dots:
    points = tuple(
        Point(minutes=value, label=f"INC-{at}: {value} min", link=f"../incidents/INC-{at}/")
        for at, value in enumerate(minutes)
    )
    return Dots(
        name="durations",
        title="Duration by severity",
        description="Half end within the hour.",
        value_title="Start to resolution",
        lanes=(
            Lane(name="P0", groups=(Group(name="P0", colour="p0", points=points[:3]),), key="p 0"),
            Lane(
                name="P1", groups=(Group(name="P1", colour="p1", points=points[3:]),), marks=marks
            ),
            Lane(name="P2", groups=(Group(name="P2", colour="p2", points=()),)),
        ),
        limit=limit,
        cell_link="../incidents/?s={lane}&from={from}&to={to}",
    )


STAGES = Dots(
    name="stages",
    title="Time each stage took",
    description="Mitigation takes longest.",
    value_title="Minutes",
    lanes=tuple(
        Lane(
            name=stage,
            groups=tuple(
                Group(
                    name=role.upper(),
                    colour=role,
                    points=tuple(
                        Point(minutes=at * (rank + 1) / 2, label=f"{stage} {role} {at}")
                        for at in range(6)
                    ),
                )
                for rank, role in enumerate(SEVERITIES)
            ),
            marks=(Mark(label="p50 2 min", minutes=2), Mark(label="p90 4 min", minutes=4)),
        )
        for stage in ("detect", "acknowledge", "mitigate", "verify")
    ),
)

CHARTS: dict[str, Chart] = {
    "one month": months(2),
    "a year": months(12),
    "three years": months(36),
    "ten years": months(120),
    "no links": months(12, linked=False),
    "rows": SERVICES,
    "share": TARGETS,
    "heat": FACTORS,
    "wide heat": replace(
        FACTORS, columns=("a factor",) * 24, counts=((1,) * 24, (12345,) * 24), links=()
    ),
    "dots": durations(5, 12, 90, 0, 3, 3, 3, 3000, marks=(Mark(label="p50 3 min", minutes=3),)),
    "counts": durations(5, 12, 90, *range(200), limit=100),
    "stages": STAGES,
}
EVERY = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)


@cache
def written(chart: Chart) -> str:
    return svg(chart)


def drawn(chart: Chart) -> Element:
    return fromstring(written(chart))  # noqa: S314 - our own


def texts(root: Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def links(root: Element) -> list[tuple[str | None, str | None]]:
    return [(a.get("href"), a.findtext(f"{SVG}title")) for a in root.iter(f"{SVG}a")]


def placed(root: Element) -> Iterator[tuple[float, float, float, str]]:
    """Yield left, right and baseline of each level text, in px, and what it says."""

    def walk(
        node: Element, x: float, y: float, anchor: str
    ) -> Iterator[tuple[float, float, float, str]]:
        transform = node.get("transform", "")
        if "rotate" in transform:
            return
        for dx, dy in re.findall(r"translate\(([^,]+),([^)]+)\)", transform):
            x, y = x + float(dx), y + float(dy)
        anchor = node.get("text-anchor", anchor)
        if node.tag == f"{SVG}text":
            text = node.text or ""
            left = x - {"start": 0, "middle": 0.5, "end": 1}[anchor] * width(text)
            yield left, left + width(text), y, text
        for child in node:
            yield from walk(child, x, y, anchor)

    yield from walk(root, 0, 0, "start")


def boxes(root: Element) -> dict[str, tuple[float, float, float, float]]:
    """Return left, top, width and height of each rectangular mark, in px of its plot, by name."""
    found = {}
    for parent in root.iter():
        name = parent.findtext(f"{SVG}title")
        for path in (parent, *parent):
            corners = re.fullmatch(
                r"M([-\d.]+),([-\d.]+)h([-\d.]+)v([-\d.]+)h[-\d.]+Z", path.get("d", "")
            )
            if name and corners:
                left, top, wide, high = map(float, corners.groups())
                found[name] = (left, top, wide, high)
    return found


@EVERY
def test_the_root_says_what_it_is_and_scales(chart: Chart) -> None:
    root = drawn(chart)
    linked = root.find(f".//{SVG}a") is not None
    left, top, wide, high = map(float, root.attrib.pop("viewBox").split())
    assert (left, top) == (0, 0)
    assert float(root.attrib.pop("width")) == wide
    assert float(root.attrib.pop("height")) == high
    assert root.attrib == {
        "id": chart.name,
        "class": "pm-chart",
        "role": "group" if linked else "img",
        "aria-labelledby": f"{chart.name}-title",
        "aria-describedby": f"{chart.name}-text",
    }
    title, text = root[0], root[1]
    assert (title.tag, title.attrib, title.text) == (
        f"{SVG}title",
        {"id": f"{chart.name}-title"},
        chart.title,
    )
    assert (text.tag, text.attrib, text.text) == (
        f"{SVG}desc",
        {"id": f"{chart.name}-text"},
        chart.description,
    )


@EVERY
def test_a_drawing_is_640_px_wide_unless_it_has_many_columns(chart: Chart) -> None:
    wide = float(drawn(chart).get("width", ""))
    assert wide > 800 if chart is CHARTS["wide heat"] else wide == 640


def test_the_columns_of_a_heat_map_of_fifteen_services_have_their_whole_names() -> None:
    names = tuple(f"Service-desk connector {at}" for at in range(15))
    heat = replace(FACTORS, columns=names, counts=((1,) * 15, (2,) * 15), links=())
    shown = texts(drawn(heat))
    assert [name for name in names if name not in shown] == []
    few = replace(FACTORS, columns=(names[0],), counts=((1,), (2,)), links=())
    assert names[0] in texts(drawn(few))


@EVERY
def test_nothing_but_plain_shapes_text_and_links_is_drawn(chart: Chart) -> None:
    allowed = {
        "svg": {
            "id",
            "class",
            "role",
            "aria-labelledby",
            "aria-describedby",
            "viewBox",
            "width",
            "height",
        },
        "title": {"id"},
        "desc": {"id"},
        "g": {"aria-hidden", "transform", "paint-order"},
        "a": {"href"},
        "path": {"d", "transform", "role"},
        "line": {"transform", "x2", "y2"},
        "text": {"transform", "paint-order"},
    }
    looks = {"fill", "stroke", "stroke-width", "text-anchor", "font-size", "pointer-events"}
    for node in drawn(chart).iter():
        name = node.tag.removeprefix(SVG)
        assert set(node.attrib) <= allowed[name] | looks, name


@EVERY
def test_colours_are_variables_of_the_palette(chart: Chart) -> None:
    colours = {node.get(name) for node in drawn(chart).iter() for name in ("fill", "stroke")} - {
        None,
        "none",
    }
    assert colours
    assert colours <= {f"var(--pm-{role.name})" for role in ROLES}


@EVERY
def test_every_mark_has_its_colour(chart: Chart) -> None:
    def inherited(node: Element, fill: str | None) -> Iterator[str | None]:
        fill = node.get("fill", fill)
        if node.tag in {f"{SVG}path", f"{SVG}text"}:
            yield fill
        for child in node:
            yield from inherited(child, fill)

    assert not {None, "none"} & set(inherited(drawn(chart), None))


@EVERY
def test_nothing_is_fetched_run_or_styled(chart: Chart) -> None:
    text = written(chart)
    for word in ("http", "script", "style", "font-family", "url(", "@", "xlink", "foreignObject"):
        assert word not in text.replace('xmlns="http://www.w3.org/2000/svg"', "", 1), word
    assert not re.search(r"\son\w+=", text)


@EVERY
def test_a_drawing_is_one_line_of_rounded_numbers(chart: Chart) -> None:
    text = written(chart)
    assert text.startswith("<svg ")
    assert text.endswith("</svg>")
    assert "\n" not in text
    assert not re.search(r"\d\.\d{3}", text)
    assert "NaN" not in text
    assert "undefined" not in text


@EVERY
def test_no_texts_overlap_or_leave_the_drawing(chart: Chart) -> None:
    root = drawn(chart)
    found = list(placed(root))
    for left, right, baseline, text in found:
        assert left >= -1, text
        assert right <= float(root.get("width", "")) + 1, text
        assert 8 <= baseline <= float(root.get("height", "")) - 2, text
    for one, other in combinations(found, 2):
        beside = one[1] <= other[0] + 0.5 or other[1] <= one[0] + 0.5
        assert beside or abs(one[2] - other[2]) >= 10, (one, other)


@EVERY
def test_a_screen_reader_finds_named_marks_and_no_loose_numbers(chart: Chart) -> None:
    root = drawn(chart)
    if root.get("role") == "img":
        return

    def heard(node: Element) -> Iterator[Element]:
        if node.get("aria-hidden") == "true":
            return
        yield node
        for child in node:
            yield from heard(child)

    for node in heard(root):
        assert node.tag != f"{SVG}text", node.text
        if node.tag == f"{SVG}a" or node.get("role") == "img":
            assert node.findtext(f"{SVG}title")
    hidden = [node for node in root.iter() if node.get("aria-hidden")]
    assert not any(True for node in hidden for _ in node.iter(f"{SVG}a"))


@EVERY
def test_looks_are_not_said_twice(chart: Chart) -> None:
    for parent in drawn(chart).iter(f"{SVG}g"):
        for child in parent:
            looks = set(parent.attrib) & set(child.attrib) - {"transform", "aria-hidden"}
            assert all(parent.get(name) != child.get(name) for name in looks)


@EVERY
def test_only_marks_take_the_pointer(chart: Chart) -> None:
    def reachable(node: Element, events: str | None) -> Iterator[Element]:
        events = node.get("pointer-events", events)
        if events != "none":
            yield node
        for child in node:
            yield from reachable(child, events)

    for node in reachable(drawn(chart), None):
        assert node.tag != f"{SVG}line"
        # A text cut short shows the whole of it to the pointer.
        assert node.tag != f"{SVG}text" or node.findtext(f"{SVG}title")


def test_a_month_leads_to_each_of_its_severities_in_turn() -> None:
    chart = Bars(
        name="m",
        title="x",
        description="",
        category_title="Month",
        value_title="Incidents",
        categories=("2024-01", "2024-02"),
        series=(
            Series(name="P0", colour="p0", values=(1, 0), links=("../a/?m=1&s=P0", "../a/?m=2")),
            Series(name="P1", colour="p1", values=(3, 1200), links=("?b", None)),
        ),
    )
    root = drawn(chart)
    assert links(root) == [("../a/?m=1&s=P0", "2024-01, P0: 1"), ("?b", "2024-01, P1: 3")]
    unlinked = root.findall(f".//{SVG}path[@role='img']")
    assert [mark.findtext(f"{SVG}title") for mark in unlinked] == ["2024-02, P1: 1,200"]
    assert [a.get("fill") for a in root.iter(f"{SVG}a")] == ["var(--pm-p0)", "var(--pm-p1)"]


def test_months_have_their_totals_and_zero_is_drawn() -> None:
    shown = texts(drawn(months(3)))
    # Nothing in the first month, then 0 + 1 + 1 + 2, then 1 + 3 + 4 + 6.
    assert [text for text in shown if text in {"0", "4", "14"}].count("0") == 1  # the axis
    assert "4 14" in " ".join(shown)
    assert {"2014-08", "Month", "Incidents", "P0", "P1", "P2", "P3"} <= set(shown)


def test_parts_of_a_month_stand_on_each_other_in_proportion() -> None:
    found = boxes(drawn(months(3)))
    # In the second month nothing is P0; the first that is drawn stands on the axis at 240 px.
    assert list(found)[:3] == ["2014-09, P1: 1", "2014-09, P2: 1", "2014-09, P3: 2"]
    parts = [found[name] for name in list(found)[3:]]
    bottoms = [top + high for _, top, _, high in parts]
    assert bottoms == pytest.approx([240, *(top for _, top, _, _ in parts[:-1])], abs=0.02)
    unit = parts[0][3]
    assert [high / unit for *_, high in parts] == pytest.approx([1, 3, 4, 6], abs=0.01)


@pytest.mark.parametrize("count", [2, 12, 36, 120])
def test_columns_stand_apart(count: int) -> None:
    edges = sorted(
        {(left, left + wide) for left, _, wide, _ in boxes(drawn(months(count))).values()}
    )
    assert all(before[1] < after[0] for before, after in pairwise(edges))


def test_rows_are_measured_by_an_axis_that_ends_at_a_round_number() -> None:
    root = drawn(SERVICES)
    ticks = list(placed(root))[:5]
    assert [text for *_, text in ticks] == ["0", "500", "1,000", "1,500", "2,000"]
    middles = [(left + right) / 2 for left, right, *_ in ticks]
    left, _, wide, _ = boxes(root)["search, all: 1,500.5"]
    assert left == 0
    assert wide / (middles[-1] - middles[0]) == pytest.approx(1500.5 / 2000, abs=0.001)


@pytest.mark.parametrize(
    ("highest", "whole", "steps"),
    [
        (1, True, [0, 1]),
        (2, True, [0, 1, 2]),
        (7, True, [0, 2, 4, 6, 8]),
        (101, True, [0, 50, 100, 150]),
        (0.4, False, [0, 0.1, 0.2, 0.3, 0.4]),
        (1500.5, False, [0, 500, 1000, 1500, 2000]),
    ],
)
def test_an_axis_of_counts_has_whole_numbers_only(
    highest: float, whole: bool, steps: list[float]
) -> None:
    assert ticks(highest, whole=whole) == pytest.approx(steps)


def test_one_series_needs_no_legend() -> None:
    assert "all" not in texts(drawn(SERVICES))


@pytest.mark.parametrize(
    ("count", "labels"),
    [
        (1, ["2014-08"]),
        (4, ["2014-08", "2014-09", "2014-10", "2014-11"]),
        (12, ["2014-09", "2014-11", "2015-01", "2015-03", "2015-05", "2015-07"]),
        (
            36,
            [
                "2014-09",
                *(f"{year}-{at}" for year in (2015, 2016) for at in ("01", "05", "09")),
                "2017-01",
                "2017-05",
            ],
        ),
        (120, ["2015-01", "2017-01", "2019-01", "2021-01", "2023-01"]),
    ],
)
def test_months_are_labelled_from_january_as_far_as_they_fit(count: int, labels: list[str]) -> None:
    chart = months(max(count, 2))
    if count == 1:
        chart = replace(
            chart,
            categories=("2014-08",),
            series=(Series(name="P0", colour="p0", values=(2,)),),
        )
    shown = texts(drawn(chart))
    assert [text for text in shown if re.fullmatch(r"\d{4}-\d\d", text)] == labels


def test_long_names_are_cut_and_told_in_full_to_the_pointer() -> None:
    cut = [
        (text.text, text.findtext(f"{SVG}title"))
        for text in drawn(SERVICES).iter(f"{SVG}text")
        if len(text)
    ]
    assert cut == [("a service whose name has no end…", "a service whose name has no end in sight")]


@pytest.mark.parametrize("horizontal", [True, False])
def test_minutes_are_said_as_durations_beside_bars_and_on_marks(horizontal: bool) -> None:
    chart = Bars(
        name="harm",
        title="Harm",
        description="",
        value_title="Customer-minutes",
        categories=("A", "B"),
        series=(Series(name="Rough", colour="unknown", values=(153, 0.4)),),
        horizontal=horizontal,
        minutes=True,
    )
    shown = [node.text for node in drawn(chart).iter(f"{SVG}text")]
    assert {"2 h 33 min", "24 s"} <= {*shown}
    assert "153" not in shown
    names = [node.text for node in drawn(chart).iter(f"{SVG}title")]
    assert {"A, Rough: 2 h 33 min", "B, Rough: 24 s"} <= {*names}


def test_categories_of_one_name_stay_apart() -> None:
    chart = replace(SERVICES, categories=("same", "same", "same"))
    assert texts(drawn(chart)).count("same") == 3


def test_shares_say_counts_and_percent_where_they_fit() -> None:
    root = drawn(TARGETS)
    shown = texts(root)
    assert {"2 (50%)", "1 (25%)", "199 (>99%)", "n = 4", "n = 200", "n = 0"} <= set(shown)
    assert "1 (<1%)" not in shown
    assert links(root) == [
        ("?a", "P0 detection, met: 2 (50%)"),
        ("?b", "P1 detection, met: 199 (>99%)"),
    ]
    unlinked = root.findall(f".//{SVG}path[@role='img']")
    assert [mark.findtext(f"{SVG}title") for mark in unlinked] == [
        "P0 detection, missed: 1 (25%)",
        "P0 detection, not recorded: 1 (25%)",
        "P1 detection, not recorded: 1 (<1%)",
    ]


def test_parts_of_a_row_stand_side_by_side_and_fill_it() -> None:
    found = boxes(drawn(TARGETS))
    parts = [box for name, box in found.items() if name.startswith("P0")]
    assert parts[0][0] == 0
    for before, after in pairwise(parts):
        assert after[0] == pytest.approx(before[0] + before[2], abs=0.02)
    whole = sum(wide for _, _, wide, _ in parts)
    assert [wide / whole for _, _, wide, _ in parts] == pytest.approx([0.5, 0.25, 0.25], abs=0.001)
    assert whole == pytest.approx(
        sum(box[2] for name, box in found.items() if name.startswith("P1")), abs=0.05
    )


def test_cells_have_their_count_shade_and_link_and_zero_is_blank() -> None:
    root = drawn(FACTORS)
    assert links(root) == [
        ("?1", "checkout, deployment: 9"),
        ("?2", "checkout, people: 1"),
        ("?3", "search, capacity: 5"),
    ]
    assert [a.get("fill") for a in root.iter(f"{SVG}a")] == [
        "var(--pm-heat-5)",
        "var(--pm-heat-1)",
        "var(--pm-heat-3)",
    ]
    assert [text for text in texts(root) if text.isdigit()] == ["9", "1", "2", "5"]


def test_few_counts_take_the_first_shades() -> None:
    root = drawn(replace(FACTORS, counts=((1, 0, 2), (0, 3, 0))))
    assert [a.get("fill") for a in root.iter(f"{SVG}a")] == [
        "var(--pm-heat-1)",
        "var(--pm-heat-2)",
        "var(--pm-heat-3)",
    ]


def test_every_incident_is_a_dot_with_its_name_and_link() -> None:
    root = drawn(durations(90, 5, 12, 0, 7))
    assert links(root) == [
        ("../incidents/INC-1/", "INC-1: 5 min"),
        ("../incidents/INC-2/", "INC-2: 12 min"),
        ("../incidents/INC-0/", "INC-0: 90 min"),
        ("../incidents/INC-3/", "INC-3: 0 min"),
        ("../incidents/INC-4/", "INC-4: 7 min"),
    ]
    assert {"P0", "P1", "P2", "≤ 1 min", "1 h", "Start to resolution"} <= set(texts(root))


def test_lanes_of_one_group_need_no_legend() -> None:
    shown = texts(drawn(durations(90, 5, 12, 0, 7)))
    assert [shown.count(name) for name in ("P0", "P1", "P2")] == [1, 1, 1]


def test_dots_of_equal_duration_do_not_cover_each_other() -> None:
    root = drawn(durations(60, 60, 60, *[30] * 40))
    places = [a[1].get("transform") for a in root.iter(f"{SVG}a")]
    assert len(set(places)) == 43


def test_marks_are_drawn_only_where_they_are_given() -> None:
    def strong(chart: Dots) -> int:
        return len(drawn(chart).findall(f".//{SVG}line[@stroke='var(--pm-ink)']"))

    marks = (Mark(label="p50 7 min", minutes=7),)
    assert strong(durations(5, 5, 5, 5, 9)) == 0
    assert strong(durations(5, 5, 5, 5, 9, marks=marks)) == 1
    assert "p50 7 min" in texts(drawn(durations(5, 5, 5, 5, 9, marks=marks)))


def test_stages_tell_severities_apart_by_colour_symbol_and_legend() -> None:
    root = drawn(STAGES)
    shown = texts(root)
    assert [shown.count(name) for name in ("P0", "P1", "P2", "P3")] == [1, 1, 1, 1]
    symbols: dict[str | None, set[str]] = {}
    for path in root.iter(f"{SVG}path"):
        if path.find(f"{SVG}title") is not None:
            corners = re.sub(r"[-\d.,]+", "", path.get("d", ""))
            symbols.setdefault(path.get("fill"), set()).add(corners)
    assert len(symbols) == 4
    assert all(len(forms) == 1 for forms in symbols.values())


def test_too_many_dots_become_counts_with_links_to_filtered_lists() -> None:
    few = durations(1, 2, 90, 0, 0.5, 1, 7, 60, limit=8)
    assert len(links(drawn(few))) == 8
    assert links(drawn(replace(few, limit=7))) == [
        # A count of one leads to that incident, all others to the list.
        ("../incidents/INC-0/", "P0, under 2 min: 1"),
        ("../incidents/INC-1/", "P0, 2 min to 5 min: 1"),
        ("../incidents/INC-2/", "P0, 1 h to 2 h: 1"),
        ("../incidents/?s=P1&from=0&to=2", "P1, under 2 min: 3"),
        ("../incidents/INC-6/", "P1, 5 min to 10 min: 1"),
        ("../incidents/INC-7/", "P1, 1 h to 2 h: 1"),
    ]


def test_counts_add_up_to_all_dots() -> None:
    root = drawn(durations(*[value * value for value in range(1, 400)], limit=10))
    counts = [int((title or "").rpartition(" ")[2]) for _, title in links(root)]
    assert sum(counts) == 399


def test_numbers_are_read_before_the_lines_behind_them() -> None:
    root = drawn(durations(1, 2, 3, 4, 4.5, marks=(Mark(label="p50", minutes=4),), limit=1))
    edged = root.findall(f".//{SVG}*[@paint-order='stroke']")
    assert [text.text for node in edged for text in node.iter(f"{SVG}text")] == ["1", "2", "2"]


def test_counts_of_stages_have_one_colour_and_no_legend() -> None:
    root = drawn(replace(STAGES, limit=1))
    assert "P0" not in texts(root)
    fills = {path.get("fill") for path in root.findall(f".//{SVG}path")} - {None}
    assert fills <= {"var(--pm-accent)"}


@pytest.mark.parametrize(
    "chart",
    [
        replace(SERVICES, categories=(), series=()),
        replace(SERVICES, series=(Series(name="x", colour="p0", values=(0, 0, 0)),)),
        replace(TARGETS, rows=(), parts=()),
        replace(FACTORS, counts=((0,) * 3, (0,) * 3)),
        replace(STAGES, lanes=()),
    ],
    ids=["no bars", "zero bars", "no share", "zero heat", "no dots"],
)
def test_nothing_cannot_be_drawn(chart: Chart) -> None:
    assert chart.empty
    with pytest.raises(ValueError, match=rf"^chart {chart.name} has nothing to draw: say"):
        svg(chart)
