from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from support.example import BASE_ID, REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

OPEN = "INC-20261120-2040"


def test_the_moment_decides_what_is_pressing(called: Command) -> None:
    early = called("advise", OPEN, "--as-of", "2026-11-20T21:20Z", "--root", REPOSITORY)
    late = called("advise", OPEN, "--as-of", "2026-11-20T23:20Z", "--root", REPOSITORY)
    assert (early.code, early.err) == (0, "")
    assert "  [ ] First word to Clients: by 21:44 UTC, in 24 min\n" in early.out
    assert "40 min since it started; as of 2026-11-20 21:20 UTC\n" in early.out
    assert "2 h 40 min since it started; as of 2026-11-20 23:20 UTC\n" in late.out


@pytest.mark.parametrize("style", ["text", "markdown", "json"])
def test_the_same_moment_gives_the_same_bytes(called: Command, style: str) -> None:
    arguments = ("advise", OPEN, "--as-of", "2026-11-21", "--output", style, "--root", REPOSITORY)
    first = called(*arguments)
    assert first.out == called(*arguments).out
    if style == "json":
        assert json.loads(first.out)["as_of"] == "2026-11-21T23:59:59Z"


def test_every_incident_of_this_repository_gets_advice(called: Command) -> None:
    for file in sorted((REPOSITORY / "incidents").rglob("*.yml")):
        run = called("advise", file, "--as-of", "2026-11-27", "--root", REPOSITORY)
        assert (run.code, run.err) == (0, "")
        assert run.out.startswith(f"{file.stem}  P")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Missing argument 'INCIDENT|FILE'"),
        (["INC-0"], "there is no incident 'INC-0'"),
        ([BASE_ID, "--as-of", "yesterday"], "--as-of takes a moment such as 2026-01-31T09:40Z"),
    ],
)
def test_wrong_use_is_told(called: Command, root: Path, arguments: list[str], said: str) -> None:
    run = called("advise", *arguments, folder=root)
    assert (run.code, run.out) == (2, "")
    assert said in run.err
