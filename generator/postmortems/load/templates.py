"""Template files as text: the user's own first, then the defaults, file by file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.errors import ConfigurationError
from postmortems.load.defaults import defaults
from postmortems.load.files import Unreadable, open_bytes, source

if TYPE_CHECKING:
    from pathlib import Path


MAX_BYTES = 1_048_576
"""How large a template may be."""


def load_templates(root: Path) -> dict[str, str]:
    """Read the templates of pages, parts, messages and sheets, by path under ``templates/``."""
    found: dict[str, str] = {}
    for base in (defaults() / "templates", root / "templates"):
        for folder in ("pages", "partials", "communications", "sheets"):
            _refuse_links(base, folder)
            for path in sorted((base / folder).glob("*.j2")):
                content = open_bytes(source(path, base), MAX_BYTES)
                if isinstance(content, Unreadable):
                    message = f"templates/{folder}/{path.name}: {content.problem.message}"
                    raise ConfigurationError(message)
                if len(content) > MAX_BYTES:
                    message = f"templates/{folder}/{path.name} is larger than {MAX_BYTES:,} bytes"
                    raise ConfigurationError(message)
                try:
                    found[path.relative_to(base).as_posix()] = content.decode()
                except UnicodeDecodeError as error:
                    message = f"templates/{folder}/{path.name} cannot be read: {error.reason}"
                    raise ConfigurationError(message) from error
    return found


def _refuse_links(base: Path, folder: str) -> None:
    for each in (base, base / folder):
        if each.is_symlink():
            raise ConfigurationError(
                f"{each.relative_to(base.parent).as_posix()} is a symbolic link; templates are "
                "read from real folders, so put the files themselves there"
            )
