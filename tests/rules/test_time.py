from __future__ import annotations

from dataclasses import replace

import pytest

from postmortems.findings import dotted
from postmortems.rules.check import check
from postmortems.rules.registry import by_id
from support.example import context, example, load, settings

DAY = "2026-03-03"
NOBODY_ACTED = {"detected": "", "acknowledged": "", "declared": ""}
PUBLISHED = ", published_at: 2026-03-08 09:00}"


def _found(fragment: str, rule: str, as_of: str = "2026-03-20") -> list[tuple[str, str]]:
    incident = load(example(fragment)).incident
    assert incident is not None
    given = context(incident, stem=incident.id, as_of=as_of)
    problems = check(incident, given)
    return [(dotted(each.path), each.message) for each in problems if each.rule == rule]


def _fields(fragment: str, rule: str, as_of: str = "2026-03-20") -> list[str]:
    return [field for field, _ in _found(fragment, rule, as_of)]


def _times(**clock: str) -> str:
    """The times of the example with some of them changed; an empty one is taken away."""
    own = {
        "started": "09:05",
        "detected": "09:08",
        "acknowledged": "09:10",
        "declared": "09:12",
        "mitigated": "09:50",
        "resolved": "10:20",
        "closed": "10:30",
    } | clock
    return "times:\n" + "".join(f"  {key}: {DAY} {at}\n" for key, at in own.items() if at)


@pytest.mark.parametrize(
    ("clock", "blamed"),
    [
        ({}, []),
        ({"detected": "09:05", "acknowledged": "09:05", "declared": "09:05"}, []),
        ({"mitigated": "09:06"}, []),  # over before anybody noticed
        ({"started": "10:40"}, ["started"]),
        ({"detected": "09:01"}, ["detected"]),
        ({"detected": "10:40", "acknowledged": "", "declared": ""}, ["closed"]),
        ({"detected": "09:30"}, ["detected"]),
        ({"acknowledged": "09:07"}, ["acknowledged"]),
        ({"declared": "09:07"}, ["declared"]),
        ({"mitigated": "10:25"}, ["resolved"]),
        ({"mitigated": "10:40"}, ["mitigated"]),
        ({"resolved": "09:40"}, ["resolved"]),
        ({"closed": "10:10"}, ["closed"]),
        ({"closed": "09:00"}, ["closed"]),
        ({"acknowledged": "09:07", "resolved": "09:40"}, ["resolved", "acknowledged"]),
        (
            NOBODY_ACTED
            | {"started": "11:00", "mitigated": "10:45", "resolved": "10:10", "closed": "10:20"},
            ["mitigated", "started"],
        ),
    ],
)
def test_the_moment_that_contradicts_the_others_is_blamed(
    clock: dict[str, str], blamed: list[str]
) -> None:
    found = _fields(_times(**clock), "lifecycle-order")
    assert found == [f"times.{name}" for name in blamed]


def test_two_moments_that_contradict_each_other_are_both_named() -> None:
    assert _found(_times(acknowledged="09:07"), "lifecycle-order") == [
        (
            "times.acknowledged",
            "`acknowledged` (2026-03-03 09:07) is before `detected` (2026-03-03 09:08)",
        )
    ]


def _timeline(*entries: str) -> str:
    return "timeline:\n" + "".join(f"  - {{at: {at}, text: Something.}}\n" for at in entries)


@pytest.mark.parametrize(
    ("entries", "field", "message"),
    [
        (
            ["09:08", f"{DAY} 09:34", f"{DAY} 09:25", f"{DAY} 10:20"],
            "timeline[2].at",
            "2026-03-03 09:25 is out of order: the entry before it is of 2026-03-03 09:34",
        ),
        (
            ["09:08", f"{DAY} 10:25", f"{DAY} 09:25", f"{DAY} 10:20"],
            "timeline[1].at",
            "2026-03-03 10:25 is out of order: the entry after it is of 2026-03-03 09:25",
        ),
        (
            ["10:25", f"{DAY} 09:25", f"{DAY} 10:20"],
            "timeline[0].at",
            "2026-03-03 10:25 is out of order: the entry after it is of 2026-03-03 09:25",
        ),
    ],
)
def test_an_entry_out_of_order_is_shown_beside_its_neighbour(
    entries: list[str], field: str, message: str
) -> None:
    assert _found(_timeline(*entries), "timeline-unsorted") == [(field, message)]


@pytest.mark.parametrize(
    ("entries", "outside"),
    [
        (["09:05", "10:20"], []),
        (["2026-02-24 09:05", "10:20"], []),
        (["2026-02-24 09:04", f"{DAY} 10:20"], ["timeline[0].at"]),
        (["09:05", "10:30"], []),
        (["09:05", "10:31"], ["timeline[1].at"]),
        (["09:40", "09:30", "10:20"], ["timeline[1].at", "timeline[2].at"]),
    ],
)
def test_entries_lie_between_a_week_before_the_start_and_the_closing(
    entries: list[str], outside: list[str]
) -> None:
    assert _fields(_timeline(*entries), "timeline-outside-lifecycle") == outside


@pytest.mark.parametrize(("at", "found"), [("22:20", 0), ("22:21", 1)])
def test_before_the_closing_entries_may_follow_for_half_a_day(at: str, found: int) -> None:
    fragment = "status: resolved\n" + _times(closed="") + _timeline("09:05", at)
    assert len(_fields(fragment, "timeline-outside-lifecycle")) == found


def test_learning_may_come_long_after_the_end() -> None:
    entry = "  - {at: 2026-03-06 10:00, text: The review met., phase: lessons_learned}\n"
    assert _fields(_timeline("09:05", "10:20") + entry, "timeline-outside-lifecycle") == []


@pytest.mark.parametrize(
    ("entries", "gaps"),
    [
        (["09:08", "09:50", "10:20"], []),
        (["09:08", "10:20"], ["timeline[1].at"]),
        (["09:08", "09:50"], []),
        (["09:08", "09:49"], ["times.resolved"]),
        (["09:30"], ["times.resolved"]),
    ],
)
def test_a_gap_is_reported_at_the_entry_or_the_moment_after_it(
    entries: list[str], gaps: list[str]
) -> None:
    assert _fields(_timeline(*entries), "timeline-gap") == gaps


def test_a_gap_says_how_long_it_is_and_since_when() -> None:
    assert _found(_timeline("09:08", "10:20"), "timeline-gap") == [
        ("timeline[1].at", "nothing is recorded for 1 h before this, since 2026-03-03 09:20")
    ]


@pytest.mark.parametrize("severity", ["P2", "P3"])
def test_gaps_count_at_the_levels_that_policy_names(severity: str) -> None:
    fragment = f"severity: {severity}\n" + _timeline("09:08", "10:20")
    assert _fields(fragment, "timeline-gap") == []


def test_gaps_count_at_every_level_when_policy_names_none() -> None:
    incident = load(example("severity: P3\n" + _timeline("09:08", "10:20"))).incident
    assert incident is not None
    policy = settings().policy
    timeline = replace(policy.timeline, gap_levels=(), gap_minutes=59)
    changed = replace(settings(), policy=replace(policy, timeline=timeline))
    found = check(incident, context(incident, policy=changed))
    assert [each.rule for each in found if each.rule == "timeline-gap"] == ["timeline-gap"]


@pytest.mark.parametrize("fragment", ["times:\n  started: 2026-03-03 09:05\n", "timeline:\n"])
def test_without_an_end_or_a_timeline_no_gap_is_known(fragment: str) -> None:
    assert _fields("status: investigating\n" + fragment, "timeline-gap") == []


@pytest.mark.parametrize(
    ("fragment", "found"),
    [
        (_times(started="09:08"), 1),
        (_times(started="09:08") + "kind: maintenance\n", 0),
        (_times(started="09:08") + "kind: near_miss\n", 0),
        (_times(started="09:08").replace("times:\n", "times:\n  started_estimated: true\n"), 0),
        (_times(started="09:08", detected="09:09"), 1),  # PaymentErrorRate fired at 09:08
        (_times(started="09:08", detected="09:09") + "detection: {source: client_report}\n", 0),
        (_times(started="09:12", detected="09:12", acknowledged="09:12"), 1),
        (_times(started="", detected="09:08"), 0),
    ],
)
def test_a_start_that_is_the_detection_or_the_alert_is_doubted(fragment: str, found: int) -> None:
    assert _fields(fragment, "start-equals-detection") == ["times.started"] * found


@pytest.mark.parametrize(
    ("text", "found"),
    [("An alert reported errors.", 1), ("Monitoring alerted.", 1), ("There was no alert.", 0)],
)
def test_an_alert_is_known_by_its_word(text: str, found: int) -> None:
    fragment = _times(started="09:05", detected="09:08") + (
        f"timeline:\n  - {{at: 09:05, text: {text}}}\n  - {{at: 10:20, text: Over.}}\n"
    )
    assert len(_fields(fragment, "start-equals-detection")) == found


@pytest.mark.parametrize(
    ("as_of", "ahead"),
    [
        ("2026-03-12", []),
        ("2026-03-11", []),  # somewhere the twelfth has begun
        ("2026-03-10", ["actions[1].done_at"]),
        ("2026-03-08", ["actions[1].done_at"]),
        ("2026-03-07", ["actions[0].done_at", "actions[1].done_at"]),
    ],
)
def test_a_day_is_ahead_until_it_has_begun_anywhere(as_of: str, ahead: list[str]) -> None:
    found = _fields("", "future-time", as_of)
    assert [each for each in found if each.startswith("actions")] == ahead


def test_everything_of_the_response_may_lie_in_the_future_except_promises() -> None:
    found = _fields("", "future-time", "2026-03-02")
    assert "times.started" in found
    assert "timeline[0].at" in found
    assert "communications[0].at" in found
    assert not [each for each in found if "next_update_at" in each or "due" in each]


def test_an_undated_record_is_never_in_the_future() -> None:
    incident = load(
        b"schema: 1\nid: INC-UNDATED-07\ntitle: Late\nstatus: investigating\nseverity: P3\n"
        b"kind: degradation\nservices: [payment-api]\ndetection: {source: internal}\n"
        b"postmortem: {status: none}\ndate_unknown: Nobody wrote it down.\n"
        b"times: {started: day 99 10:00}\n"
    ).incident
    assert incident is not None
    assert check(incident, context(incident, stem=incident.id, as_of="1990-01-01")) == []


@pytest.mark.parametrize(
    ("status", "clock", "message"),
    [
        ("investigating", {}, "the status is `investigating`, and `times.closed` is recorded"),
        (
            "identified",
            {"closed": "", "resolved": ""},
            "the status is `identified`, and `times.mitigated` is recorded",
        ),
        (
            "mitigated",
            {"closed": ""},
            "the status is `mitigated`, and `times.resolved` is recorded",
        ),
        ("resolved", {}, "the status is `resolved`, and `times.closed` is recorded"),
    ],
)
def test_a_status_behind_its_times_is_reported(
    status: str, clock: dict[str, str], message: str
) -> None:
    fragment = f"status: {status}\n" + _times(**clock)
    assert _found(fragment, "status-contradicts-times") == [("status", message)]


@pytest.mark.parametrize(
    ("status", "clock"),
    [
        ("investigating", {"mitigated": "", "resolved": "", "closed": ""}),
        ("mitigated", {"resolved": "", "closed": ""}),
        ("resolved", {"closed": ""}),
        ("closed", {}),
    ],
)
def test_a_status_in_step_with_its_times_is_fine(status: str, clock: dict[str, str]) -> None:
    assert _fields(f"status: {status}\n" + _times(**clock), "status-contradicts-times") == []


def _windows(*windows: tuple[str, str]) -> str:
    text = "impact:\n  description: Errors.\n  users_pct: 25\n  windows:\n"
    for start, end in windows:
        text += f"    - start: {DAY} {start}\n" + (f"      end: {DAY} {end}\n" if end else "")
    return text


@pytest.mark.parametrize(
    ("windows", "fields"),
    [
        ([("09:05", "09:50")], []),
        ([("09:05", "10:20")], []),
        ([("09:05", "09:20"), ("09:20", "09:50")], []),
        ([("09:05", "")], []),
        ([("09:04", "09:50")], ["impact.windows[0].start"]),
        ([("09:05", "10:21")], ["impact.windows[0].end"]),
        ([("09:30", "09:20")], ["impact.windows[0].end"]),
        ([("09:05", ""), ("09:20", "09:50")], ["impact.windows[1].start"]),
        ([("09:20", "09:50"), ("09:05", "09:10")], ["impact.windows[1].start"]),
    ],
)
def test_windows_of_harm_are_in_order_and_inside_the_incident(
    windows: list[tuple[str, str]], fields: list[str]
) -> None:
    assert _fields(_windows(*windows), "window-order") == fields


@pytest.mark.parametrize(
    ("fragment", "fields"),
    [
        ("postmortem: {status: draft, drafted_at: 2026-03-02 11:00}\n", ["postmortem.drafted_at"]),
        (
            "postmortem: {status: none, drafted_at: 2026-03-09 09:00" + PUBLISHED,
            ["postmortem.published_at"],
        ),
        ("follow_ups:\n  - {due: 2026-03-01, done_at: 2026-03-02}\n", ["follow_ups[0].done_at"]),
        ("review: {held_at: 2026-03-03}\n", []),
    ],
)
def test_what_follows_an_incident_comes_after_its_start(fragment: str, fields: list[str]) -> None:
    assert _fields(fragment, "aftermath-order") == fields


def test_each_group_of_dated_entries_has_an_order_of_its_own() -> None:
    handoffs = (
        "handoffs:\n"
        f"  - {{at: {DAY} 09:40, from: Ana Ruiz, to: Jon Bell}}\n"
        f"  - {{at: {DAY} 09:30, from: Jon Bell, to: Ana Ruiz}}\n"
    )
    levels = (
        "severity_history:\n"
        f"  - {{at: {DAY} 09:40, level: P2}}\n"
        f"  - {{at: {DAY} 09:30, level: P1}}\n"
    )
    assert _fields(handoffs + levels, "entries-unsorted") == [
        "severity_history[1].at",
        "handoffs[1].at",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The outage lasted 1 h 15 min.", 0),
        ("The outage lasted 72 minutes.", 0),  # from the detection
        ("The outage lasted 45 minutes.", 0),  # until it was mitigated
        ("The outage lasted an hour.", 0),
        ("The outage lasted two hours.", 1),
        ("The outage lasted 80 minutes.", 1),
        ("The outage lasted 20 minutes.", 1),
        ("The outage lasted 60 minutes.", 0),  # from the first message to the end
        ("Replicas lag eighteen hours\n\n  Outage pages were read.", 0),
        ("Eighteen hours/outage.", 0),
        ("The outage lasted more than 30 minutes.", 0),
        ("An error budget was spent. For the outage, in 2026 SLA terms, lasted 10 hours.", 1),
        ("The outage lasted, for users x, eighteen hours.", 0),
        ("Eighteen hours outage.", 1),
        ("Eighteen hours, outage.", 0),
        ("The outage lasted 85 minutes.", 1),  # until it was closed
        ("The outage lasted 50 minutes.", 1),
        ("The outage lasted 30 minutes.", 0),  # so long was it watched
        ("The outage lasted more than two hours.", 1),
        ("The outage lasted less than an hour.", 0),
        ("The outage lasted less than half an hour.", 1),
        ("It was a two-hour outage.", 1),
        ("There were 2 hours and 15 minutes of downtime.", 1),
        ("Duration: 2026-03-03 09:05 UTC to 11:20 UTC (2 hours and 15 minutes).", 1),
        ("The shop was down for eighteen hours.", 1),
        ("Shoppers could not pay by card for eighteen hours.", 1),
        ("Shoppers were unable to pay for eighteen hours.", 1),
        ("The outage, all in all, lasted until the 18 hours were over.", 0),
        ("Replicas lag eighteen hours behind.", 0),
        ("A backup from eighteen hours before was used.", 0),
        ("The outage could have lasted eighteen hours.", 0),
        ("Last year an outage lasted eighteen hours.", 0),
        ("The previous outage lasted eighteen hours.", 0),
        ("The source says that `it lasted eighteen hours`.", 0),
        ('The source says "the outage lasted eighteen hours".', 0),
        ("An outage of up to 18 hours a month is allowed.", 0),
    ],
)
def test_a_stated_duration_is_held_to_the_recorded_times(text: str, found: int) -> None:
    fragment = f"summary: |\n  {text}\n"
    assert _fields(fragment, "stated-duration") == ["summary"] * found


def test_a_stated_duration_names_what_the_record_gives() -> None:
    ((field, message),) = _found("summary: The outage lasted 2 h 15 min.\n", "stated-duration")
    assert field == "summary"
    assert message.startswith("`2 h 15 min` contradicts the recorded times")
    assert message.endswith("42 min or 45 min or 1 h 12 min or 1 h 15 min")


@pytest.mark.parametrize(
    ("said", "windows", "found"),
    [
        ("20 minutes", [], 1),
        ("20 minutes", [("09:05", "09:25"), ("09:38", "09:50")], 0),
        ("32 minutes", [], 1),
        ("32 minutes", [("09:05", "09:25"), ("09:38", "09:50")], 0),
        ("88 minutes", [("09:05", "09:25"), ("09:38", "09:50")], 1),
        ("62 minutes", [], 1),
        ("62 minutes", [("09:05", "09:30"), ("09:43", "10:20")], 0),
    ],
)
def test_a_window_of_harm_or_their_sum_bears_a_duration_out(
    said: str, windows: list[tuple[str, str]], found: int
) -> None:
    fragment = f"title: Payments were down for {said}\n" + (_windows(*windows) if windows else "")
    assert len(_fields(fragment, "stated-duration")) == found


@pytest.mark.parametrize(
    ("fragment", "said"),
    [
        (_times(mitigated=""), "1 h 12 min or 1 h 15 min"),
        (_times(detected="09:05", mitigated="09:05"), "0 min or 1 h 15 min"),
        (_windows(("09:05", "09:05"), ("09:38", "09:50")), "0 min or 12 min or 42 min or 45 min"),
    ],
)
def test_of_what_the_record_gives_the_four_shortest_are_named(fragment: str, said: str) -> None:
    title = "title: Payments were down for eighteen hours\n"
    ((_, message),) = _found(title + fragment, "stated-duration")
    assert message.endswith(f"which give {said}")


def test_without_times_windows_alone_contradict_nobody() -> None:
    fragment = "title: Payments were down for eighteen hours\n" + _windows(("09:05", "09:25"))
    incident = load(example(fragment)).incident
    assert incident is not None
    rule = by_id("stated-duration")
    assert rule.check is not None
    assert len(list(rule.check(incident, context(incident)))) == 1
    assert list(rule.check(replace(incident, times=None), context(incident))) == []


def test_without_an_end_no_duration_is_doubted() -> None:
    fragment = "status: investigating\nsummary: It has lasted two days.\n" + _times(
        mitigated="", resolved="", closed=""
    )
    assert _fields(fragment, "stated-duration") == []


@pytest.mark.parametrize("field", ["notes", "background", "no_action_reason"])
def test_parts_that_tell_of_something_else_are_not_held_to_the_times(field: str) -> None:
    assert _fields(f"{field}: The outage lasted two days.\n", "stated-duration") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The owner was reached after 12 minutes.", 0),
        ("The owner was reached after 50 minutes.", 1),
        ("Fifty minutes later the owner was reached.", 1),
        ("It took 50 minutes to find the certificate.", 1),
        ("A 50-minute gap followed.", 1),
        ("After 50 minutes of doubt, in which the whole team read the logs, it was found.", 1),
        ("The whole team read the logs of every gateway, which took 50 minutes.", 1),
        ("The owner was reached within 50 minutes.", 0),
        ("The owner was reached in less than 50 minutes.", 0),
        ("A session ends after 50 minutes if nobody clicks.", 0),
        ("The alert should fire after 50 minutes.", 0),
        ("It was expected to take 50 minutes.", 0),
        ("The cache holds 50 minutes of payments.", 0),
        ("Requests took more than 30 seconds.", 0),
    ],
)
def test_a_stated_delay_is_held_to_the_recorded_moments(text: str, found: int) -> None:
    fragment = f"went_poorly:\n  - {text}\n"
    assert _fields(fragment, "stated-delay") == ["went_poorly[0]"] * found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Updates went out every 30 minutes.", 0),
        ("Updates went out every 29 minutes.", 0),
        ("Updates went out every 15 minutes.", 1),
        ("Every 15 minutes clients were informed.", 1),
        ("To clients of every size and in all of the regions, updates went every 15 minutes.", 1),
        ("Clients were informed every quarter of an hour.", 1),
        ("A backup is made every 15 minutes.", 0),
        ("Updates should go out every 15 minutes.", 0),
        ("The playbook asks for updates every 15 minutes.", 0),
    ],
)
def test_a_stated_rhythm_is_held_to_the_recorded_messages(text: str, found: int) -> None:
    assert len(_fields(f"went_well:\n  - {text}\n", "stated-interval")) == found


def test_one_message_makes_no_rhythm() -> None:
    fragment = (
        "went_well:\n  - Updates went out every 15 minutes.\n"
        f"communications:\n  - {{at: {DAY} 09:20, audience: client, kind: initial}}\n"
    )
    assert _fields(fragment, "stated-interval") == []


def test_the_longest_silence_between_messages_is_named() -> None:
    ((_, message),) = _found("went_well: [Updates every 15 minutes.]\n", "stated-interval")
    assert message == (
        "`every 15 minutes` contradicts the recorded messages: "
        f"30 min passed after that of {DAY} 09:50"
    )


def test_what_has_not_come_is_said_as_it_is_written() -> None:
    said = dict(_found("", "future-time", "2026-03-01"))
    assert said["times.started"] == "2026-03-03 09:05 has not come yet"
    assert said["review.held_at"] == "2026-03-06 has not come yet"


def test_what_comes_at_the_very_moment_is_not_before_it() -> None:
    at_once = (
        f"postmortem: {{status: published, drafted_at: {DAY} 09:05, published_at: {DAY} 09:05}}\n"
    )
    assert _fields(at_once, "aftermath-order") == []
    assert _fields(_windows(("09:05", "09:05")), "window-order") == []


def test_a_next_update_at_the_moment_of_the_message_promises_nothing() -> None:
    message = (
        f"communications:\n  - {{at: {DAY} 09:20, audience: client, kind: initial, "
        f"next_update_at: {DAY} 09:20}}\n"
    )
    assert _fields(message, "promise-in-the-past") == ["communications[0].next_update_at"]


def test_calls_and_handoffs_are_signs_of_work() -> None:
    quiet = _timeline("09:08", "10:20") + "escalations: none\n"
    assert _fields(quiet, "timeline-gap") == ["timeline[1].at"]
    call = f"{{at: {DAY} 09:35, tier: L2, contact: Ana Ruiz, reached_at: {DAY} 10:00}}"
    called = _timeline("09:08", "10:20") + f"escalations: [{call}]\n"
    assert _fields(called, "timeline-gap") == []
    shifts = [f"{{at: {DAY} {at}, from: Ana Ruiz, to: Jon Bell}}" for at in ("09:35", "10:00")]
    assert _fields(quiet + f"handoffs: [{', '.join(shifts)}]\n", "timeline-gap") == []


def test_signs_count_in_the_order_in_which_they_happened() -> None:
    call = f"escalations: [{{at: {DAY} 09:50, tier: L2, contact: Ana Ruiz}}]\n"
    told = "timeline:\n" + "".join(
        f"  - {{at: {DAY} {at}, text: It was looked at.}}\n" for at in ("09:30", "10:10")
    )
    assert _fields(call + told, "timeline-gap") == []


def test_silence_until_the_end_is_shown_at_the_end() -> None:
    shift = f"handoffs: [{{at: {DAY} 10:20, from: Ana Ruiz, to: Jon Bell}}]\n"
    told = f"timeline: [{{at: {DAY} 09:30, text: It was looked at.}}]\nescalations: none\n"
    assert _fields(told + shift, "timeline-gap") == ["times.resolved"]


def test_a_gap_before_anything_was_noticed_is_none() -> None:
    late = _times(started="08:00") + _timeline("09:08", "09:50", "10:20")
    assert _fields(late, "timeline-gap") == []
    unnoticed = _times(detected="", acknowledged="", declared="") + _timeline("09:50", "10:20")
    assert _fields(unnoticed, "timeline-gap") == []


@pytest.mark.parametrize(
    ("at", "times", "said"),
    [
        ("2026-02-20 09:05", {}, "2026-02-20 09:05 is 11 days before the start"),
        (f"{DAY} 10:40", {}, f"{DAY} 10:40 is after the incident was closed"),
        ("2026-03-04 10:40", {"closed": ""}, "2026-03-04 10:40 is after the incident was resolved"),
    ],
)
def test_an_entry_outside_says_what_it_lies_beyond(
    at: str, times: dict[str, str], said: str
) -> None:
    fragment = f"timeline: [{{at: {at}, text: It was seen.}}]\n" + _times(**times)
    assert [message for _, message in _found(fragment, "timeline-outside-lifecycle")] == [said]


def test_without_an_alert_the_word_in_an_entry_doubts_no_start() -> None:
    entry = "timeline: [{at: 09:05, text: An alert fired for another service.}]\n"
    assert _fields(entry, "start-equals-detection") == ["times.started"]
    told = "detection: {source: client_report}\n"
    assert _fields(told + entry, "start-equals-detection") == []
