"""From the form to the record: what is filled in under a label arrives in the field behind it."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
import yaml

from postmortems.edit.foreign import foreign
from postmortems.importers.draft import Draft
from postmortems.importers.github_issue_form import Section, sections
from postmortems.model.issue_form import QUESTIONS, choices
from postmortems.publish.references import issue_form_text
from support.imports import ROOT, drafts, dumped, format_of, outcomes, records

FORM = ".github/ISSUE_TEMPLATE/incident.yml"
FORMAT = "github-issue-form"
FILLED: dict[str, Any] = {
    "Severity": ("P1", "P1"),
    "Kind": ("data_loss", "data_loss"),
    "Status": ("resolved", "resolved"),
    "Services": ("checkout-service, payment-api", ["checkout-service", "payment-api"]),
    "Detected by": ("client_report", "client_report"),
    "Alert": ("PaymentErrorRate", "PaymentErrorRate"),
    "Started": ("2026-03-01 09:12", "2026-03-01 09:12"),
    "Detected": ("2026-03-01T08:15:00Z", "2026-03-01 08:15Z"),
    "Acknowledged": ("1 March 2026, 9:17 am", "2026-03-01 09:17"),
    "Declared": ("2026-03-01 09:20", "2026-03-01 09:20"),
    "Mitigated": ("2026-03-01 09:40+01:00", "2026-03-01 09:40+01:00"),
    "Resolved": ("2026-03-01 09:44", "2026-03-01 09:44"),
    "Time zone": ("Europe/Berlin", "Europe/Berlin"),
    "Commander": ("Ada Fox", "Ada Fox"),
    "Summary": ("It *broke*.\n\n- badly", "It *broke*.\n\n- badly"),
    "Impact": ("Nobody could pay.", "Nobody could pay."),
    "Trigger": ("The last day came.", "The last day came."),
    "Timeline": (
        "- 09:12 It ran out.\n- 09:15 The alert fired.",
        [
            {"at": "2026-03-01 09:12", "text": "It ran out."},
            {"at": "2026-03-01 09:15", "text": "The alert fired."},
        ],
    ),
}
"""For each label what somebody fills in, and what the record then holds."""


def rendered(filled: dict[str, str]) -> str:
    """What GitHub makes of a form: a heading for each field, in the order of the form."""
    form = yaml.safe_load(issue_form_text(ROOT))
    labels = [each["attributes"]["label"] for each in form["body"] if each["type"] != "markdown"]
    return "\n\n".join(f"### {each}\n\n{filled.get(each, '_No response_')}" for each in labels)


def issue(body: str | None, **more: object) -> str:
    return dumped({"number": 7, "title": "Checkout is down", "state": "OPEN", "body": body, **more})


def read(body: str, **more: object) -> Draft:
    (found,) = drafts(issue(body, **more), FORMAT)
    assert isinstance(found, Draft)
    return found


def held(record: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - plain values
    return reduce(lambda value, step: value[step], path, record)


def test_what_is_filled_in_is_in_the_record_and_nothing_is_doubtful() -> None:
    body = rendered({label: text for label, (text, _) in FILLED.items()})
    assert format_of(issue(body)) == FORMAT
    for text, title in ((issue(body), "Checkout is down"), (body, "It *broke*")):
        found = outcomes(text, "filled.md")[0]
        assert found.record is not None
        assert {each.label: held(found.record, each.path) for each in QUESTIONS} == {
            label: value for label, (_, value) in FILLED.items()
        }
        assert found.record["title"] == title
        assert [each.field for each in found.findings] == ["title"] * (text is body)
        assert found.record["imported"]["format"] == FORMAT
        assert [each["name"] for each in found.record["imported"].get("kept", [])] == (
            [] if text is body else ["number", "state"]
        )


def test_a_form_that_nobody_filled_in_says_nothing() -> None:
    (record,) = records(issue(rendered({})))
    fields = {each.path[0] for each in QUESTIONS} - {"detection"}
    assert fields & record.keys() == set()
    assert record["detection"] == {"source": "unknown"}
    assert [each["name"] for each in record["imported"]["kept"]] == ["number", "state"]


@pytest.mark.parametrize(
    ("label", "text", "field"),
    [
        ("Severity", "dreadful", "severity"),
        ("Kind", "meltdown", "kind"),
        ("Status", "open", "status"),
        ("Detected by", "my neighbour", "detection.source"),
        ("Started", "2026-03-01 09:12", "times.started"),
        ("Resolved", "later", "times.resolved"),
        ("Time zone", "Narnia", "timezone"),
        ("Timeline", "It broke, and was mended.", "timeline"),
    ],
)
def test_what_cannot_be_read_is_kept_and_told(label: str, text: str, field: str) -> None:
    found = read(rendered({label: text}))
    assert [each.field for each in found.doubts] == [field]
    assert (f"body: {label}", text) in found.kept
    assert field.split(".", maxsplit=1)[0] not in found.record


def test_headings_of_others_stay_in_prose_and_are_kept_elsewhere() -> None:
    body = (
        "Hello.\n\n### Severity\n\nP2\n\n### Phone\n\n555\n\n### Summary\n\nDown.\n\n### Why\n\n"
        "```\n### Impact\n```\n\n### Impact\n\nNobody could pay.\n\n### Severity\n\nP1"
    )
    assert sections(body) == [
        Section("", "Hello.", 1),
        Section("Severity", "P2", 5),
        Section("Phone", "555", 9),
        Section("Summary", "Down.\n\n### Why\n\n```\n### Impact\n```", 13),
        Section("Impact", "Nobody could pay.", 23),
        Section("Severity", "P1", 27),
    ]
    found = read(body)
    assert found.record["severity"] == "P2"
    assert ("body: opening", "Hello.") in found.kept
    assert ("body: Phone", "555") in found.kept
    assert ("body: Severity", "P1") in found.kept


def test_lines_of_the_body_alone_are_told() -> None:
    (found,) = drafts("### Severity\n\nP9\n\n### Kind\n\noutage\n\n### Started\n\nsoon\n", FORMAT)
    assert isinstance(found, Draft)
    assert [(each.field, each.spot.line) for each in found.doubts] == [
        ("severity", 3),
        ("times.started", 11),
    ]


def test_what_github_says_of_the_issue_is_taken() -> None:
    found = read(
        rendered({"Severity": "P1"}),
        html_url="https://github.com/example/x/issues/7",
        user={"login": "ada", "id": 1},
        assignees=[{"login": "jon"}],
        labels=[{"name": "certificates"}, "service: payment-api"],
        created_at="2026-03-01T10:00:00Z",
    )
    assert found.key == "https://github.com/example/x/issues/7"
    assert found.day == "2026-03-01"
    assert found.record["links"] == [
        {"title": "Issue #7", "url": "https://github.com/example/x/issues/7"}
    ]
    assert found.record["roles"] == {"responders": ["jon"]}
    assert (found.record["tags"], found.record["services"]) == (["certificates"], ["payment-api"])
    assert ("user", "ada") in found.kept


def test_an_issue_without_the_form_is_an_ordinary_one() -> None:
    plain = {
        "number": 7,
        "title": "Down",
        "state": "open",
        "labels": [],
        "body": "### Severity\n\nP1",
    }
    assert format_of(json.dumps(plain)) == "github_issues"
    assert format_of("### Severity\n\nP1\n\n### Cause\n\nx\n", "x.md") == "markdown"


def test_a_text_that_somebody_wrote_over_is_kept_whole_where_the_format_is_named() -> None:
    found = read("It was *slow*.\n\n#### And then\n\nIt was not.")
    assert found.record == {"title": "Checkout is down"}
    assert ("body: opening", "It was *slow*.\n\n#### And then\n\nIt was not.") in found.kept


def test_the_form_asks_in_the_models_words_and_offers_this_teams_names() -> None:
    form = yaml.safe_load(issue_form_text(ROOT))
    fields = {each["attributes"].get("label"): each for each in form["body"]}
    assert list(fields)[1:] == [each.label for each in QUESTIONS] == list(FILLED)
    assert fields["Severity"]["attributes"]["options"] == ["P0", "P1", "P2", "P3"]
    assert "- `P1`: **P1 High**. " in fields["Severity"]["attributes"]["description"]
    services = fields["Services"]["attributes"]
    assert (services["multiple"], services["options"][:2]) == (
        True,
        ["agents-platform", "enhancement-worker"],
    )
    assert [each for each in services["options"] if "," in each] == []
    for each in QUESTIONS:
        assert fields[each.label]["attributes"]["description"].startswith(each.field.doc)
        if each.sort == "choice" and each.path != ("severity",):
            assert fields[each.label]["attributes"]["options"] == choices(each, {})


def test_github_accepts_the_form_and_it_is_that_of_this_repository(tmp_path: Path) -> None:
    text = issue_form_text(ROOT)
    assert (ROOT / FORM).read_text("utf-8") == text
    (tmp_path / "incident.yml").write_text(text, "utf-8")
    checker = Path(sys.executable).with_name("check-jsonschema")
    done = subprocess.run(
        [checker, "--builtin-schema", "vendor.github-issue-forms", tmp_path / "incident.yml"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_names_that_an_older_reader_takes_for_something_else_stay_texts() -> None:
    names = ["on", "no", "12:30", "1_000", "2026-03-01", "null", "0x1F"]
    written = foreign({"options": names, "text": "a: b\n- `c`  \n"})
    assert yaml.safe_load(written) == {"options": names, "text": "a: b\n- `c`  \n"}
