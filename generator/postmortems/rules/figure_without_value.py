"""A figure of the impact without its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.model.impact import FIGURES
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("figure-without-value", family="structure")
def figure_without_value(incident: Incident, context: Context) -> Iterator[Problem]:
    """A figure of the impact has neither a `value` nor the basis `unknown`.

    Why: It looks quantified and is not. Whether anyone tried to count is what readers want to know.

    Fix: Write the number, or `unknown`.

    Source: Google's SRE workbook, chapter 10, which asks for measured impact; unknown is an answer
    here, silence is not.

    Flagged:
        impact:
          description: Shoppers who paid by card saw an error and had to try again.
          users_pct: 25
          tickets:
            note: Support was busy.

    Accepted:
        impact:
          description: Shoppers who paid by card saw an error and had to try again.
          users_pct: 25
          tickets:
            basis: unknown
            note: Support was busy.
    """
    del context
    for key in FIGURES:
        figure = getattr(incident.impact, key, None)
        if figure is not None and figure.value is None and figure.basis != "unknown":
            yield Problem(
                rule="figure-without-value",
                path=("impact", key),
                message=f"`{key}` has no number",
                why="it looks quantified and is not",
                fix=f"write `{key}: 12`, or `{key}: unknown`",
            )
