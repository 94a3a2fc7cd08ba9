from __future__ import annotations

import json as stdlib
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from postmortems.answers.advice_json import json, schema
from postmortems.answers.advice_markdown import escaped, markdown
from postmortems.answers.advice_text import WIDTH, text
from postmortems.answers.advice_words import timing
from postmortems.characters import FORBIDDEN
from reports.test_json import keys
from support.advice_cases import CASES, case
from support.advising import advised
from support.attacks import ATTACKS

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = Draft202012Validator(schema())
HTML = MarkdownIt("commonmark")
TAGS = {"p", "strong", "h3", "ul", "li", "code", "pre"}


@pytest.mark.parametrize("name", CASES)
def test_the_advice_reads_as_it_did(name: str, repository: Path) -> None:
    file = repository / "tests" / "golden" / "advice" / f"{name}.txt"
    assert text(case(name)) == file.read_text("utf-8")


@pytest.mark.parametrize("name", CASES)
def test_lines_fit_a_terminal_and_start_with_what_it_is_about(name: str) -> None:
    lines = text(case(name)).splitlines()
    assert lines[0].startswith(CASES[name][1].get("id", "INC-20260303-0905"))
    long = [line for line in lines if len(line) > WIDTH and not line.lstrip().startswith("$ ")]
    assert long == []
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("name", CASES)
def test_programs_get_every_key(name: str) -> None:
    document = stdlib.loads(json(case(name)))
    assert [each.message for each in SCHEMA.iter_errors(document)] == []
    keys(schema(), document)


def test_the_schema_is_published(repository: Path) -> None:
    published = repository / "site_config" / "advice.schema.json"
    assert stdlib.loads(published.read_text("utf-8")) == schema()


def test_programs_get_moments_in_utc() -> None:
    document = stdlib.loads(json(case("p0-after-30-minutes")))
    assert document["version"] == 1
    assert document["as_of"] == "2026-03-03T09:35:00Z"
    assert document["elapsed_minutes"] == 30
    tasks = {each["id"]: each for each in document["tasks"]}
    assert tasks["level:client_notice"] == {
        "id": "level:client_notice",
        "kind": "message",
        "state": "done",
        "text": "First word to Clients or Status page",
        "reason": None,
        "why": None,
        "due": "2026-03-03T09:38:00Z",
        "done_at": "2026-03-03T09:20:00Z",
        "tier": None,
        "contacts": [],
        "audiences": ["client", "status_page"],
        "message": "client-notice",
    }
    assert document["now"][0] == "level:executive_notice"
    undated = stdlib.loads(json(case("undated")))
    tasks = {each["id"]: each for each in undated["tasks"]}
    assert tasks["level:acknowledgement"]["due"] == "day 1 15:57"
    assert undated["as_of"] == "2026-03-10T12:00:00Z"


def _hostile(word: str) -> dict[str, Any]:
    return {
        "severity": "P0",
        "status": "resolved",
        "title": word[:200],
        "roles": {"commander": {"name": word[:120], "tier": "L3"}},
        "escalations": [{"at": "2026-03-03 09:14", "tier": "L3", "contact": word[:120]}],
        "actions": [{"id": "A1", "title": word[:200], "status": "open", "owner": word[:120]}],
    }


def _line(word: str) -> str:
    return " ".join(FORBIDDEN.sub("", word).split()) or "x"


@pytest.mark.parametrize("status", ["investigating", "resolved"])
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_what_a_record_says_stays_text(attack: str, status: str) -> None:
    advice = advised("12:00", **{**_hostile(_line(attack)), "status": status})
    html = HTML.render(markdown(advice))
    assert set(re.findall(r"<(\w+)", html)) <= TAGS
    assert FORBIDDEN.search(text(advice)) is None
    assert FORBIDDEN.search(markdown(advice)) is None


@given(st.text("`*_[]()<>#!|~&@:\\ab1.-+= \u00e9", min_size=1, max_size=40))
def test_escaped_text_shows_what_it_held(said: str) -> None:
    html = HTML.renderInline(escaped(said))
    assert set(re.findall(r"<(\w+)", html)) <= {"code"}
    shown = HTML.renderInline(re.sub(r"([^\w\s])", r"\\\1", said))
    plain = re.sub(r"</?code>", "", html)
    assert re.sub(r"[\s`]", "", plain) == re.sub(r"[\s`]", "", shown)


def test_mentions_and_references_are_code() -> None:
    assert escaped("Ask @channel about #42, https://a.example and `@x`") == (
        r"Ask `@channel` about `#42`, https\://a.example and `@x`"
    )


def test_a_chat_gets_lists_under_headings() -> None:
    said = markdown(case("p0-after-30-minutes"))
    assert said.startswith(
        "**INC-20260303-0905 · P0 Critical · investigating · running 30 min**\n\n"
        "No query reaches the database\n\n### NOW\n\n- **"
    )


@pytest.mark.parametrize(
    ("now", "late"),
    [
        ("2026-03-05 09:12", "1 d 23 h overdue"),
        ("2026-03-05 09:13", "2 d overdue"),
        ("2026-03-06 00:30", "3 d overdue"),
    ],
)
def test_days_overdue_are_counted_as_the_list_of_what_is_due_counts_them(
    now: str, late: str
) -> None:
    advice = advised(now, severity="P0")
    found = next(each for each in advice.tasks if each.id == "level:acknowledgement")
    assert timing(found, advice) == late
