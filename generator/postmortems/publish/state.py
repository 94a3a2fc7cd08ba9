"""What the last build left behind, by which the next one knows what may stay.

It lies in the user's own folder for caches, one file for each repository and site folder, and is
believed only where it is whole; whatever cannot be read is as good as absent.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from postmortems.load.database import folder
from postmortems.write import disk
from postmortems.write.contents import Mark  # noqa: TC001 - read when a state is decoded

if TYPE_CHECKING:
    from collections.abc import Callable

_SUM = 32


class KnownPage(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A page of the docs tree as it was built."""

    digest: str
    file: str
    """The site's file that came of it."""
    month: str
    """The month it belongs to in the search, empty for most."""


class State(msgspec.Struct, frozen=True, array_like=True):
    """All that the last build of a site was made of, and the files it came to."""

    whole: str
    """Identifies what every page depends on, templates aside."""
    templates: dict[str, str]
    """The digest of each template that was asked for, empty where there was none."""
    day: str
    """The day of the build."""
    dated: bool
    """Whether pages tell that day."""
    theme: str
    """Identifies the files that the theme's folders hold."""
    theme_files: list[str]
    overall: str
    """Identifies what the files that are about all pages (`overall_files`) were made from."""
    overall_files: list[str]
    linking: bool
    """Whether pages of the navigation link to others in Markdown, so that those matter."""
    pages: dict[str, KnownPage]
    statics: dict[str, str]
    """The digest of each file of the docs tree that is no page."""
    searched: dict[str, str]
    """The digest of what the search reads of each page of the site, by its file."""
    files: dict[str, Mark]


def load_state(root: Path, target: Path) -> State | None:
    """Return what the last build of this repository into this folder left, None if unknown."""
    with suppress(OSError, RuntimeError, msgspec.MsgspecError, ValueError):
        # Never through a link, never waiting for the other end of a pipe.
        content = disk.read(_file(root, target))
        body = content[_SUM:]
        if _sum(body) == content[:_SUM]:
            return msgspec.msgpack.decode(body, type=State)
    return None


def keep_state(root: Path, target: Path, state: State) -> None:
    """Remember a build; a disk that refuses is as good as no memory."""
    body = msgspec.msgpack.encode(state)

    def write(file: Path) -> None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}.tmp")
        try:
            fresh.write_bytes(_sum(body) + body)
            fresh.replace(file)
        finally:
            fresh.unlink(missing_ok=True)

    _attempt(root, target, write)


def forget_state(root: Path, target: Path) -> None:
    """Forget the last build: the next one makes everything."""
    _attempt(root, target, lambda file: file.unlink(missing_ok=True))


def _attempt(root: Path, target: Path, act: Callable[[Path], None]) -> None:
    with suppress(OSError, RuntimeError):  # nobody may have no folder
        file = _file(root, target)
        # In the repository, a stranger's branch could bring its own along.
        if not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(root)):
            act(file)


def _file(root: Path, target: Path) -> Path:
    name = os.fsencode(f"{root.absolute()}\0{target.absolute()}")
    return folder() / f"{hashlib.blake2b(name, digest_size=16).hexdigest()}.site"


def _sum(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_SUM).digest()
