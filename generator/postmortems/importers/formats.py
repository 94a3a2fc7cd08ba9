"""Every format that can be imported, by hand: what is not listed here does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from postmortems.importers.draft import SourceFault
from postmortems.importers.json_text import read_json

if TYPE_CHECKING:
    from postmortems.importers.document import Document, Format

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


def detected(document: Document) -> Format:
    """Return the format that fits a document best; raises SourceFault when none does."""
    fits = [(each.fits(document), -index) for index, each in enumerate(FORMATS)]
    surest, index = max(fits, default=(0, 0))
    if surest <= 0:
        if document.text.lstrip().startswith(("{", "[")):
            read_json(document.text)  # where it breaks says more than that nothing fits
        names = ", ".join(each.name for each in FORMATS)
        raise SourceFault(
            "no format that can be imported looks like this", fix=f"name one of {names}"
        )
    return FORMATS[-index]
