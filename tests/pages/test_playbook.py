from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from metrics.records import record
from postmortems.config.severities import Applies, Clause, Sla
from postmortems.config.site import Playbook
from postmortems.load.history import UNKNOWN, Change, History
from postmortems.pages import clauses, playbook
from postmortems.pages.playbook import ladder
from postmortems.pages.playbook.afterwards import AfterwardsPage, Example
from postmortems.pages.playbook.changes import ChangesPage
from postmortems.pages.playbook.cover import CoverPage, ReadingsPage
from postmortems.pages.playbook.glance import GlancePage
from postmortems.pages.playbook.ladder import LadderPage
from postmortems.pages.playbook.messages import MessagesPage
from postmortems.pages.playbook.methods import Asked, MethodsPage, Seen
from postmortems.pages.playbook.phases import PhasesPage
from postmortems.pages.playbook.scale import ScalePage
from postmortems.rules.registry import rule_names
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
    assert [(step.anchor, [upper for upper, _ in step.calls]) for step in page.steps] == [
        ("tier-l1", ["L2"]),
        ("tier-l2", ["L3"]),
        ("tier-l3", ["L4"]),
        ("tier-l4", ["L5"]),
        ("tier-l5", []),
    ]
    reasons = {
        reason.id: (reason.levels, reason.after, reason.flag)
        for step in page.steps
        for _, group in step.calls
        for reason in group
    }
    assert list(reasons) == [each.id for each in settings().escalation.triggers]
    assert reasons["major"] == ("P0, P1", "", "")
    assert reasons["critical-for-an-hour"] == ("P0", "1 hour", "")
    assert reasons["clients-to-be-told"] == ("", "", "")
    assert reasons["breach"] == ("", "", "breach confirmed")
    assert (page.handoff_after, page.commander_within) == ("4 hours", "5 minutes")
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
    look = "A later look: are the actions done, did they help, what else is needed?"
    assert [(each.what, each.due, each.rule, each.example) for each in page.deadlines] == [
        ("Draft of the postmortem", "48 hours after the resolution", "postmortem-late", ""),
        ("Review", "3 to 5 business days after the resolution", "review-outside-window", ""),
        ("Publication", "7 days after the resolution", "postmortem-late", ""),
        ("Actions of priority P0", "7 days after the resolution", "action-due-too-late", ""),
        ("Actions of priority P1", "7 days after the resolution", "action-due-too-late", ""),
        ("Actions of priority P2", "14 days after the resolution", "action-due-too-late", ""),
        (look, "7 days after the resolution", "", ""),
        (look, "30 days after the resolution", "", ""),
        (look, "90 days after the resolution", "", ""),
    ]
    assert page.contents == settings().policy.postmortem.contents
    assert page.example is None


def test_the_worked_example_has_its_days_without_weekends_and_holidays() -> None:
    # Resolved on a Tuesday; the Friday after it is a holiday.
    times = {"started": "2025-11-04 10:30", "resolved": "2025-11-04 11:50"}
    incident = record("INC-20251104-1030", title="The pool was empty", times=times)
    policy = replace(settings().policy, holidays=(date(2025, 11, 7),))
    page = next(
        each
        for each in playbook.pages(
            replace(settings(), policy=policy),
            wording(settings()),
            incidents={incident.id: incident},
        )
        if isinstance(each, AfterwardsPage)
    )
    assert page.example == Example(
        id=incident.id,
        title="The pool was empty",
        url="incidents/INC-20251104-1030/",
        resolved="2025-11-04 11:50 UTC",
    )
    assert [each.example for each in page.deadlines] == [
        "Thu 2025-11-06, 11:50 UTC",
        "Mon 2025-11-10 to Wed 2025-11-12",
        "Tue 2025-11-11, 11:50 UTC",
        "Tue 2025-11-11",
        "Tue 2025-11-11",
        "Tue 2025-11-18",
        "Tue 2025-11-11",
        "Thu 2025-12-04",
        "Mon 2026-02-02",
    ]


def test_an_example_that_is_not_resolved_is_linked_and_has_no_days() -> None:
    incident = record("INC-20251104-1030", status="investigating")
    pages = playbook.pages(settings(), wording(settings()), incidents={incident.id: incident})
    page = next(each for each in pages if isinstance(each, AfterwardsPage))
    assert page.example is not None
    assert page.example.resolved == ""
    assert {each.example for each in page.deadlines} == {""}


def test_reports_to_authorities_say_when_they_are_due() -> None:
    page = PAGES["playbook/postmortems.md"]
    assert isinstance(page, AfterwardsPage)
    dues = {(duty.regime.id, each.name): each.due for duty in page.duties for each in duty.stages}
    assert dues["NIS2", "Early warning"] == "24 hours after we knew"
    assert dues["NIS2", "Final report"] == "1 month after “Incident notification”"
    assert dues["SEC", "Form 8-K"] == "4 business days after it was judged reportable"
    assert dues["DORA", "Initial notification"] == (
        "the earlier of 4 hours after it was judged reportable and 24 hours after we knew"
    )


def test_the_matrix_holds_every_clause_of_every_level() -> None:
    page = PAGES["playbook/response.md"]
    assert isinstance(page, GlancePage)
    assert [each.id for each in page.columns] == ["P0", "P1", "P2", "P3"]
    assert [(line.name, line.rule) for line in page.lines] == [
        ("Detection", "detection-late"),
        ("Acknowledgement", "acknowledgement-late"),
        ("Engineering called in", "engineering-escalation-late"),
        ("Executives told", "executive-notice-late"),
        ("Clients told", "client-notice-late"),
    ]
    exact = [[each.exact for each in line.cells] for line in page.lines]
    assert exact == [
        ["in less than 5 min", "in less than 5 min", "in less than 15 min", "best effort"],
        ["within 5 min", "within 5 min", "within 15 min", "within 1 h of business time"],
        [
            "within 15 min",
            "within 30 min",
            "after 4 hours, within 5 min",
            "at the next sprint planning",
        ],
        ["within 5 min", "after 2 hours, within 5 min", "not required", "not required"],
        ["within 30 min", "within 1 h", "after 2 hours, within 1 h", "not required"],
    ]
    clients = page.lines[4].cells[2]
    assert clients.promise == "when a client asks, or when it hurts for more than 2 hours"
    assert clients.terms == (
        "from 2 h after the start of harm, "
        "when users hurt for longer than 2 h; also when someone asks"
    )
    assert [(each.what, each.limit, each.levels) for each in page.limits] == [
        ("A commander is named", "within 5 minutes of detection", "P0, P1"),
        ("Command is handed over", "after more than 4 hours", "P0, P1"),
        ("Updates while it is open", "at least every 30 minutes", "P0, P1"),
        ("Silence in the timeline", "at most 30 minutes", "P0, P1"),
        ("Stability watched before it is called resolved", "at least 15 minutes", "all levels"),
    ]


def test_every_rule_that_a_page_says_checks_something_exists() -> None:
    glance, after = PAGES["playbook/response.md"], PAGES["playbook/postmortems.md"]
    ladder = PAGES["playbook/escalation.md"]
    assert isinstance(glance, GlancePage)
    assert isinstance(after, AfterwardsPage)
    assert isinstance(ladder, LadderPage)
    said = {
        *(each.rule for each in glance.lines),
        *(each.rule for each in glance.limits),
        *(each.rule for each in after.deadlines if each.rule),
        *(name for name, _, _ in (*after.rules, *ladder.rules)),
    }
    assert said - rule_names().keys() == set()
    assert glance.lines[0].url == "reference/rules/detection-late/"


def test_a_level_is_laid_out_along_the_clock() -> None:
    page = PAGES["playbook/escalation.md"]
    assert isinstance(page, LadderPage)
    assert [each.id for each in page.courses] == ["P0", "P1", "P2", "P3"]
    p0 = {stop.at: [mark.what for mark in stop.marks] for stop in page.courses[0].stops}
    assert list(p0) == [
        "At once",
        "5 minutes",
        "15 minutes",
        "30 minutes",
        "1 hour",
        "2 hours",
        "4 hours",
    ]
    assert p0["At once"] == [
        "L1 calls L2, Senior support engineer",
        "L2 calls L3, Engineering on call",
    ]
    assert p0["5 minutes"] == [
        "It is detected",
        "Someone has taken it on",
        "Executives told",
        "A commander is named",
    ]
    assert p0["30 minutes"] == [
        "L1 calls L2, Senior support engineer, unless called already",
        "Clients or Status page told",
        "The next update, and again each time this has passed",
    ]
    assert p0["2 hours"] == ["L4 calls L5, CTO or another executive"]
    p1 = {stop.at: [each.what for each in stop.marks] for stop in page.courses[1].stops}
    assert "Engineering is called in, L3" in p1["30 minutes"]
    assert p1["1 hour"][0] == "L2 calls L3, Engineering on call, unless called already"
    p3 = page.courses[3].stops
    assert [(stop.at, [(each.what, each.why) for each in stop.marks]) for stop in p3] == [
        ("1 hour", [("Someone has taken it on", "in business time")])
    ]


def test_a_scale_without_clocks_has_no_course() -> None:
    policy = settings()
    levels = (replace(policy.severities.levels[3], sla=Sla()),)
    scale = replace(policy.severities, levels=levels)
    page = ladder.page(replace(policy, severities=scale), UNKNOWN)
    assert page.courses == ()


def test_the_history_is_told_as_far_as_the_site_wants_it() -> None:
    change = Change(
        commit="abcdef0123456789" * 3,
        day=date(2026, 3, 3),
        subject="Answer sooner",
        files=("policy.yml",),
    )
    older = replace(change, day=date(2026, 3, 1), subject="Begin")
    known = History(
        known=True,
        changes=(change, older),
        cut=date(2026, 2, 1),
        last={"policy.yml": date(2026, 3, 3)},
    )
    few = replace(settings(), site=replace(settings().site, playbook=Playbook(history_entries=1)))
    found = {each.path: each for each in playbook.pages(few, wording(few), history=known)}
    page, after = found["playbook/history.md"], found["playbook/postmortems.md"]
    assert isinstance(page, ChangesPage)
    assert isinstance(after, AfterwardsPage)
    assert [(each.commit, each.day, each.subject) for each in page.changes] == [
        ("abcdef0123", "2026-03-03", "Answer sooner")
    ]
    assert (page.known, page.cut, page.earlier, page.version) == (True, "2026-02-01", 1, "1.0")
    assert [(each.file, each.changed) for each in after.sources] == [
        ("policy.yml", "2026-03-03"),
        ("taxonomy.yml", ""),
    ]
    empty = PAGES["playbook/history.md"]
    assert isinstance(empty, ChangesPage)
    assert (empty.known, empty.cut, empty.earlier, empty.changes) == (False, "", 0, ())


def test_a_remedy_says_what_points_to_it() -> None:
    page = PAGES["playbook/phases.md"]
    assert isinstance(page, PhasesPage)
    signs = {each.remedy.id: each.signs for each in page.containment}
    assert signs["queue"] == (
        "Jobs waiting in the queue: at least 50",
        "Manual scaling needed: yes",
        "factor: Capacity",
    )
    assert "kind: security" in signs["breach"]


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
    declared = shown["declaration"].subject
    assert declared == "Incident declared («The level»): «What it is about»"
    assert clear.wording[:2] == (("Hello,",), ("the disturbance of our service is over.",))
    assert ("Severity: «The level»") in clear.wording[2]
    assert ("Cause: we cannot name it in this message.",) in clear.unknown
    for each in page.messages:
        lines = "\n".join(line for part in each.wording for line in part)
        assert [one.id for one in each.message.fields if f"«{one.text[:-1]}»" not in lines] == []


def test_each_method_of_analysis_stands_with_what_it_asks() -> None:
    page = PAGES["playbook/analysis.md"]
    assert isinstance(page, MethodsPage)
    assert [each.option for each in page.methods] == [
        *("five-whys", "fishbone", "fault-tree", "change-analysis", "bow-tie"),
    ]
    fishbone, tie = page.methods[1], page.methods[4]
    assert fishbone.asked[2] == Asked(
        place="Change and rollout",
        question="What had changed before it began?",
        only="",
        below=("Why did *change* go out without approval?", "Was *change* approved, and by whom?"),
    )
    assert (tie.asked[0].place, tie.asked[0].question) == (
        "In the middle",
        "At which moment was control lost: *title*?",
    )
    assert tie.asked[2].below == ("What was meant to stop *change*, which was not approved?",)
    assert page.methods[0].asked[1].only == "only where the record shows something of it"
    assert len(page.seen) == len(settings().analysis.observations)
    assert page.seen[2] == Seen(
        stage="detection",
        says="No alert is named.",
        question="Why does the record name no alert?",
    )
    assert page.limits[0] == "A silence is longer than 30 minutes at P0, P1."


def test_without_methods_the_chapter_says_so() -> None:
    guide = replace(settings().analysis, methods=(), observations=())
    bare = replace(settings(), analysis=guide)
    pages = {page.path: page for page in playbook.pages(bare, wording(bare))}
    page = pages["playbook/analysis.md"]
    assert isinstance(page, MethodsPage)
    assert (page.methods, page.seen) == ((), ())
