"""Which charts stand on which dashboard, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.pages.dashboard.budget import budgeted
from postmortems.pages.dashboard.causes import factors_by_service, missing_controls
from postmortems.pages.dashboard.counts import (
    incidents_by_month,
    incidents_by_quarter,
    incidents_by_service,
    incidents_by_team,
)
from postmortems.pages.dashboard.deadlines import actions_on_time_by_team, deadlines
from postmortems.pages.dashboard.harm import harmed, harmed_by_service
from postmortems.pages.dashboard.lanes import lasted_by_service
from postmortems.pages.dashboard.noticing import noticed
from postmortems.pages.dashboard.over_time import (
    durations_by_quarter,
    harm_by_quarter,
    kept_by_quarter,
    noticed_by_quarter,
)
from postmortems.pages.dashboard.recurring import chains, repeated
from postmortems.pages.dashboard.response import coordinated, kept
from postmortems.pages.dashboard.spans import lasted, recovered, staged
from postmortems.pages.dashboard.work import actions_by_age, actions_by_owner, actions_by_team

if TYPE_CHECKING:
    from collections.abc import Callable

    from postmortems.pages.base import Library
    from postmortems.pages.dashboard.chart import ChartView


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A dashboard: its folder under ``dashboards/``, its names, and its charts."""

    id: str
    short: str
    title: str
    about: str
    charts: tuple[Callable[[Library], ChartView], ...]


BOARDS = (
    Board(
        id="severity",
        short="By severity",
        title="Severity dashboard",
        about="How many incidents there were and how bad, how long they took, and whether the "
        "response was as quick as promised.",
        charts=(incidents_by_month, lasted, staged, recovered, noticed, kept, harmed, budgeted),
    ),
    Board(
        id="services",
        short="By service",
        title="Service dashboard",
        about="Where it hurts, what lies behind it, and what keeps coming back.",
        charts=(
            incidents_by_service,
            lasted_by_service,
            harmed_by_service,
            factors_by_service,
            missing_controls,
            chains,
            repeated,
        ),
    ),
    Board(
        id="teams",
        short="By team",
        title="Team dashboard",
        about="Who was called upon, and what was promised afterwards: what is left to do, who "
        "holds it, and how old it is.",
        charts=(
            incidents_by_team,
            coordinated,
            actions_by_team,
            actions_by_owner,
            actions_by_age,
            actions_on_time_by_team,
            deadlines,
        ),
    ),
    Board(
        id="quarters",
        short="By quarter",
        title="Quarter dashboard",
        about="The same measures over time. The last quarter may not be over yet.",
        charts=(
            incidents_by_quarter,
            durations_by_quarter,
            noticed_by_quarter,
            kept_by_quarter,
            harm_by_quarter,
        ),
    ),
)
