from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from metrics.records import library, record
from postmortems.pages import combinations, gaps, lessons, reviews, unanswered
from postmortems.pages.gaps import GapPage, GapsPage
from postmortems.pages.lessons import AudiencesPage, LessonsPage
from postmortems.pages.listing import Shelf
from postmortems.pages.reviews import DutiesPage, ReviewsPage
from support.example import settings

if TYPE_CHECKING:
    from postmortems.model.incident import Incident


def shelf(*incidents: Incident, rows: int = 100) -> Shelf:
    policy = settings()
    site = replace(policy.site, lists=replace(policy.site.lists, rows_per_page=rows))
    return Shelf(library(*incidents, policy=replace(policy, site=site)))


def begun(name: str, day: str, **fields: Any) -> Incident:  # noqa: ANN401
    return record(name, times={"started": f"{day} 10:00"}, **fields)


def finding(gap: str | None, stage: str = "detection", verdict: str = "slow", **more: Any) -> Any:  # noqa: ANN401
    return {"stage": stage, "verdict": verdict, "text": f"{stage}.", "control_gap": gap, **more}


FIX = {"id": "A1", "title": "Somebody is reachable", "status": "wont_do", "reason": "Dear."}


def test_a_gap_shows_its_findings_and_what_answers_them() -> None:
    pages = {
        page.path: page
        for page in gaps.pages(
            shelf(
                begun(
                    "A",
                    "2026-01-01",
                    findings=[
                        finding("contacts", actions=["A1"]),
                        finding("contacts", "escalation", "failed"),
                        finding(None),
                    ],
                    actions=[FIX],
                ),
                begun("B", "2026-02-01", findings=[finding("contacts"), finding("staffing")]),
            )
        )
    }
    page = pages["gaps/contacts.md"]
    assert isinstance(page, GapPage)
    assert page.summary == "3 findings in 2 incidents, newest first."
    assert [each.row.id for each in page.entries] == ["B", "A"]
    answered, bare = page.entries[1].findings
    assert (answered.stage, answered.verdict, answered.url) == (
        "detection",
        "slow",
        "incidents/A/#findings",
    )
    assert [(each.id, each.url, each.status) for each in answered.answers] == [
        ("A1", "incidents/A/#action-a1", "won't do")
    ]
    assert (bare.stage, bare.verdict, bare.answers) == ("escalation", "failed", ())
    overview = pages["gaps/index.md"]
    assert isinstance(overview, GapsPage)
    assert (overview.n, overview.total) == (2, 2)
    lines = [
        (each.url, each.incidents, each.findings, each.unanswered) for each in overview.lines[:2]
    ]
    assert lines == [("gaps/contacts/", 2, 3, 2), ("gaps/staffing/", 1, 1, 1)]


def test_what_no_action_answers_is_listed_and_drafts_are_left_out() -> None:
    told = {
        "postmortem": {"status": "published"},
        "factors": [{"id": "F1", "text": "One."}, {"id": "F2", "text": "Two."}],
        "findings": [finding(None), finding(None, "cause", "adequate")],
        "actions": [{**FIX, "factors": ["f1"]}],
    }
    (page,) = unanswered.pages(
        shelf(
            begun("A", "2026-01-01", **told),
            begun("B", "2026-01-02", **{**told, "postmortem": {"status": "draft"}}),
            begun("C", "2026-01-03", **{**told, "actions": None, "no_action_reason": "Rare."}),
        )
    )
    assert page.summary == "1 factor and 1 weak stage in 1 incident, newest first."
    assert [each.row.id for each in page.entries] == ["A"]
    assert [each.id for each in page.entries[0].factors] == ["F2"]
    assert [each.stage for each in page.entries[0].findings] == ["detection"]
    assert page.n == 1
    assert page.left_out == (
        ("no actions, and the record says why", 1),
        ("write-up not begun, or a draft", 1),
    )


def test_pairs_are_counted_once_for_each_incident_the_most_frequent_first() -> None:
    both = [finding("contacts"), finding("staffing"), finding("contacts", "cause")]
    (page,) = combinations.pages(
        shelf(
            begun("A", "2026-01-01", findings=both),
            begun("B", "2026-01-02", findings=[*both, finding("change")]),
            begun("C", "2026-01-03", findings=[finding("contacts")]),
            begun("D", "2026-01-04", factors=[{"id": "F1", "text": "T.", "category": "testing"}]),
        )
    )
    by_gap, by_category = page.kinds
    assert (by_gap.n, by_gap.several, by_gap.pairs_total) == (3, 2, 3)
    first = by_gap.pairs[0]
    assert (first.one.name, first.other.name, first.both, first.each) == (
        "Contacts",
        "Staffing",
        2,
        (3, 2),
    )
    assert ([each.id for each in first.incidents], first.more) == (["B", "A"], 0)
    assert [(each.row.id, [one.name for one in each.names]) for each in by_gap.mixed] == [
        ("B", ["Contacts", "Change management", "Staffing"]),
        ("A", ["Contacts", "Staffing"]),
    ]
    assert (by_category.n, by_category.several, by_category.pairs) == (1, 0, ())


def test_lessons_are_listed_by_incident_and_for_each_audience() -> None:
    pages = {
        page.path: page
        for page in lessons.pages(
            shelf(
                begun("A", "2026-01-01", lessons=[{"text": "One.", "audience": "__config"}]),
                begun(
                    "B",
                    "2026-01-02",
                    lessons=[{"text": "Two."}, {"text": "Three.", "audience": "Everyone"}],
                ),
                begun("C", "2026-01-03", lessons="none"),
            )
        )
    }
    page = pages["lessons/index.md"]
    assert isinstance(page, LessonsPage)
    assert page.summary == "3 lessons from 2 incidents, newest first."
    assert [
        (each.row.id, [(one.text, one.audience) for one in each.lessons]) for each in page.entries
    ] == [("B", [("Two.", ""), ("Three.", "Everyone")]), ("A", [("One.", "__config")])]
    overview = pages["lessons/audiences/index.md"]
    assert isinstance(overview, AudiencesPage)
    assert [(each.name, each.number) for each in overview.audiences] == [
        ("__config", 1),
        ("Everyone", 1),
    ]
    theirs = pages[f"{overview.audiences[0].url.rstrip('/')}.md"]
    assert isinstance(theirs, LessonsPage)
    assert (theirs.heading, len(theirs.entries)) == ("Lessons for __config", 1)
    assert overview.audiences[0].url.startswith("lessons/audiences/config-")


def test_without_lessons_the_page_says_so() -> None:
    page = next(lessons.pages(shelf()))
    assert isinstance(page, LessonsPage)
    assert (page.summary, page.entries) == ("No lessons are recorded yet.", ())


def test_the_calendar_has_the_overdue_first_then_what_is_to_come_then_what_is_done() -> None:
    looks = [
        {"due": "2026-06-01"},
        {"due": "2026-07-01"},
        {"due": "2026-05-01", "done_at": "2026-05-03"},
    ]
    page = next(reviews.pages(shelf(begun("A", "2026-01-01", follow_ups=looks))))
    assert isinstance(page, ReviewsPage)
    shown = [
        (stack.id, [(each.name, each.day, each.overdue, each.pending) for each in stack.duties])
        for stack in page.stacks
    ]
    assert shown == [
        ("overdue", [("Follow-up 1", "2026-06-01", "29 days overdue", True)]),
        ("upcoming", [("Follow-up 2", "2026-07-01", "", True)]),
        ("done", [("Follow-up 3", "2026-05-01", "", False)]),
    ]
    done = page.stacks[2].duties[0]
    assert (done.done, done.late, done.url) == ("2026-05-03", True, "incidents/A/")


def test_a_long_section_of_the_calendar_goes_on_elsewhere() -> None:
    many = (
        begun(f"I{at}", "2026-01-01", follow_ups=[{"due": "2026-06-01"}]) for at in range(10, 36)
    )
    pages = {page.path: page for page in reviews.pages(shelf(*many, rows=20))}
    page = pages["reviews/index.md"]
    assert isinstance(page, ReviewsPage)
    stack = page.stacks[0]
    assert (stack.total, len(stack.duties), stack.more) == (26, 25, "reviews/overdue/")
    second = pages["reviews/overdue/page/2.md"]
    assert isinstance(second, DutiesPage)
    assert len(second.duties) == 6
