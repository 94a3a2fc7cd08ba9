"""Stops a program at every system call that writes: to look, to kill it, or to have the call fail.

A child of this process runs the program under a seccomp filter whose calls wait for an answer
(`man 2 seccomp_unotify`). So all of its threads and all programs that it starts are watched, calls
are counted over all of them together, and what lies on the disk while one waits is what a SIGKILL
at that moment would leave.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import io
import os
import platform
import select
import signal
import socket
import struct
import sys
import warnings
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from postmortems.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_CWD = 0xFFFFFF9C  # AT_FDCWD

# What writes, by machine: the number of the call, and which of its arguments says where. That is
# "p" a path, "d" a folder's descriptor with a path after it, "f" a descriptor.
_X86_64 = """
write 1 f0, open 2 p0, pwrite64 18 f0, writev 20 f0, msync 26 -, sendfile 40 f0, fsync 74 f0,
fdatasync 75 f0, truncate 76 p0, ftruncate 77 f0, rename 82 p1, mkdir 83 p0, rmdir 84 p0,
creat 85 p0, link 86 p1, unlink 87 p0, symlink 88 p1, chmod 90 p0, fchmod 91 f0,
utime 132 p0, mknod 133 p0, utimes 235 p0, openat 257 d0, mkdirat 258 d0, mknodat 259 d0,
unlinkat 263 d0, renameat 264 d2, linkat 265 d2, symlinkat 266 d1, fchmodat 268 d0,
splice 275 f2, utimensat 280 d0, fallocate 285 f0, pwritev 296 f0, syncfs 306 f0,
renameat2 316 d2, copy_file_range 326 f2, pwritev2 328 f0, openat2 437 d0
"""
_AARCH64 = """
mknodat 33 d0, mkdirat 34 d0, unlinkat 35 d0, symlinkat 36 d1, linkat 37 d2, renameat 38 d2,
truncate 45 p0, ftruncate 46 f0, fallocate 47 f0, fchmod 52 f0, fchmodat 53 d0, openat 56 d0,
write 64 f0, writev 66 f0, pwrite64 68 f0, pwritev 70 f0, sendfile 71 f0, splice 76 f2,
fsync 82 f0, fdatasync 83 f0, utimensat 88 d0, msync 227 -, syncfs 267 f0, renameat2 276 d2,
copy_file_range 285 f2, pwritev2 287 f0, openat2 437 d0
"""
_CALLS = {
    machine: {
        name: (int(number), where.strip("-"))
        for name, number, where in (each.split() for each in told.split(","))
    }
    for machine, told in (("x86_64", _X86_64), ("aarch64", _AARCH64))
}
# Where the flags of a call stand that opens: without one of `_FLAGS` it only reads.
_OPENS = {"open": 1, "openat": 2}
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_GETFD = 438  # pidfd_getfd, on every machine

_SET_MODE_FILTER, _NEW_LISTENER, _NO_NEW_PRIVS = 1, 8, 38
_RECEIVE, _SEND, _CONTINUE = 0xC0502100, 0xC0182101, 1
_SET_FLAGS, _SYNC_WAKE_UP = 0x40082104, 1
_ALLOW, _NOTIFY = 0x7FFF0000, 0x7FC00000
_ASKED = struct.Struct("=QIIiIQ6Q")
_ANSWER = struct.Struct("=QqiI")

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A system call that is about to be made, and where it writes."""

    name: str
    path: str
    thread: int
    arguments: tuple[int, ...]


class Kill:
    """Ends all processes at once, before the call is made; ``cut`` after half of what it writes."""

    def __init__(self, *, cut: bool = False) -> None:
        self.cut = cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a program ended: its exit code, minus the signal that killed it, and what it printed."""

    code: int
    said: str
    calls: tuple[Call, ...]


Verdict = Kill | int | None
"""Whether a call is not made, fails with this number, or goes on."""


def command(*arguments: str | Path) -> Callable[[], int]:
    """The command line, to be run by `watched`."""

    def run() -> int:
        sys.argv = ["postmortems", *map(str, arguments)]
        try:
            main()
        except SystemExit as stop:
            if isinstance(stop.code, int):
                return stop.code
            return int(stop.code is not None)
        return 0

    return run


def unwatched(program: Callable[[], int], *, folder: Path | None = None) -> Ended:
    """Run a program in a child as it is."""
    printed = os.memfd_create("printed")
    child = _fork()
    if not child:
        _become(program, None, printed, folder)
    _, status = os.waitpid(child, 0)
    return Ended(code=os.waitstatus_to_exitcode(status), said=_said(printed), calls=())


def watched(
    program: Callable[[], int],
    within: Sequence[Path],
    judge: Callable[[int, Call], Verdict] = lambda _number, _call: None,
    *,
    folder: Path | None = None,
) -> Ended:
    """Run a program in a child and ask ``judge`` about each call that writes below ``within``.

    Calls are numbered from 0. Everything that the program has started is gone afterwards.
    """
    printed = os.memfd_create("printed")
    ours, theirs = socket.socketpair()
    _libc.prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: what outlives the child is ours to await
    child = _fork()
    if not child:
        ours.close()
        _become(program, theirs, printed, folder)
    theirs.close()
    with ours:
        _, (listener,), _, _ = socket.recv_fds(ours, 1, 1)
    try:
        calls = _attend(listener, child, [f"{os.path.realpath(each)}/" for each in within], judge)
    except BaseException:
        _end(child)
        raise
    finally:
        os.close(listener)
    _, status = os.waitpid(child, 0)
    _end(child)
    return Ended(code=os.waitstatus_to_exitcode(status), said=_said(printed), calls=tuple(calls))


def _fork() -> int:
    with warnings.catch_warnings():
        # What runs the tests may have threads, of which the child takes up none.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _said(printed: int) -> str:
    with os.fdopen(printed, "rb") as stream:
        stream.seek(0)
        return stream.read().decode("utf-8", "replace")


def _become(
    program: Callable[[], int], report: socket.socket | None, printed: int, folder: Path | None
) -> NoReturn:
    code = 70
    try:
        os.setsid()
        for stop in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(stop, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number in (1, 2):
            os.dup2(printed, number)
        # Whoever runs the tests may have put something else in their place.
        sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), write_through=True)
        sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb", closefd=False), write_through=True)
        if folder is not None:
            os.chdir(folder)
        if report is not None:
            listener = _listen()
            socket.send_fds(report, [b"!"], [listener])
            os.close(listener)
            report.close()
        code = program()
    except BaseException:  # noqa: BLE001 - nothing of this may get back into the tests
        import traceback  # noqa: PLC0415

        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def _listen() -> int:
    """Install the filter; returns the descriptor at which calls are told."""
    machine = platform.machine()
    code: list[tuple[int, int, int, int]] = [(0x20, 0, 0, 0)]  # load the number of the call
    for name, (number, _) in _CALLS[machine].items():
        if name in _OPENS:
            code += [
                (0x15, 0, 4, number),  # another call: on
                (0x20, 0, 0, 16 + 8 * _OPENS[name]),  # load its flags
                (0x45, 0, 1, _FLAGS),
                (0x06, 0, 0, _NOTIFY),
                (0x06, 0, 0, _ALLOW),
            ]
        else:
            code += [(0x15, 0, 1, number), (0x06, 0, 0, _NOTIFY)]
    code.append((0x06, 0, 0, _ALLOW))
    packed = b"".join(struct.pack("=HBBI", *each) for each in code)
    held = ctypes.create_string_buffer(packed, len(packed))
    program = struct.pack("@HP", len(code), ctypes.addressof(held))
    if _libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    found: int = _libc.syscall(_SECCOMP[machine], _SET_MODE_FILTER, _NEW_LISTENER, program)
    if found < 0:
        raise OSError(ctypes.get_errno(), "seccomp: this kernel tells nobody of system calls")
    return found


def _attend(
    listener: int, child: int, within: list[str], judge: Callable[[int, Call], Verdict]
) -> list[Call]:
    names = {number: (name, where) for name, (number, where) in _CALLS[platform.machine()].items()}
    calls: list[Call] = []
    with suppress(OSError):  # newer kernels hand over at once, without a look at who else waits
        fcntl.ioctl(listener, _SET_FLAGS, _SYNC_WAKE_UP)
    ready = select.poll()
    ready.register(listener, select.POLLIN)
    while True:
        try:
            events = ready.poll()
        except InterruptedError:
            continue
        if not any(event & select.POLLIN for _, event in events):
            return calls  # nobody is left who could call
        asked = bytearray(_ASKED.size)
        try:
            fcntl.ioctl(listener, _RECEIVE, asked)
        except OSError as error:
            if error.errno == errno.ENOENT:
                continue  # the caller was killed meanwhile
            raise
        call_id, thread, _, number, _, _, *arguments = _ASKED.unpack(asked)
        name, where = names[number]
        path = _place(thread, where, arguments)
        verdict: Verdict = None
        if path.startswith(tuple(within)):
            call = Call(name=name, path=path, thread=thread, arguments=tuple(arguments))
            verdict = judge(len(calls), call)
            calls.append(call)
            if isinstance(verdict, Kill):
                if verdict.cut and name == "write":
                    _write_half(thread, arguments)
                _end(child)
                continue
        answer = (0, -verdict, 0) if isinstance(verdict, int) else (0, 0, _CONTINUE)
        with suppress(FileNotFoundError):  # killed meanwhile
            fcntl.ioctl(listener, _SEND, _ANSWER.pack(call_id, *answer))


def _place(thread: int, where: str, arguments: list[int]) -> str:
    """Where a call writes, empty where nobody knows."""
    if not where:
        return ""
    kind, at = where[0], int(where[1])
    try:
        if kind == "f":
            return str(Path(f"/proc/{thread}/fd/{arguments[at] & 0xFFFFFFFF}").readlink())
        folder = Path(f"/proc/{thread}/cwd")
        if kind == "d" and arguments[at] & 0xFFFFFFFF != _CWD:
            folder = Path(f"/proc/{thread}/fd/{arguments[at] & 0xFFFFFFFF}")
        said = _text(thread, arguments[at + (kind == "d")])
        return os.path.normpath(folder.readlink() / said)
    except OSError:
        return ""


def _text(thread: int, address: int) -> str:
    """Read a path in another process."""
    with Path(f"/proc/{thread}/mem").open("rb", buffering=0) as memory:
        found = b""
        while b"\0" not in found and len(found) < 8192:
            # As far as the next page, which may not be there.
            found += os.pread(
                memory.fileno(), 4096 - (address + len(found)) % 4096, address + len(found)
            )
    return os.fsdecode(found.split(b"\0")[0])


def _write_half(thread: int, arguments: list[int]) -> None:
    with Path(f"/proc/{thread}/mem").open("rb", buffering=0) as memory:
        content = os.pread(memory.fileno(), arguments[2] // 2, arguments[1])
    with Path(f"/proc/{thread}/status").open(encoding="ascii") as about:
        process = next(int(line.split()[1]) for line in about if line.startswith("Tgid:"))
    holder = os.pidfd_open(process)
    descriptor = _libc.syscall(_GETFD, holder, arguments[0] & 0xFFFFFFFF, 0)
    os.close(holder)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), "pidfd_getfd")
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        file.write(content)


def _end(child: int) -> None:
    """Kill the child and all that it has started, and wait until none is left."""
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    with suppress(ChildProcessError):
        while True:
            # The child itself is left to be asked how it ended.
            found = os.waitid(os.P_PGID, child, os.WEXITED | os.WNOWAIT)
            if found is None or found.si_pid == child:
                return
            os.waitpid(found.si_pid, 0)
