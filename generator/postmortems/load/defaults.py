"""Where the defaults live: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

import postmortems


def defaults() -> Path:
    """Return the folder that holds the default ``templates/`` and ``site_config/``."""
    package = Path(postmortems.__file__).parent
    packed = package / "defaults"
    return packed if packed.is_dir() else package.parents[1]
