from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.charts import Bars, Chart, Dots, Group, Heat, Lane, Mark, Point, Series, Share, svg
from postmortems.charts.words import clean

SVG = "{http://www.w3.org/2000/svg}"
TEXTS = (
    "</svg><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></desc><a href=javascript:alert(1)>x</a>",
    "<!--",
    "]]><![CDATA[",
    "&lt;script&gt;&#60;b&#62;",
    "datum.value + alert(1)",
    "{{ config }} {% raw %} ${x}",
    '--8<-- "/etc/passwd"',
    "**b** `c` [d](javascript:e) {onclick=f} :smile: [^1]",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "w0",
    "m0",
    "url(http://example.com/)",
    "var(--x)",
    "\x00\x1b]8;;x\x07\u202eevil\u2066\ud800",
    "",
    "NaN",
    "null",
    "1e999",
    "W" * 5000,
    "\u0301" * 400,
)


def test_stacked_marks_are_bounded_as_on_pages() -> None:
    stack = "\u0301\u0302\u0303\u0304"
    assert clean(f"Z{stack}{stack * 9}a") == f"Z{stack}\ufffda"


def bars(text: str) -> Bars:
    return Bars(
        name="bars",
        title=f"t{text}",
        description=text,
        category_title=text,
        value_title=text,
        categories=(text,),
        series=(
            Series(name=text, colour="p0", values=(3,), links=("?a",)),
            Series(name=text, colour="p1", values=(1,)),
        ),
    )


def kinds(texts: tuple[str, ...]) -> list[Chart]:
    """Return a chart of each kind with each text in each of its places."""
    count = len(texts)
    series = tuple(
        Series(name=text, colour="p0", values=(at + 1,) * count, links=("?s",) * count)
        for at, text in enumerate(texts)
    )
    lanes = tuple(
        Lane(
            name=text,
            groups=(
                Group(name=text, colour="p0", points=(Point(minutes=5, label=text, link="?p"),)),
                Group(name=f"{text}2", colour="p1", points=()),
            ),
            marks=(Mark(label=text, minutes=7),),
        )
        for text in texts
    )
    said = ("title", "description")
    return [
        Bars(
            name="rows",
            title=said[0],
            description=said[1],
            category_title="c",
            value_title="v",
            categories=texts,
            series=series,
            horizontal=True,
        ),
        Share(name="share", title=said[0], description=said[1], rows=texts, parts=series),
        Heat(
            name="heat",
            title=said[0],
            description=said[1],
            rows=texts,
            columns=texts,
            counts=((1,) * count,) * count,
        ),
        Dots(name="dots", title=said[0], description=said[1], value_title="v", lanes=lanes),
        Dots(
            name="counts",
            title=said[0],
            description=said[1],
            value_title="v",
            lanes=lanes,
            limit=1,
            cell_link="?{lane}",
        ),
    ]


class Reader(HTMLParser):
    """Reads as a browser does, not as XML: which elements, attributes, links and texts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str | None] = set()
        self.rest: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links.update(value for name, value in attrs if name == "href")

    def handle_comment(self, data: str) -> None:
        self.rest.append(data)

    def unknown_decl(self, data: str) -> None:
        self.rest.append(data)


def check(markup: str) -> None:
    reader = Reader()
    reader.feed(markup)
    assert reader.elements <= {"svg", "title", "desc", "g", "a", "path", "line", "text"}
    assert not [name for name in reader.attributes if name.startswith("on")]
    assert all((link or "").startswith("?") for link in reader.links)
    assert not reader.rest
    # What Markdown, its extensions and template languages begin with.
    outside_links = re.sub(r' href="[^"]*"', "", markup)
    for mark in ("{", "}", "*", "`", "[", "]", "\\", "~", "$", "\n", "_", "--8", "&lt;", "|", "::"):
        assert mark not in outside_links, mark
    assert "--8<" not in markup


@pytest.mark.parametrize("text", TEXTS, ids=[ascii(text[:24]) for text in TEXTS])
def test_no_text_becomes_markup(text: str) -> None:
    markup = svg(bars(text))
    check(markup)
    root = fromstring(markup)  # noqa: S314 - that it can be parsed is the question
    assert root.findtext(f"{SVG}title") == clean(f"t{text}")
    assert (root.findtext(f"{SVG}desc") or "") == clean(text)
    assert [a.get("href") for a in root.iter(f"{SVG}a")] == ["?a"]
    assert root.findtext(f".//{SVG}a/{SVG}title") == clean(f"{text}, {text}: 3")


@pytest.mark.parametrize("chart", kinds(TEXTS), ids=lambda chart: chart.name)
def test_no_kind_of_chart_lets_a_text_become_markup(chart: Chart) -> None:
    markup = svg(chart)
    check(markup)
    names = [node.text for node in fromstring(markup).iter(f"{SVG}title")]  # noqa: S314 - as above
    for text in TEXTS:
        # As a mark's name it may have a count after it, and be cut off at 300 characters.
        assert any((name or "").startswith(clean(text)[:299]) for name in names), text


def test_texts_are_read_back_as_they_were() -> None:
    text = "a & b < c > d \"e\" 'f' – é 漢"
    markup = svg(bars(text))
    assert unescape(markup).count(f"{text}, {text}: 3") == 1
    assert "a &#38; b &#60; c &#62; d &#34;e&#34; &#39;f&#39; &#8211; é 漢" in markup


def test_tokens_of_the_drawing_are_never_seen() -> None:
    for chart in [bars("name"), *kinds(("name", "other"))]:
        for node in fromstring(svg(chart)).iter():  # noqa: S314 - our own
            assert not re.fullmatch(r"[wm]\d+", node.text or "")


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=40))
def test_any_text_makes_a_drawing_that_can_be_read(text: str) -> None:
    root = fromstring(svg(bars(text)))  # noqa: S314 - that it can be parsed is the question
    assert root.findtext(f"{SVG}title") == clean(f"t{text}")
    assert len(list(root.iter(f"{SVG}a"))) == 1


@pytest.mark.parametrize("horizontal", [False, True])
def test_largest_values_leave_room_for_the_drawing(horizontal: bool) -> None:
    chart = Bars(
        name="huge",
        title="x",
        description="",
        category_title="",
        value_title="",
        categories=("a", "b"),
        series=(Series(name="x", colour="p0", values=(1e12, 0.01)),),
        horizontal=horizontal,
    )
    root = fromstring(svg(chart))  # noqa: S314 - our own
    assert "1,000,000,000,000" in [text.text for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("limit", [1, 5])
def test_longest_durations_leave_room_for_the_drawing(limit: int) -> None:
    point = Point(minutes=1e12, label="long")
    lane = Lane(name="x", groups=(Group(name="x", colour="p0", points=(point, point)),))
    chart = Dots(name="d", title="x", description="", value_title="", lanes=(lane,), limit=limit)
    root = fromstring(svg(chart))  # noqa: S314 - our own
    names = [node.findtext(f"{SVG}title") for node in root.iter(f"{SVG}path")]
    assert [name for name in names if name] == (
        ["x, 100 y to 1000 y: 2"] if limit == 1 else ["long", "long"]
    )
