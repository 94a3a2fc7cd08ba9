"""Which phase the response is in, from what that follows, and what its checklists ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.evidence import Checked, checked

if TYPE_CHECKING:
    from postmortems.advice.situation import Situation
    from postmortems.config.escalation import Duty
    from postmortems.config.taxonomy import Phase
    from postmortems.config.workflow import PhaseGuide


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The phase of the response with its checklist, and the commander's.

    ``phase`` is None where neither the status nor the timeline tells; ``because`` says from what
    it follows, or why it does not.
    """

    phase: Phase | None
    because: str
    guide: PhaseGuide | None = None
    checklist: tuple[Checked, ...] = ()
    duty: Duty | None = None
    duty_checklist: tuple[Checked, ...] = ()


def stage(at: Situation) -> Stage:
    """Tell the phase: the later of what the status implies and what the timeline came to."""
    phases = at.settings.taxonomy.phases
    order = {each.id: index for index, each in enumerate(phases)}
    status = next((each.id for each in phases if at.incident.status in each.statuses), None)
    entries = [each for each in at.incident.timeline if each.phase in order]
    latest = max(entries, key=lambda each: each.at, default=None)
    told = latest.phase if latest is not None else None
    if status is None and told is None:
        return Stage(
            phase=None,
            because=f"the status `{at.incident.status}` belongs to no phase, and no timeline entry "
            "names one",
        )
    said = f"the status is `{at.incident.status}`"
    found = status
    if told is not None and (status is None or order[told] > order[status]):
        found, said = told, "it is that of the latest timeline entry with a phase"
    assert found is not None  # noqa: S101 - one of the two was told
    guide = next((each for each in at.settings.policy.phases if each.phase == found), None)
    duties = at.settings.escalation.commander.duties
    needs = at.level.depth == "full"
    duty = next((each for each in duties if found in each.phases), None) if needs else None
    return Stage(
        phase=phases[order[found]],
        because=said,
        guide=guide,
        checklist=checked(at, guide.checklist) if guide else (),
        duty=duty,
        duty_checklist=checked(at, duty.checklist) if duty else (),
    )
