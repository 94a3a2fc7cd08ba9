"""Durations, dates and counts in words."""

from __future__ import annotations

from datetime import timedelta


def duration(span: timedelta | None) -> str:
    """Say a duration the way people do: ``1 h 02 min``, ``2 d 3 h``, ``45 s``.

    Empty when there is none. Seconds are said only under two minutes.
    """
    if span is None:
        return ""
    seconds = int(span.total_seconds())
    if seconds < 0:
        return "not in order"
    if seconds < 120 and seconds % 60:  # noqa: PLR2004
        return f"{seconds} s"
    minutes = seconds // 60
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return (
            f"{days} d"
            + (f" {hours} h" if hours else "")
            + (f" {minutes:02d} min" if minutes and not hours else "")
        )
    if hours:
        return f"{hours} h {minutes:02d} min" if minutes else f"{hours} h"
    return f"{minutes} min"


def count(number: int, noun: str, plural: str = "") -> str:
    """Say a count with its noun: ``1 action``, ``12 actions``, ``no actions``."""
    many = plural or f"{noun}s"
    if number == 0:
        return f"no {many}"
    return f"{number:,} {noun if number == 1 else many}"


def figure(number: float) -> str:
    """Write a number without needless decimals: ``2,400``, ``99.5``."""
    return f"{int(number):,}" if number == int(number) else f"{number:,.10g}"


def spoken(word: str) -> str:
    """Turn a value such as ``client_report`` into words: ``client report``."""
    return word.replace("_", " ")
