"""Importing twice is importing once, whatever the document says."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.checking.record import terms
from postmortems.edit.compose import compose
from postmortems.importers.document import Document, Terms
from postmortems.importers.run import Outcome, Shelf, Unsaid, imported
from postmortems.load.files import Source
from postmortems.load.origins import known_imports
from support.example import settings as shipped

JUDGING = terms(shipped(), datetime(2026, 11, 1, tzinfo=UTC))
TERMS = Terms(settings=JUDGING.settings, zone="UTC")
TEXTS = st.text(max_size=12) | st.sampled_from(
    ["resolved", "major", "2026-03-01T09:12:00Z", "none"]
)
INCIDENTS = st.lists(
    st.fixed_dictionaries(
        {"id": st.uuids().map(str), "incident_updates": st.just([])},
        optional={
            key: TEXTS | st.none() | st.integers(0, 9)
            for key in ("name", "status", "impact", "started_at", "resolved_at", "shortlink")
        },
    ),
    min_size=1,
    max_size=4,
)


def run(text: str, name: str, shelf: Shelf, unsaid: Unsaid) -> list[Outcome]:
    document = Document(name=name, text=text)
    return list(imported(document, name, None, TERMS, JUDGING, shelf, unsaid))


def shelf_of(outcomes: list[Outcome]) -> Shelf:
    """What a later run finds on the disk."""
    written = [
        Source(
            path=f"/{each.incident}.yml",
            file=f"{each.incident}.yml",
            content=compose(each.record).encode(),
        )
        for each in outcomes
        if each.record is not None
    ]
    return Shelf(
        taken={each.stem for each in written}, known=known_imports(written, JUDGING.limits)
    )


def held(text: str, name: str) -> None:
    first = run(text, name, Shelf(taken=set(), known={}), Unsaid())
    made = [each.incident for each in first if each.state == "new"]
    assert len(set(made)) == len(made)
    for unsaid in (Unsaid(), Unsaid(severity="P2", kind="outage", services=("payment-api",))):
        again = run(text, name, shelf_of(first), unsaid)
        assert [each.state for each in again] == [
            "there" if each.state == "new" else each.state for each in first
        ]
        assert [each.incident for each in again if each.state == "there"] == made


@settings(max_examples=20, deadline=None)
@given(INCIDENTS)
def test_exports_of_a_status_page(incidents: list[dict[str, Any]]) -> None:
    held(json.dumps({"page": {"id": "p"}, "incidents": incidents}), "incidents.json")


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=40), st.text(max_size=80))
def test_documents_without_a_name_of_their_own(title: str, body: str) -> None:
    held(
        f"# {title}\n\n## Summary\n\nIt broke. {body}\n\n## Timeline\n\n- 09:12 it broke\n", "a.md"
    )
