from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.conftest import FILE
from postmortems.edit import save
from postmortems.edit.migrations import registry
from postmortems.edit.migrations.base import Rename, Step

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

SAID = f"{FILE}: version 1: the record says its schema version\n"


@pytest.fixture
def old(root: Path) -> Path:
    """A repository whose only record does not say its version."""
    text = (root / FILE).read_text("utf-8")
    (root / FILE).write_text(text.replace("schema: 1\n", ""), "utf-8")
    return root


def test_records_move_and_are_sound_then(old: Path, called: Command) -> None:
    said = called("check", "--output", "concise", "--root", old)
    assert (said.code, "`schema` is missing" in said.out) == (1, True)
    assert called("migrate", "--check", "--root", old).code == 1
    said = called("migrate", "--root", old)
    assert (said.code, said.err) == (0, "")
    assert said.out == f"{SAID}1 record moved to schema version 1.\n"
    assert called("check", "--root", old).code == 0
    said = called("migrate", "--check", "--root", old)
    assert (said.code, said.out) == (0, "Every record is of schema version 1.\n")


def test_a_dry_run_and_a_diff_write_nothing(old: Path, called: Command) -> None:
    before = (old / FILE).read_bytes()
    said = called("migrate", "--dry-run", "--root", old)
    assert (said.code, said.out) == (0, f"{SAID}1 record to move to schema version 1.\n")
    said = called("migrate", "--diff", old / FILE, "--root", old)
    assert said.code == 0
    assert said.out.startswith(f"--- a/{FILE}\n+++ b/{FILE}\n@@ -1,4 +1,5 @@\n")
    assert "\n+schema: 1\n" in said.out
    assert said.err == f"{SAID}1 record to move to schema version 1.\n"
    assert (old / FILE).read_bytes() == before


def test_a_newer_record_is_left_alone_and_told_by_the_check_too(
    root: Path, called: Command
) -> None:
    text = (root / FILE).read_text("utf-8").replace("schema: 1\n", "schema: 7\n")
    (root / FILE).write_text(text, "utf-8")
    said = called("migrate", "--root", root)
    assert (said.code, said.out) == (1, "No record was moved. 1 left alone.\n")
    assert said.err == (
        f"{FILE}: left alone: its schema version 7 is newer than 1, which this postmortems reads\n"
    )
    said = called("check", "--root", root)
    assert "schema version 7 is newer than 1, which this program reads\n" in said.out
    assert "  fix: install a newer version of postmortems\n" in said.out


def test_a_step_to_come_is_told_in_words(
    root: Path, called: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = Step(version=2, what="the summary is a story", changes=(Rename(("summary",), "story"),))
    monkeypatch.setattr(registry, "STEPS", (*registry.STEPS, two))
    said = called("migrate", "--root", root)
    assert said.out == (
        f"{FILE}: version 2: the summary is a story\n1 record moved to schema version 2.\n"
    )
    assert "\nstory: >-\n" in (root / FILE).read_text("utf-8")


def test_what_cannot_be_opened_or_changes_meanwhile_is_left_alone(
    old: Path, called: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    (old / "incidents" / "INC-20260101-0101.yml").symlink_to(old / FILE)
    monkeypatch.setattr(save, "save", lambda *_: False)
    said = called("migrate", "--root", old)
    assert (said.code, said.out) == (1, "No record was moved. 2 left alone.\n")
    assert said.err == (
        f"{FILE}: left alone: changed by somebody else meanwhile\n"
        "incidents/INC-20260101-0101.yml: left alone: the file is a symbolic link\n"
    )


def test_only_records_are_moved(root: Path, called: Command) -> None:
    (root / "site.yml").write_text("a: 1\n", "utf-8")
    said = called("migrate", root / "site.yml", "--root", root)
    assert said.err == (
        "postmortems: site.yml does not lie under incidents/; only incidents are migrated\n"
    )
