"""Who noticed first: ourselves, or the clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.metrics.base import Leaving, Metric, definition

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from postmortems.model.incident import Incident

BY_CLIENTS = "client_report"
SOURCES = ("alert", "monitoring", "internal", BY_CLIENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """The incidents of one severity level by what noticed them first; ids by source."""

    severity: str
    ids: tuple[tuple[str, tuple[str, ...]], ...]

    def of(self, *, clients: bool) -> tuple[str, ...]:
        """Return the ids that clients told us about, or else those that we noticed ourselves."""
        return tuple(
            key for source, ids in self.ids if (source == BY_CLIENTS) is clients for key in ids
        )

    @property
    def ours(self) -> int:
        """Count those that an alert, a look at the monitoring or one of us noticed."""
        return len(self.of(clients=False))

    @property
    def clients(self) -> int:
        """Count those that clients told us about."""
        return len(self.of(clients=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection(Metric):
    """Who noticed, a row for each severity level in the order given."""

    rows: tuple[Noticed, ...]

    @property
    def ours(self) -> int:
        """Count the incidents that we noticed ourselves."""
        return sum(row.ours for row in self.rows)

    @property
    def clients(self) -> int:
        """Count the incidents that clients told us about."""
        return sum(row.clients for row in self.rows)


def detection(incidents: Iterable[Incident], levels: Sequence[str]) -> Detection:
    """Incidents that we noticed ourselves, against those that clients told us about.

    An alert, a look at the monitoring and a colleague count as ourselves.

    Left out: incidents whose source of detection is unknown.
    """
    leaving = Leaving()
    found: dict[str, dict[str, list[str]]] = {
        level: {source: [] for source in SOURCES} for level in levels
    }
    n = 0
    for each in incidents:
        source = each.detection.source
        if source == "unknown":
            leaving.out("source of detection unknown", each.id)
            continue
        found[each.severity][source].append(each.id)
        n += 1
    return Detection(
        n=n,
        definition=definition(detection),
        left_out=leaving.all(),
        rows=tuple(
            Noticed(
                severity=level,
                ids=tuple((source, tuple(ids)) for source, ids in sources.items()),
            )
            for level, sources in found.items()
        ),
    )
