from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from postmortems.load.files import Unreadable, open_bytes, source
from postmortems.load.text import Limits
from support.example import load
from support.findings import findings, lines

FOLDERS = sorted(path for path in (Path(__file__).parent / "invalid").iterdir() if path.is_dir())


def _report(folder: Path) -> str:
    """What is wrong with the record of a folder, read under the limits that it sets."""
    limits = Limits()
    said = folder / "limits.txt"
    if said.exists():
        for line in said.read_text("utf-8").splitlines():
            name, value = line.split()
            limits = replace(limits, **{name: int(value)})
    content = open_bytes(source(folder / "incident.yml", folder), limits.max_bytes)
    if isinstance(content, Unreadable):
        return f"{content.problem.rule} {content.problem.message}\n"
    return lines(findings(content, limits=limits))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_broken_record_is_reported_with_every_fault_and_its_place(folder: Path) -> None:
    assert _report(folder) == (folder / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_fault_that_a_folder_is_named_for_is_in_its_report(folder: Path) -> None:
    named = [
        line
        for line in (folder / "expected.txt").read_text("utf-8").splitlines()
        if folder.name.startswith(_rule(line))
    ]
    assert named or folder.name in {"empty-file", "invalid-day", "several-faults"}


def _rule(line: str) -> str:
    first, _, rest = line.partition(" ")
    return rest.partition(" ")[0] if first[0].isdigit() else first


def test_the_record_that_the_faults_were_put_into_is_sound() -> None:
    folder = Path(__file__).parent / "invalid" / "unknown-key"
    content = (folder / "incident.yml").read_bytes().replace(b"sumary:", b"summary:")
    assert load(content).problems == ()
    assert findings(content) == []
