"""What became of the defaults since a repository was made, and what that means for its files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from postmortems.edit.merging import merged
from postmortems.errors import ConfigurationError, UsageError
from postmortems.load.settings import FOLDER, load_settings
from postmortems.load.starter import (
    ANSWERS,
    default_settings,
    load_answers,
    load_shipped,
    overridden_templates,
    text_of,
)
from postmortems.scaffold.contents import contents
from postmortems.scaffold.memory import remembered

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from postmortems.config.starter import Starter

Kind = Literal["applies", "new", "updated", "merged", "removed", "conflict", "unfit"]
"""What becomes of a file.

``applies``: nobody has a copy, so the new default counts as it is. ``new``: it was not shipped
before. ``updated``: nobody had changed it. ``merged``: both had changed, on different lines.
``removed``: the team has deleted it, and it stays so. ``conflict``: both had changed the same
lines. ``unfit``: the settings could not be used with it.
"""
WRITTEN: frozenset[Kind] = frozenset({"new", "updated", "merged"})
OPEN: frozenset[Kind] = frozenset({"conflict", "unfit"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One file whose default has changed: the texts of then, of now, and what it is to hold."""

    path: str
    kind: Kind
    old: str
    new: str
    own: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """All that has changed; ``memory`` is what to remember once it is carried out.

    It is not ``known`` what was shipped where `init` did not make the repository. ``version`` is
    the one whose defaults the repository followed, empty where that was not written down.
    """

    version: str
    known: bool
    steps: tuple[Step, ...]
    memory: dict[str, str]


def upgrade(root: Path, starter: Starter, version: str, kept: Collection[str] = ()) -> Upgrade:
    """Compare what was shipped with what is, and both with a repository's files.

    ``kept`` are paths whose files stay as they are, and are asked about no more. Raises
    ConfigurationError for files that cannot be read, and UsageError for a kept one of no meaning.
    """
    answers = load_answers(root)
    told = replace(answers, version=version) if answers else None
    before, settings = load_shipped(root), default_settings() | overridden_templates(root)
    now = settings | (contents(starter, told).maintained() if told else {})
    if answers is None and "mkdocs.yml" in before:  # which only `init` makes
        raise ConfigurationError(f"{ANSWERS} is missing; bring it back from git")
    for path in kept:
        if path not in now:
            raise UsageError(f"{path} is no file whose defaults are followed; nothing was done")
    found = [
        _step(root, path, before.get(path), new, applies=settings.get(path) == new)
        for path, new in now.items()
        if before and path not in kept and before.get(path) != new
    ]
    steps = _usable(root, [each for each in found if each is not None])
    unsettled = {each.path: each.old for each in steps if each.kind in OPEN}
    followed = [path for path in now if path in before or path in settings]
    followed += [each.path for each in steps if each.kind == "new"]
    shipped = {path: unsettled.get(path, now[path]) for path in followed}
    return Upgrade(
        version=answers.version if answers else "",
        known=bool(before),
        steps=tuple(steps),
        memory=remembered(told, shipped),
    )


def _step(root: Path, path: str, old: str | None, new: str, *, applies: bool) -> Step | None:
    """Say what becomes of a file whose default has changed; ``old`` is None for a new one."""
    own = text_of(root, path)
    kind: Kind
    result = own or ""
    if own is None and applies:
        kind = "applies"
    elif own is None:
        kind, result = ("new", new) if old is None else ("removed", "")
    elif old is None or own == new:
        return None  # a file of the team's own, or one that has come to the same by itself
    elif own == old:
        kind, result = "updated", new
    elif (together := merged(own, old, new)) is None:
        kind = "conflict"
    elif together == own:
        return None
    else:
        kind, result = "merged", together
    return Step(path=path, kind=kind, old=old or "", new=new, own=own or "", result=result)


def _usable(root: Path, steps: list[Step]) -> list[Step]:
    """Leave the team's settings as they are where they could not be used with what is new."""
    changed = {
        each.path.removeprefix(f"{FOLDER}/"): each.result.encode()
        for each in steps
        if each.path.startswith(f"{FOLDER}/") and each.kind in WRITTEN
    }
    if not changed or load_settings(root, instead=changed).settings is not None:
        return steps
    if load_settings(root).settings is None:
        return steps  # it is no worse than before, and `check` says what it is
    return [
        replace(each, kind="unfit", result=each.own)
        if each.path.removeprefix(f"{FOLDER}/") in changed
        else each
        for each in steps
    ]
