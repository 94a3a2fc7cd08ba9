"""The pages of the guide as readers follow them: what to write, what to type, what comes out.

A fence with a title is a file, written before the next command runs. A fence ``console`` holds
lines ``$ command`` with their output below; a line ``…`` stands for any lines. A comment
``<!-- run: … -->`` is run unseen, ``<!-- exit: N -->`` is the exit code of the next fence's last
command.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OPENING = re.compile(r"(`{3,})(\w*)(?: +title=\"([^\"]+)\")?\s*")
_RUN = re.compile(r"<!-- run: (.+) -->")
_EXIT = re.compile(r"<!-- exit: (\d+) -->")
ANY = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A listing with a title: the path that it is to be written to."""

    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A line to type; ``output`` is None for what runs unseen, and ``code`` its exit code."""

    line: str
    output: str | None
    code: int | None


def steps(page: str) -> Iterator[File | Command]:
    """What a page has its reader do, in order."""
    lines = iter(page.split("\n"))
    code: int | None = None
    for line in lines:
        if unseen := _RUN.fullmatch(line.strip()):
            yield Command(line=unseen[1], output=None, code=0)
        elif said := _EXIT.fullmatch(line.strip()):
            code = int(said[1])
        elif opening := _OPENING.fullmatch(line):
            mark, language, title = opening.groups()
            body: list[str] = []
            for inner in lines:
                if inner.startswith(mark):
                    break
                body.append(inner)
            if title is not None:
                yield File(path=title, text="\n".join(body) + "\n")
            elif language == "console":
                yield from _session(body, code)
                code = None


def _session(body: list[str], code: int | None) -> Iterator[Command]:
    typed: list[tuple[list[str], list[str]]] = []
    for line in body:
        if line.startswith("$ "):
            typed.append(([line.removeprefix("$ ")], []))
        elif typed[-1][0][-1].endswith("\\") and not typed[-1][1]:
            typed[-1][0].append(line)
        else:
            typed[-1][1].append(line)
    for index, (command, output) in enumerate(typed):
        last = index + 1 == len(typed)
        yield Command(line="\n".join(command), output="\n".join(output), code=code if last else 0)


def faults(page: str, folder: Path, programs: Path) -> list[str]:
    """Follow a page in an empty folder; everything that came out otherwise, in words."""
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "SOURCE_DATE_EPOCH": "1796148000",  # 2026-12-01, in the evening
    }
    found: list[str] = []
    for step in steps(page):
        if isinstance(step, File):
            target = folder / step.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(step.text, "utf-8")
            continue
        done = subprocess.run(
            ["bash", "-c", step.line],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        said = done.stdout.decode()
        if done.returncode != (step.code or 0):
            found.append(f"$ {step.line}\nexits with {done.returncode}:\n{said}")
        elif step.output is not None and not same(step.output, said):
            found.append(f"$ {step.line}\n--- the page\n{step.output}\n--- said\n{said}")
    return found


def same(told: str, said: str) -> bool:
    """Whether an output is what a page tells of it."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == ANY else re.escape(line.rstrip()) + r"[ \t]*\n"
        for line in told.strip("\n").split("\n")
        if told.strip()
    )
    text = said.strip("\n")
    return re.fullmatch(pattern, f"{text}\n" if text else "") is not None
