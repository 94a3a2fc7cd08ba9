from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from metrics.records import library, record
from postmortems.findings import Finding, Level, Span
from postmortems.load.templates import load_templates
from postmortems.pages import postmortem
from postmortems.render.page import Renderer
from support.example import REPOSITORY, make_incident, settings

if TYPE_CHECKING:
    from postmortems.model.incident import Incident
    from postmortems.pages.postmortem import PostmortemPage

RENDERER = Renderer(load_templates(REPOSITORY))


def page(incident: Incident, *others: Incident) -> PostmortemPage:
    given = library(incident, *others)
    return postmortem.page(incident, given, postmortem.repeats(given).get(incident.id, ()))


def text(incident: Incident, *others: Incident) -> str:
    return RENDERER.render(page(incident, *others)).decode()


def section(rendered: str, anchor: str) -> str:
    """What stands between a heading and the next one."""
    return re.split(r"^#+ .*$", rendered.split(f"{{ #{anchor} }}", 1)[1], flags=re.MULTILINE)[0]


def fold(rendered: str, anchor: str) -> str:
    """A folded part of the appendix."""
    after = rendered.partition(f'<details class="pm-fold" id="{anchor}">')[2]
    return after.partition("</details>")[0]


def test_an_incident_has_one_page_at_the_address_of_its_id() -> None:
    said = page(record("INC-1", title="No mail"))
    assert (said.path, said.title) == ("incidents/INC-1.md", "INC-1: No mail")
    assert said.raw_url == "incidents/INC-1.yml"
    assert said.root == "../../"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"severity": "P0", "times": {"started": "09:00", "resolved": "10:00"}},
            "P0 outage, 1 h: No mail",
        ),
        ({"status": "mitigated"}, "P1 outage: No mail"),
        ({}, "P1 outage: No mail"),
        ({"kind": "near_miss"}, "P1 near miss: No mail"),
    ],
)
def test_the_description_says_how_bad_and_how_long(fields: dict[str, Any], said: str) -> None:
    assert page(record(**{"title": "No mail", "kind": "outage", **fields})).description == said


def test_the_head_says_level_state_duration_and_services() -> None:
    incident = record(
        "INC-1",
        severity="P0",
        sample=True,
        services=["payment-api", "order-system"],
        timezone="Europe/Berlin",
        times={"started": "09:00", "detected": "09:05", "mitigated": "10:00", "resolved": "11:05"},
    )
    said = text(incident)
    assert (
        '<a class="pm-badge pm-sev pm-sev-p0" href="../../severities/p0/">P0 Critical</a>' in said
    )
    assert '<span class="pm-badge pm-status">closed</span>' in said
    assert "sample, not a real incident" in said
    assert '<p class="pm-lasted"><strong>2 h 05 min</strong></p>' in said
    assert (
        '<a href="../../services/payment-api/">Payment API</a>, '
        '<a href="../../services/order-system/">Order system</a>'
    ) in said
    assert '<time datetime="2026-03-03T08:00:00Z"' in said
    assert "Europe&#47;Berlin" in said


def test_an_open_incident_is_still_open_and_others_of_unknown_length_say_so() -> None:
    running = text(record(status="investigating", times={"started": "09:00"}))
    assert '<p class="pm-lasted"><strong>Still open</strong></p>' in running
    assert '<span class="pm-badge pm-status pm-open">investigating</span>' in running
    ended = text(record())
    assert '<span class="pm-absent">length not recorded</span>' in ended
    assert "<svg" not in ended


PUBLISHED = {"status": "published"}
LATER = "Not there yet, and not asked for before the postmortem is published: "


def later(rendered: str) -> str:
    """The parts that a page says are not there yet."""
    found = re.findall(f"{LATER}(.*)\\.</p>", rendered.replace("&#44;&#32;", ", "))
    assert len(found) < 2
    return "".join(found)


@pytest.mark.parametrize("status", ["none", "draft", "in_review", "reviewed"])
def test_parts_that_are_not_asked_for_yet_are_one_quiet_line(status: str) -> None:
    said = text(record(status="investigating", postmortem={"status": status}))
    for anchor in ("analysis", "factors", "review", "lessons", "went-well", "actions"):
        assert f"{{ #{anchor} }}" not in said, anchor
    assert later(said) == "analysis, contributing factors, review, actions"
    assert later(section(said, "timeline")) == later(said)


@pytest.mark.parametrize(
    ("fields", "there", "missing"),
    [
        ({"trigger": "A date."}, "analysis", "contributing factors, review, actions"),
        (
            {"change": {"id": "C-1", "approved": False}},
            "analysis",
            "contributing factors, review, actions",
        ),
        ({"factors": [{"id": "F1", "text": "A."}]}, "factors", "analysis, review, actions"),
        ({"lessons": "none"}, "lessons", "analysis, contributing factors, actions"),
        ({"surprises": "none"}, "surprises", "analysis, contributing factors, actions"),
        (
            {"review": {"held_at": "2026-03-06"}},
            "review-meeting",
            "analysis, contributing factors, actions",
        ),
        (
            {"follow_ups": [{"due": "2026-03-06"}]},
            "review",
            "analysis, contributing factors, actions",
        ),
        (
            {"postmortem": {"status": "draft", "owner": "Ana Ruiz"}},
            "write-up",
            "analysis, contributing factors, actions",
        ),
        ({"ideas": ["A."]}, "ideas", "analysis, contributing factors, review"),
    ],
)
def test_what_is_recorded_early_is_shown_early(
    fields: dict[str, Any], there: str, missing: str
) -> None:
    said = text(record(**fields))
    assert f"{{ #{there} }}" in said
    assert later(said) == missing
    for anchor in ("analysis", "review"):
        if f"{{ #{anchor} }}" in said:
            assert "ot recorded" not in section(said, anchor)


def test_every_section_is_there_when_nothing_is_recorded_and_says_so() -> None:
    said = text(record(postmortem=PUBLISHED))
    assert later(said) == ""
    for anchor in ("summary", "impact", "timeline", "analysis", "factors", "actions"):
        assert "pm-absent" in section(said, anchor), anchor
    for anchor in ("went-well", "went-poorly", "got-lucky", "lessons", "review-meeting"):
        assert '<p class="pm-absent">' in section(said, anchor), anchor
    assert "{ #findings }" not in said
    assert "No similar incident in the records." in section(said, "similar")


def test_the_word_none_is_not_the_same_as_silence() -> None:
    said = text(
        record(went_well="none", went_poorly=["Slow."], lessons="none", postmortem=PUBLISHED)
    )
    assert section(said, "went-well").strip() == "<p>None, the reviewers say.</p>"
    assert section(said, "lessons").strip() == "<p>None, the reviewers say.</p>"
    assert "<li>Slow&#46;</li>" in section(said, "went-poorly")
    assert "Not recorded" in section(said, "got-lucky")


def test_the_write_up_and_its_dates_are_told_as_far_as_they_are_recorded() -> None:
    told = {
        "status": "in_review",
        "owner": "Ana Ruiz",
        "due": "2026-03-10",
        "drafted_at": "2026-03-04 11:00",
    }
    said = section(text(record(postmortem=told)), "write-up")
    assert re.findall("<dt>(.*?)</dt>", said) == ["Written by", "Due", "Drafted"]
    assert 'datetime="2026-03-04T11:00:00Z"' in said
    assert "{ #write-up }" not in text(record(postmortem=PUBLISHED))


def test_duties_to_report_tell_what_was_due_and_what_was_made() -> None:
    filings = [
        {"stage": "Early warning", "due": "2026-03-04 09:12", "filed_at": "2026-03-03 18:00"},
        {"stage": "Final report", "due": "2026-04-03 09:12"},
    ]
    incident = record(
        regulatory=[
            {"regime": "NIS2", "aware_at": "2026-03-03 09:12", "filings": filings},
            {"regime": "A contract"},
        ]
    )
    (table,) = (each for each in page(incident).tables if each.anchor == "duties")
    assert [tuple(cell.text for cell in row) for row in table.rows] == [
        ("NIS2", "", "", "Early warning", "", ""),
        ("NIS2", "", "", "Final report", "", "not made, as far as recorded"),
        ("A contract", "", "", "none recorded", "", ""),
    ]
    assert [bool(cell.when) for cell in table.rows[0]] == [False, True, False, False, True, True]
    assert "never legal advice" in fold(text(incident), "duties")
    assert 'id="duties"' not in text(record())


def test_where_it_began_and_who_took_part_is_named_as_people_name_it() -> None:
    service, team = settings().catalog.services[3], settings().catalog.teams[0]
    said = page(record(origin_service=service.id, teams=[team.id], tags=["a-tag"]))
    assert (said.origin, said.teams) == (service.name, (team.name,))
    rendered = RENDERER.render(said).decode()
    assert "<dt>Began in</dt>" in rendered.split("## Summary")[0]
    assert '<span class="pm-tag">a&#45;tag</span>' in section(rendered, "record")
    assert "Began in" not in text(record())
    assert "<dt>Tags" not in text(record())


def test_a_role_says_since_when() -> None:
    roles = {"commander": {"name": "Ana Ruiz", "tier": "L2", "since": "2026-03-03 09:12"}}
    said = section(text(record(roles=roles)), "record")
    assert "Ana Ruiz &#40;L2&#41;&#44; since 2026&#45;03&#45;03 09&#58;12" in said


def test_an_undated_record_says_so_and_shows_no_date() -> None:
    said = text(
        record(
            date_unknown="Some *Friday*.",
            timezone=None,
            times={"started": "day 1 15:47", "resolved": "day 2 02:15"},
            timeline=[{"at": "day 1 15:47", "text": "It began."}],
        )
    )
    assert "The calendar date was not recorded.</strong> Some <em>Friday</em>&#46;" in said
    assert "day 1 15&#58;47" in said
    assert "<strong>10 h 28 min</strong>" in said
    assert "The time zone was not recorded." in said
    assert "1900" not in said
    assert "datetime=" not in said


def test_what_nobody_recorded_is_listed_with_its_reason() -> None:
    incident = record(not_recorded=[{"field": "roles.scribe", "reason": "A *short* night."}])
    said = text(incident)
    assert (
        '<ul class="pm-list"><li><code>roles&#46;scribe</code>: A <em>short</em> night&#46;</li>'
        "</ul>"
    ) in fold(said, "not-recorded")
    assert (
        '<p class="pm-links" data-pagefind-ignore><a href="../../incidents/A.yml">Raw YAML</a></p>'
        in said
    )


def test_without_actions_the_reason_is_given() -> None:
    incident = record(no_action_reason="It was *retired*.", postmortem=PUBLISHED)
    said = section(text(incident), "actions")
    assert said.strip() == "<p>No actions: It was <em>retired</em>&#46;</p>"


def test_factors_actions_and_findings_lead_to_each_other() -> None:
    incident = record(
        factors=[
            {"id": "F1", "text": "By hand.", "category": "process"},
            {"id": "F2", "text": "X"},
        ],
        actions=[{"id": "A1", "title": "A tool", "status": "open", "factors": ["F1"]}],
        findings=[{"stage": "detection", "verdict": "slow", "text": "Late.", "actions": ["A1"]}],
    )
    said = text(incident)
    assert '<li id="factor-f1"' in said
    assert '<li id="action-a1"' in said
    assert '<a href="../../factors/process/">Process</a>' in section(said, "factors")
    assert '→ <a href="#action-a1">A1</a> A tool &#40;open&#41;' in section(said, "factors")
    assert "no action answers this" in section(said, "factors").split('id="factor-f2"')[1]
    assert "1 of 2 factors have an action." in section(said, "factors")
    assert 'Without one: <a href="#factor-f2">F2</a>.' in section(said, "factors")
    assert '→ <a href="#action-a1">A1</a>' in section(said, "findings")
    assert (
        'answers <a href="#factor-f1">F1</a>, '
        '<a href="#finding-detection">the finding on detection</a>'
    ) in section(said, "actions")


def test_related_incidents_are_named_with_the_reason() -> None:
    first = record("INC-1", title="First")
    again = record("INC-2", title="Again", recurrence_of="INC-1", related=["INC-1", "INC-3"])
    third = record("INC-3", title="Third", recurrence_of="INC-1", times={"started": "09:00"})
    assert [(each.title, each.url, each.note) for each in page(again, first, third).related] == [
        ("INC-1: First", "incidents/INC-1/", "this incident repeats it"),
        ("INC-3: Third", "incidents/INC-3/", "related"),
    ]
    assert [(each.title, each.note) for each in page(first, again, third).related] == [
        ("INC-3: Third", "repeats this incident"),
        ("INC-2: Again", "repeats this incident"),
    ]


def test_an_incident_that_is_not_there_is_not_linked() -> None:
    assert page(record(recurrence_of="INC-9", related=["INC-8"])).related == ()


def test_links_to_elsewhere_say_so_and_pass_nothing_on() -> None:
    incident = record(links=[{"title": "A <graph>", "url": "https://example.com/a?b=1&c='d'"}])
    assert (
        '<a href="https://example.com/a?b=1&amp;c=%27d%27" rel="noopener noreferrer nofollow ugc">'
        "A &#60;graph&#62;</a>"
    ) in section(text(incident), "related")


def test_the_file_can_be_edited_where_the_repository_is_known() -> None:
    policy = settings()
    site = replace(policy.site, repository_url="https://git.example.com/x", branch="trunk")
    given = library(record("INC-1"), policy=replace(policy, site=site))
    known = postmortem.page(given.incidents["INC-1"], given, ())
    assert known.edit_url == "https://git.example.com/x/edit/trunk/incidents/INC-1.yml"
    assert f'<a href="{known.edit_url}">Edit this record</a>' in RENDERER.render(known).decode()
    unknown = page(record("INC-1"))
    assert unknown.edit_url == ""
    assert "Edit this record" not in RENDERER.render(unknown).decode()


def test_what_the_checks_remark_stands_on_the_page() -> None:
    remark = Finding(
        rule="timeline-gap",
        level=Level.WARNING,
        file="incidents/INC-1.yml",
        message="nothing for `2 h`",
        span=Span(line=7, column=1, end=2),
    )
    given = replace(library(record("INC-1")), findings={"incidents/INC-1.yml": (remark,)})
    said = postmortem.page(given.incidents["INC-1"], given, ())
    rendered = RENDERER.render(said).decode()
    assert 'What the checks remark on this record <span class="pm-count">1</span>' in rendered
    assert "nothing for <code>2 h</code>" in rendered
    link = '<a href="../../reference/rules/timeline-gap/">timeline&#45;gap</a>'
    assert f"{link}, line 7</span>" in rendered
    assert "What the checks remark" not in text(record("INC-1"))


def test_a_missed_promise_of_the_playbook_is_told_apart_from_other_remarks() -> None:
    missed = Finding(
        rule="detection-late", level=Level.WARNING, file="incidents/INC-1.yml", message="late"
    )
    other = replace(missed, rule="timeline-gap", message="silent")
    given = replace(library(record("INC-1")), findings={"incidents/INC-1.yml": (missed, other)})
    said = postmortem.page(given.incidents["INC-1"], given, ())
    assert (said.misses, said.remarks) == ((missed,), (other,))
    promises = section(RENDERER.render(said).decode(), "playbook")
    assert 'late <a class="pm-meta" href="../../reference/rules/detection-late/">' in (promises)
    assert "silent" not in promises


def test_what_the_head_lacks_is_one_line_and_what_is_to_come_is_not_called_unrecorded() -> None:
    running = text(record(status="identified", times={"started": "09:00", "detected": "09:01"}))
    assert (
        '<p class="pm-missing">Not recorded: acknowledged, declared, commander. '
        "Not yet: mitigated, resolved.</p>"
    ) in html.unescape(running)
    over = page(record(status="resolved", times={"started": "09:00"}, roles={"commander": "Ana"}))
    assert [(each.label, each.names) for each in over.missing] == [
        ("Not recorded", ("detected", "acknowledged", "declared", "mitigated", "resolved"))
    ]
    assert page(record(severity="P3")).missing[0].names[-1] != "commander"


def test_a_start_that_was_judged_is_called_estimated_wherever_it_counts() -> None:
    times = {"started": "09:00", "started_estimated": True, "detected": "09:05"}
    head = text(record(times=times)).split("## Summary")[0]
    assert "</time> (estimated)" in head
    assert '5 min <span class="pm-meta">estimated</span>' in head
    assert (
        "estimated" not in text(record(times={**times, "started_estimated": False})).split("##")[0]
    )
    alert = text(record(times={**times, "detected": "09:00"})).split("## Summary")[0]
    assert '<span class="pm-absent">not measured&#58; start put at detection<' in alert
    assert ">0 min" not in alert


def test_the_head_names_who_decided() -> None:
    assert page(record(roles={"commander": "Ana Ruiz"})).commander == "Ana Ruiz"
    assert page(record()).commander == ""


def test_the_file_of_a_record_with_internal_notes_is_not_linked() -> None:
    said = page(record("INC-1", internal={"cost": "A lot."}))
    assert said.raw_url == ""
    rendered = RENDERER.render(said).decode()
    assert "INC-1.yml" not in rendered
    assert "A lot" not in rendered


def test_the_name_of_a_stranger_cannot_take_the_place_of_a_part_of_the_page() -> None:
    heads = [
        line
        for title in ("__config", "summary", "X { #timeline }", "Y {: onclick=alert(1) }")
        for line in text(record(title=title)).splitlines()
        if line.startswith("# ")
    ]
    assert [line.endswith(" { #postmortem }") for line in heads] == [True] * 4
    assert all(line.count("{") == 1 for line in heads)


def test_a_full_record_has_every_anchor_once() -> None:
    said = text(make_incident())
    anchors = [
        *re.findall(r"\{ #([a-z-]+) \}$", said, re.MULTILINE),
        *re.findall(r' id="([^"]+)"', said),
    ]
    assert len(anchors) == len(set(anchors))
    assert {"summary", "timeline", "factor-f1", "action-a2", "t-2026-03-03-0905"} <= set(anchors)


def test_the_appendix_is_folded_and_says_of_what_it_holds_nothing() -> None:
    said = section(text(record()), "record")
    assert "<details" in said
    assert "open" not in "".join(re.findall("<details[^>]*>", said))
    assert (
        "The record holds no calls for help, no messages, no changes of severity, "
        "no changes of command, no signals for the level."
    ) in html.unescape(said)


def test_the_choice_of_key_entries_is_offered_where_it_changes_anything() -> None:
    several: list[dict[str, Any]] = [
        {"at": "2026-03-03 09:00", "text": "A.", "key": True},
        {"at": "09:05", "text": "B."},
    ]
    said = section(text(record(timeline=several)), "timeline")
    assert "Key entries only (1 of 2)" in said
    assert '<span class="pm-star" role="img" aria-label="Key entry">★</span> A&#46;' in said
    assert "Key entries only" not in text(record(timeline=several[:1]))
    assert "Key entries only" not in text(record(timeline=[{**several[0], "key": False}]))


def test_a_preview_of_the_page_is_that_of_an_article() -> None:
    assert '\npreview: "article"\n' in text(record()).split("---")[1]
