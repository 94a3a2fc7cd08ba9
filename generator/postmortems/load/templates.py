"""Template files as text: the user's own first, then the defaults, file by file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.errors import ConfigurationError
from postmortems.load.defaults import defaults

if TYPE_CHECKING:
    from pathlib import Path


def load_templates(root: Path) -> dict[str, str]:
    """Read every page template and partial; keys are paths under ``templates/``."""
    found: dict[str, str] = {}
    for base in (defaults() / "templates", root / "templates"):
        for folder in ("pages", "partials"):
            for path in sorted((base / folder).glob("*.j2")):
                try:
                    found[path.relative_to(base).as_posix()] = path.read_text(encoding="utf-8")
                except (OSError, UnicodeDecodeError) as error:
                    message = f"templates/{folder}/{path.name} cannot be read: {error}"
                    raise ConfigurationError(message) from error
    return found
