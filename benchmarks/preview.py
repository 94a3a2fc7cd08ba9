"""Measures ``postmortems serve``: how long a saved change takes to be served."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from typing import TYPE_CHECKING

from edits import MARK, WORDS, text, told
from measuring import BIN, ENVIRONMENT, Measured, Memory

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST = 600
_OFTEN = 0.02
_HOST = "127.0.0.1"


def seconds_until_served(root: Path, cache: Path) -> Measured:
    """Start a preview, save a record, and ask for its page until it says what was changed."""
    record = told(root)
    port = _free_port()
    process = subprocess.Popen(
        [str(BIN / "postmortems"), "serve", "--address", f"{_HOST}:{port}"],
        cwd=root,
        env={**ENVIRONMENT, "XDG_CACHE_HOME": str(cache), "SOURCE_DATE_EPOCH": "1735689599"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    memory = Memory(process.pid)
    try:
        page = f"http://{_HOST}:{port}/incidents/{record.stem}/"
        _until(page, WORDS, process)
        begun = time.perf_counter()
        text(root)
        _until(page, MARK, process)
        seconds = time.perf_counter() - begun
    finally:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGINT)
        process.wait(_LONGEST)
        together = memory.stop()
    return Measured(seconds=seconds, largest=memory.largest, together=together, said="")


def _until(page: str, words: str, process: subprocess.Popen[bytes]) -> None:
    begun = time.perf_counter()
    while time.perf_counter() - begun < _LONGEST:
        if process.poll() is not None:
            sys.exit(f"the preview ended with {process.returncode}")
        # Not there yet, or not answering while it builds.
        with suppress(OSError), urllib.request.urlopen(page, timeout=_LONGEST) as answer:  # noqa: S310
            if words in answer.read().decode():
                return
        time.sleep(_OFTEN)
    sys.exit(f"{page} does not say {words!r}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((_HOST, 0))
        port: int = found.getsockname()[1]
    return port
