from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from support.example import BASE_ID, example

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

FILE = f"incidents/2026/{BASE_ID}.yml"
DAY = ("--as-of", "2026-03-20")


def test_an_incident_is_shown_by_its_id_or_its_file(
    root: Path, called: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    said = called("show", BASE_ID, *DAY, "--root", root)
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == f"{BASE_ID} · P1 High · closed · degradation ·"
    assert "\nTIMES\n  Started       2026-03-03 09:05\n" in said.out
    assert max(map(len, lines)) <= 60
    by_file = called("show", root / FILE, *DAY, "--root", root)
    assert by_file.out == said.out


def test_findings_are_counted_below(root: Path, called: Command) -> None:
    (root / FILE).write_bytes(example("severity: P2\nids: 1\n"))
    said = called("show", BASE_ID, *DAY, "--root", root)
    assert said.code == 0
    assert said.out.endswith(f"\n\n1 error and 1 warning: see `postmortems check {FILE}`.\n")
    assert said.err.startswith(f"{FILE} has ")


def test_what_cannot_be_read_is_refused(root: Path, called: Command) -> None:
    (root / FILE).write_bytes(b"a: [")
    said = called("show", BASE_ID, "--root", root)
    assert said.code == 1
    assert "error[yaml-syntax]" in said.out
    wrong = called("render", "INC-20260303-0906", "--root", root)
    assert wrong.code == 2
    assert f"did you mean {BASE_ID}?" in wrong.err


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("markdown", f"{BASE_ID} · P1 High"),
        ("html", "\n\n\n<article>"),
        ("text", f"{BASE_ID} · P1 High"),
        ("json", '{\n  "version": 1,'),
        ("print", "<!DOCTYPE html>"),
    ],
)
def test_each_format_goes_to_stdout_or_to_a_file(
    root: Path, called: Command, form: str, begins: str
) -> None:
    said = called("render", BASE_ID, "--format", form, *DAY, "--root", root)
    assert (said.code, said.err) == (0, "")
    assert said.out.lstrip("\n").startswith(begins.lstrip("\n"))
    file = root / "out"
    again = called("render", BASE_ID, "--format", form, "-o", file, *DAY, "--root", root)
    assert (again.code, again.out, again.err) == (0, "", f"wrote {file}\n")
    assert file.read_text("utf-8") == said.out


def test_markdown_is_what_comes_without_a_format(root: Path, called: Command) -> None:
    plain = called("render", BASE_ID, *DAY, "--root", root)
    named = called("render", BASE_ID, "--format", "markdown", *DAY, "--root", root)
    assert plain.out == named.out
    assert "\n# Card payments were declined" in plain.out


def test_the_day_says_what_is_overdue(root: Path, called: Command) -> None:
    (root / FILE).write_bytes(
        example("actions:\n  - {id: A1, title: A list, status: open, due: 2026-03-10}\n")
    )
    late = called("render", BASE_ID, "--format", "json", *DAY, "--root", root)
    assert json.loads(late.out)["derived"]["overdue_actions"] == ["A1"]
    early = called("render", BASE_ID, "--format", "json", "--as-of", "2026-03-10", "--root", root)
    assert json.loads(early.out)["derived"]["overdue_actions"] == []


def test_a_file_that_cannot_be_written_is_told(root: Path, called: Command) -> None:
    said = called("render", BASE_ID, "-o", root / "no" / "out", "--root", root)
    assert said.code == 2
    assert "there is no folder" in said.err


def test_a_template_of_the_team_is_used(root: Path, called: Command) -> None:
    folder = root / "templates" / "sheets"
    folder.mkdir(parents=True)
    (folder / "html.html.j2").write_text("<p>{{ sheet.title }}</p>", "utf-8")
    said = called("render", BASE_ID, "--format", "html", "--root", root)
    assert said.out == "<p>Card payments were declined after a gateway certificate had expired</p>"
    (folder / "html.html.j2").write_text("{{ sheet.nothing }}", "utf-8")
    broken = called("render", BASE_ID, "--format", "html", "--root", root)
    assert broken.code == 2
    assert "templates/sheets/html.html.j2:1: " in broken.err
    assert f"the incident is {BASE_ID}" in broken.err
