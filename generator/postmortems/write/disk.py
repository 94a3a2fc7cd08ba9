"""The few disk operations that this room's writers share."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from postmortems.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Never through a symbolic link, never waiting for the other end of a FIFO.
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
# What a file system without locks answers, such as some network shares.
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


@contextmanager
def refusals(doing: str) -> Iterator[None]:
    """Turn an `OSError` of the block into a `WriteError`: "cannot {doing}: {its reason}"."""
    try:
        yield
    except OSError as error:
        raise refused(doing, error) from error


def refused(doing: str, error: OSError) -> WriteError:
    """Return the `WriteError` that `refusals` raises, where a block costs too much."""
    msg = f"cannot {doing}: {error.strerror or error}"
    if error.errno in {errno.EBUSY, errno.EXDEV}:
        msg += "; if it is a mount point, name a folder inside it"
    return WriteError(msg)


def beside(path: Path, role: str) -> Path:
    """Name the hidden neighbour of `path` that has this role: `site`, `lock` → `.site.lock`."""
    if path.name in {"", ".."}:
        raise WriteError(f"{path} cannot be written as a whole; name a folder inside it")
    return path.with_name(f".{path.name}.{role}")


def kind_at(path: str | Path) -> int | None:
    """Return the file type bits (`stat.S_IFREG` …) of what stands at `path`, links not followed."""
    try:
        return stat.S_IFMT(os.lstat(path).st_mode)
    except FileNotFoundError:
        return None


def read(path: str | Path) -> bytes:
    """Read a file that is known to be regular; raises `OSError`, also if it became a link since."""
    with os.fdopen(os.open(path, _READ), "rb") as file:
        return file.read()


def create(path: str | Path, content: bytes, *, durable: bool) -> os.stat_result:
    """Make a new file at `path`, or none at all: what cannot be finished is removed again.

    `durable` waits until the bytes would outlive a power cut. Raises `OSError`, `FileExistsError`
    when anything stands at `path`.
    """
    descriptor = os.open(path, _CREATE, 0o666)
    try:
        try:
            _write(descriptor, content)
            if durable:
                os.fsync(descriptor)
            return os.fstat(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        with suppress(OSError):
            Path(path).unlink()
        raise


def lock(descriptor: int) -> bool:
    """Lock an open file until it is closed; False when somebody else holds it. Raises `OSError`.

    Where the file system knows no locks, nobody is kept out.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    return True


def create_locked(path: Path) -> int | None:
    """Make a new empty file and hold a lock on it; returns its descriptor, to be closed.

    None when somebody took it for a leftover and removed it in that instant. Raises `OSError`,
    `FileExistsError` when anything stands at `path`.
    """
    descriptor = os.open(path, _CREATE, 0o666)
    try:
        if lock(descriptor):
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(descriptor), os.lstat(path)):
                    return descriptor
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


@contextmanager
def locking(path: Path) -> Iterator[bool]:
    """Hold the lock of a plain file for the block; yields whether nobody else did.

    Raises `OSError` when there is no plain file to be opened.
    """
    descriptor = os.open(path, _READ)
    try:
        free = stat.S_ISREG(os.fstat(descriptor).st_mode) and lock(descriptor)
        yield free and os.path.samestat(os.fstat(descriptor), os.lstat(path))
    finally:
        os.close(descriptor)


def fill(descriptor: int, content: bytes, *, mode: int | None = None) -> None:
    """Write a new file's bytes and wait until they would outlive a power cut; raises `OSError`."""
    _write(descriptor, content)
    if mode is not None:
        os.fchmod(descriptor, mode)
    os.fsync(descriptor)


def flush(path: str | Path) -> None:
    """Wait until a file's bytes or a folder's names would outlive a power cut; raises `OSError`."""
    descriptor = os.open(path, _READ)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network and FUSE file systems have no such call for folders, and nothing to wait for.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(descriptor)


def _write(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
