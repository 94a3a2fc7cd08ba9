"""A folder of generated files, brought up to date by touching only what differs."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk
from postmortems.write.lock import locked
from postmortems.write.manifest import (
    MANIFEST,
    TEMPORARY,
    Stamp,
    Stamps,
    read_manifest,
    write_manifest,
)
from postmortems.write.paths import check_paths, parents

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Entries = dict[str, os.DirEntry[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeChange:
    """What `sync_tree` did: relative paths, sorted, and the number of files it did not touch."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept: int


def sync_tree(root: Path, files: Mapping[str, bytes]) -> TreeChange:
    """Make the files of ours in `root` exactly `files` (relative POSIX path → content).

    A file whose bytes are right keeps its mtime; a file written by an earlier call and no longer
    wanted is removed, with its folder once that is empty. A list in the folder says which files are
    ours; others are left alone, and are an error where they stand in the way. A run that is stopped
    half-way is completed by the next. Holds `locked(root)`.

    Raises `WriteError`: a path that is not safe (`check_paths`), a folder with files but no list of
    ours, somebody's file or a link in the way, a disk that refuses, another run at work.
    """
    check_paths(files)
    root = root.absolute()
    with locked(root), disk.refusals(f"bring {root} up to date"):
        return _sync(root, files)


def _sync(root: Path, files: Mapping[str, bytes]) -> TreeChange:
    known = _claim_root(root)
    owned: Stamps = {} if known is None else known
    entries = _scan(root, None if known is None else parents(files) | parents(owned))
    stale = sorted(owned.keys() - files.keys())
    going = [path for path in stale if path in entries and _is_file(entries[path])]
    if known is None:
        _refuse_strangers(root, files, entries)
    _refuse_obstacles(root, files, entries, ours=None if known is None else owned)

    stamps: Stamps = {}
    for path, content in files.items():
        if path in entries and _is_file(entries[path]):
            stamps[path] = _unchanged(entries[path], owned.get(path), content)
        else:
            stamps[path] = None
    written = sorted(path for path, stamp in stamps.items() if stamp is None)
    if written or stale:
        # First say what is about to be ours and in doubt: if the run stops, the next one knows.
        write_manifest(root, stamps | dict.fromkeys(stale))
        # Removing comes first: an old file may stand where a new folder goes, or differ in case.
        left = (parents(stale) - parents(files)) & entries.keys()
        _prune(root, going, [folder for folder in left if _is_folder(entries[folder])])
        _write(root, {path: files[path] for path in written}, entries, stamps)
    if stamps != known:
        write_manifest(root, stamps)
    return TreeChange(written=tuple(written), removed=tuple(going), kept=len(files) - len(written))


def _claim_root(root: Path) -> Stamps | None:
    """Return what is ours in `root`, made if missing; None when its list cannot be believed."""
    kind = disk.kind_at(root)
    if kind is None:
        root.mkdir()
        return {}
    if kind != stat.S_IFDIR:
        raise WriteError(f"cannot write into {root}: a link or file stands there, not a folder")
    (root / TEMPORARY).unlink(missing_ok=True)
    names = {path.name for path in root.iterdir()}
    if not names:
        return {}
    if MANIFEST not in names:
        raise WriteError(
            f"{root} has files in it that postmortems did not write; name another folder, "
            "or delete this one if nothing in it is needed"
        )
    return read_manifest(root)


def _scan(root: Path, folders: set[str] | None) -> Entries:
    """List `root` and those of its folders that `folders` names, None for all; links stay shut."""
    found: Entries = {}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                found[path] = entry
                if _is_folder(entry) and (folders is None or path in folders):
                    waiting.append(path)
    found.pop(MANIFEST, None)
    return found


def _refuse_strangers(root: Path, files: Mapping[str, bytes], entries: Entries) -> None:
    """Without a list, a file not wanted may be an old page of ours: neither keep nor remove."""
    strangers = sorted(
        path for path, entry in entries.items() if path not in files and not _is_folder(entry)
    )
    if strangers:
        raise WriteError(
            f"the list of generated files in {root} is damaged, and {len(strangers)} files in it "
            f"may be old pages or somebody's own, the first is {strangers[0]!r}; delete the "
            "folder, all that is ours is written again"
        )


def _refuse_obstacles(
    root: Path, files: Mapping[str, bytes], entries: Entries, *, ours: Stamps | None
) -> None:
    """Raise before anything is touched when a wanted file or folder has no free place.

    `ours` None means that any regular file in a wanted place may be taken for ours.
    """

    def replaceable(path: str) -> bool:
        return _is_file(entries[path]) and (ours is None or path in ours)

    emptied = parents(ours or ()) - parents(files)

    def vanishes(folder: str) -> bool:
        return folder in emptied and all(
            path in emptied if _is_folder(entry) else replaceable(path)
            for path, entry in entries.items()
            if path.startswith(f"{folder}/")
        )

    for path in sorted(entries.keys() & (files.keys() | parents(files))):
        free = replaceable(path)
        if _is_folder(entries[path]):
            free = path not in files or vanishes(path)
        if not free:
            raise WriteError(
                f"cannot write {root / path}: something that postmortems did not write stands "
                "there; move it away, or name another folder"
            )


def _unchanged(entry: os.DirEntry[str], stamp: Stamp | None, content: bytes) -> Stamp | None:
    """Return the stamp of a file that holds `content` already, None for one to be written."""
    found = entry.stat(follow_symlinks=False)
    if found.st_size != len(content):
        return None
    digest = hashlib.sha256(content).hexdigest()
    if stamp is not None and (stamp.size, stamp.mtime_ns) == (found.st_size, found.st_mtime_ns):
        return stamp if stamp.digest == digest else None
    with disk.refusals(f"read {entry.path}"):
        if disk.read(entry.path) != content:
            return None
    return Stamp(digest=digest, size=found.st_size, mtime_ns=found.st_mtime_ns)


def _prune(root: Path, files: list[str], folders: list[str]) -> None:
    for path in files:
        with disk.refusals(f"remove {root / path}"):
            (root / path).unlink()
    for folder in sorted(folders, reverse=True):
        with disk.refusals(f"remove {root / folder}"):
            try:
                (root / folder).rmdir()
            except OSError as error:
                # Not empty: somebody's file is in it.
                if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                    raise


def _write(root: Path, files: Mapping[str, bytes], entries: Entries, stamps: Stamps) -> None:
    for folder in sorted(parents(files)):
        if folder not in entries or not _is_folder(entries[folder]):
            with disk.refusals(f"make {root / folder}"):
                (root / folder).mkdir()
    for path, content in files.items():
        with disk.refusals(f"write {root / path}"):
            # Not flushed one by one (1.6 s more for 10,000, on a fast disk): the tree can be built
            # again, and what a power cut shortened has not the size on our list and is mended.
            if path in entries and _is_file(entries[path]):
                found = disk.create(root / TEMPORARY, content, durable=False)
                (root / TEMPORARY).replace(root / path)
            else:
                # Straight to its name, which must be free: on a file system that ignores case, a
                # rename would silently take the place of somebody's file.
                found = disk.create(root / path, content, durable=False)
        digest = hashlib.sha256(content).hexdigest()
        stamps[path] = Stamp(digest=digest, size=found.st_size, mtime_ns=found.st_mtime_ns)


def _is_file(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)
