"""Which parts of a postmortem page are there: those that say something, and those asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.clocks import is_running
from postmortems.pages import story
from postmortems.pages.paperwork import write_up

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from postmortems.model.incident import Incident

_NAMES = {
    "analysis": "analysis",
    "factors": "contributing factors",
    "review": "review",
    "actions": "actions",
}
_SECTIONS = (
    *("actions", "analysis", "background", "communications", "escalations", "factors", "findings"),
    *("got_lucky", "handoffs", "impact", "lessons", "recovery", "review", "roles", "summary"),
    *("surprises", "timeline", "trigger", "went_poorly", "went_well"),
)
_REVIEWED = ("went_well", "went_poorly", "got_lucky", "surprises", "lessons")


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Facts of the head that the record lacks, under the words that say so."""

    label: str
    names: tuple[str, ...]


def is_published(incident: Incident) -> bool:
    """Tell whether the write-up is out, which is when a record is asked for all of its parts."""
    return incident.postmortem.status == "published"


def shown(incident: Incident, hidden: Container[str] = ()) -> frozenset[str]:
    """Return the parts of what was learned and agreed that the page shows.

    Before the write-up is out, an empty part is work to come and no gap in the record; nor is one
    whose field is among the ``hidden`` ones.
    """
    # `none` is an answer too, and an empty list of a record.
    reviewed = any(getattr(incident, name) is not None for name in _REVIEWED)
    held = {
        "analysis": bool(incident.trigger or incident.change or incident.analysis),
        "factors": bool(incident.factors),
        "review": bool(reviewed or incident.review or incident.follow_ups or write_up(incident)),
        "actions": bool(incident.actions or incident.ideas or incident.no_action_reason),
    }
    asked = is_published(incident)
    return frozenset(
        name for name, there in held.items() if there or (asked and name not in hidden)
    )


def later(incident: Incident, hidden: Container[str] = ()) -> tuple[str, ...]:
    """Name the parts that are not there yet."""
    there = shown(incident, hidden)
    return tuple(name for part, name in _NAMES.items() if part not in there and part not in hidden)


def hidden(conceals: Callable[[str], bool]) -> frozenset[str]:
    """Return the fields of which the record may say more than the page: their absence is no gap."""
    return frozenset(name for name in _SECTIONS if conceals(name))


def missing(
    incident: Incident, *, commanded: bool, hidden: Callable[[str], bool]
) -> tuple[Missing, ...]:
    """Gather what the head cannot tell; the end of an open incident is still to come."""
    names = [each for each in story.missing(incident) if not hidden(f"times.{each}")]
    ends = ("mitigated", "resolved") if is_running(incident) else ()
    found = (
        Missing(
            label="Not recorded",
            names=(
                *(each for each in names if each not in ends),
                *(() if commanded else ("commander",)),
            ),
        ),
        Missing(label="Not yet", names=tuple(each for each in names if each in ends)),
    )
    return tuple(each for each in found if each.names)
