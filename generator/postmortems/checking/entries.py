"""What was found in one file, as text that a cache can keep."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from postmortems.checking.record import Examined
from postmortems.checking.stored import findings_of, rows_of, text_of
from postmortems.rules.repository import Card

if TYPE_CHECKING:
    from postmortems.load.files import Source


def written(examined: Examined) -> str:
    """Write what was found in a file."""
    card = examined.card
    return text_of(
        [
            rows_of(examined.findings),
            examined.since.isoformat(),
            examined.only.isoformat() if examined.only else None,
            _card_row(card) if card else None,
        ]
    )


def entry(text: str, source: Source) -> Examined | None:
    """Read what `written` wrote about a file; None when it is anything else."""
    try:
        findings, since, only, row = json.loads(text)
        return Examined(
            file=source.file,
            stem=source.stem,
            findings=findings_of(findings),
            since=date.fromisoformat(since),
            only=date.fromisoformat(only) if only else None,
            card=_card(row, source.file) if row else None,
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _card_row(card: Card) -> list[Any]:
    return [
        card.id,
        card.services,
        card.started.isoformat() if card.started else None,
        card.resolved.isoformat() if card.resolved else None,
        card.dated,
        card.related,
        card.recurrence_of,
        card.open_actions,
        card.allowed_loss,
        card.sla_days,
        card.names,
        card.used,
        card.ignored,
        card.silenced,
    ]


def _card(row: list[Any], file: str) -> Card:
    (
        name,
        services,
        started,
        resolved,
        dated,
        related,
        recurrence_of,
        open_actions,
        allowed_loss,
        sla_days,
        names,
        used,
        ignored,
        silenced,
    ) = row
    return Card(
        id=name,
        file=file,
        services=tuple(services),
        started=datetime.fromisoformat(started) if started else None,
        resolved=datetime.fromisoformat(resolved) if resolved else None,
        dated=dated,
        related=tuple(related),
        recurrence_of=recurrence_of,
        open_actions=tuple((key, title) for key, title in open_actions),
        allowed_loss=allowed_loss,
        sla_days=sla_days,
        names=tuple((kind, said, tuple(path)) for kind, said, path in names),
        used=tuple(used),
        ignored=tuple(ignored),
        silenced=tuple(silenced),
    )
