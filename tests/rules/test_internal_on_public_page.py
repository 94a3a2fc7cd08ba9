from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.rules.internal_on_public_page import internal_on_public_page
from support.example import context, make_incident, settings

if TYPE_CHECKING:
    from postmortems.config.settings import Settings
    from postmortems.findings import Path

PUBLIC = {"status": "published", "owner": "Pia Lund", "audience": "public"}


def _found(policy: Settings | None = None, **fragment: Any) -> list[tuple[Path, str]]:  # noqa: ANN401
    incident = make_incident(**{"postmortem": PUBLIC, **fragment})
    assert internal_on_public_page.check is not None
    problems = internal_on_public_page.check(incident, context(incident, policy=policy))
    return [(each.path, each.message) for each in problems]


def _edition(**changes: Any) -> Settings:  # noqa: ANN401 - any part of an edition
    audiences = settings().audiences
    return replace(
        settings(), audiences=replace(audiences, public=replace(audiences.public, **changes))
    )


NAMED = [(("background",), "a public page would name `Jon Bell`, a person")]


def test_only_a_public_page_must_not_name_people() -> None:
    assert _found() == []
    assert _found(background="Jon Bell renewed it.") == NAMED
    assert _found(background='They said "Jon Bell".') == NAMED
    for audience in ({"audience": "internal"}, {}):
        written = {"status": "published", **audience}
        assert _found(background="Jon Bell renewed it.", postmortem=written) == []


@pytest.mark.parametrize(
    "fragment",
    [
        {"roles": {"commander": {"name": "Kim Voss"}}},
        {"roles": {"tech_lead": {"name": "Kim Voss"}}},
        {"roles": {"comms_lead": {"name": "Kim Voss"}}},
        {"roles": {"scribe": {"name": "Kim Voss"}}},
        {"roles": {"responders": [{"name": "Leo Katz"}, {"name": "Kim Voss"}]}},
        {"handoffs": [{"at": "2026-03-03 09:30", "from": "Kim Voss", "to": "Leo Katz"}]},
        {"handoffs": [{"at": "2026-03-03 09:30", "from": "Leo Katz", "to": "Kim Voss"}]},
        {"escalations": [{"at": "2026-03-03 09:30", "tier": "L3", "contact": "Kim Voss"}]},
        {"escalations": [{"at": "2026-03-03 09:30", "tier": "L3", "alternate": "Kim Voss"}]},
        {"timeline": [{"at": "09:30", "text": "It began.", "actor": "Kim Voss"}]},
        {"knowledge_gaps": [{"procedure": "Renewing", "holders": ["Kim Voss"]}]},
        {"actions": [{"id": "A1", "title": "Renew", "status": "open", "owner": "Kim Voss"}]},
        {"postmortem": {**PUBLIC, "owner": "Kim Voss"}},
        {"review": {"held_at": "2026-03-06", "facilitator": "Kim Voss"}},
        {"review": {"held_at": "2026-03-06", "attendees": ["Kim Voss"]}},
    ],
)
def test_whoever_stands_in_a_field_for_people_is_a_person(fragment: dict[str, Any]) -> None:
    told = [(("summary",), "a public page would name `Kim Voss`, a person")]
    if "actions" in fragment:
        fragment["findings"] = None
    assert _found(**fragment) == []
    assert _found(**fragment, summary="It was Kim Voss who saw it.") == told


@pytest.mark.parametrize(
    ("owner", "said"),
    [
        ("Ludwig van Beethoven", "Ludwig van Beethoven"),
        ("Élodie de la Cruz", "Élodie de la Cruz"),
        ("Kim Voss (L2)", "Kim Voss"),
        ("Kim Voss, payments", "Kim Voss"),
        ("Leo Katz / Kim Voss", "KIM VOSS"),
        ("Ana Maria Luz del Mar Sol Vega", "Ana Maria Luz del Mar Sol Vega"),
        ("王小明", "王小明"),
    ],
)
def test_names_are_known_however_they_are_made(owner: str, said: str) -> None:
    told = [(("summary",), f"a public page would name `{said}`, a person")]
    assert _found(postmortem={**PUBLIC, "owner": owner}, summary=f"Seen:{said}.") == told
    assert _found(postmortem={**PUBLIC, "owner": owner}, summary="A van with de la payments.") == []


def test_services_teams_and_roles_are_no_people() -> None:
    actors = ["Payment API", "Database Team", "Engineering Manager", "Monitoring"]
    timeline = [{"at": "09:30", "text": "It began.", "actor": actor} for actor in actors]
    assert _found(timeline=timeline, background=f"Seen by {', '.join(actors)}.") == []


@pytest.mark.parametrize("field", ["notes", "internal", "ideas"])
def test_what_a_public_page_leaves_out_may_name_people(field: str) -> None:
    text: Any = "Ask Jon Bell."
    written = {"notes": text, "internal": {"contact": text}, "ideas": [text]}[field]
    assert _found(**{field: written}) == []
    assert _found(policy=_edition(hides=("internal",)), **{field: written}) == (
        [((field, 0), NAMED[0][1])] if field == "ideas" else []
    )


def test_a_field_is_left_out_with_what_is_under_it_and_nothing_else() -> None:
    impact = {"description": "Jon Bell saw it.", "revenue": {"value": 1, "note": "By Jon Bell."}}
    message = NAMED[0][1]
    described, noted = ("impact", "description"), ("impact", "revenue", "note")
    assert _found(impact=impact) == [(described, message)]
    assert _found(policy=_edition(hides=("impact",)), impact=impact) == []
    assert _found(policy=_edition(hides=("impact.rev",)), impact=impact) == [
        (described, message),
        (noted, message),
    ]


def test_an_edition_with_names_may_name_people() -> None:
    policy = _edition(people="names", hides=())
    assert _found(policy=policy, background="Jon Bell renewed it.") == []


def test_without_names_there_is_nobody_to_name() -> None:
    nobody = {"roles": None, "timeline": None, "escalations": None, "review": None}
    bare = {"status": "published", "audience": "public"}
    assert _found(**nobody, actions=[], findings=None, postmortem=bare, background="Jon Bell") == []


def test_messages_that_the_public_site_does_not_show_may_name_people() -> None:
    said = {"at": "2026-03-03 09:30", "kind": "update", "text": "Jon Bell renews it."}
    told = [(("communications", 0, "text"), NAMED[0][1])]
    assert _found(communications=[said | {"audience": "internal"}]) == []
    assert _found(communications=[said | {"audience": "client"}]) == told
