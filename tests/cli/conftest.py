"""A small repository, and the command line in this process and in one of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from click.testing import CliRunner

from postmortems.cli import group, main
from support.example import BASE_ID, example

if TYPE_CHECKING:
    from click.testing import Result

FILE = f"incidents/2026/{BASE_ID}.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a command gave: its exit code and what it printed where."""

    code: int
    out: str
    err: str


class Invoke(Protocol):
    """Runs a command through click's own test runner."""

    def __call__(self, *arguments: str | Path) -> Result: ...


class Command(Protocol):
    """Runs a command with arguments."""

    def __call__(self, *arguments: str | Path, folder: Path | None = None) -> Run: ...


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one sound incident; the default settings and templates apply."""
    file = tmp_path / FILE
    file.parent.mkdir(parents=True)
    file.write_bytes(example())
    return tmp_path


@pytest.fixture
def invoke() -> Invoke:
    """The command line in this process, without the handling of errors around it."""

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(group, list(map(str, arguments)), prog_name="postmortems")

    return run


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The whole command in this process, as its entry point runs it."""

    def run(*arguments: str | Path, folder: Path | None = None) -> Run:
        monkeypatch.setattr(sys, "argv", ["postmortems", *map(str, arguments)])
        if folder is not None:
            monkeypatch.chdir(folder)
        code: object = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code
        said = capsys.readouterr()
        assert isinstance(code, int)
        return Run(code=code, out=said.out, err=said.err)

    return run


@pytest.fixture
def command() -> Command:
    """The installed command in a process of its own."""

    def run(*arguments: str | Path, folder: Path | None = None) -> Run:
        done = subprocess.run(
            [Path(sys.executable).parent / "postmortems", *arguments],
            cwd=folder,
            check=False,
            capture_output=True,
            text=True,
        )
        return Run(code=done.returncode, out=done.stdout, err=done.stderr)

    return run
