"""A judge under the shipped configuration, and the name that texts are judged by."""

from __future__ import annotations

from datetime import UTC, datetime

from postmortems.checking.record import Examined, terms
from postmortems.checking.records import SomeRecords
from postmortems.edit.judge import Judge
from postmortems.load.files import Source
from support.example import BASE_ID, settings

JUDGE = Judge(
    terms=terms(settings(), datetime(2026, 3, 20, 23, 59, 59, tzinfo=UTC)),
    repository=SomeRecords((), (), lambda source: Examined(file=source.file, stem=source.stem)),
)
SOURCE = Source(path=f"nowhere/{BASE_ID}.yml", file=f"incidents/2026/{BASE_ID}.yml")
"""A name only: nothing lies there."""
