"""Finding and opening files that may come from strangers: regular files only, bounded, no links."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.errors import UsageError
from postmortems.findings import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SUFFIXES = (".yml", ".yaml")
INCIDENTS = "incidents"
"""The folder of a repository that holds its records."""

DEEPEST = 32
"""So many folders may lie inside each other; what is deeper is refused."""
_LONGEST_NAME = 255  # bytes; a clone elsewhere could not hold it
# Windows gives these to devices, whatever ending they have.
_DEVICE = re.compile(r"(?i:con|prn|aux|nul|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?:\.|\Z)")
_SOUND = re.compile(r"(?!(?i:con|prn|aux|nul|com|lpt))\w[\w-]*(?:\.[\w-]+)*", re.ASCII)
_NOT_ON_WINDOWS = frozenset('<>:"\\|?*')


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file and its name inside the repository, with forward slashes.

    ``content`` is what to take for the file's bytes, as when an editor pipes what it has not saved;
    nothing is read from the disk then. Text without a file has no path, and so no stem. ``refused``
    says why a file must not be opened, whatever it is; empty for most.
    """

    path: str
    file: str
    content: bytes | None = None
    refused: str = ""

    @property
    def stem(self) -> str:
        """Return the file's name without its ending: the id that the record must carry."""
        return os.path.splitext(os.path.basename(self.path))[0]  # noqa: PTH119, PTH122


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file that could not or must not be opened."""

    file: str
    problem: Problem


def discover(folder: Path, root: Path) -> list[Source]:
    """List the YAML files under a folder, in a fixed order; hidden ones are left alone.

    Links, devices and pipes are listed too, so that opening them is refused with a finding; so is
    the folder itself where it is a link, which may lead out of the repository.
    """
    if folder.is_symlink():
        return [source(folder, root)]
    top = os.fspath(root).rstrip("/") + "/"
    return sorted(_below(os.fspath(folder), top), key=lambda each: each.file)


def _below(folder: str, root: str) -> Iterator[Source]:
    waiting = [(folder, 0)]
    while waiting:
        folder, depth = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                listed = list(entries)
        except OSError:
            continue  # not there, or not to be looked into
        for each in listed:
            if each.name.startswith("."):
                continue
            if each.is_dir(follow_symlinks=False):
                if depth < DEEPEST:
                    waiting.append((each.path, depth + 1))
                else:
                    yield _named(each.path, root, f"folders lie more than {DEEPEST} deep")
            # Dots and spaces behind the ending are a slip; such a name is refused with a finding.
            elif each.name.rstrip(". ").lower().endswith(SUFFIXES) or (
                each.is_symlink() and each.is_dir()
            ):
                yield _named(each.path, root)


def _named(path: str, root: str, refused: str = "") -> Source:
    """Name a file below a root, and refuse it where not every system could hold its path."""
    file = path.removeprefix(root)
    refused = refused or next(filter(None, map(odd_name, file.split("/"))), "")
    return Source(path=path, file=printable(file, 300), refused=refused)


def odd_name(name: str) -> str:
    """Say why a file's or folder's name is refused; empty for a sound one.

    What steers a terminal or hides text could forge what is told of the file; what some systems
    cannot hold, or give to a device, could not be cloned there or would be another file.
    """
    if _SOUND.fullmatch(name) and len(name) <= _LONGEST_NAME:
        return ""
    if not name.isprintable():
        return "a character in its name cannot be seen"
    if not _NOT_ON_WINDOWS.isdisjoint(name):
        return f"its name holds `{next(each for each in name if each in _NOT_ON_WINDOWS)}`"
    if name.endswith((".", " ")) or name.startswith(" "):
        return "its name begins or ends with a space, or ends with a dot"
    if _DEVICE.match(name):
        return "its name means a device on Windows"
    if len(os.fsencode(name)) > _LONGEST_NAME:
        return f"its name is longer than {_LONGEST_NAME} bytes"
    return ""


def find_root(given: Path | None) -> Path:
    """Return the repository's folder: the given one, or the closest upwards that looks like one.

    What its site.yml names under `extensions` is loaded. Raises UsageError when there is none, and
    ConfigurationError for an extension that fails.
    """
    # Extensions are files, too: what reads them needs this module.
    from postmortems.load.extensions import load_extensions  # noqa: PLC0415

    root = closest_root(given)
    load_extensions(root)
    return root


def closest_root(given: Path | None) -> Path:
    """Return the same folder, and run nothing of it. Raises UsageError when there is none."""
    if given is not None:
        return given.resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").is_file() or (folder / "incidents").is_dir():
            return folder
    message = "no incidents/ or mkdocs.yml here or above; run it there, or give --root"
    raise UsageError(message)


def gather(paths: Sequence[Path], root: Path) -> list[Source]:
    """List the files that paths name: files themselves, and what lies under folders.

    Raises UsageError for a path that is not there.
    """
    found: list[Source] = []
    for path in paths:
        try:
            there = path.exists() or path.is_symlink()
        except OSError:
            there = False  # a name longer than any file's
        if not there:
            message = f"{printable(str(path), 300)} does not exist"
            raise UsageError(message)
        found += discover(path, root) if path.is_dir() else [source(path, root)]
    return found


def named(name: str, root: Path) -> Source:
    """Return the one file of a name; raises UsageError for a folder and where there is nothing."""
    path = Path(name)
    found = gather([path], root)
    if len(found) != 1 or found[0].path != os.fspath(path):
        raise UsageError(f"{printable(name, 300)} is a folder; give one file")
    return found[0]


def piped(content: bytes, name: Path | None, root: Path) -> Source:
    """Take text for a file: the one of that name, saved or not, or none at all."""
    if name is None:
        return Source(path="", file="-", content=content)
    return Source(path=os.fspath(name), file=source(name, root).file, content=content)


def require_folder(root: Path, folder: str) -> None:
    """Raise UsageError when a repository has no folder for incidents."""
    if not (root / folder).is_dir():
        message = f"{root} has no {folder}/; name the repository's folder with --root"
        raise UsageError(message)


def incidents_of(root: Path, folder: str) -> list[Source]:
    """List the incidents of a repository. Raises UsageError when it has no folder for them."""
    require_folder(root, folder)
    return discover(root / folder, root)


def source(path: Path, root: Path) -> Source:
    """Name a file relative to the repository, or as given when it lies elsewhere."""
    # The link itself is named, not what it points to.
    where = path.absolute() if path.is_symlink() else path.resolve()
    file = where.relative_to(root).as_posix() if where.is_relative_to(root) else path.as_posix()
    return Source(path=os.fspath(path), file=printable(file, 300))


def open_bytes(each: Source, max_bytes: int) -> bytes | Unreadable:
    """Read a regular file; a link, pipe, device, folder or oversized file is refused unread.

    One byte more than the limit may be returned, so that the reader can tell.
    """
    if each.content is not None:
        return each.content[: max_bytes + 1]
    if each.refused:
        return Unreadable(
            file=each.file,
            problem=Problem(
                rule="unreadable-file",
                path=(),
                message=f"the file is not opened: {each.refused}",
                why="not every system can hold such a path, and it can forge what is told of it",
                fix="name its folders and it with letters, digits, hyphens and dots",
            ),
        )
    try:
        descriptor = os.open(each.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        if os.path.islink(each.path):  # noqa: PTH114
            return _refused(each, "the file is a symbolic link", "put the file itself here")
        reason = getattr(error, "strerror", None) or "its name is not usable"
        return _refused(
            each, f"the file cannot be opened: {reason}", "check its name and permissions"
        )
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return _refused(each, "this is not a regular file", "put a plain YAML file here")
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return stream.read(max_bytes + 1)
    except OSError as error:
        return _refused(each, f"the file cannot be read: {error.strerror}", "check the disk")
    finally:
        os.close(descriptor)


def _refused(each: Source, message: str, fix: str) -> Unreadable:
    problem = Problem(
        rule="unreadable-file",
        path=(),
        message=message,
        why="following links or devices out of the repository could publish the builder's files",
        fix=fix,
    )
    return Unreadable(file=each.file, problem=problem)
