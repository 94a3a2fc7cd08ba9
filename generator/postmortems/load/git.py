"""Asks git about a repository; nothing that it is given can be an option or a program to run."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

COMMIT = re.compile(r"[0-9a-f]{40,64}")
_FETCH = (
    "fetch it first: `git fetch origin main`, or `fetch-depth: 0` for GitHub's checkout action, "
    "or `GIT_DEPTH: 0` on GitLab"
)


def parted(root: Path, ref: str, option: str) -> str:
    """Return the commit where ``ref`` and HEAD parted.

    ``option`` is what the user gave the ref to. Raises UsageError when git cannot tell.
    """
    inside = git(root, "rev-parse", "--is-inside-work-tree", option=option)
    if inside.returncode or inside.stdout.strip() != b"true":
        told = said(inside) or "no repository"
        message = f"{option} asks git, which cannot tell about {root}: {told}"
        raise UsageError(message)
    commit = _commit(root, ref, option)
    found = git(root, "merge-base", commit, "HEAD", option=option)
    base = found.stdout.decode("ascii", "replace").strip()
    if not COMMIT.fullmatch(base):
        message = f"the commit where {ref!r} and HEAD parted is not in this clone; {_FETCH}"
        raise UsageError(message)
    return base


def _commit(root: Path, ref: str, option: str) -> str:
    name = f"{ref}^{{commit}}"
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", name)
    commit = git(root, *asked, option=option).stdout.decode("ascii", "replace").strip()
    if not ref or not COMMIT.fullmatch(commit):
        message = f"git knows no commit {ref!r}; {_FETCH}"
        raise UsageError(message)
    return commit


def answer(root: Path, *arguments: str, option: str, given: bytes = b"") -> bytes:
    """Return what git says. Raises UsageError when it fails."""
    done = git(root, *arguments, option=option, given=given)
    if done.returncode:
        message = f"git failed: {said(done)}"
        raise UsageError(message)
    return done.stdout


def git(
    root: Path, *arguments: str, option: str, given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a repository, with ``given`` on its stdin. Raises UsageError without a git."""
    try:
        return subprocess.run(  # noqa: S603 - no shell, and what users choose is checked first
            ["git", "--no-pager", "--no-optional-locks", "-C", root, *arguments],  # noqa: S607 - whatever git is on PATH
            check=False,
            capture_output=True,
            input=given,
            # A partial clone would call a program of its own choosing to fetch what it lacks.
            env={**os.environ, "GIT_NO_LAZY_FETCH": "1"},
        )
    except (OSError, ValueError) as error:
        message = f"{option} needs git: {error}"
        raise UsageError(message) from error


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return what git complained about, fit to print."""
    return printable(done.stderr.decode("utf-8", "replace").strip(), 300)
