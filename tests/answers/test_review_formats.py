from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from postmortems.answers.review.compare import Owed, Review, Reviewed, Suggestion
from postmortems.answers.review.formats import FORMATS, render
from postmortems.answers.review.json import schema
from postmortems.answers.review.markdown import LONGEST, MARK
from postmortems.answers.review.phrase import Difference, title, value
from postmortems.findings import Level
from postmortems.reports.base import bounded
from postmortems.reports.markdown import LARGEST
from support.pull_request import FILES, REVIEW, reviewed
from support.reports import ATTACKS, FINDING, RULES, WARNING, hostile, texts

if TYPE_CHECKING:
    from postmortems.findings import Finding

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = frozenset("h2 h3 p table thead tbody tr th td code br ul li strong a".split())  # noqa: SIM905 - a line is enough
NEVER = re.compile(r"^\s*::|##\[", re.MULTILINE)


def made(*incidents: Reviewed, new: tuple[Finding, ...] = (), **changed: Any) -> Review:  # noqa: ANN401
    given: dict[str, Any] = {
        "ref": value("main"),
        "commit": "0123456789abcdef",
        "as_of": date(2026, 3, 20),
        "version": "1.2.3",
        "incidents": incidents,
        "new": tuple(map(bounded, new)),
        "about": RULES,
    }
    return Review(**given | changed)


def incident(text: str = "Down", **changed: Any) -> Reviewed:  # noqa: ANN401
    given: dict[str, Any] = {
        "kind": "changed",
        "id": "INC-1",
        "title": title(text),
        "file": "incidents/INC-1.yml",
        "differences": (Difference(field="tags", said=("tag ", value(text), " added")),),
        "owed": (Owed(when="now", what=value(text), overdue=False),),
    }
    return Reviewed(**given | changed)


def test_the_pull_request_gets_the_review_that_is_committed() -> None:
    found = reviewed()
    assert found.keys() == set(FILES.values())
    for name, said in found.items():
        assert said == (REVIEW / name).read_text("utf-8"), f"{name}: tests/golden/update.py"


def test_every_format_is_among_the_committed_ones() -> None:
    assert tuple(FILES) == FORMATS
    with pytest.raises(KeyError):
        render("sarif", made())


def test_the_document_is_as_its_schema_says() -> None:
    found = json.loads((REVIEW / FILES["json"]).read_text("utf-8"))
    Draft202012Validator(schema()).validate(found)
    assert Draft202012Validator(schema()).is_valid(json.loads(render("json", made())))


def test_without_a_change_little_is_said() -> None:
    said = "No incident changed. New: no finding."
    head = "Compared with main at 0123456789ab, judged as of 2026-03-20.\n"
    assert render("text", made()) == f"{head}{said}\n"
    assert render("github", made()) == ""
    assert render("comment", made()).endswith(f"judged as of 2026-03-20. {said}\n")
    assert render("comment", made()).startswith(f"{MARK}\n## Incidents in this change\n")


@pytest.mark.parametrize(
    ("here", "elsewhere", "said"),
    [
        (1, 0, "One action is overdue, in this change;"),
        (0, 1, "One action is overdue;"),
        (2, 10, "12 actions are overdue, two of them in this change;"),
    ],
)
def test_overdue_actions_are_a_warning_and_fail_nothing(
    here: int, elsewhere: int, said: str
) -> None:
    late = (replace(WARNING, file="incidents/INC-1.yml"),) * here + (WARNING,) * elsewhere
    found = made(incident(), overdue=late)
    said += " `postmortems due` lists all that is due."
    assert " ".join(render("text", found).split()).endswith(said)
    assert f"\n⚠️ {said}\n" in render("markdown", found)
    assert render("github", found) == f"::warning title=overdue actions::{said}\n"
    assert found.exit_code == 0


@pytest.mark.parametrize(
    ("fail_on", "new", "code"),
    [
        (Level.ERROR, (FINDING,), 1),
        (Level.ERROR, (WARNING,), 0),
        (Level.WARNING, (WARNING,), 1),
        (None, (FINDING,), 0),
    ],
)
def test_only_what_is_new_decides_on_the_exit_code(
    fail_on: Level | None, new: tuple[Finding, ...], code: int
) -> None:
    assert made(new=new, fixed=(FINDING,), fail_on=fail_on).exit_code == code
    assert made(new=new, broken=True, fail_on=fail_on).exit_code == 2


@given(
    text=texts,
    new=st.lists(hostile, max_size=3),
)
def test_nothing_of_a_record_becomes_markup_or_a_command(text: str, new: list[Finding]) -> None:
    found = made(
        incident(
            text,
            suggestion=Suggestion(level=value(text).text, recorded="P1", reason=value(text).text),
        ),
        new=tuple(new),
        fixed=tuple(map(bounded, new)),
    )
    page = RENDERER.render(render("comment", found))
    tags = re.findall(r"<([a-z][a-z0-9]*)", page)
    assert set(tags) <= OURS
    assert set(re.findall(r'href="([^"]*)"', page)) <= {str(each.url) for each in RULES.values()}
    assert not NEVER.search(render("text", found))
    for line in render("github", found).splitlines():
        assert re.match(r"::(error|warning|notice) ", line)


def test_no_line_of_a_log_begins_with_a_command() -> None:
    command = "::error::forged"
    long = f"{'x' * 70} {command}"  # which is wrapped where the command begins
    found = made(incident(long, file=command), new=(replace(FINDING, message=command),))
    said = render("text", found)
    assert said.count("forged") == 5
    assert not NEVER.search(said)


@pytest.mark.parametrize("attack", ATTACKS)
def test_outside_of_code_no_record_says_anything(attack: str) -> None:
    calm, found = (made(incident(said)) for said in ("Down", attack))

    def ours(review: Review) -> str:
        page = RENDERER.render(render("markdown", review))
        return re.sub(r"<code>.*?</code>", "[code]", page, flags=re.DOTALL)

    assert ours(found) == ours(calm)


@pytest.mark.parametrize(("form", "largest"), [("markdown", LARGEST), ("comment", LONGEST)])
def test_a_long_review_keeps_to_the_limit_and_says_what_it_leaves_out(
    form: str, largest: int
) -> None:
    many = tuple(incident("ü" * 150, id=f"INC-{number}") for number in range(4_000))
    said = render(form, made(*many))
    assert largest - 4_000 < len(said.encode()) <= largest
    assert said.endswith("\nThe rest would not fit here; run `postmortems review` to see it.\n")
    few = render(form, made(*many[:3]))
    assert "would not fit" not in few
    assert few.count("### <code>INC") == 3


def test_of_very_many_differences_and_duties_the_number_is_told() -> None:
    found = made(incident(differences=incident().differences * 43, owed=incident().owed * 7))
    assert "\n  - 3 more\n" in render("text", found)
    assert "\n  - 2 more: `postmortems advise INC-1`\n" in render("text", found)
    said = html.unescape(render("markdown", found))
    assert "\n- 3 more\n" in said
    assert "\n- 2 more\n" in said
    document = json.loads(render("json", found))
    assert len(document["incidents"][0]["differences"]) == 43
