from __future__ import annotations

import math
from dataclasses import FrozenInstanceError

import pytest

from postmortems.charts import Bars, Dots, Group, Heat, Lane, Mark, Point, Series, Share

NONE = Series(name="all", colour="accent", values=(0, 0))


def bars(**changes: object) -> Bars:
    fields = {
        "name": "months",
        "title": "Incidents",
        "description": "",
        "category_title": "Month",
        "value_title": "Incidents",
        "categories": ("a", "b"),
        "series": (NONE,),
    }
    return Bars(**(fields | changes))  # type: ignore[arg-type] # any field, wrong ones too


@pytest.mark.parametrize("name", ["months", "by-month", "p0", "a-1-b2"])
def test_a_name_is_an_id(name: str) -> None:
    assert bars(name=name).name == name


@pytest.mark.parametrize(
    "name", ["", "Months", "1st", "a b", "a--b", "-a", "a-", 'a"', "ä", "a\n", "a.b"]
)
def test_another_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="lower-case words and hyphens"):
        bars(name=name)


def test_a_chart_needs_a_title() -> None:
    with pytest.raises(ValueError, match=r"^chart months needs a title$"):
        bars(title=" \n")


@pytest.mark.parametrize(
    "link",
    [
        "../incidents/INC-20240315-1430/",
        "?severity=P0&month=2024-01",
        "#causes",
        "/site/incidents/",
        "./a:b",
        "a/b%20c",
    ],
)
def test_links_within_the_site_are_taken(link: str) -> None:
    assert Point(minutes=1, label="x", link=link).link == link


@pytest.mark.parametrize(
    "link",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert",
        "data:text/html,x",
        "mailto:a@b.c",
        "https://example.com/",
        "//example.com/",
        "/\\example.com/",
        " javascript:x",
        "a b",
        'a"onclick="x',
        "a<b",
        "{{x}}",
        "a\n",
        "ä",
        "\u202e",
    ],
)
def test_links_out_of_the_site_or_out_of_the_attribute_are_refused(link: str) -> None:
    message = "links within the site only"
    with pytest.raises(ValueError, match=message):
        Point(minutes=1, label="x", link=link)
    with pytest.raises(ValueError, match=message):
        Series(name="x", colour="p0", values=(1,), links=(link,))
    with pytest.raises(ValueError, match=message):
        Heat(
            name="heat",
            title="x",
            description="",
            rows=("a",),
            columns=("b",),
            counts=((1,),),
            links=((link,),),
        )
    with pytest.raises(ValueError, match=message):
        Dots(name="d", title="x", description="", value_title="", lanes=(), cell_link=link)


@pytest.mark.parametrize("value", [-1, -0.001, math.nan, math.inf, 1e13])
def test_values_that_cannot_be_drawn_are_refused(value: float) -> None:
    message = r"from 0 to 1e\+12"
    with pytest.raises(ValueError, match=message):
        Series(name="x", colour="p0", values=(1, value))
    with pytest.raises(ValueError, match=message):
        Point(minutes=value, label="x")
    with pytest.raises(ValueError, match=message):
        Mark(minutes=value, label="x")


@pytest.mark.parametrize("colour", ["red", "ink", "surface", "", "var(--x)"])
def test_colours_that_are_no_roles_of_marks_are_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="is no colour for marks; there are accent, bad, good"):
        Series(name="x", colour=colour, values=())
    with pytest.raises(ValueError, match="is no colour for marks"):
        Group(name="x", colour=colour, points=())


def test_series_must_fit_their_categories() -> None:
    with pytest.raises(ValueError, match=r"^series 'all' has 2 values for 3 categories$"):
        bars(categories=("a", "b", "c"))
    with pytest.raises(ValueError, match=r"^series 'all' has 2 values for 1 categories$"):
        Share(name="s", title="x", description="", rows=("a",), parts=(NONE,))
    with pytest.raises(ValueError, match=r"^1 links cannot go with 2 values$"):
        Series(name="x", colour="p0", values=(1, 2), links=("a",))


@pytest.mark.parametrize(
    ("counts", "links"),
    [
        (((1,),), ()),
        (((1,), (1, 2)), ()),
        (((1,), (1,)), ((None,),)),
        (((1,), (1,)), ((), ("a", "b"))),
    ],
)
def test_a_matrix_must_have_its_shape(
    counts: tuple[tuple[int, ...], ...], links: tuple[tuple[str | None, ...], ...]
) -> None:
    with pytest.raises(ValueError, match=r"one line of counts|one count a column|cannot go with"):
        Heat(
            name="heat",
            title="x",
            description="",
            rows=("a", "b"),
            columns=("c",),
            counts=counts,
            links=links,
        )


def test_a_filtered_list_is_named_by_lane_and_minutes() -> None:
    chart = Dots(
        name="d",
        title="x",
        description="",
        value_title="",
        lanes=(),
        cell_link="../incidents/?s={lane}&from={from}&to={to}",
    )
    assert chart.link_of("P0", 0, 5) == "../incidents/?s=P0&from=0&to=5"
    assert chart.link_of("{to}/& ä", 60, 120) == (
        "../incidents/?s=%7Bto%7D%2F%26%20%C3%A4&from=60&to=120"
    )


def test_without_a_pattern_a_filtered_list_has_no_link() -> None:
    chart = Dots(name="d", title="x", description="", value_title="", lanes=())
    assert chart.link_of("P0", 0, 5) is None


def test_charts_know_when_they_are_empty() -> None:
    one = Series(name="all", colour="accent", values=(0, 1))
    assert bars().empty
    assert not bars(series=(NONE, one)).empty
    assert Share(name="s", title="x", description="", rows=("a", "b"), parts=(NONE,)).empty
    assert not Share(name="s", title="x", description="", rows=("a", "b"), parts=(one,)).empty
    lane = Lane(name="P0", groups=(Group(name="P0", colour="p0", points=()),))
    assert Dots(name="d", title="x", description="", value_title="", lanes=(lane,)).empty


def test_charts_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        bars().title = "x"  # type: ignore[misc]
