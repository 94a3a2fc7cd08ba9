from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from markdown_it import MarkdownIt

from postmortems.characters import printable
from postmortems.reports.markdown import LARGEST, code, markdown
from support.reports import ATTACKS, FINDING, WARNING, WHOLE_FILE, report, reports, texts

if TYPE_CHECKING:
    from postmortems.reports.base import Report

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = {"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "br"}


class Reader(HTMLParser):
    """Which elements a page has, and its text inside and outside of code."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.code: list[str] = []
        self.outside = ""
        self._in_code = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]
        if tag == "code":
            self._in_code = True
            self.code.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "code":
            self._in_code = False

    def handle_data(self, data: str) -> None:
        if self._in_code:
            self.code[-1] += data
        else:
            self.outside += data


def page(said: Report) -> Reader:
    return Reader(RENDERER.render(markdown(said)))


def test_counts_and_then_the_findings_of_each_file() -> None:
    assert html.unescape(markdown(report(WARNING, FINDING, WHOLE_FILE))) == (
        "## Incidents\n\n"
        "3 incidents checked: 2 errors and 1 warning. Judged as of 2026-03-20.\n\n"
        "| rule | findings |\n|---|--:|\n"
        "| `action-overdue` | 1 |\n"
        "| `unknown-name` | 1 |\n"
        "| [unreadable-file](https://pm.example/reference/rules/unreadable-file/) | 1 |\n"
        "\n### <code>incidents/a.yml</code>\n\n"
        "| line | level | rule | finding |\n|--:|---|---|---|\n"
        "| 6 | ❌ error | `unknown-name` | <code>`P9` is not a known severity level</code><br>"
        "fix: <code>did you mean `P0`?</code> |\n"
        "\n### <code>incidents/c.yml</code>\n\n"
        "| line | level | rule | finding |\n|--:|---|---|---|\n"
        "|  | ❌ error | [unreadable-file](https://pm.example/reference/rules/unreadable-file/) | "
        "<code>a link</code> |\n"
        "\n### <code>incidents/b.yml</code>\n\n"
        "| line | level | rule | finding |\n|--:|---|---|---|\n"
        "| 40 | ⚠️ warning | `action-overdue` | "
        "<code>`A1` was due on 2026-03-01, 19 days ago</code> |\n"
    )


def test_a_clean_run_is_two_lines() -> None:
    assert markdown(report()) == (
        "## Incidents\n\n3 incidents checked, nothing to mend. Judged as of 2026-03-20.\n"
    )


@given(texts)
@example("a|b")
@example("@everyone #1")
def test_text_of_an_incident_comes_out_as_it_went_in(text: str) -> None:
    line = printable(text, 400)  # as every text of a report is
    encoded = code(line)
    inside = encoded.removeprefix("<code>").removesuffix("</code>")
    assert re.fullmatch(r"(?:[^\W_]| |&#\d+;)*", inside)
    (read,) = Reader(RENDERER.renderInline(encoded)).code
    assert read == line


@given(reports)
def test_nothing_of_an_incident_becomes_markup(said: Report) -> None:
    read = page(said)
    assert set(read.tags) <= OURS | {"a"}
    own = "https://pm.example/reference/rules/unreadable-file/"
    assert set(read.links) <= {own}
    assert read.tags.count("h3") == len({each.file for each in said.findings})
    rows = read.tags.count("tr") - len(said.counts) - bool(said.findings) - read.tags.count("h3")
    assert rows == len(said.findings)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_said_outside_of_code_is_ours(attack: str) -> None:
    finding = replace(FINDING, file=attack, message=attack, fix=attack)
    harmless = replace(FINDING, file="a", message="b", fix="c")
    assert page(report(finding)).outside == page(report(harmless)).outside
    assert page(report(finding)).tags == page(report(harmless)).tags


def test_a_summary_keeps_to_the_limit_and_says_what_it_leaves_out() -> None:
    many = [
        replace(FINDING, file=f"incidents/{number // 3:05}.yml", message="%" * 390)
        for number in range(900)
    ]
    last = replace(WARNING, file="incidents/00000.yml")
    said = markdown(report(*many, last))
    size = len(said.encode())
    assert LARGEST - 5_000 < size <= LARGEST
    shown = said.count("\n| 6 |") + said.count("\n| 40 |")
    assert 0 < shown < 901
    assert said.endswith(
        f"\n{901 - shown} findings more would not fit here; run `postmortems check` to see all.\n"
    )
