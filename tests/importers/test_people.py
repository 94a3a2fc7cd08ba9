"""Who took part, each once, in the role that the settings know."""

from __future__ import annotations

import pytest

from postmortems.importers.document import Terms
from postmortems.importers.draft import Spot
from postmortems.importers.json_text import View, read_json
from postmortems.importers.payload import Reading
from postmortems.importers.people import took_part, with_role
from support.imports import judging


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ada Fox - Database lead, on call", ("Ada Fox", "Database lead, on call")),
        ("Ada  Fox (database lead)", ("Ada Fox", "database lead")),
        ("Ada Fox — lead", ("Ada Fox", "lead")),
        ("Jean-Luc Blanc", ("Jean-Luc Blanc", "")),
        (" - lead", ("- lead", "")),
    ],
)
def test_a_name_is_parted_from_its_role(text: str, parts: tuple[str, str]) -> None:
    assert with_role(text) == parts


def test_nobody_is_listed_twice_and_a_second_leader_is_a_responder() -> None:
    reading = Reading(View(read_json("{}")), Terms(settings=judging().settings), "pir")
    for name, role in (
        ("Ada", "Incident Commander"),
        ("Ben", "incident commander"),
        ("Ada", "Incident Commander"),
        ("Ada", ""),
        ("Cleo", ""),
        ("Cleo", ""),
        ("", "Scribe"),
        ("Dora", "Keeper of keys"),
    ):
        took_part(reading, name, Spot(), role)
    assert reading.draft.record["roles"] == {
        "commander": "Ada",
        "responders": [
            {"name": "Ben", "role": "incident commander"},
            "Cleo",
            {"name": "Dora", "role": "Keeper of keys"},
        ],
    }
