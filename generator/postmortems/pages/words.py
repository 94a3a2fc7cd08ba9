"""Counts, figures and values in words."""

from __future__ import annotations


def count(number: int, noun: str, plural: str = "") -> str:
    """Say a count with its noun: ``1 action``, ``12 actions``, ``no actions``."""
    many = plural or f"{noun}s"
    if number == 0:
        return f"no {many}"
    return f"{number:,} {noun if number == 1 else many}"


def spoken(word: str) -> str:
    """Turn a value such as ``client_report`` into words: ``client report``."""
    return word.replace("_", " ")
