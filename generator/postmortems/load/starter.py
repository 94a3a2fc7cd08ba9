"""The starter of a repository: its list of files and their texts, and what was shipped before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.characters import FORBIDDEN, describe, printable
from postmortems.config.starter import Answers, Starter
from postmortems.errors import ConfigurationError, UsageError
from postmortems.findings import dotted
from postmortems.load.build import Walk, build
from postmortems.load.defaults import defaults
from postmortems.load.events import read
from postmortems.load.files import Unreadable, open_bytes, source
from postmortems.load.settings import FOLDER
from postmortems.load.text import Limits
from postmortems.plan import plan

if TYPE_CHECKING:
    from pathlib import Path

MEMORY = ".postmortems"
"""The folder of a repository that remembers what it was made from."""
ANSWERS = f"{MEMORY}/answers.yml"
SHIPPED = f"{MEMORY}/shipped"
"""The shipped texts as they were then, each under its path in the repository."""
_TEMPLATES = "templates"
_TEXTS = (".css", ".html", ".j2", ".js", ".md")
_STARTER = f"{_TEMPLATES}/starter"


def load_starter() -> Starter:
    """Return the list of what `init` writes."""
    path = f"{_STARTER}/starter.yml"
    starter: Starter = _built(starter_text("starter.yml"), Starter, path)
    return starter


def starter_text(name: str) -> str:
    """Return a file beside that list."""
    return (defaults() / _STARTER / name).read_text("utf-8")


def default_settings() -> dict[str, str]:
    """Return the shipped settings, by their paths in a repository."""
    files = sorted((defaults() / FOLDER).glob("*.yml"))
    return {f"{FOLDER}/{each.name}": each.read_text("utf-8") for each in files}


def overridden_templates(root: Path) -> dict[str, str]:
    """Return the shipped texts of those templates that a repository has its own of, by path."""
    own, shipped = root / _TEMPLATES, defaults() / _TEMPLATES
    if own.is_symlink() or own.resolve() == shipped.resolve():
        return {}
    names = sorted(each.relative_to(root).as_posix() for each in own.rglob("*"))
    return {
        name: (defaults() / name).read_text("utf-8")
        for name in names
        if name.endswith(_TEXTS) and (defaults() / name).is_file()
    }


def plain(text: str) -> Any:  # noqa: ANN401 - whatever the document holds
    """Return the plain values of a YAML text; None where it cannot be read."""
    document = read(text.encode("utf-8", "surrogatepass"), Limits())
    return None if document.faults else document.value


def load_answers(root: Path) -> Answers | None:
    """Return what was answered when the repository was made; None when nobody was asked.

    Raises ConfigurationError for a file that cannot be used.
    """
    text = text_of(root, ANSWERS)
    if text is None:
        return None
    answers: Answers = _built(text, Answers, ANSWERS)
    return answers


def load_shipped(root: Path) -> dict[str, str]:
    """Return what was shipped when the repository was made, or followed the defaults last."""
    folder = root / SHIPPED
    if folder.is_symlink():
        return {}
    names = (each.relative_to(folder) for each in sorted(folder.rglob("*")) if each.is_file())
    found = {name.as_posix(): text_of(root, f"{SHIPPED}/{name.as_posix()}") for name in names}
    return {name: text for name, text in found.items() if text is not None}


def text_of(root: Path, name: str) -> str | None:
    """Return the text of a repository's file, None when it has none of that name.

    Raises ConfigurationError for what is no file of text.
    """
    path = root / name
    if not (path.exists() or path.is_symlink()):
        return None
    content = open_bytes(source(path, root), Limits().max_bytes)
    if isinstance(content, Unreadable):
        raise ConfigurationError(f"{name}: {content.problem.message}")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{name} cannot be read: {error.reason}") from error


def stands(root: Path, name: str) -> bool:
    """Tell whether anything has a name in a repository."""
    path = root / name
    return path.exists() or path.is_symlink()


def checked_answers(values: dict[str, Any]) -> Answers:
    """Return answers as a record; raises UsageError for one that cannot stand."""
    walk = Walk(names={})
    answers: Answers = build(values, plan(Answers), walk)
    for each in walk.problems:
        raise UsageError(f"{dotted(each.path)}: {each.message}; {each.fix}")
    for text in (answers.name, *(each.name for each in (*answers.services, *answers.teams))):
        if found := FORBIDDEN.search(text):
            raise UsageError(f"{printable(text, 80)} holds {describe(found.group())}; leave it out")
    return answers


def _built(text: str, kind: Any, name: str) -> Any:  # noqa: ANN401 - the class that was asked for
    walk = Walk(names={})
    built = build(plain(text) or {}, plan(kind), walk)
    for each in walk.problems:
        where = f" at {dotted(each.path)}" if each.path else ""
        raise ConfigurationError(f"{name} cannot be used{where}: {each.message}")
    return built
