"""Documents that nobody would write: a draft or a fault comes of each, and never anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from postmortems.importers import cstate, markdown
from postmortems.importers.draft import Draft, SourceFault
from support.documents import DOCUMENTS, outcome, read

if TYPE_CHECKING:
    from collections.abc import Callable

WHOLE = {path.name: path.read_text("utf-8") for path in DOCUMENTS}
FRAGMENTS = st.sampled_from(
    (
        *(
            "---",
            "```",
            "~~~ x",
            "# ",
            "## Timeline",
            "Timeline",
            "### Root Cause",
            "| Time | Event |",
        ),
        *(
            "|---|---|",
            "| 10:05 | x |",
            "|||",
            "- [ ] do it (owner: x)",
            "- [x]",
            "1. Why?",
            "Answer: TBD",
        ),
        *(
            "10:05 UTC: up",
            "25:61 down",
            "99/99/2020 10:00",
            "01/02/2024 10:00",
            "12/31/24",
            "**Duration:** 5 h",
        ),
        *(
            "Duration: 10:00 to 09:00",
            "Date: 2024-02-30",
            "Severity: ",
            "Status: ?",
            "[a]: https://x.test",
        ),
        *(
            "Impact: 101% of users",
            "resolvedWhen: 2020-01-01 9:05",
            "title: [",
            "affected: {a: b}",
            "date: 99",
        ),
        *(
            "> > > > - - - x",
            "    code",
            "<!-- ",
            "-->",
            "<div>",
            "\ud800",
            "\u202e",
            "\x00",
            "é" * 9,
            "\t",
            "",
        ),
        *(
            "Commander:",
            "Responders: a - b, c",
            "1 month: look",
            "999 years: look",
            "since 00:00",
            "[['a', \"b\"]]",
        ),
        *(
            "day 0 10:00",
            "0:00 AM",
            "13 PM",
            "Recommendations: x. y.",
            "Escalation was slow.",
            "$9,999,999,999,999",
        ),
        *(
            "Sept 31st, 2024 10:05 EST",
            "2024-03-31 02:30 CET",
            "all times in XYZ",
            "(IST)",
            "10:05 IST",
            "T",
            ":",
        ),
    )
)


@settings(max_examples=150)
@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=30)), max_size=25))
@example(["Timeline", "10:05 UTC: up", "Date: 0000-01-01"])
@example(["---", "date: 9999-12-31 23:59", "resolvedWhen: 1-1-1", "---"])
@example(
    ["Date: 9999-12-31 10:00 UTC", "Duration: 99999 days", "Follow-up Schedule", "999 years: look"]
)
def test_lines_of_any_sort_make_a_draft_or_a_fault(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert isinstance(outcome(markdown.FORMAT, text), Draft | SourceFault)
    assert isinstance(outcome(cstate.FORMAT, text), Draft | SourceFault)


@pytest.mark.parametrize("name", WHOLE)
def test_a_document_without_any_one_of_its_lines_is_read(name: str) -> None:
    lines = WHOLE[name].split("\n")
    for index in range(len(lines)):
        found = outcome(markdown.FORMAT, "\n".join(lines[:index] + lines[index + 1 :]))
        assert isinstance(found, Draft | SourceFault)


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("# ", "# ```\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("e", "\u0435\u0301"),
        lambda text: text.replace(":", "\uff1a"),
        lambda text: text.replace("0", "\u0660"),
        lambda text: "```\n" + text,
        lambda text: "\n".join(reversed(text.split("\n"))),
        lambda text: "\n".join(f"> {line}" for line in text.split("\n")),
        lambda text: text[: len(text) // 2],
    ],
)
def test_a_document_that_was_twisted_is_read(name: str, change: Callable[[str], str]) -> None:
    assert isinstance(outcome(markdown.FORMAT, change(WHOLE[name])), Draft | SourceFault)


@pytest.mark.parametrize("name", WHOLE)
def test_line_breaks_of_another_system_change_nothing(name: str) -> None:
    text = WHOLE[name]
    assert read(markdown.FORMAT, text.replace("\n", "\r\n")) == read(markdown.FORMAT, text)


@pytest.mark.parametrize("text", ["", " \n\n", "---\n---\n", "```\n```", "***", "\ufeff"])
def test_a_document_that_says_nothing_is_a_fault(text: str) -> None:
    found = outcome(markdown.FORMAT, text)
    assert found == SourceFault("the document is empty")


def test_a_document_that_is_only_a_title_is_a_title() -> None:
    assert read(markdown.FORMAT, "# Postmortem: The kiln went cold\n").record == {
        "title": "The kiln went cold",
        "kind": "unknown",
    }


@pytest.mark.parametrize(
    "line",
    [
        "- 10:05 UTC: it was slow\n",
        "| a | b | c |\n",
        "> " * 40 + "deep\n",
        "- " * 60 + "deep\n",
        "**" * 30 + "\n",
        "Why? Answer: x\n",
        "Impact: 5 users could not pay $5 of losses on 2024-01-01 at 10:05.\n",
        "[" * 200 + "\n",
        "12 " * 100 + "\n",
        "Anna - x, " * 20 + "\n",
        "`" * 99 + "\n",
    ],
)
def test_a_long_document_of_one_line_is_read(line: str) -> None:
    text = f"# Long\n\n## Timeline (2024-01-01)\n\n{line * (2**18 // len(line))}"
    assert isinstance(outcome(markdown.FORMAT, text), Draft | SourceFault)


def test_what_a_document_says_is_placed_or_kept() -> None:
    words = ("zebra", "quokka", "lemur", "okapi", "tapir", "gecko", "ibis", "newt", "puffin")
    text = (
        "---\nmascot: zebra\n---\n"
        "quokka before all\n\n# Title\n\n[lemur]: https://lemur.test\n\n## Oddities\n\n"
        "| x | okapi |\n|---|---|\n| tapir | 1 |\n\n```\ngecko\n```\n\n"
        "<details>ibis</details>\n\n## Timeline\n\nnewt without a time\n\n"
        "## Action Items\n\n- one\n  - puffin beneath\n"
    )
    found = outcome(markdown.FORMAT, text)
    assert isinstance(found, Draft)
    told = repr((found.record, found.kept))
    assert [word for word in words if word not in told] == []


def test_every_word_of_a_document_is_placed_or_kept() -> None:
    for path in DOCUMENTS:
        if path.parent.name == "cstate":
            continue  # YAML comments are for whoever wrote the file
        name, text = path.name, path.read_text("utf-8")
        found = read(markdown.FORMAT, text)
        told = repr((found.record, found.kept, found.key)).casefold()
        lost = {
            word
            for word in "".join(c if c.isalpha() else " " for c in text.casefold()).split()
            if len(word) > 4 and word not in told
        }
        assert (name, lost - UNSAID) == (name, set())


UNSAID = {
    # names of parts and columns, prefixes, tags and marks that say where a value belongs
    *("summary", "impact", "duration", "cause", "resolution", "timeline", "issue", "measures"),
    *(
        "corrective",
        "preventative",
        "specific",
        "tasks",
        "improvements",
        "fixes",
        "action",
        "items",
    ),
    *("postmortem", "executive", "overview", "incident", "commander", "responders", "customer"),
    *(
        "business",
        "analysis",
        "lessons",
        "learned",
        "prevention",
        "follow",
        "schedule",
        "additional",
    ),
    *("information", "severity", "classification", "affected", "services", "references", "review"),
    *("answer", "didn", "breaks", "break", "recommendations", "authors", "status", "trigger"),
    *("detection", "owner", "supporting", "where", "lucky", "event", "start", "happened", "chain"),
    *("events", "contributing", "factors", "whys", "steps", "title", "region", "september"),
    *("plaintext", "went", "wrong", "times", "causes", "resolved", "detected", "board", "graph"),
    *("ticket", "prevent", "root", "tags", "report", "improved", "could", "timestamp"),
}
