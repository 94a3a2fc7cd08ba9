from __future__ import annotations

import json as stdlib
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from postmortems.answers.incident_json import HIDDEN, json, schema
from postmortems.answers.sheet import sheet
from postmortems.answers.sheet.parts import Block, Point, Section, text
from postmortems.answers.sheet.plain import Writer, fitting
from postmortems.characters import FORBIDDEN
from postmortems.pipeline import check
from postmortems.render import prose
from postmortems.render.terminal import rows
from support.advising import open_incident
from support.example import make_incident, settings
from support.sheet_cases import AS_OF, CASES, FORMATS, laid_out, of, written

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from postmortems.answers.sheet.parts import Sheet
    from postmortems.model.incident import Incident

SCHEMA = Draft202012Validator(schema())
GITHUB = MarkdownIt("gfm-like", {"html": True, "linkify": False})
PEOPLE = ("text", "markdown", "html", "print")
ADDRESSES = {
    "https://evil.example.com/i",
    "https://tracker.example.com/PAY-101",
    "https://tracker.example.com/PAY-102",
}
REMARK = "grue-4711"
EVIL = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [go](javascript:alert(1)) @here "
    "@org/team fixes #12 ~~a~~ | b &lt;b&gt; &#x202e;abc {{ 7 * 7 }} ![i](https://evil.example.com/i)"
)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Tags()
    parser.feed(html)
    return parser.tags


def made(**fragment: Any) -> Sheet:  # noqa: ANN401 - plain values as in YAML
    return sheet(make_incident(**fragment), settings(), AS_OF)


def opened(**fragment: Any) -> Sheet:  # noqa: ANN401
    return sheet(open_incident(**fragment), settings(), AS_OF)


def section(found: Sheet, title: str) -> Section:
    return next(each for each in found.sections if each.title == title)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", CASES)
def test_every_format_is_what_it_was(name: str, form: str, repository: Path) -> None:
    file = repository / "tests" / "golden" / "sheets" / f"{name}.{FORMATS[form]}"
    assert written(name, form) == file.read_text("utf-8")


@pytest.mark.parametrize("name", CASES)
def test_text_fits_80_columns(name: str) -> None:
    lines = written(name, "text").splitlines()
    long = [line for line in lines if len(line) > 80 and "://" not in line]
    assert long == []
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("name", CASES)
def test_programs_get_every_key(name: str) -> None:
    document = stdlib.loads(written(name, "json"))
    assert [each.message for each in SCHEMA.iter_errors(document)] == []


def test_the_schema_is_published_and_refuses_what_is_not_so(repository: Path) -> None:
    published = repository / "site_config" / "rendered.schema.json"
    assert stdlib.loads(published.read_text("utf-8")) == schema()
    Draft202012Validator.check_schema(schema())
    document = stdlib.loads(written("sound", "json"))
    del document["incident"]["times"]["started"]
    document["derived"]["minutes"]["detect"] = "3"
    assert len(list(SCHEMA.iter_errors(document))) == 2


def test_programs_get_moments_in_utc_and_lengths_in_minutes() -> None:
    document = stdlib.loads(written("whole", "json"))
    assert document["incident"]["times"]["detected"] == "2026-01-05T08:20:00Z"
    assert document["derived"] == {
        "severity_name": "High",
        "open": False,
        "date_known": True,
        "minutes": {
            "duration": 122.0,
            "detect": 8.0,
            "acknowledge": 2.5,
            "mitigate": 80.0,
            "verify": 34.0,
            "recovery": 88.0,
        },
        "overdue_actions": ["A2"],
        "factors_without_action": ["F2"],
    }


def test_programs_get_what_nobody_dated_as_days() -> None:
    document = stdlib.loads(written("undated", "json"))
    assert document["incident"]["times"]["resolved"] == "day 2 01:00"
    assert document["incident"]["roles"]["commander"] is None
    assert document["derived"]["date_known"] is False
    assert document["derived"]["minutes"]["acknowledge"] is None


def test_said_to_be_none_is_another_thing_than_not_said() -> None:
    document = stdlib.loads(json(make_incident(went_well=None), settings(), AS_OF))
    assert document["incident"]["got_lucky"] == []
    assert document["incident"]["went_well"] is None


def secretive() -> Incident:
    return make_incident(
        internal={"pay": REMARK},
        notes=f"Made from {REMARK}.",
        ignore=[{"rule": "no-actions", "reason": REMARK}],
        imported={
            "format": "markdown",
            "file": "a.md",
            "digest": "5d41402abc4b2a76",
            "kept": [{"name": "x", "text": REMARK}],
        },
    )


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_for_insiders_is_in_no_format(form: str) -> None:
    incident = secretive()
    found = (
        json(incident, settings(), AS_OF)
        if form == "json"
        else of(sheet(incident, settings(), AS_OF), form)
    )
    assert REMARK not in found
    assert all(getattr(incident, each) for each in HIDDEN)


def evil() -> Iterable[Sheet]:
    yield made(
        title=EVIL[:190],
        summary=(
            f"{EVIL}\n\n# {EVIL}\n\n- {EVIL}\n\n```\n{EVIL}\n```\n\n| a | b |\n|---|---|\n| {EVIL}"
        ),
        trigger=EVIL,
        factors=[{"id": "F1", "text": EVIL, "evidence": EVIL}],
        findings=None,
        timeline=[
            {"at": "09:05", "text": EVIL, "actor": EVIL[:100]},
            {"at": "09:30", "text": f"- {EVIL}\n1. b\n# c"},
        ],
        went_well=[EVIL, "- a", "1. b", "# c", "> d", "---", "=== x"],
        glossary={"a": EVIL},
        links=[{"title": EVIL[:100], "url": "https://x.example.com/a_b_c?d=%2Ae%2A&lt;"}],
    )


@pytest.mark.parametrize("form", ["html", "print"])
def test_nothing_of_a_text_acts_in_html(form: str) -> None:
    for each in evil():
        found = tags(of(each, form))
        allowed = {
            *(
                "article",
                "span",
                "p",
                "h1",
                "h2",
                "h3",
                "h4",
                "strong",
                "em",
                "s",
                "ul",
                "ol",
                "li",
                "br",
            ),
            *("a", "code", "pre", "div", "blockquote", "hr"),
            *("table", "thead", "tbody", "tr", "th", "td"),
            *(
                ("html", "head", "meta", "title", "style", "body", "main")
                if form == "print"
                else ()
            ),
        }
        assert {tag for tag, _ in found} - allowed == set()
        held = {name for tag, attributes in found for name in attributes if tag != "meta"}
        assert held - {"style", "class", "href", "rel", "align", "start", "lang"} == set()
        links = {attributes["href"] for tag, attributes in found if tag == "a"}
        assert links - ADDRESSES == {"https://x.example.com/a_b_c?d=%2Ae%2A&lt;"}


def test_a_page_for_paper_asks_nothing_of_anybody() -> None:
    page = written("whole", "print")
    assert "default-src 'none'" in page
    assert "@page { size: A4" in page
    assert not re.search(r"<script|<link|<img|@import|url\(", page)


def test_nothing_of_a_text_acts_in_markdown() -> None:
    for each in evil():
        found = of(each, "markdown")
        html = GITHUB.render(found)
        seen = tags(html)
        assert {"script", "img"} & {tag for tag, _ in seen} == set()
        links = {attributes["href"] for tag, attributes in seen if tag == "a"}
        assert links - ADDRESSES == {"https://x.example.com/a_b_c?d=%2Ae%2A&lt;"}
        assert "&lt;script&gt;" in html
        outside = re.sub(r"<code>.*?</code>|<pre>.*?</pre>", "", html, flags=re.DOTALL)
        assert not re.search(r"(?<!\w)@\w|#\d", outside)
        assert "<code>@org/team</code>" in html


def test_markdown_says_the_words_and_opens_nothing_of_its_own() -> None:
    points = ("- a", "1. b", "# c", "> d", "---", "=== x", "a_b_c *d* e_", "5 * 3 * 2", "$1 and $2")
    found = of(made(went_well=list(points)), "markdown")
    part = found.split("## What went well\n")[1].split("\n## ")[0]
    html = GITHUB.render(part)
    assert html.count("<li>") == len(points)
    assert re.findall(r"<li>(.*?)</li>", html) == [
        *("- a", "1. b", "# c", "&gt; d", "---", "=== x"),
        *("a_b_c <em>d</em> e_", "5 * 3 * 2", "$1 and $2"),
    ]


def test_code_with_a_bar_stays_in_its_cell() -> None:
    found = of(made(summary="| a | b |\n|---|---|\n| `x \\| y` | z |\n"), "markdown")
    cells = [tag for tag, _ in tags(GITHUB.render(found.split("## Summary")[1].split("## ")[0]))]
    assert cells.count("td") == 2


@pytest.mark.parametrize("form", PEOPLE)
def test_no_character_of_a_text_steers_a_terminal(form: str) -> None:
    for each in evil():
        found = of(each, form)
        assert FORBIDDEN.search(found) is None


def test_a_hostile_demo_stays_text_everywhere(repository: Path) -> None:
    checked = check(repository / "tests" / "golden" / "demo", AS_OF)
    assert checked.settings is not None
    found = sheet(checked.incidents["INC-20260701-1200"], checked.settings, AS_OF)
    for form in PEOPLE:
        said = of(found, form)
        assert "<script>" not in (GITHUB.render(said) if form == "markdown" else said) or (
            form == "text"
        )
    assert "<script>alert(1)</script>" in of(found, "text")


def test_colours_are_ours_alone() -> None:
    writer = Writer(words=prose.text, rows=rows, width=72, colour=True)
    found = writer.write(laid_out("sound"))
    codes = set(re.findall(r"\x1b\[([0-9;]*)m", found))
    assert codes == {"0", "1", "2", "1;4"}
    plain = re.sub(r"\x1b\[[0-9;]*m", "", found)
    assert plain == Writer(words=prose.text, rows=rows, width=72).write(laid_out("sound"))


@pytest.mark.parametrize(("columns", "width"), [(10, 40), (60, 60), (80, 80), (300, 100)])
def test_lines_are_as_wide_as_reads_well(columns: int, width: int) -> None:
    assert fitting(columns) == width


def test_an_open_incident_says_what_is_to_come() -> None:
    found = opened(times={"started": "2026-03-03 09:05"})
    assert [each.text or each.absent for each in found.lead] == [
        "Still open",
        " · since 2026-03-03 09:05 UTC",
    ]
    facts = {each.label: each.words[0].absent for each in found.facts}
    assert facts["Not recorded"] == "detected, acknowledged, declared"
    assert facts["Not yet"] == "mitigated, resolved"
    assert "Contributing factors" not in {each.title for each in found.sections}


def test_without_any_time_nothing_is_made_up() -> None:
    found = opened(times=None)
    assert [each.text for each in found.lead] == ["Still open"]
    assert section(found, "Times").blocks[0].line[0].absent == "No times are recorded."
    assert section(found, "Timeline").blocks[0].line[0].absent == "No timeline is recorded."


def test_a_published_record_says_which_parts_are_empty() -> None:
    found = made(factors=None, findings=None, actions=None, went_well=None, lessons=None)
    for title, words in (
        ("Contributing factors", "No contributing factors are recorded."),
        ("Actions", "No actions are recorded."),
        ("What went well", "Not recorded."),
        ("Lessons", "Not recorded."),
    ):
        assert section(found, title).blocks[0].line[0].absent == words


def test_a_start_that_was_put_at_the_alert_measures_nothing() -> None:
    times = {"started": "2026-03-03 09:05", "detected": "2026-03-03 09:05"}
    found = opened(times={**times, "started_estimated": True})
    fact = section(found, "How long it took").blocks[0].facts[0]
    assert (fact.label, fact.words[0].absent) == (
        "Time to detect",
        "not measured: start put at detection",
    )


def test_silence_in_a_timeline_is_told_between_the_entries() -> None:
    lines = [{"at": "09:05", "text": "a"}, {"at": "09:50", "text": "b"}]
    points = section(opened(timeline=lines), "Timeline").blocks[1].points
    assert [each.mark for each in points] == ["09:05", "", "09:50"]
    assert points[1].words[0].absent == "Nothing was written down for 45 min."


def test_a_long_title_is_folded_and_a_long_word_is_left_whole() -> None:
    title = "Checkout rejected every card " * 6
    found = of(made(title=title.strip(), trigger="x" * 300), "text")
    assert " ".join(found.splitlines()[1:4]).startswith(title[:150])
    assert "x" * 300 in found


def test_points_inside_points_are_indented() -> None:
    inner = Point(words=text("c"), under=(text("d"),))
    block = Block(points=(Point(words=text("a"), under=(text("b"),), inner=(inner,)),))
    found = laid_out("bare")
    lines = Writer(words=str, rows=lambda _: ()).write(
        type(found)(
            id="X", title="t", badges=(), lead=(), facts=(),
            sections=(Section(title="s", blocks=(block,)),),
        )
    ).splitlines()  # fmt: skip
    assert lines[-4:] == ["  - a", "    b", "    - c", "      d"]
