"""The team's policy: site_config files to settings, the user's own file before the default."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, get_type_hints

from postmortems.config.figures import filled
from postmortems.config.settings import Settings, problems
from postmortems.errors import ConfigurationError
from postmortems.load.build import BROKEN, Walk, build
from postmortems.load.defaults import defaults
from postmortems.load.escapes import check_escapes
from postmortems.load.events import read
from postmortems.load.files import Source, Unreadable, open_bytes, source
from postmortems.load.text import Fault, Limits
from postmortems.model.incident import Incident
from postmortems.plan import plan, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from postmortems.findings import Problem

FOLDER = "site_config"
UNUSABLE = "site_config/ holds errors; run `postmortems check` to see them"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadFile:
    """A configuration file with what is wrong in it, and its bytes so that lines can be shown."""

    file: str
    content: bytes
    faults: tuple[Fault, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedSettings:
    """The settings, or the faults that keep them from being used; never both."""

    settings: Settings | None
    bad: tuple[BadFile, ...] = ()
    sources: tuple[tuple[str, bytes], ...] = ()


def load_settings(
    root: Path,
    rules: Collection[str] | None = None,
    instead: Mapping[str, bytes] = MappingProxyType({}),
) -> LoadedSettings:
    """Read ``site_config/`` under a repository's root, falling back on the defaults per file.

    ``rules`` are the known rule ids, so that a misspelt one in the settings is found. ``instead``
    holds what to take for the bytes of some files, by name such as ``policy.yml``.
    """
    parts: dict[str, Any] = {}
    bad: dict[str, BadFile] = {}
    contents: dict[str, bytes] = {}
    for each in fields(Settings):
        name = f"{each.name}.yml"
        where = replace(chosen(root, name), content=instead.get(name))
        content = open_bytes(where, Limits().max_bytes)
        file = f"{FOLDER}/{name}"
        if isinstance(content, Unreadable):
            bad[file] = BadFile(file=file, content=b"", faults=(), problems=(content.problem,))
            continue
        contents[file] = content
        value, faults, found = _read(content, get_type_hints(Settings)[each.name])
        if value is None:
            bad[file] = BadFile(file=file, content=content, faults=faults, problems=found)
        else:
            parts[each.name] = value
    if bad:
        return LoadedSettings(settings=None, bad=tuple(bad.values()))
    settings = Settings(**parts)
    crossed: dict[str, list[Problem]] = {}
    needed = {
        ".".join(part for part in path if part not in {"[]", "*"}): each.required
        for path, each in walk(plan(Incident))
    }
    found_problems = problems(
        settings,
        known_rules=rules,
        record_fields=needed.keys(),
        needed_fields=[name for name, required in needed.items() if required],
    )
    for file, problem in found_problems:
        crossed.setdefault(f"{FOLDER}/{file.removeprefix(FOLDER + '/')}", []).append(problem)
    if crossed:
        return LoadedSettings(
            settings=None,
            bad=tuple(
                BadFile(file=file, content=contents[file], faults=(), problems=tuple(found))
                for file, found in crossed.items()
            ),
        )
    return LoadedSettings(settings=filled(settings), sources=tuple(contents.items()))


def usable_settings(root: Path, rules: Collection[str]) -> Settings:
    """Return a repository's settings; raises ConfigurationError when they cannot be used."""
    settings = load_settings(root, rules).settings
    if settings is None:
        raise ConfigurationError(UNUSABLE)
    return settings


def chosen(root: Path, name: str) -> Source:
    """Return the file of settings that counts: the repository's own, or the default."""
    own = root / FOLDER / name
    if own.parent.is_symlink():
        return source(own.parent, root)  # which is refused when it is opened
    if own.exists() or own.is_symlink():
        return source(own, root)
    return source(defaults() / FOLDER / name, root)


def _read(content: bytes, kind: Any) -> tuple[Any, tuple[Fault, ...], tuple[Problem, ...]]:  # noqa: ANN401
    document = read(content, Limits())
    walk = Walk(names={})
    if document.value is None and document.faults:
        return None, tuple(document.faults), ()
    check_escapes(content, document.value, walk)
    built = build({} if document.value is None else document.value, plan(kind), walk)
    if built is BROKEN or document.faults or walk.problems:
        return None, tuple(document.faults), tuple(walk.problems)
    return built, (), ()
