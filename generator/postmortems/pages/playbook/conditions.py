"""Comparisons with signals in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.pages.words import figure, spoken

if TYPE_CHECKING:
    from postmortems.config.severities import Condition, Signal


def condition(term: Condition, signal: Signal) -> str:
    """Say a comparison: ``queue depth: more than 100 jobs``, ``cluster down: yes``."""
    name = spoken(term.metric)
    if isinstance(term.value, bool):
        return f"{name}: {'yes' if term.value else 'no'}"
    value = figure(term.value)
    said = {
        "eq": value,
        "gt": f"more than {value}",
        "ge": f"at least {value}",
        "lt": f"less than {value}",
        "le": f"at most {value}",
        "between": f"{value} to {figure(term.upper or 0)}",
    }[term.op]
    return f"{name}: {said}" + (f" {signal.unit}" if signal.unit else "")
