"""An id that does not have the form that the team agreed on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.config.site import id_regex
from postmortems.findings import Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("id-pattern", family="structure")
def id_pattern(incident: Incident, context: Context) -> Iterator[Problem]:
    """The `id` does not have the form that `site_config/site.yml` sets.

    Records with dates follow `incident_id`; those with `date_unknown` follow `undated_id`.

    Why: Ids of one form sort by date, are told apart from other numbers in chats and tickets, and
    say where the file is.

    Fix: Give the incident an id of the agreed form, or change the form for all of them.

    Source: The playbook's postmortem template, whose ids have the form `INC-20251104-1030`.

    Flagged:
        id: payments-in-march

    Accepted:
        id: INC-20260303-0907
    """
    site = context.settings.site
    undated = incident.date_unknown is not None
    form = site.undated_id if undated else site.incident_id
    if re.match(id_regex(form), incident.id) is None:
        yield Problem(
            rule="id-pattern",
            path=("id",),
            message=f"`{incident.id}` does not have the form `{form}`",
            why="this record's date is unknown, and its id must not claim one" if undated else "",
            fix="`incident_id` and `undated_id` in site_config/site.yml set the form",
        )
