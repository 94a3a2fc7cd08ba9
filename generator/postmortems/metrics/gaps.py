"""Which controls were missing, and in how many incidents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.metrics.base import Leaving, Metric, definition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A control that was missing, and the incidents that found so, each once."""

    name: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlGaps(Metric):
    """Gaps, the one found in the most incidents first; ``n`` counts incidents."""

    gaps: tuple[Gap, ...]


def control_gaps(incidents: Iterable[Incident]) -> ControlGaps:
    """In how many incidents the findings name a control that was missing.

    An incident counts once for each control, however many of its findings name it.

    Left out: incidents without findings, or whose findings name no missing control.
    """
    leaving = Leaving()
    found: dict[str, list[str]] = {}
    n = 0
    for each in incidents:
        names = dict.fromkeys(one.control_gap for one in each.findings if one.control_gap)
        if not each.findings:
            leaving.out("no findings recorded", each.id)
        elif not names:
            leaving.out("no missing control named", each.id)
        else:
            n += 1
        for name in names:
            found.setdefault(name, []).append(each.id)
    ranked = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return ControlGaps(
        n=n,
        definition=definition(control_gaps),
        left_out=leaving.all(),
        gaps=tuple(Gap(name=name, ids=tuple(ids)) for name, ids in ranked),
    )
