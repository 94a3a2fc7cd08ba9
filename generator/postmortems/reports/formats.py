"""The formats there are; each is imported when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from postmortems.reports.base import Report

FORMATS = ("full", "concise", "json", "github", "gitlab", "sarif", "junit", "markdown")
"""Every format. A function of that name is in the module of that name."""

NAMES_FILES = frozenset({"junit"})
"""The formats that name every file that was checked, also the sound ones."""


def render(name: str, report: Report) -> str:
    """Write a report in one of the formats. Raises KeyError on a name that no format has."""
    if name not in FORMATS:
        raise KeyError(name)
    module = import_module(f"postmortems.reports.{name}")
    write = cast("Callable[[Report], str]", getattr(module, name))
    return write(report)
