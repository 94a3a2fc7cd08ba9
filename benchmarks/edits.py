"""The edits after which a build is measured. Each is of its own kind and shows on some page."""

from __future__ import annotations

import random
import shutil
from datetime import datetime
from typing import TYPE_CHECKING

from generate import REPOSITORY, incident, to_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORDS = "the backlog fell below"
MARK = "the backlog fell to less than"
NEW = datetime(2024, 12, 20, 3, 17)  # noqa: DTZ001 - written with Z


def middle(root: Path) -> Path:
    """Return the record in the middle of all."""
    files = sorted((root / "incidents").rglob("*.yml"))
    return files[len(files) // 2]


def told(root: Path) -> Path:
    """Return a record whose timeline says what `text` changes, the middle one if it does."""
    return next(
        each
        for each in (middle(root), *sorted((root / "incidents").rglob("*.yml")))
        if WORDS in each.read_text("utf-8")
    )


def text(root: Path) -> Callable[[], object]:
    """Change the words of timeline entries; returns what takes it back."""
    file = told(root)
    before = file.read_text("utf-8")
    file.write_text(_changed(before, WORDS, MARK), "utf-8")
    return lambda: file.write_text(before, "utf-8")


def summary(root: Path) -> None:
    """Change a sentence of a summary, whose words decide which incidents are alike."""
    file = middle(root)
    before = file.read_text("utf-8")
    file.write_text(_changed(before, "Moving traffic", "Leading traffic"), "utf-8")


def new(root: Path) -> None:
    """Add an incident."""
    data = incident(0, NEW, random.Random(7))  # noqa: S311 - the same one every time
    folder = root / "incidents" / "2024"
    folder.mkdir(exist_ok=True)
    (folder / f"{data['id']}.yml").write_text(to_yaml(data), "utf-8")


def time_and_severity(root: Path) -> None:
    """Move the end of an incident by some minutes, and its severity by a level."""
    file = next(
        each
        for each in sorted((root / "incidents").rglob("*.yml"))
        if 'severity: "P3"' in each.read_text("utf-8")
    )
    lines = file.read_text("utf-8").splitlines()
    for index, line in enumerate(lines):
        if line == 'severity: "P3"':
            lines[index] = 'severity: "P2"'
        if line.startswith("  detected: "):
            lines[index] = lines[index + 1].replace("acknowledged", "detected")
    file.write_text("\n".join(lines) + "\n", "utf-8")


def template(root: Path) -> None:
    """Change the template of all incidents' pages."""
    name = "templates/pages/postmortem.md.j2"
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(REPOSITORY / name, root / name)
    before = (root / name).read_text("utf-8")
    (root / name).write_text(_changed(before, "## Audit appendix", "## Record"), "utf-8")


def setting(root: Path) -> None:
    """Give a service another name."""
    file = root / "site_config" / "catalog.yml"
    file.write_text(_changed(file.read_text("utf-8"), "Service 05", "Service five"), "utf-8")


def _changed(before: str, old: str, new: str) -> str:
    if old not in before:
        message = f"there is no {old!r} to change"
        raise ValueError(message)
    return before.replace(old, new)


TEXT = text
EDITS: dict[str, Callable[[Path], object]] = {
    "an edit of a text": text,
    "an edit of a summary": summary,
    "a new incident": new,
    "a changed time and severity": time_and_severity,
    "an edit of a template": template,
    "an edit of a setting": setting,
}
"""What was edited, in words, and what does it. They add up."""
