from __future__ import annotations

import pytest

from postmortems.findings import Problem, dotted
from postmortems.rules.check import check
from support.example import (
    EARLIER_ID,
    between,
    context,
    example,
    load,
    make_incident,
    settings,
)


def _problems(fragment: str, rule: str, stem: str = "") -> list[Problem]:
    incident = load(example(fragment)).incident
    assert incident is not None
    given = context(incident, stem=stem or incident.id)
    found = [*check(incident, given), *between(incident)]
    return [each for each in found if each.rule == rule]


def _fields(fragment: str, rule: str) -> list[str]:
    return [dotted(each.path) for each in _problems(fragment, rule)]


@pytest.mark.parametrize(
    ("fragment", "found"),
    [
        ("id: INC-20260303-0905\n", 0),
        ("id: INC-20261303-0905\n", 1),
        ("id: INC-20260303-2460\n", 1),
        ("id: inc-20260303-0905\n", 1),
        ("id: INC-UNDATED-01\n", 1),
    ],
)
def test_a_dated_record_has_an_id_of_the_dated_form(fragment: str, found: int) -> None:
    assert len(_problems(fragment, "id-pattern")) == found


@pytest.mark.parametrize(("name", "found"), [("INC-UNDATED-07", 0), ("INC-20260303-0905", 1)])
def test_an_undated_record_has_an_id_of_the_undated_form(name: str, found: int) -> None:
    incident = load(
        f"schema: 1\nid: {name}\ntitle: Late\nstatus: investigating\nseverity: P3\n"
        "kind: degradation\nservices: [payment-api]\ndetection: {source: internal}\n"
        "postmortem: {status: none}\ndate_unknown: Nobody wrote it down.\n"
        "times: {started: day 1 10:00}\n".encode()
    ).incident
    assert incident is not None
    given = context(incident, stem=name)
    assert [each.rule for each in check(incident, given)] == ["id-pattern"] * found


@pytest.mark.parametrize(
    ("zone", "started", "found"),
    [
        ("Etc/UTC", "2026-03-03 09:05", 0),
        ("Etc/UTC", "2026-03-04 09:05", 1),
        ("America/New_York", "2026-03-02 23:30", 0),  # it is the third in UTC
        ("Asia/Tokyo", "2026-03-03 01:00", 0),  # it is the second in UTC
        ("Asia/Tokyo", "2026-03-04 01:00", 0),
        ("Asia/Tokyo", "2026-03-04 10:00", 1),
    ],
)
def test_an_ids_date_is_the_starts_in_its_zone_or_in_utc(
    zone: str, started: str, found: int
) -> None:
    incident = load(
        f"schema: 1\nid: INC-20260303-0905\ntitle: Late\nstatus: investigating\nseverity: P3\n"
        "kind: degradation\nservices: [payment-api]\ndetection: {source: internal}\n"
        f"postmortem: {{status: none}}\ntimezone: {zone}\ntimes: {{started: {started}}}\n".encode()
    ).incident
    assert incident is not None
    names = [each.rule for each in check(incident, context(incident, stem=incident.id))]
    assert names == ["id-date-differs-from-start"] * found


def test_without_a_file_the_id_is_not_held_to_its_name() -> None:
    incident = make_incident()
    assert [each.rule for each in check(incident, context(incident, stem=""))] == []
    assert [each.rule for each in check(incident, context(incident, stem="other"))] == [
        "id-not-file-name"
    ]


def test_a_broken_reference_names_the_nearest_id() -> None:
    (problem,) = _problems("recurrence_of: INC-20251202-1411\n", "broken-reference")
    assert problem.fix == f"did you mean `{EARLIER_ID}`?"
    assert problem.path == ("recurrence_of",)


@pytest.mark.parametrize(
    ("field", "text", "found"),
    [
        ("summary", "The cause is TBD.", 1),
        ("summary", "The cause is `TBD`.", 0),
        ("summary", "It stood on the todo list, marked xxx.", 0),
        ("summary", "The cause is To Be Determined.", 1),
        ("summary", 'The report says "TBD".', 0),
        ("notes", "The source says TBD.", 0),
        ("background", "See [Link].", 1),
        ("background", "Further Investigation\n    needed.", 1),
    ],
)
def test_placeholders_are_found_in_the_authors_own_words(field: str, text: str, found: int) -> None:
    assert len(_problems(f"{field}: |\n    {text}\n", "placeholder-left")) == found


@pytest.mark.parametrize(
    ("status", "written", "found"),
    [
        ("investigating", "draft", []),
        ("resolved", "draft", ["analysis.five_whys[0].answer"]),
        ("closed", "none", ["analysis.five_whys[0].answer"]),
        ("closed", "published", []),
    ],
)
def test_an_answer_is_asked_for_once_the_incident_is_over(
    status: str, written: str, found: list[str]
) -> None:
    fragment = (
        f"status: {status}\nsummary: TBD\npostmortem:\n  status: {written}\nanalysis:\n"
        "  five_whys:\n    - question: Why, to be determined?\n      answer: TBD\n"
    )
    assert _fields(fragment, "placeholder-answer") == found


def test_a_draft_may_hold_placeholders() -> None:
    fragment = (
        "summary: The cause is TBD.\npostmortem:\n  status: draft\n  drafted_at: 2026-03-04 11:00\n"
    )
    assert _problems(fragment, "placeholder-left") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```\ncode\n```", 0),
        ("```python\ncode\n```", 0),
        ("~~~\ncode\n~~~", 0),
        ("````\n```\n````", 0),
        ("```\ncode\n````", 0),
        ("- item\n\n  ```\n  code\n  ```", 0),
        ("> ```\n> code\n> ```", 0),
        ("a ``` b", 0),
        ("``` a ``` b", 0),
        ("```\ncode", 1),
        ("~~~\ncode\n```", 1),
        ("````\ncode\n```", 1),
        ("```\ncode\n``` python", 1),
        ("```\na\n```\n\n```\nb", 1),
    ],
)
def test_a_fence_is_closed_by_as_many_of_the_same(text: str, found: int) -> None:
    indented = "\n".join(f"  {line}" for line in text.split("\n"))
    assert len(_problems(f"background: |\n{indented}\n", "unclosed-code-fence")) == found


@pytest.mark.parametrize(
    "text",
    [
        "caf\u00c3\u00a9",  # é
        "it\u00e2\u20ac\u2122s",  # a typographic apostrophe
        "20\u00c2\u00a0%",  # a space that does not break
        "10 \u00e2\u2020\u2019 50",  # an arrow
        "\u00f0\u0178\u0161\u00a8 alert",  # an emoji
        "M\u00c3\u00bcnchen",  # ü
        "lost \ufffd letter",
    ],
)
def test_the_debris_of_a_wrong_encoding_is_found(text: str) -> None:
    assert _fields(f"background: {text}\n", "mojibake") == ["background"]


@pytest.mark.parametrize(
    "text",
    [
        "caf\u00e9, na\u00efve, \u00c5ngstr\u00f6m, \u0141\u00f3d\u017a",
        "\u201eder Spa\u00df\u201c, said the caf\u00e9\u2026\u201d",
        "\u00ab\u00e0 la carte\u00bb \u2192 50 \u20ac \u2122",
        "\u65e5\u672c\u8a9e \u0440\u0443\u0441\u0441\u043a\u0438\u0439 \U0001f6a8 \u2705",
    ],
)
def test_letters_of_many_languages_are_no_debris(text: str) -> None:
    assert _fields(f"background: '{text}'\n", "mojibake") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("affecting ['payment-api', 'checkout']", 1),
        ('affecting ["payment-api","checkout"]', 1),
        ("affecting ['payment-api']", 1),
        ("with {'status': 500}", 1),
        ("with {'names': ['a']}", 1),
        ("affecting `['payment-api']`", 0),
        ("see [the runbook](https://example.com)", 0),
        ("an item [1] of the list ['", 0),
        ("a {placeholder} and it's [fine]", 0),
    ],
)
def test_a_programs_notation_is_found_outside_code(text: str, found: int) -> None:
    assert len(_problems(f"background: |\n  {text}\n", "printed-list")) == found


@pytest.mark.parametrize(
    ("field", "fragment", "found"),
    [
        ("times.started", "", 1),
        ("timeline", "", 1),
        ("timeline", "timeline:\n  - {at: 09:08, text: It fired.}\n", 0),
        ("timeline", "timeline:\n  - {at: 09:08, text: a}\n  - {at: 09:50, text: b}\n", 1),
        ("tags", "tags: [certificate]\n", 1),
        ("links", "links: []\n", 0),
        ("impact", "", 1),
        ("impact", "impact: {description: Errors., users_pct: unknown}\n", 0),
        ("got_lucky", "", 1),
        ("surprises", "", 0),
        ("handoffs.from", "", 0),
        ("change.approved", "change: {approved: false}\n", 0),
        ("origin_service", "origin_service: payment-api\n", 1),
    ],
)
def test_a_field_is_held_when_it_says_as_much_as_is_asked_for(
    field: str, fragment: str, found: int
) -> None:
    entry = f"not_recorded:\n  - field: {field}\n    reason: Nobody wrote it down.\n"
    assert len(_problems(fragment + entry, "not-recorded-but-present")) == found


@pytest.mark.parametrize(
    ("field", "fix"),
    [
        ("times.startd", "did you mean `times.started`?"),
        ("roles.comander", "did you mean `roles.commander`?"),
        ("zzz", "write a name such as `times.detected`"),
    ],
)
def test_an_unknown_field_comes_with_the_nearest_known_one(field: str, fix: str) -> None:
    entry = f"not_recorded:\n  - field: {field}\n    reason: Nobody wrote it down.\n"
    (problem,) = _problems(entry, "not-recorded-unknown-field")
    assert problem.fix == fix


@pytest.mark.parametrize("field", ["actions.owner", "impact.windows.end", "handoffs.from"])
def test_fields_inside_lists_are_known_by_their_dotted_name(field: str) -> None:
    entry = f"not_recorded:\n  - field: {field}\n    reason: Nobody wrote it down.\n"
    assert _problems(entry, "not-recorded-unknown-field") == []


def _share(text: str, figure: str = "85") -> int:
    impact = f"impact:\n  description: Errors.\n  users_pct: {figure}\n"
    return len(_problems(f"summary: {text}\n{impact}", "stated-share"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("All our web applications were unresponsive.", 1),
        ("Every user saw an error.", 1),
        ("Nobody could log in.", 1),
        ("The shop failed for 60 % of users.", 1),
        ("The shop failed for 85 % of users.", 0),
        ("The shop failed for roughly 87 % of users.", 0),
        ("The shop failed for almost all users.", 0),
        ("The shop failed for four users in five.", 0),
        ("All users were told by email.", 0),
        ("All payments failed.", 0),
        ("The failed pool was mended, and all services are up and running.", 0),
        ("After the outage the shop was restored for all users.", 0),
        ("The report says `all users` saw an error.", 0),
        ("If it breaks again, all users will see an error.", 0),
        ("In INC-20250101-0000 all users saw an error.", 0),
    ],
)
def test_a_share_in_the_summary_is_held_to_the_recorded_one(text: str, found: int) -> None:
    assert _share(f"'{text}'") == found


def test_only_the_headline_is_held_to_the_share_of_the_whole() -> None:
    assert _fields("summary: 85 % of users could not pay.\n", "stated-share") == ["summary"]
    assert _fields("got_lucky: [85 % of users could not pay.]\n", "stated-share") == []


@pytest.mark.parametrize("figure", ["unknown", "{basis: unknown, note: Nobody counted.}"])
def test_without_a_recorded_share_nothing_is_said(figure: str) -> None:
    assert _share("All users saw an error.", figure) == 0


def test_the_share_of_a_window_bears_a_statement_out() -> None:
    impact = (
        "impact:\n  description: Errors.\n  users_pct: 85\n  windows:\n"
        "    - {start: 2026-03-03 09:05, end: 2026-03-03 09:50, users_pct: 100}\n"
    )
    assert _problems(f"summary: All users saw an error.\n{impact}", "stated-share") == []


def test_the_forms_of_ids_come_from_the_configuration() -> None:
    site = settings().site
    assert (site.incident_id, site.undated_id) == ("INC-YYYYMMDD-HHMM", "INC-UNDATED-NN")


@pytest.mark.parametrize(
    ("text", "debris", "fix"),
    [
        ("caf\u00c3\u00a9", "\u00c3\u00a9", "it stands for `\u00e9`"),
        ("lost \ufffd letter", "\ufffd", "copy the text again from its source"),
        ("so it said\u00e2\u20ac and", "\u00e2\u20ac", "copy the text again from its source"),
    ],
)
def test_debris_is_shown_with_what_it_stands_for(text: str, debris: str, fix: str) -> None:
    (problem,) = _problems(f"background: {text}\n", "mojibake")
    assert problem.message == f"`{debris}` was read in the wrong encoding"
    assert problem.fix == fix


def test_a_factor_that_an_action_names_is_one_of_the_record() -> None:
    action = "actions:\n  - {id: A1, title: Renew it, status: open, factors: [F1, F22]}\n"
    problems = _problems(action + "findings: none\n", "broken-reference")
    assert [(each.path, each.message, each.fix) for each in problems] == [
        (("actions", 0, "factors", 1), "`F22` is no factor of this record", "did you mean `F2`?")
    ]


def test_only_an_undated_id_is_told_to_claim_no_date() -> None:
    (dated,) = _problems("id: INC-2026\n", "id-pattern")
    assert dated.why == ""
    undated = "id: INC-2026\ndate_unknown: The source has clock times and no date.\n"
    (problem,) = _problems(undated, "id-pattern")
    assert problem.why == "this record's date is unknown, and its id must not claim one"


def test_the_day_that_an_id_is_held_to_is_shown_in_the_records_zone() -> None:
    incident = load(
        example("timezone: Asia/Tokyo\n").replace(b"2026-03-03 09:05", b"2026-03-05 01:00")
    )
    assert incident.incident is not None
    found = check(incident.incident, context(incident.incident))
    assert [each.message for each in found if each.rule == "id-date-differs-from-start"] == [
        "the id's date is not that of the start, 2026-03-05"
    ]


def test_what_is_held_against_itself_is_shortened() -> None:
    (problem,) = _problems("background: \"['" + "a" * 75 + "']\"\n", "printed-list")
    assert problem.message == f"`['{'a' * 57}…` is a program's notation in prose"


def test_a_fence_of_tildes_is_found_without_any_of_backticks() -> None:
    assert _fields("background: |\n  ~~~\n  x\n", "unclosed-code-fence") == ["background"]
