"""The addresses of lists and rules from the site's root, for all that links to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

ALL = "incidents/"
OPEN = "incidents/open/"
YEARS = "years/"
UNDATED = "years/undated/"
SEVERITIES = "severities/"
SERVICES = "services/"
FACTORS = "factors/"
ACTIONS = "actions/"
OWNERS = "actions/owners/"
TEAM_ACTIONS = "actions/teams/"
TEAMS = "teams/"
GAPS = "gaps/"
UNANSWERED = "unanswered/"
COMBINATIONS = "combinations/"
LESSONS = "lessons/"
REVIEWS = "reviews/"
PLAYBOOK = "playbook/"
RULES = "reference/rules/"
DATA = "data/"
FEEDS = "feeds/"
CALENDARS = "calendars/"
BADGES = "badges/"
UNCATEGORISED = "uncategorised"
NO_OWNER = "no_owner"
NO_TEAM = "no_team"
"""Folders of what nobody holds; the underscore keeps them apart from every name."""


def of_severity(level: str) -> str:
    """Return the address of the list of a severity level."""
    return f"{SEVERITIES}{level.lower()}/"


def filtered(filters: str) -> str:
    """Return the address of all incidents that filters such as ``severity=p1`` let through."""
    return f"{ALL}?{filters}" if filters else ALL


def of_service(service: str) -> str:
    """Return the address of the list of a service."""
    return f"{SERVICES}{service}/"


def of_category(category: str | None) -> str:
    """Return the address of the factors of a category, or of those without one."""
    return f"{FACTORS}{category or UNCATEGORISED}/"


def of_team(team: str) -> str:
    """Return the address of a team's unfinished actions; "" stands for no team."""
    return f"{TEAM_ACTIONS}{team or NO_TEAM}/"


def profile_of_team(team: str) -> str:
    """Return the address of a team's page."""
    return f"{TEAMS}{team}/"


def of_gap(gap: str) -> str:
    """Return the address of the findings that name a control gap."""
    return f"{GAPS}{gap}/"


def of_rule(rule: str) -> str:
    """Return the address of a rule's page; reports of other tools link to it, so it stays."""
    return f"{RULES}{rule}/"


def month_anchor(day: date) -> str:
    """Return the anchor of a month on the pages of its year."""
    return f"month-{day:%Y-%m}"
