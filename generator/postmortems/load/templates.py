"""Template files as text: the user's own first, then the defaults, file by file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.errors import ConfigurationError
from postmortems.load.defaults import defaults
from postmortems.load.files import Unreadable, open_bytes, source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


MAX_BYTES = 1_048_576
"""How large a template may be."""

_GUIDE = "guide"
_FOLDERS = {
    "pages": "*.j2",
    "partials": "*.j2",
    "communications": "*.j2",
    "sheets": "*.j2",
    _GUIDE: "*.md",
}


def load_templates(root: Path) -> dict[str, str]:
    """Read the templates, and the texts of the guide, by path under ``templates/``."""
    found: dict[str, str] = {}
    for base in (defaults() / "templates", root / "templates"):
        for folder, pattern in _FOLDERS.items():
            _refuse_links(base, folder)
            for path in sorted((base / folder).glob(pattern)):
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


def guides(templates: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of the guide by name, without folder and ending."""
    start = f"{_GUIDE}/"
    return {
        path.removeprefix(start).removesuffix(".md"): text
        for path, text in templates.items()
        if path.startswith(start)
    }


def _refuse_links(base: Path, folder: str) -> None:
    for each in (base, base / folder):
        if each.is_symlink():
            raise ConfigurationError(
                f"{each.relative_to(base.parent).as_posix()} is a symbolic link; templates are "
                "read from real folders, so put the files themselves there"
            )
