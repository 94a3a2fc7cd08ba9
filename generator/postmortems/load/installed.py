"""What is installed beside the tool: another version of any of it may write something else."""

from __future__ import annotations

import os
import sysconfig


def installed() -> str:
    """Return the names and versions of all packages of this Python, one a line."""
    try:
        names = os.listdir(sysconfig.get_paths()["purelib"])  # noqa: PTH208 - names are wanted
    except OSError:
        return ""
    return "\n".join(sorted(name for name in names if name.endswith(".dist-info")))
