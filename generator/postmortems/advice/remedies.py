"""Ways to contain an incident and to remove its cause, chosen by what the record holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.severity import judge

if TYPE_CHECKING:
    from postmortems.config.settings import Settings
    from postmortems.config.workflow import Containment, Eradication
    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """The options of the policy; where the record does not tell the type, all of them.

    ``contained_by`` and ``cured_by`` say what they were chosen by; empty where nothing chose.
    """

    containment: tuple[Containment, ...]
    contained_by: str
    eradication: tuple[Eradication, ...]
    cured_by: str


def remedies(incident: Incident, settings: Settings) -> Remedies:
    """Choose by the kind, by the severity criteria that are met, and by the factors' categories."""
    policy = settings.policy
    met = {each.criterion.id for each in judge(settings.severities, incident.signals or {}).matches}
    fitting = tuple(
        each
        for each in policy.containment
        if incident.kind in each.kinds or met.intersection(each.criteria)
    )
    categories = {each.category for each in incident.factors if each.category}
    cures = tuple(each for each in policy.eradication if each.category in categories)
    return Remedies(
        containment=fitting or policy.containment,
        contained_by="its kind and signals" if fitting else "",
        eradication=cures or policy.eradication,
        cured_by="the categories of its factors" if cures else "",
    )
