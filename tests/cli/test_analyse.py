from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from postmortems.load.events import read
from postmortems.load.text import Limits
from support.example import BASE_ID, example

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

FILE = f"incidents/2026/{BASE_ID}.yml"
NOW = ("--as-of", "2026-03-20")


@pytest.mark.parametrize("given", [BASE_ID, FILE])
def test_an_incident_is_given_by_id_or_file(root: Path, called: Command, given: str) -> None:
    said = called("analyse", given, *NOW, folder=root)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[0].startswith(f"{BASE_ID} · P1 · ")
    assert "\nMethods\n  Five whys (five-whys)\n" in said.out


def test_a_method_is_printed_as_yaml_and_nothing_is_written(root: Path, called: Command) -> None:
    said = called("analyse", BASE_ID, "--method", "bow-tie", *NOW, folder=root)
    assert (said.code, said.err) == (0, "")
    document = read(said.out.encode(), Limits())
    assert list(document.value["analysis"]) == ["bow_tie"]
    assert (root / FILE).read_bytes() == example()
    shown = called("analyse", BASE_ID, "--method", "bow_tie", "--output", "json", *NOW, folder=root)
    assert json.loads(shown.out)["skeleton"]["value"] == document.value["analysis"]["bow_tie"]


def test_writing_puts_the_skeleton_into_the_file_and_keeps_the_rest(
    root: Path, called: Command
) -> None:
    said = called("analyse", BASE_ID, "--method", "fishbone", "--write", folder=root)
    assert (said.code, said.err) == (0, "")
    assert said.out == f"{FILE}: added analysis.fishbone; every answer is yours to find\n"
    new = (root / FILE).read_text("utf-8")
    assert [line for line in example().decode().splitlines() if line not in new.splitlines()] == []
    again = called("analyse", BASE_ID, "--method", "fishbone", "--write", folder=root)
    assert (again.code, again.out) == (2, "")
    assert "holds analysis.fishbone already; `--add` adds" in again.err
    more = called("analyse", BASE_ID, "--method", "fishbone", "--write", "--add", folder=root)
    assert (more.code, more.out) == (0, f"{FILE}: asks all of it already\n")
    assert (root / FILE).read_text("utf-8") == new


@pytest.mark.parametrize("method", ["five-whys", "fishbone", "fault-tree", "change", "bow-tie"])
def test_a_record_passes_with_each_skeleton_in_it_as_it_did_before(
    root: Path, called: Command, method: str
) -> None:
    draft = example("postmortem:\n  status: draft\n  drafted_at: 2026-03-04 11:00\n")
    (root / FILE).write_bytes(draft)
    check = ("check", FILE, *NOW, "--output", "json")

    def reported() -> list[tuple[str, str]]:
        document = json.loads(called(*check, folder=root).out)
        return [(each["rule"], each["field"]) for each in document["findings"]]

    before = reported()
    assert called("analyse", BASE_ID, "--method", method, "--write", folder=root).code == 0
    assert reported() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--method", "six-whys"), "'six-whys' is no method of analysis; there are five-whys,"),
        (("--write",), "--write needs --method"),
        (("--method", "fishbone", "--add"), "--add means nothing without --write"),
    ],
)
def test_wrong_use_is_told(
    root: Path, called: Command, arguments: tuple[str, ...], message: str
) -> None:
    said = called("analyse", BASE_ID, *arguments, folder=root)
    assert (said.code, said.out) == (2, "")
    assert message in said.err


def test_a_record_with_errors_is_used_as_far_as_it_goes(root: Path, called: Command) -> None:
    (root / FILE).write_bytes(example("got_lucky: [It was night.]\nactions: soon\n"))
    said = called("analyse", BASE_ID, *NOW, folder=root)
    assert said.code == 0
    assert said.err.startswith(f"{FILE} has 3 errors, and what is broken is left out;")
    assert "Luck took part: It was night." in said.out
