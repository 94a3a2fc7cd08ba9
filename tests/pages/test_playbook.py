from __future__ import annotations

from dataclasses import replace

import pytest

from postmortems.config.severities import Applies, Clause
from postmortems.pages import clauses, playbook
from postmortems.pages.playbook.afterwards import AfterwardsPage
from postmortems.pages.playbook.cover import CoverPage, ReadingsPage
from postmortems.pages.playbook.ladder import LadderPage
from postmortems.pages.playbook.messages import MessagesPage
from postmortems.pages.playbook.phases import PhasesPage
from postmortems.pages.playbook.scale import ScalePage
from support.example import settings
from support.wording import wording

PAGES = {page.path: page for page in playbook.pages(settings(), wording(settings()))}


def test_every_chapter_is_there_and_linked_from_the_first_page() -> None:
    cover = PAGES["playbook/index.md"]
    assert isinstance(cover, CoverPage)
    assert {f"{chapter.url.rstrip('/')}.md" for chapter in cover.chapters} == set(PAGES) - {
        "playbook/index.md"
    }
    assert cover.chapters[0].about == ("4 levels, P0 to P3: what each means and what it promises")


def test_every_level_has_every_clause_and_example() -> None:
    page = PAGES["playbook/severities.md"]
    assert isinstance(page, ScalePage)
    assert [each.level for each in page.levels] == list(settings().severities.levels)
    p1 = page.levels[1]
    assert (p1.anchor, p1.url) == ("p1", "severities/p1/")
    assert [
        (each.name, each.promise, each.checked, each.since, each.owed) for each in p1.promises
    ] == [
        ("Detection", "in less than 5 min", "in less than 5 min", "the start of harm", "always"),
        ("Acknowledgement", "within 5 min", "within 5 min", "detection", "always"),
        ("Engineering called in", "within 30 min", "within 30 min", "detection", "always"),
        (
            "Executives told",
            "when still unresolved after 2 hours",
            "within 5 min",
            "2 h after detection",
            "when still unresolved after 2 h",
        ),
        (
            "Clients told",
            "within 1 hour, when clients feel it",
            "within 1 h",
            "detection",
            "when clients feel it",
        ),
    ]
    p3 = page.levels[3]
    assert p3.missing == ("Executives told", "Clients told")
    assert [each.checked for each in p3.promises] == ["", "within 1 h of business time", ""]
    assert p1.commanders == ("L1, On-call support engineer", "L2, Senior support engineer")


def test_every_criterion_stands_with_its_level_in_words() -> None:
    page = PAGES["playbook/severities.md"]
    assert isinstance(page, ScalePage)
    hints = {hint.conditions: hint for level in page.levels for hint in level.hints}
    assert len(hints) == len(settings().severities.criteria)
    assert ("Failing share: 100 %",) in hints
    assert ("Cluster down: yes",) in hints
    deep = ("Jobs waiting in the queue: more than 100", "Delay of results: more than 10 min")
    assert hints[deep].sentences == (
        (
            "P1, example 1",
            "More than 100 jobs wait in the queue and enhancements come over 10 minutes late",
        ),
    )
    between = hints["Technicians stopped at one client: 50 to 100",]
    assert between.gap == "P2 and P1"
    assert [name for name, _ in between.sentences] == ["P2, example 3", "P1, example 4"]


def test_every_signal_stands_with_its_question_and_what_it_takes() -> None:
    page = PAGES["playbook/severities.md"]
    assert isinstance(page, ScalePage)
    asked = {name: answer for name, _, answer in page.questions}
    assert asked["failure_rate_pct"] == "number %, at most 100"
    assert (asked["queue_depth"], asked["cluster_down"]) == ("number", "yes or no")


def test_business_hours_are_said_in_words() -> None:
    page = PAGES["playbook/severities.md"]
    assert isinstance(page, ScalePage)
    assert page.hours == ("Monday, Tuesday, Wednesday, Thursday, Friday, 09:00 to 17:00, Etc/UTC")


def test_the_ladder_says_which_triggers_are_checked_and_which_people_judge() -> None:
    page = PAGES["playbook/escalation.md"]
    assert isinstance(page, LadderPage)
    assert [tier.id for tier in page.tiers] == ["L1", "L2", "L3", "L4", "L5"]
    assert [(step.lower, step.upper) for step in page.steps] == [
        ("L1", "L2"),
        ("L2", "L3"),
        ("L3", "L4"),
        ("L4", "L5"),
    ]
    reasons = {reason.text: reason.checked for step in page.steps for reason in step.reasons}
    assert len(reasons) == len(settings().escalation.triggers)
    assert reasons["The incident is a P1 or worse."] == "P0, P1"
    assert reasons["A P0 has lasted for more than 1 hour."] == "P0; unresolved for more than 1 h"
    assert reasons["Clients have to be told."] == ""
    assert reasons["A breach of security is confirmed."] == "breach confirmed: yes"
    assert (page.handoff_after, page.commander_within) == ("4 h", "5 min")
    assert dict(page.commanders)["P3 Low"] == "none needed"


def test_every_contact_is_reachable_from_the_page() -> None:
    page = PAGES["playbook/escalation.md"]
    assert isinstance(page, LadderPage)
    shown = {each.id for desk in page.desks for each in desk.contacts}
    shown |= {each.id for each in page.others}
    assert shown == {each.id for each in settings().catalog.contacts}
    assert "Payment API" in next(desk for desk in page.desks if desk.id == "payments").services


def test_phases_stand_in_their_order_with_their_guides() -> None:
    page = PAGES["playbook/phases.md"]
    assert isinstance(page, PhasesPage)
    assert [each.phase for each in page.phases] == list(settings().taxonomy.phases)
    guides = {each.phase: each for each in settings().policy.phases}
    assert [each.guide for each in page.phases] == [guides[each.phase.id] for each in page.phases]
    assert [each.cure for each in page.cures] == list(settings().policy.eradication)
    assert (page.cures[0].category, page.cures[0].url) == ("Application code", "factors/code/")


def test_a_phase_without_a_guide_is_still_a_phase() -> None:
    policy = settings()
    bare = replace(policy, policy=replace(policy.policy, phases=()))
    page = {page.path: page for page in playbook.pages(bare, wording(bare))}["playbook/phases.md"]
    assert isinstance(page, PhasesPage)
    assert {each.guide for each in page.phases} == {None}


def test_messages_say_to_whom_and_by_when() -> None:
    page = PAGES["playbook/communications.md"]
    assert isinstance(page, MessagesPage)
    assert (page.cadence, page.cadence_levels) == ("30 min", "P0, P1")
    first = page.messages[0]
    assert (first.audience, first.kind, first.levels, first.next_update) == (
        "Team",
        "initial",
        "P0, P1",
        "30 min",
    )
    assert [each.message for each in page.messages] == list(settings().policy.messages)


def test_deadlines_are_those_of_the_policy() -> None:
    page = PAGES["playbook/postmortems.md"]
    assert isinstance(page, AfterwardsPage)
    assert [(each.what, each.due) for each in page.deadlines] == [
        ("Draft of the postmortem", "48 hours after the resolution"),
        ("Review", "3 to 5 business days after the resolution"),
        ("Publication", "7 days after the resolution"),
        ("Actions of priority P0", "7 days after the resolution"),
        ("Actions of priority P1", "7 days after the resolution"),
        ("Actions of priority P2", "14 days after the resolution"),
        ("A later look at whether the actions helped", "7, 30, 90 days after the resolution"),
    ]


def test_a_changed_policy_changes_the_page() -> None:
    policy = settings()
    changed = replace(policy.policy.postmortem, draft_within_hours=24)
    chosen = replace(policy, policy=replace(policy.policy, postmortem=changed))
    page = {page.path: page for page in playbook.pages(chosen, wording(chosen))}[
        "playbook/postmortems.md"
    ]
    assert isinstance(page, AfterwardsPage)
    assert page.deadlines[0].due == "24 hours after the resolution"


def test_every_reading_is_there() -> None:
    page = PAGES["playbook/readings.md"]
    assert isinstance(page, ReadingsPage)
    assert page.readings == settings().policy.readings


@pytest.mark.parametrize(
    ("clause", "promise", "measured", "since", "terms"),
    [
        (Clause(), "no time set", "", "detection", "always"),
        (
            Clause(within_minutes=90),
            "within 1 h 30 min",
            "within 1 h 30 min",
            "detection",
            "always",
        ),
        (
            Clause(within_minutes=5, inclusive=False, counted_from="started"),
            "in less than 5 min",
            "in less than 5 min",
            "the start of harm",
            "always",
        ),
        (
            Clause(within_minutes=60, applies=Applies(longer_than_minutes=120, on_request=True)),
            "within 1 h",
            "within 1 h",
            "2 h after detection",
            "when users hurt for longer than 2 h; also when someone asks",
        ),
        (
            Clause(wording="best effort", applies=Applies(on_request=True)),
            "best effort",
            "",
            "detection",
            "always; also when someone asks",
        ),
        (
            Clause(
                within_minutes=5,
                applies=Applies(unresolved_after_minutes=120, client_impact=True),
            ),
            "within 5 min",
            "within 5 min",
            "2 h after detection",
            "when still unresolved after 2 h and clients feel it",
        ),
    ],
)
def test_a_clause_is_said_in_words(
    clause: Clause, promise: str, measured: str, since: str, terms: str
) -> None:
    assert clauses.promise(clause) == promise
    assert clauses.measured(clause) == measured
    assert clauses.since(clause) == since
    assert clauses.terms(clause) == terms


def test_the_page_of_communications_shows_what_is_sent() -> None:
    page = PAGES["playbook/communications.md"]
    assert isinstance(page, MessagesPage)
    shown = {each.message.id: each for each in page.messages}
    clear = shown["client-all-clear"]
    assert clear.wording[:2] == (("Hello,",), ("the disturbance of our service is over.",))
    assert ("Severity: «The level»") in clear.wording[2]
    assert ("Cause: we cannot name it in this message.",) in clear.unknown
    for each in page.messages:
        lines = "\n".join(line for part in each.wording for line in part)
        assert [one.id for one in each.message.fields if f"«{one.text[:-1]}»" not in lines] == []
