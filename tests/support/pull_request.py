"""A pull request: two incidents are edited, one is broken and one is added.

What main has and what the branch makes of it are fragments under tests/golden/review, laid over
the record that breaks no rule, which is moved to the day of the file's name.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from postmortems import today
from postmortems.answers.review.compare import Review, review
from postmortems.answers.review.formats import render
from postmortems.checking.both import check_both
from postmortems.findings import Level
from support.example import BASE, BASE_ID, overlaid
from support.git import alone, git

REVIEW = Path(__file__).parents[1] / "golden" / "review"
AS_OF = "2026-03-20"
FILES = {
    "text": "expected.txt",
    "markdown": "expected.md",
    "comment": "comment.md",
    "json": "expected.json",
    "github": "annotations.txt",
}
"""What a review is in each format, as a file of that folder."""


def pull_request(root: Path) -> None:
    """Makes a repository with ``main``, and the branch of the pull request checked out."""
    git(root, "init", "-q", "-b", "main")
    _write(root, "before")
    git(root, "checkout", "-q", "-b", "branch")
    _write(root, "after")


def review_of(root: Path, ref: str = "main", fail_on: Level | None = Level.ERROR) -> Review:
    """What the branch does to a repository, as of the day of these records."""
    both = check_both(root, ref, today.instant(AS_OF))
    return review(both, ref, "1.2.3", fail_on, today.moment(AS_OF))


def reviewed() -> dict[str, str]:
    """The review of the pull request by file; another example would be another commit."""
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        alone(patch)
        pull_request(Path(folder))
        found = review_of(Path(folder))
        return {
            name: render(form, found)
            .replace(found.commit, "0123456789abcdef")
            .replace(found.commit[:12], "0123456789ab")
            for form, name in FILES.items()
        }


def _write(root: Path, side: str) -> None:
    for path in sorted((REVIEW / side).glob("*.yml")):
        file = root / "incidents" / "2026" / path.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_record(path))
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", side)


def _record(path: Path) -> bytes:
    """The example, as long before or after as the file's name says, with a fragment over it."""
    days = date.fromisoformat(path.stem[4:12]) - date.fromisoformat(BASE_ID[4:12])

    def moved(match: re.Match[str]) -> str:
        return (date.fromisoformat(match.group()) + days).isoformat()

    base = re.sub(r"2026-03-\d\d", moved, BASE).replace(BASE_ID, path.stem)
    return overlaid(base, path.read_text("utf-8")).encode()
