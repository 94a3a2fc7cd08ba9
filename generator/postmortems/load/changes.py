"""Which files changed since a commit: git is asked, and nothing it is given can be an option."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.errors import UsageError
from postmortems.load.files import SUFFIXES
from postmortems.load.settings import FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from postmortems.load.files import Source

_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_NAMES = ("-z", "--name-only", "--no-renames", "--no-ext-diff", "--ignore-submodules=all")
_NEW = ("-z", "--others", "--exclude-standard")
_FETCH = (
    "fetch it first: `git fetch origin main`, or `fetch-depth: 0` for GitHub's checkout action, "
    "or `GIT_DEPTH: 0` on GitLab"
)


def changed_since(sources: Sequence[Source], ref: str, folder: str, root: Path) -> list[Source]:
    """Keep the sources under ``folder`` that differ from where ``ref`` and HEAD parted.

    What is not committed counts, and so do new files that git does not ignore. A change of the
    configuration may change the findings of any file, so it keeps them all; so does a record that
    is gone, since others may name it. Raises UsageError when git cannot tell.
    """
    inside = _git(root, "rev-parse", "--is-inside-work-tree")
    if inside.returncode or inside.stdout.strip() != b"true":
        said = _said(inside) or "no repository"
        message = f"--changed-since asks git, which cannot tell about {root}: {said}"
        raise UsageError(message)
    commit = _commit(root, ref)
    base = _git(root, "merge-base", commit, "HEAD").stdout.decode("ascii", "replace").strip()
    if not _COMMIT.fullmatch(base):
        message = f"the commit where {ref!r} and HEAD parted is not in this clone; {_FETCH}"
        raise UsageError(message)
    # Without `--`, a file that is called like the commit would be in git's way.
    where = ("--", folder, FOLDER)
    names = _names(root, "diff", *_NAMES, "--relative", base, *where)
    names |= _names(root, "ls-files", *_NEW, *where)
    records = {name for name in names if name.startswith(f"{folder}/")}
    gone = any(
        name.lower().endswith(SUFFIXES) and not os.path.lexists(root / name) for name in records
    )
    if gone or any(name.startswith(f"{FOLDER}/") for name in names):
        return list(sources)
    wanted = {printable(name, 300) for name in records}
    return [each for each in sources if each.file in wanted]


def _commit(root: Path, ref: str) -> str:
    name = f"{ref}^{{commit}}"
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    commit = found.stdout.decode("ascii", "replace").strip()
    if not ref or not _COMMIT.fullmatch(commit):
        message = f"git knows no commit {ref!r}; {_FETCH}"
        raise UsageError(message)
    return commit


def _names(root: Path, *arguments: str) -> set[str]:
    done = _git(root, *arguments)
    if done.returncode:
        message = f"git failed: {_said(done)}"
        raise UsageError(message)
    return {os.fsdecode(name) for name in done.stdout.split(b"\0") if name}


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - no shell, and what users choose is checked first
            ["git", "-C", root, *arguments],  # noqa: S607 - whatever git is on PATH
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, ValueError) as error:
        message = f"--changed-since needs git: {error}"
        raise UsageError(message) from error


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    return printable(done.stderr.decode("utf-8", "replace").strip(), 300)
