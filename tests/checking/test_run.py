from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from postmortems.checking.run import check
from postmortems.load.files import piped
from support.example import BASE_ID, example

AS_OF = datetime(2026, 3, 20, 23, 59, 59, tzinfo=UTC)
CATALOG = """\
services:
  - {id: payment-api, name: Payment API, team: engineering}
  - {id: web-shop, name: Web shop}
teams:
  - {id: engineering, name: Engineering}
  - {id: designers, name: Designers}
contacts: []
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "incidents"
    folder.mkdir()
    (folder / f"{BASE_ID}.yml").write_bytes(example())
    return tmp_path


def _unused(root: Path, level: str) -> list[tuple[str, int, str, str]]:
    config = root / "site_config"
    config.mkdir(exist_ok=True)
    (config / "catalog.yml").write_text(CATALOG)
    (config / "rules.yml").write_text(f"levels: {{catalogue-entry-unused: {level}}}\n")
    return [
        (each.file, each.span.line, each.level.value, each.message)
        for each in check(root, AS_OF).findings
        if each.rule == "catalogue-entry-unused" and each.span
    ]


def test_entries_of_the_catalogue_that_nobody_names_are_found_where_they_stand(root: Path) -> None:
    file = "site_config/catalog.yml"
    assert _unused(root, "warning") == [
        (file, 3, "warning", "no record names the service `web-shop`"),
        (file, 6, "warning", "no record names the team `designers`"),
    ]
    assert _unused(root, "off") == []


def test_an_empty_repository_uses_nothing_and_is_told_so_by_nobody(root: Path) -> None:
    (root / "incidents" / f"{BASE_ID}.yml").unlink()
    assert _unused(root, "warning") == []


def test_whoever_asks_about_one_file_hears_nothing_of_the_catalogue(root: Path) -> None:
    assert _unused(root, "warning") != []
    text = piped(example(), None, root)
    rules = {each.rule for each in check(root, AS_OF, [text]).findings}
    assert rules == {"unknown-name"}  # of a team that the catalogue above lacks


def test_text_without_a_file_may_have_the_id_of_one(root: Path) -> None:
    named = piped(example(), Path(f"{root}/incidents/{BASE_ID}.yml"), root)
    assert check(root, AS_OF, [named]).findings == ()
    nameless = piped(example("related: [INC-20260101-0000]\n"), None, root)
    assert [each.rule for each in check(root, AS_OF, [nameless]).findings] == ["broken-reference"]


def test_the_records_come_only_when_asked_for(root: Path) -> None:
    assert check(root, AS_OF).incidents == {}
    found = check(root, AS_OF, records=True)
    assert list(found.incidents) == [BASE_ID]
    assert found.files == {BASE_ID: f"incidents/{BASE_ID}.yml"}
    assert found.contents == {BASE_ID: example()}
