"""A whole site, built beside the published one and put in its place in one step."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk
from postmortems.write.exchange import exchange, settle
from postmortems.write.heirs import Heirs
from postmortems.write.interrupts import unwinding
from postmortems.write.lock import locked
from postmortems.write.site_list import MARKER, is_ours, mark_ours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.write.renewal import Twin


@contextmanager
def staged(target: Path, twin: Twin | None = None) -> Iterator[Path]:
    """Yield an empty folder that takes the place of the folder `target` when the block ends well.

    A `twin` of `target` that was merged in the block takes its place instead, and what was yielded
    is removed. Either way the twin holds the new site afterwards.

    When the block ends by any exception, Ctrl-C, SIGTERM or SIGHUP, the new folder is removed and
    `target` is as it was. A reader of `target` sees all of the old or all of the new; without
    renameat2(2) there is an instant in which there is none. A run that was killed is tidied up by
    the next. Holds `locked(target)`; the mode of an existing `target` is kept.

    Raises `WriteError`: `target` is a link, a file, or a folder with files but without the marker
    that says it is ours; another run is at work; the disk refuses. Errors of the block pass
    unchanged.
    """
    target = target.absolute()
    staging = disk.beside(target, "staging-postmortems")
    aside = disk.beside(target, "old-postmortems")
    with unwinding(), locked(target):
        with disk.refusals(f"prepare {staging}"):
            _tidy(target, staging, aside)
            mode = _check_target(target)
        try:
            with disk.refusals(f"prepare {staging}"):
                staging.mkdir()
                mark_ours(staging)
            yield staging
            merged = twin is not None and twin.change is not None
            fresh = twin.folder if twin is not None and merged else staging
            heirs = Heirs(target, fresh, twin.known if twin is not None else {})
            with disk.refusals(f"publish {target}"):
                # Asked again: minutes may have passed, and somebody may have put files there.
                _check_target(target)
                heirs.provide()
                if mode is not None:
                    fresh.chmod(mode)
                settle(fresh)
                if _check_target(target) is None:
                    fresh.rename(target)
                else:
                    exchange(fresh, target, aside)
                    left = fresh
                    if disk.kind_at(aside) is not None:
                        if merged:
                            aside.rename(fresh)
                        else:
                            left = aside
                    heirs.follow(left)
                disk.flush(target.parent)
        except BaseException:
            # What stopped the block is what the reader must hear; leftovers go at the next run.
            with suppress(WriteError, OSError):
                _tidy(target, staging, aside)
            raise
        with disk.refusals(f"remove what {target} held before"):
            _tidy(target, staging, aside)
        if twin is not None:
            twin.edited = heirs.edited
            twin.follow()


@contextmanager
def overlaid(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside `target`, on the same disk, that is gone afterwards.

    Holds `locked(target)`. Raises `WriteError`.
    """
    folder = disk.beside(target.absolute(), "staging-postmortems")
    with locked(target):
        try:
            with disk.refusals(f"prepare {folder}"):
                if disk.kind_at(folder) is not None:
                    _remove(folder)
                folder.mkdir()
                mark_ours(folder)
            yield folder
        finally:
            with suppress(WriteError, OSError):
                if disk.kind_at(folder) is not None:
                    _remove(folder)


def _check_target(target: Path) -> int | None:
    """Return the mode of a folder that may be replaced, None when there is none; else raise."""
    try:
        found = os.lstat(target)
    except FileNotFoundError:
        return None
    if not stat.S_ISDIR(found.st_mode):
        raise WriteError(f"cannot publish to {target}: a link or file stands there; name a folder")
    if not is_ours(target):
        raise WriteError(
            f"{target} has files in it that postmortems did not write, and publishing would "
            "replace them; name another folder, or delete this one if nothing in it is needed"
        )
    return stat.S_IMODE(found.st_mode)


def _tidy(target: Path, staging: Path, aside: Path) -> None:
    """Leave only `target`: all of the new if the exchange was done, else all of the old."""
    if disk.kind_at(aside) is not None:
        if disk.kind_at(target) is None:
            aside.rename(target)
        else:
            _remove(aside)
    if disk.kind_at(staging) is not None:
        _remove(staging)


def _remove(folder: Path) -> None:
    """Remove a folder of ours, marker last: a removal cut short is still known as ours."""
    if disk.kind_at(folder) != stat.S_IFDIR or not is_ours(folder):
        raise WriteError(
            f"{folder} is in the way and postmortems did not write it; move it away or delete it"
        )
    with os.scandir(folder) as listing:
        entries = list(listing)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif entry.name != MARKER:
            Path(entry.path).unlink()
    (folder / MARKER).unlink(missing_ok=True)
    folder.rmdir()
