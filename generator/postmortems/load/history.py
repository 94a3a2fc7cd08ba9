"""How the policy came to be what it is: the commits that changed ``site_config/``.

Git is asked, and nothing that a repository brings along may run: no pager, no signature check, no
driver of a diff, and no fetching of what a partial clone lacks.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.load.settings import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MOST = 1_000
"""So many commits are read; a policy that changed more often is told of from the newest on."""

_SUBJECT = 200
_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_MOMENT = re.compile(r"[0-9]{1,10}")
_YEARS = range(1990, 2101)  # as of records
_LONGEST = 60  # seconds for one answer of git
_SAFE = (
    "--no-pager",
    "--no-replace-objects",
    "--no-optional-locks",
    "--literal-pathspecs",
    *("-c", "log.follow=false"),
    *("-c", "log.showSignature=false"),
)
_LOG = (
    "log",
    "-z",
    "--name-only",
    "--relative",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--no-show-signature",
    "--no-notes",
    "--no-color",
    "--no-decorate",
    "--diff-merges=off",
    "--encoding=UTF-8",
    f"--max-count={MOST}",
    "--format=%H%x00%P%x00%ct%x00%s",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A commit that changed the policy: its day, its first line, and the files, such as policy.yml.

    Who made it is left out: the pages are about what holds, not about people.
    """

    commit: str
    day: date
    subject: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The changes of the policy, the newest first.

    ``known`` is false where there is no git, or nothing of the policy in it. ``cut`` is the day
    from which on a shallow clone has commits; what changed up to then is not among them.
    """

    known: bool = False
    changes: tuple[Change, ...] = ()
    cut: date | None = None
    last: Mapping[str, date] = field(default_factory=dict)


UNKNOWN = History()
"""What is known without git."""


def history(root: Path) -> History:
    """Read the history of the policy under a repository's root; `UNKNOWN` when git has none."""
    said = _git(root, *_LOG, "HEAD", "--", FOLDER)
    shallow = _git(root, "rev-parse", "--is-shallow-repository") == b"true\n"
    if not said:
        return UNKNOWN
    changes: list[Change] = []
    cut: date | None = None
    for parents, each in _commits(said.decode("utf-8", "replace")):
        if shallow and not parents:
            cut = max(cut or each.day, each.day)
        elif each.files:
            changes.append(each)
    last: dict[str, date] = {}
    for each in changes:
        for file in each.files:
            last.setdefault(file, each.day)
    return History(known=True, changes=tuple(changes), cut=cut, last=last)


def _commits(said: str) -> Iterator[tuple[str, Change]]:
    """Yield each commit after the names of its parents.

    What git says is, for each commit, four texts and then the paths that it changed, which all
    begin with the folder's name; a subject stands in its place whatever it says.
    """
    parts = [part.removeprefix("\n") for part in said.split("\0")]
    at = 0
    while at + 3 < len(parts):
        commit, parents, moment, subject = parts[at : at + 4]
        at += 4
        files = []
        while at < len(parts) and not _COMMIT.fullmatch(parts[at]):
            name = parts[at].removeprefix(f"{FOLDER}/")
            if name.endswith(".yml") and "/" not in name:
                files.append(printable(name, _SUBJECT))
            at += 1
        day = _day(moment)
        if _COMMIT.fullmatch(commit) and day is not None:
            yield (
                parents,
                Change(
                    commit=commit,
                    day=day,
                    subject=printable(subject.strip(), _SUBJECT),
                    files=tuple(sorted(files)),
                ),
            )


def _day(moment: str) -> date | None:
    """Read seconds as a day in UTC; None where no record could name it.

    Git itself would stop at the first commit whose day it cannot write, and tell of no other.
    """
    if not _MOMENT.fullmatch(moment):
        return None
    day = datetime.fromtimestamp(int(moment), UTC).date()
    return day if day.year in _YEARS else None


def _git(root: Path, *arguments: str) -> bytes:
    """Return what git says; nothing when it fails or is not there."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and no argument is anybody's choice
            ["git", *_SAFE, "-C", root, *arguments],  # noqa: S607 - whatever git is on PATH
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_LONGEST,
            # A partial clone would call a program of its own choosing to fetch what it lacks.
            env={**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"},
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return b""
    return b"" if done.returncode else done.stdout
