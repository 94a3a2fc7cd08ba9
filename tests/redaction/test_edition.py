"""A checked repository as an edition shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from postmortems import today
from postmortems.load.packed import Records
from postmortems.pipeline import check
from postmortems.redaction.edition import redacted
from support.example import example

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.checking.result import Checked

ONE, TWO = "INC-20260303-0905", "INC-20260303-0906"
PUBLIC = """postmortem:
  status: published
  owner: Ana Ruiz
  drafted_at: 2026-03-04 11:00
  published_at: 2026-03-09 15:00
  audience: public
actions: []
"""


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """A public and an internal record, in both of which something is found."""
    folder = tmp_path / "incidents"
    folder.mkdir()
    (folder / f"{ONE}.yml").write_bytes(example(f"id: {ONE}\n{PUBLIC}related: [{TWO}]\n"))
    (folder / f"{TWO}.yml").write_bytes(example(f"id: {TWO}\n"))
    return check(tmp_path, today.instant("2026-06-30"))


def test_neither_bytes_nor_findings_get_through(checked: Checked) -> None:
    assert checked.settings is not None
    assert checked.findings
    assert set(checked.contents) == {ONE, TWO}
    made = redacted(checked, checked.settings.audiences.public)
    assert list(made.incidents) == [ONE]
    assert made.files == {ONE: f"incidents/{ONE}.yml"}
    assert (made.findings, made.about, made.count) == ((), {}, 1)
    assert dict(made.contents) == {}
    assert made.incidents[ONE].related == ()


def test_services_and_teams_are_those_of_its_incidents(checked: Checked, tmp_path: Path) -> None:
    def named(found: Checked) -> tuple[set[str], set[str]]:
        assert found.settings is not None
        made = redacted(found, found.settings.audiences.public).settings
        assert made is not None
        return {e.id for e in made.catalog.services}, {e.id for e in made.catalog.teams}

    incident = checked.incidents[ONE]
    services, teams = named(checked)
    assert services == {*incident.services, incident.origin_service} - {None}
    assert teams >= set(incident.teams)
    assert checked.settings is not None
    other = next(e.id for e in checked.settings.catalog.services if e.id not in services)
    file = tmp_path / "incidents" / f"{TWO}.yml"
    file.write_bytes(example(f"id: {TWO}\nservices: [{other}]\norigin_service: null\n"))
    assert named(check(tmp_path, checked.as_of)) == (services, teams)
    file.write_bytes(example(f"id: {TWO}\n{PUBLIC}services: [{other}]\norigin_service: null\n"))
    assert named(check(tmp_path, checked.as_of))[0] == {*services, other}


def test_an_edition_that_hides_nothing_is_the_repository_itself(checked: Checked) -> None:
    assert checked.settings is not None
    assert redacted(checked, checked.settings.audiences.internal) is checked


def test_a_record_is_known_by_what_it_shows(checked: Checked, tmp_path: Path) -> None:
    def digest(found: Checked) -> str:
        assert found.settings is not None
        records = redacted(found, found.settings.audiences.public).incidents
        assert isinstance(records, Records)
        return records.digests[ONE]

    before = digest(checked)
    file = tmp_path / "incidents" / f"{TWO}.yml"
    file.write_bytes(example(f"id: {TWO}\ntitle: Another title of what is not public\n"))
    assert digest(check(tmp_path, checked.as_of)) == before
    file.write_bytes(example(f"id: {TWO}\n{PUBLIC}"))
    public = digest(check(tmp_path, checked.as_of))
    assert public != before
    file.unlink()
    assert digest(check(tmp_path, checked.as_of)) not in {before, public}
