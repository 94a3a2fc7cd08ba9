from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from postmortems.importers import cstate, markdown
from postmortems.importers.document import Document
from postmortems.importers.formats import detected
from support.documents import DOCUMENTS, expected, read, told

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_is_read_as_it_is_written_down_beside_it(path: Path) -> None:
    by = cstate.FORMAT if path.parent.name == "cstate" else markdown.FORMAT
    text = path.read_text("utf-8")
    assert detected(Document(name=path.name, text=text)) is by
    found = told(read(by, text, zone="Europe/Berlin"))
    assert found == yaml.safe_load(expected(path).read_text("utf-8"))


def test_a_list_as_a_program_prints_it_is_read_as_a_list_and_written_as_words() -> None:
    text = "Summary\nAn incident affecting ['desk', \"web-shop\"] in May.\n"
    found = read(markdown.FORMAT, text)
    assert found.record["services"] == ["desk", "web-shop"]
    assert found.record["summary"] == "An incident affecting desk and web-shop in May."
    labelled = read(markdown.FORMAT, "Affected Services: ['desk', 'web-shop']\n")
    assert labelled.record["services"] == ["desk", "web-shop"]


@pytest.mark.parametrize(
    "answer",
    ["Further investigation needed", "TBD", "To be documented.", "_unknown_", "N/A", "—", ""],
)
def test_a_question_whose_answer_is_a_placeholder_stays_open(answer: str) -> None:
    text = (
        f"## Five Whys\n\n1. Why did it stop? Answer: {answer}\n2. Why then? Answer: It was full.\n"
    )
    found = read(markdown.FORMAT, text).record
    assert found["analysis"]["five_whys"] == [
        {"question": "Why did it stop?"},
        {"question": "Why then?", "answer": "It was full."},
    ]
    assert found["factors"] == [{"id": "F1", "text": "It was full."}]


@pytest.mark.parametrize("text", ["[Link TBD]", "[Link TBD](#)", "TBD", "http://plain.example.com"])
def test_a_placeholder_for_a_link_is_none(text: str) -> None:
    found = read(markdown.FORMAT, f"# T\n\n## References\n\n- Ticket: {text}\n")
    assert "links" not in found.record
    assert found.kept == [("links", f"Ticket: {text}")]


def test_days_in_figures_are_read_as_the_file_writes_them_elsewhere() -> None:
    text = "Timeline\n03/04/2025 10:00 UTC: it broke\n25/04/2025 10:00 UTC: it was whole\n"
    found = read(markdown.FORMAT, text)
    assert [each["at"] for each in found.record["timeline"]] == [
        "2025-04-03 10:00Z",
        "2025-04-25 10:00Z",
    ]


def test_days_that_a_file_writes_in_two_ways_are_not_guessed_at() -> None:
    text = (
        "Timeline\n03/04/2025 10:00 UTC: it broke\n25/04/2025 10:00 UTC: it went on\n"
        "04/26/2025 10:00 UTC: it was whole\n"
    )
    found = read(markdown.FORMAT, text)
    assert [each["at"] for each in found.record["timeline"]] == [
        "2025-04-25 10:00Z",
        "2025-04-26 10:00Z",
    ]
    assert ("timeline", "03/04/2025 10:00 UTC it broke") in found.kept
    assert [each.spot.line for each in found.doubts][:2] == [4, 2]
    chosen = read(markdown.FORMAT, text, order="mdy")
    assert chosen.record["timeline"][0]["at"] == "2025-03-04 10:00Z"


def test_times_without_a_zone_are_kept_aside_until_somebody_names_one() -> None:
    text = "# T\n\n**Date:** 2025-05-06\n\n## Timeline\n\n- 10:05 it broke\n- 10:20 it was whole\n"
    found = read(markdown.FORMAT, text)
    assert "timeline" not in found.record
    assert found.kept == [("timeline", "10:05 it broke"), ("timeline", "10:20 it was whole")]
    [doubt] = found.doubts
    assert doubt.message == (
        "2 of 2 times could not be read, the first `10:05`: the time has no zone"
    )
    assert doubt.spot.line == 7
    named = read(markdown.FORMAT, text, zone="Europe/Berlin").record
    assert [each["at"] for each in named["timeline"]] == ["2025-05-06 10:05", "2025-05-06 10:20"]
    assert named["timezone"] == "Europe/Berlin"


def test_a_stated_length_that_the_times_contradict_is_told() -> None:
    text = "Duration: 2025-05-06 10:00 UTC to 11:00 UTC (3 hours)\n"
    found = read(markdown.FORMAT, text)
    assert found.record["times"]["resolved"] == "2025-05-06 11:00Z"
    assert "`3 hours` is stated; from 2025-05-06 10:00Z to 2025-05-06 11:00Z it is 60 minutes" in [
        each.message for each in found.doubts
    ]


def test_a_bracket_holds_no_commas_of_what_was_taken_out_of_it() -> None:
    text = (
        "# T\n\nDate: 2025-05-06\n\n## Action items\n\n"
        "- [ ] Test it (@ana, due 2025-06-01, #123)\n"
        "- [ ] Count it (@jon, by 2025-06-02)\n"
        "- [ ] Tell all (@kim, teams, and clients)\n"
        "- [ ] Keep f(,) as it is\n"
    )
    found = read(markdown.FORMAT, text)
    assert [each["title"] for each in found.record["actions"]] == [
        "Test it (#123)",
        "Count it",
        "Tell all (teams, and clients)",
        "Keep f(,) as it is",
    ]


def test_actions_are_parted_from_owners_days_tickets_and_boxes() -> None:
    text = (
        "# T\n\nDate: 2025-05-06\n\n## Action items\n\n"
        "- [ ] Patch it (owner: Ana Ruiz, due: 2025-06-01)\n"
        "- [x] Tell people - @jon\n"
        "- Test it by June 3rd; status: in progress\n"
        "- [PAY-7](https://t.example.com/PAY-7) Count it\n"
        "  - Priority: P1\n"
        "  - It may take long.\n"
        "- Consider a break\n"
        "- TBD\n"
    )
    found = read(markdown.FORMAT, text)
    assert found.record["actions"] == [
        {
            "id": "A1",
            "title": "Patch it",
            "status": "open",
            "owner": "Ana Ruiz",
            "due": "2025-06-01",
        },
        {"id": "A2", "title": "Tell people", "status": "done", "owner": "jon"},
        {"id": "A3", "title": "Test it", "status": "in_progress", "due": "2025-06-03"},
        {
            "id": "A4",
            "title": "PAY-7 Count it",
            "status": "open",
            "tracker": "https://t.example.com/PAY-7",
            "priority": "P1",
        },
    ]
    assert found.record["ideas"] == ["Consider a break"]
    assert found.kept == [
        ("under the action “PAY-7 Count it”", "It may take long."),
        ("actions", "TBD"),
    ]


def test_a_document_under_headings_of_another_language_is_kept_whole_and_told() -> None:
    found = read(markdown.FORMAT, "# Titel\n\n## Hergang\n\nEs brach um 10:05 Uhr.\n")
    assert found.record == {"title": "Titel", "kind": "unknown"}
    assert found.kept == [("Hergang", "Es brach um 10:05 Uhr.")]
    assert [(each.spot.line, each.message) for each in found.doubts] == [
        (3, "none of the headings means anything here, so all of the text was kept aside")
    ]


def test_nothing_is_said_of_what_a_document_does_not_say() -> None:
    found = read(markdown.FORMAT, "# It broke\n\n## Summary\n\nIt broke, and then it worked.\n")
    assert found.record == {
        "summary": "It broke, and then it worked.",
        "title": "It broke",
        "kind": "unknown",
    }
    assert (found.kept, found.doubts, found.key) == ([], [], "")
