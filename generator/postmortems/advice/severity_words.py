"""Severity in words: signals, what criteria ask of them, and how far a suggestion goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.quantities import figure

if TYPE_CHECKING:
    from postmortems.advice.severity import Judgement
    from postmortems.config.severities import Condition, Criterion, Severities, Signal


def valued(value: bool | float, signal: Signal) -> str:  # noqa: FBT001 - a signal may be a boolean
    """Say an observed value with its unit: ``80 percent``, ``yes``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return figure(value) + (f" {signal.unit}" if signal.unit else "")


def observed(name: str, value: bool | float, scale: Severities) -> str:  # noqa: FBT001
    """Say what was observed: ``Failing share: 80 percent``."""
    signal = scale.signals[name]
    return f"{signal.name}: {valued(value, signal)}"


def asked(condition: Condition, scale: Severities) -> str:
    """Say what a condition asks: ``Failing share: more than 20 percent``."""
    signal = scale.signals[condition.metric]
    return f"{signal.name}: {band(condition, signal)}"


def band(condition: Condition, signal: Signal) -> str:
    """Say which values meet a condition: ``more than 20 percent``, ``3 to 5 seconds``, ``yes``."""
    if isinstance(condition.value, bool):
        return valued(condition.value, signal)
    value = figure(condition.value)
    said = {
        "eq": value,
        "gt": f"more than {value}",
        "ge": f"at least {value}",
        "lt": f"less than {value}",
        "le": f"at most {value}",
        "between": f"{value} to {figure(condition.upper or 0)}",
    }[condition.op]
    return said + (f" {signal.unit}" if signal.unit else "")


def cited(criterion: Criterion, scale: Severities) -> tuple[tuple[str, str], ...]:
    """Return what a criterion stands for: pairs of ``P1, example 3`` and that sentence."""
    found = []
    for each in criterion.cite:
        level, part = each.split(" ", 1)
        found.append((f"{level}, {part}", scale.cited(each) or ""))
    return tuple(found)


def trust(found: Judgement, scale: Severities) -> str:
    """Say in a sentence how far a suggestion can be trusted, and why."""
    match found.confidence:
        case "none":
            return "Nothing is suggested: no criterion is met by what was observed."
        case "at least":
            worse = found.worse(scale)
            levels = " or ".join(dict.fromkeys(each.criterion.level for each in worse))
            many = "1 criterion" if len(worse) == 1 else f"{len(worse)} criteria"
            return f"At least {found.level}: {many} of {levels} could not be judged."
        case "assumed":
            return f"Assumed: nothing but the gap {gap(found)} suggests it."
    if scale.rank(found.level or "") == 0:
        return "Settled: no level is worse."
    return "Settled: every criterion of a worse level was judged, and none is met."


def gap(found: Judgement) -> str:
    """Name the gap that a suggestion fills: ``between P2 and P1``; empty without one."""
    return f"between {' and '.join(found.between)}" if found.between else ""
