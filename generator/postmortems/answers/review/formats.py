"""The formats of a review; each is imported when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.answers.review.report import new_report, overdue

if TYPE_CHECKING:
    from postmortems.answers.review.compare import Review

FORMATS = ("text", "markdown", "comment", "json", "github")
"""Every format, the usual one first."""


def render(name: str, review: Review) -> str:
    """Write a review in one of the formats. Raises KeyError on a name that no format has."""
    match name:
        case "text":
            from postmortems.answers.review.text import text as write  # noqa: PLC0415
        case "markdown":
            from postmortems.answers.review.markdown import markdown as write  # noqa: PLC0415
        case "comment":
            from postmortems.answers.review.markdown import comment as write  # noqa: PLC0415
        case "json":
            from postmortems.answers.review.json import json as write  # noqa: PLC0415
        case "github":
            return _github(review)
        case _:
            raise KeyError(name)
    return write(review)


def _github(review: Review) -> str:
    """Write annotations: the new findings at their lines, and a warning about overdue actions."""
    from postmortems.reports.github import escape_data, github  # noqa: PLC0415

    said = overdue(review)
    warning = f"::warning title=overdue actions::{escape_data(said)}\n" if said else ""
    return github(new_report(review)) + warning
