"""Documents imported as the command does it, without a disk: for tests of the readers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postmortems.checking.record import Terms as Judging
from postmortems.checking.record import terms as judging_terms
from postmortems.edit.compose import compose
from postmortems.importers.document import Document, Terms
from postmortems.importers.draft import Draft, SourceFault
from postmortems.importers.formats import FORMATS, detected
from postmortems.importers.run import Outcome, Shelf, Unsaid, imported
from postmortems.load.settings import usable_settings
from postmortems.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
FIXTURES = ROOT / "tests" / "importers" / "fixtures"
EXPECTED = ROOT / "tests" / "importers" / "expected"
PAYLOADS = (
    "alertmanager.json",
    "events.csv",
    "events.jsonl",
    "firehydrant.json",
    "github_issue_form.json",
    "github_issues.json",
    "grafana.json",
    "incident_io.json",
    "opsgenie.json",
    "pagerduty.json",
    "pagerduty_list.json",
    "pir_bundle.json",
    "pir_classification.json",
    "pir_events.json",
    "pir_review.json",
    "rootly.json",
    "statuspage.json",
)
"""What other tools export, one file for each shape."""
JSON_FORMATS = (
    *("statuspage", "pagerduty", "incident_io", "firehydrant", "rootly", "opsgenie"),
    *("github_issues", "github-issue-form", "alertmanager", "pir", "events"),
)
"""The formats that read JSON."""
AS_OF = datetime(2026, 7, 1, tzinfo=UTC)


@cache
def judging() -> Judging:
    """Return what records are judged by: the settings of this repository."""
    return judging_terms(usable_settings(ROOT, {each.id for each in RULES}), AS_OF)


def outcomes(
    text: str, name: str = "export.json", *, format_: str = "", zone: str | None = None
) -> list[Outcome]:
    """Import one document into an empty repository; without a format, it is found."""
    document = Document(name=name, text=text)
    terms = Terms(settings=judging().settings, zone=zone)
    by = next((each for each in FORMATS if each.name == format_), None)
    shelf = Shelf(taken=set(), known={})
    return list(imported(document, name, by, terms, judging(), shelf, Unsaid()))


def records(text: str, *, format_: str = "", zone: str | None = None) -> list[dict[str, Any]]:
    """Return the records that a document makes."""
    found = outcomes(text, format_=format_, zone=zone)
    return [each.record for each in found if each.record is not None]


def drafts(
    text: str, format_: str, *, name: str = "export.json", zone: str | None = None
) -> list[Draft | SourceFault]:
    """Return what a reader makes of a document, before anything judges it."""
    by = next(each for each in FORMATS if each.name == format_)
    terms = Terms(settings=judging().settings, zone=zone)
    found: list[Draft | SourceFault] = []
    try:
        found += by.read(Document(name=name, text=text), terms)
    except SourceFault as fault:
        found.append(fault)
    return found


def dumped(value: object) -> str:
    """Return a value as a tool would export it."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def format_of(text: str, name: str = "export.json") -> str:
    """Return the name of the format that a document is found to be."""
    return detected(Document(name=name, text=text)).name


def told(text: str, name: str) -> str:
    """Return what an import makes of a document: its records as YAML, and what it tells."""
    return "".join(_told(outcomes(text, name)))


def _told(found: list[Outcome]) -> Iterator[str]:
    for each in found:
        yield f"# {each.state}, read as {each.format or 'nothing'}\n"
        for finding in each.findings:
            span = finding.span
            where = f"{span.line}:{span.column}" if span else "-"
            about = f" {finding.field}:" if finding.field else ""
            yield f"#   {where} {finding.rule}:{about} {finding.message}\n"
        if each.record is not None:
            yield compose(each.record)
