"""Numbers in words."""

from __future__ import annotations


def figure(number: float) -> str:
    """Write a number without needless decimals: ``2,400``, ``99.5``."""
    return f"{int(number):,}" if number == int(number) else f"{number:,.10g}"
