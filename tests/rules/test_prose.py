from __future__ import annotations

from postmortems.rules.prose import claims, stated_lengths
from postmortems.rules.wording import said, statements
from support.example import make_incident

ENTRY = {
    "at": "2026-03-03 09:08",
    "text": "An alert came.",
    "actor": "Night watch",
    "evidence": "Log of the watch",
}


def test_claims_are_what_the_author_tells_and_not_who_did_it_or_what_shows_it() -> None:
    incident = make_incident(timeline=[ENTRY])
    told = [path for path, _ in claims(incident) if path[0] == "timeline"]
    assert told == [("timeline", 0, "text")]


def test_the_headline_is_the_title_the_summary_and_the_impact() -> None:
    told = [path for path, _ in claims(make_incident(), headline=True)]
    assert told == [("title",), ("summary",), ("impact", "description")]


def test_the_title_of_an_action_is_the_authors_and_its_owner_is_a_name() -> None:
    action = {"id": "A1", "title": "Renew it", "status": "open", "owner": "Rosa Vega"}
    incident = make_incident(actions=[action], findings=None)
    stated = [path for path, _ in statements(incident, parts=("actions",))]
    assert stated == [("actions", 0, "title")]


def test_a_length_is_found_in_the_one_text_that_names_a_unit() -> None:
    (found,) = stated_lengths(
        make_incident(summary="It lasted two days.", actions=None, findings=None)
    )
    path, _, (stated,) = found
    assert (path, stated.text) == (("summary",), "two days")


def test_a_text_that_holds_every_phrase_says_them() -> None:
    incident = make_incident(summary="A human error, no more.")
    assert list(said(incident, ("human error",))) == [(("summary",), "`human error`")]
