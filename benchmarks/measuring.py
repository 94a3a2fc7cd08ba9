"""Runs a command and measures it: its seconds, and the memory of its processes."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

BIN = Path(sys.executable).parent
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
_OFTEN = 0.1  # seconds between two looks at the memory
_KB = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a run took: wall seconds, and bytes.

    ``largest`` is the most that one process held, as the system counts it; ``together`` the most
    that all held at a time, what they share counted once, as seen ten times a second.
    """

    seconds: float
    largest: int
    together: int
    said: str


def run(folder: Path, command: str, *arguments: str) -> float:
    """Run a command of the environment in a folder; returns wall seconds. Fails loudly."""
    return measured(folder, str(BIN / command), *arguments).seconds


def measured(
    folder: Path, *command: str, fine: tuple[int, ...] = (0,), cache: Path | None = None
) -> Measured:
    """Run a command in a folder. An exit code that is not ``fine`` ends the benchmark."""
    environment = ENVIRONMENT if cache is None else {**ENVIRONMENT, "XDG_CACHE_HOME": str(cache)}
    with _Spool(folder) as spool:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=spool,
            stderr=spool,
            start_new_session=True,
        )
        memory = Memory(process.pid)
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            # It has a session of its own, so Ctrl-C has not reached it.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()
            raise
        finally:
            seconds = time.perf_counter() - begun
            together = memory.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        said = spool.text()
    if process.returncode not in fine:
        sys.exit(f"{' '.join(command)} failed with {process.returncode}:\n{said[-4000:]}")
    largest = max(used.ru_maxrss * _KB, memory.largest)
    return Measured(seconds=seconds, largest=largest, together=together, said=said)


class Memory:
    """Looks again and again at what the processes of a session hold."""

    def __init__(self, session: int) -> None:
        self._session = session
        self._over = threading.Event()
        self.largest = 0
        self._together = 0
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> int:
        """End looking; returns the most that all held together, in bytes."""
        self._over.set()
        self._thread.join()
        return self._together

    def _watch(self) -> None:
        while not self._over.wait(_OFTEN):
            held = [_held(each) for each in _session(self._session)]
            self._together = max(self._together, sum(shared for shared, _ in held))
            self.largest = max([self.largest, *(alone for _, alone in held)])


def _session(leader: int) -> list[str]:
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            with suppress(OSError):
                after = (process / "stat").read_text("utf-8").rpartition(")")[2].split()
                if int(after[3]) == leader:
                    found.append(process.name)
    return found


def _held(process: str) -> tuple[int, int]:
    """Return what a process holds, in bytes: with shared memory in part, and the most ever."""
    shared = most = 0
    with suppress(OSError):
        for line in Path("/proc", process, "smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                shared = int(line.split()[1]) * _KB
        for line in Path("/proc", process, "status").read_text("utf-8").splitlines():
            if line.startswith("VmHWM:"):
                most = int(line.split()[1]) * _KB
    return shared, most


class _Spool:
    """A file beside a folder for what a command prints: a pipe would fill up."""

    def __init__(self, folder: Path) -> None:
        self._path = folder.parent / f"{folder.name}.said"

    def __enter__(self) -> Self:
        self._file = self._path.open("w+b")
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._path.unlink()

    def fileno(self) -> int:
        """Return the file's number, for the process that writes into it."""
        return self._file.fileno()

    def text(self) -> str:
        """Return what was printed."""
        return self._path.read_text("utf-8", "replace")


def machine() -> str:
    """Describe the machine in a few words."""
    model, memory = platform.machine(), ""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
        total = int(Path("/proc/meminfo").read_text("utf-8").split()[1])
        memory = f", {total / _KB**2:.0f} GB"
    cores = len(os.sched_getaffinity(0))
    return f"{cores} × {model}{memory}, Python {platform.python_version()}, {platform.system()}"
