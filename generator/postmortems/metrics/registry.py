"""Every metric by its id, in the order in which the page about them tells them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.metrics.actions import actions, on_time
from postmortems.metrics.ages import ages
from postmortems.metrics.base import definition, omissions
from postmortems.metrics.compliance import compliance
from postmortems.metrics.coordination import coordination
from postmortems.metrics.detection import detection
from postmortems.metrics.durations import acknowledge, detect, durations, mitigate, recovery, verify
from postmortems.metrics.duties import duties
from postmortems.metrics.factors import factors
from postmortems.metrics.gaps import control_gaps, unanswered
from postmortems.metrics.groups import by_service, by_team
from postmortems.metrics.harm import customer_minutes, error_budgets
from postmortems.metrics.months import months, quarters
from postmortems.metrics.recurrence import recurrence
from postmortems.metrics.repeats import repeats
from postmortems.metrics.timeliness import drafts, publications
from postmortems.metrics.together import categories_together, gaps_together

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A metric as readers look it up; ``id`` is its function's name with hyphens."""

    name: str
    function: Callable[..., object]

    @property
    def id(self) -> str:
        """Return the anchor of the metric."""
        return self.function.__name__.replace("_", "-")

    @property
    def definition(self) -> str:
        """Return what it counts and how."""
        return definition(self.function)

    @property
    def omissions(self) -> str:
        """Return what it leaves out in general."""
        return omissions(self.function)


METRICS: tuple[Entry, ...] = (
    Entry(name="Incidents by month", function=months),
    Entry(name="Incidents by quarter", function=quarters),
    Entry(name="Incidents by service", function=by_service),
    Entry(name="Incidents by team", function=by_team),
    Entry(name="Duration of an incident", function=durations),
    Entry(name="Time to detect", function=detect),
    Entry(name="Time to acknowledge", function=acknowledge),
    Entry(name="Time to mitigate", function=mitigate),
    Entry(name="Time to verify", function=verify),
    Entry(name="Recovery from changes", function=recovery),
    Entry(name="Who noticed first", function=detection),
    Entry(name="Response times kept", function=compliance),
    Entry(name="Customer-minutes", function=customer_minutes),
    Entry(name="Error budget", function=error_budgets),
    Entry(name="Coordination cost", function=coordination),
    Entry(name="Actions", function=actions),
    Entry(name="Actions on time", function=on_time),
    Entry(name="Age of unfinished actions", function=ages),
    Entry(name="Drafts on time", function=drafts),
    Entry(name="Publications on time", function=publications),
    Entry(name="Write-ups, reviews and later looks", function=duties),
    Entry(name="Chains of repeats", function=recurrence),
    Entry(name="Repeats by service and factor", function=repeats),
    Entry(name="Contributing factors", function=factors),
    Entry(name="Control gaps", function=control_gaps),
    Entry(name="Factors that came together", function=categories_together),
    Entry(name="Control gaps that came together", function=gaps_together),
    Entry(name="What no action answers", function=unanswered),
)

BY_ID = {entry.id: entry for entry in METRICS}
