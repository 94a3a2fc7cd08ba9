from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from support.example import BASE_ID

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

FILE = f"incidents/2026/{BASE_ID}.yml"
RUNNING = f"""\
schema: 1
id: {BASE_ID}
title: Card payments are declined
status: investigating
severity: P1
kind: degradation
services: [payment-api]
timezone: Etc/UTC
detection:
  source: alert
times:
  started: 2026-03-03 09:05
  detected: 2026-03-03 09:08
postmortem:
  status: none
"""


@pytest.fixture
def running(root: Path) -> Path:
    (root / FILE).write_text(RUNNING, "utf-8")
    return root


@pytest.mark.parametrize("given", [BASE_ID, FILE])
def test_an_incident_is_given_by_id_or_file(
    running: Path, called: Command, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.chdir(running)
    said = called("advise", given, "--as-of", "2026-03-03T09:14Z")
    lines = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert lines[0] == f"{BASE_ID} · P1 High · investigating · running 9 min"
    assert lines[4] == "  1 min overdue  Name a commander of L1 or L2"


def test_each_format(running: Path, called: Command) -> None:
    given = ("advise", BASE_ID, "--as-of", "2026-03-03T09:14Z", "--root", running, "--output")
    assert called(*given, "text").out.startswith(f"{BASE_ID} · P1")
    assert called(*given, "markdown").out.startswith(f"**{BASE_ID} · P1")
    document = json.loads(called(*given, "json").out)
    assert (document["incident"], document["now"][0]) == (BASE_ID, "role:commander")


def test_a_day_stands_for_its_end(running: Path, called: Command) -> None:
    said = called("advise", BASE_ID, "--as-of", "2026-03-03", "--root", running)
    assert "running 14 h 54 min" in said.out.splitlines()[0]


def test_wrong_use_is_told(root: Path, called: Command) -> None:
    assert called("advise", "INC-20990101-0000", "--root", root).code == 2
    assert called("advise", BASE_ID, "--as-of", "soon", "--root", root).code == 2
    assert called("advise", BASE_ID, "--output", "xml", "--root", root).code == 2
