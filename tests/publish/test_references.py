from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from postmortems.errors import ConfigurationError
from postmortems.publish.references import issue_form_text, references, rooms, stale

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "site_config/incident.schema.json"
SCHEMAS = (
    SCHEMA,
    *(
        f"site_config/{name}.schema.json"
        for name in (
            *("report", "due", "classification", "advice", "announcement", "analysis"),
            *("rendered", "timeline"),
        )
    ),
)
FORM = ".github/ISSUE_TEMPLATE/incident.yml"
PAGE = ".github/ARCHITECTURE.md"
BEGIN, END = "<!-- rooms: written by `make docs` -->", "<!-- end of rooms -->"


def test_a_repository_without_an_architecture_page_gets_the_schemas(tmp_path: Path) -> None:
    files = references(tmp_path)
    assert tuple(files) == SCHEMAS
    assert stale(tmp_path, files) == SCHEMAS
    (tmp_path / "site_config").mkdir()
    for name in SCHEMAS:
        (tmp_path / name).write_bytes(files[name])
    assert stale(tmp_path, files) == ()
    (tmp_path / SCHEMA).write_bytes(files[SCHEMA] + b"\n")
    assert stale(tmp_path, files) == (SCHEMA,)


def test_a_form_for_issues_is_kept_up_to_date_once_it_is_there(tmp_path: Path) -> None:
    form = tmp_path / FORM
    form.parent.mkdir(parents=True)
    form.write_text("", "utf-8")
    files = references(tmp_path)
    assert tuple(files) == (SCHEMA, FORM, *SCHEMAS[1:])
    assert FORM in stale(tmp_path, files)
    assert files[FORM].decode() == issue_form_text(tmp_path)


def test_rooms_are_written_between_their_marks_and_nothing_else_changes(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / PAGE).write_text(f"Before.\n{BEGIN}\nold\n{END}\nAfter.\n", "utf-8")
    said = references(tmp_path)[PAGE].decode()
    assert said == f"Before.\n{BEGIN}\n{rooms()}{END}\nAfter.\n"


def test_every_room_and_module_is_listed_with_its_first_sentence() -> None:
    lines = rooms().splitlines()
    assert lines[:2] == ["| room | what it is for |", "|---|---|"]
    assert "| `clock.py` | Time in words: how long something took, how long ago" in rooms()
    names = [line.split("`")[1] for line in lines[2:]]
    assert names == sorted(names)
    assert {"cli/", "load/", "pages/", "publish/", "errors.py", "pipeline.py"} <= set(names)
    assert all(line.count("|") == 3 and line.endswith(". |") for line in lines[2:])


def test_a_page_that_lost_its_marks_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / PAGE).write_text(f"{BEGIN}\n", "utf-8")
    with pytest.raises(ConfigurationError, match="has lost the marks"):
        references(tmp_path)
