"""A judge under the shipped configuration, and the name that texts are judged by."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from postmortems.edit.judge import Judge
from postmortems.load.files import Source
from support.example import BASE_ID, settings

JUDGE = Judge(settings=settings(), as_of=datetime(2026, 3, 20, 23, 59, 59, tzinfo=UTC))
SOURCE = Source(path=Path("nowhere") / f"{BASE_ID}.yml", file=f"incidents/2026/{BASE_ID}.yml")
"""A name only: nothing lies there."""
