"""Two changes of one text brought together, as git merges them."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from postmortems.errors import UsageError

_LONGEST = 60  # seconds


def merged(ours: str, base: str, theirs: str) -> str | None:
    """Return our text with what changed from ``base`` to ``theirs``.

    None where both changed the same lines. Raises UsageError where git cannot be asked.
    """
    with tempfile.TemporaryDirectory(prefix="postmortems-") as folder:
        paths = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for path, text in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(text.encode())
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and the files are our own
                ["git", "merge-file", "--stdout", "--quiet", *map(str, paths)],  # noqa: S607
                check=False,
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=_LONGEST,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise UsageError(f"merging needs git: {error}") from error
    return None if done.returncode else done.stdout.decode("utf-8", "replace")
