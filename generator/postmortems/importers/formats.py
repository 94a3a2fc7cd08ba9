"""Every format that can be imported, by hand: what is not listed here does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.errors import ConfigurationError
from postmortems.extended import added
from postmortems.importers import (
    alertmanager,
    cstate,
    events_table,
    firehydrant,
    github_issue_form,
    github_issues,
    incident_io,
    markdown,
    opsgenie,
    pagerduty,
    pir,
    rootly,
    statuspage,
)
from postmortems.importers.document import Format
from postmortems.importers.draft import SourceFault
from postmortems.importers.json_text import read_json

if TYPE_CHECKING:
    from postmortems.importers.document import Document

FORMATS: tuple[Format, ...] = (
    markdown.FORMAT,
    cstate.FORMAT,
    statuspage.FORMAT,
    pagerduty.FORMAT,
    incident_io.FORMAT,
    firehydrant.FORMAT,
    rootly.FORMAT,
    opsgenie.FORMAT,
    github_issues.FORMAT,
    github_issue_form.FORMAT,
    alertmanager.FORMAT,
    pir.FORMAT,
    events_table.FORMAT,
)
"""In the order in which they are listed and, where two fit equally well, tried."""


def every_format() -> tuple[Format, ...]:
    """Return our formats and those that the repository's extensions add.

    Raises ConfigurationError for two formats of one name.
    """
    formats = (*FORMATS, *(each for each in added(Format) if each not in FORMATS))
    names = [each.name for each in formats]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ConfigurationError(f"the extensions add a format {twice}, and there is one")
    return formats


def detected(document: Document) -> Format:
    """Return the format that fits a document best; raises SourceFault when none does."""
    formats = every_format()
    fits = [(each.fits(document), -index) for index, each in enumerate(formats)]
    surest, index = max(fits, default=(0, 0))
    if surest <= 0:
        if document.text.lstrip().startswith(("{", "[")):
            read_json(document.text)  # where it breaks says more than that nothing fits
        names = ", ".join(each.name for each in formats)
        raise SourceFault(
            "no format that can be imported looks like this", fix=f"name one of {names}"
        )
    return formats[-index]
