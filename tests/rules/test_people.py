from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.rules.people import person_names
from support.example import make_incident, settings

if TYPE_CHECKING:
    from postmortems.model.incident import Incident

ACTION = {"id": "A1", "title": "Certificates renew themselves", "status": "open"}
LEAD = {"commander": {"name": "Ana Ruiz"}}
HANDOFF = {"at": "2026-03-03 09:30"}


def _with(**fragment: Any) -> Incident:  # noqa: ANN401 - plain values as in YAML
    """An incident in which these parts alone may name somebody."""
    incident = make_incident(findings=None, **fragment)
    nobody: dict[str, Any] = {
        "roles": None,
        "actions": (),
        "postmortem": replace(incident.postmortem, owner=None),
        "review": None,
    }
    return replace(incident, **{key: each for key, each in nobody.items() if key not in fragment})


@pytest.mark.parametrize(
    "fragment",
    [
        {"roles": {"commander": {"name": "Rosa Vega"}}},
        {"roles": {**LEAD, "scribe": {"name": "Rosa Vega"}}},
        {"roles": {**LEAD, "responders": [{"name": "Rosa Vega"}]}},
        {"handoffs": [{**HANDOFF, "from": "Rosa Vega", "to": "Jon Bell"}]},
        {"handoffs": [{**HANDOFF, "from": "Jon Bell", "to": "Rosa Vega"}]},
        {"actions": [{**ACTION, "owner": "Rosa Vega"}]},
        {"postmortem": {"status": "draft", "owner": "Rosa Vega"}},
        {"review": {"held_at": "2026-03-06", "attendees": ["Rosa Vega"]}},
        {"review": {"held_at": "2026-03-06", "facilitator": "Rosa Vega"}},
    ],
)
def test_a_person_is_known_by_every_part_in_an_incident(fragment: dict[str, Any]) -> None:
    for text, found in (("It was Vega.", ["Vega"]), ("It was Rosa Vega.", ["Rosa Vega"])):
        names = person_names(_with(**fragment), settings(), [text])
        assert names is not None
        assert names.findall(text) == found


def test_who_has_no_part_in_an_incident_is_not_known() -> None:
    assert person_names(_with(), settings(), ["Rosa Vega"]) is None
