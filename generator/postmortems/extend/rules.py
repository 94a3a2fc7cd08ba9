"""A rule of one's own: a function that looks at one record, with its page and tests above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.errors import ConfigurationError
from postmortems.extend.guarding import guarded_each
from postmortems.findings import Level, Problem
from postmortems.model.incident import Incident
from postmortems.rules.base import Context, Family, Rule
from postmortems.rules.base import rule as shipped_rule
from postmortems.rules.documentation import documentation
from postmortems.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from postmortems.rules.base import Check

__all__ = ["Context", "Family", "Incident", "Level", "Problem", "Rule", "rule"]

_SHIPPED = frozenset(each.id for each in RULES)


def rule(
    name: str, *, family: Family, level: Level | None = Level.WARNING
) -> Callable[[Check], Rule]:
    """Make a rule of a function that yields a `Problem` for each place that breaks it.

    The docstring is the rule's page: what it flags, then `Why:`, `Source:`, `Flagged:` and
    `Accepted:`, optionally `Fix:`. ``level`` is what it proposes; None is off unless `rules.yml`
    switches it on. Raises ConfigurationError for a name that one of ours has.
    """
    if name in _SHIPPED:
        raise ConfigurationError(f"there is a rule {name} already; give this one another name")

    def made(check: Check) -> Rule:
        documentation(check.__doc__ or "")
        return shipped_rule(name, family=family, level=level)(guarded_each(check))

    return made
