from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from postmortems.characters import FORBIDDEN
from postmortems.edit.address import place
from postmortems.edit.assign import assigned
from postmortems.edit.assignments import edited
from postmortems.edit.changes import same
from postmortems.edit.marks import marks
from postmortems.errors import UsageError
from postmortems.load.events import read
from postmortems.load.text import Limits
from support.editing import JUDGE, SOURCE
from support.example import BASE, example

RECORD = """\
# About this file.
schema: 1
id: INC-1   # the id
title: 'It''s over'
severity: "P1"
detection: { source: alert }   # in braces
timezone:
summary: >-  # folded
  One line
  and another.

tags: [a, b]
impact:
  # Nobody counted.
  users: unknown
roles:
  commander: Ana Ruiz
  responders:
    - name: Jon Bell
      role: Database
    - Mia Sato
got_lucky: none
actions:
  - title: First
    status: open   # still

    # the owner is asked
    owner: Jon Bell
  - id: A2
    title: Second
    status: open
notes: |
  The end.
"""


def values(text: str) -> Any:  # noqa: ANN401 - plain values
    document = read(text.encode(), Limits())
    assert document.faults == []
    return document.value


def put(path: str, said: str, text: str = RECORD) -> str:
    record = values(text)
    return assigned(text, record, place(path, record), said)


def gone(old: str, new: str) -> str:
    """What stands between the longest common head and tail of two texts, in the old one."""
    head = next((i for i, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0)
    tail = len(old) - head
    while not new[head:].endswith(old[len(old) - tail :]):
        tail -= 1
    return old[head : len(old) - tail]


@pytest.mark.parametrize(
    ("path", "said", "old", "new"),
    [
        ("id", "INC-2", "id: INC-1   # the id\n", "id: INC-2   # the id\n"),
        ("title", "It's a: test", "title: 'It''s over'\n", "title: 'It''s a: test'\n"),
        ("title", "two\nlines", "title: 'It''s over'\n", "title: |-\n  two\n  lines\n"),
        ("title", "", "title: 'It''s over'\n", "title: ''\n"),
        ("title", "tab\there", "title: 'It''s over'\n", 'title: "tab\\there"\n'),
        ("id", "two\nlines", "id: INC-1   # the id\n", 'id: "two\\nlines"   # the id\n'),
        ("severity", 'P"2', 'severity: "P1"\n', "severity: 'P\"2'\n"),
        ("detection.source", "client_report", "{ source: alert }", "{ source: client_report }"),
        ("detection.source", "a, b", "{ source: alert }", '{ source: "a, b" }'),
        ("detection.alert", "Rate", "{ source: alert }", "{ source: alert, alert: Rate }"),
        ("detection.note", "[x]", "{ source: alert }", '{ source: alert, note: "[x]" }'),
        ("timezone", "Etc/UTC", "timezone:\n", "timezone: Etc/UTC\n"),
        (
            "summary",
            "Short.",
            "summary: >-  # folded\n  One line\n  and another.\n\n",
            "summary: Short. # folded\n\n",
        ),
        (
            "summary",
            "word " * 30 + "end",
            "summary: >-  # folded\n  One line\n  and another.\n\n",
            f"summary: >- # folded\n  {'word ' * 19}\n  {'word ' * 11}end\n\n".replace(" \n", "\n"),
        ),
        ("tags[1]", "2024", "[a, b]", '[a, "2024"]'),
        ("impact.users", "12", "users: unknown", "users: 12"),
        ("impact.users", "unknown ", "users: unknown", 'users: "unknown "'),
        (
            "impact.users_pct.value",
            "12.5",
            "  # Nobody counted.\n  users: unknown",
            "  # Nobody counted.\n  users_pct:\n    value: 12.5\n  users: unknown",
        ),
        (
            "impact.description",
            "x\ny\n",
            "  users: unknown",
            "  description: |\n    x\n    y\n  users: unknown",
        ),
        ("impact.revenue", "1e3", "  users: unknown\n", "  users: unknown\n  revenue: 1e3\n"),
        (
            "impact.sla.breached",
            "true",
            "  users: unknown\n",
            "  users: unknown\n  sla:\n    breached: true\n",
        ),
        ("roles.commander", "no", "commander: Ana Ruiz", "commander: no"),
        ("roles.responders[1]", "Leo: Katz", "- Mia Sato", '- "Leo: Katz"'),
        (
            "roles.responders[0].since",
            "2026-03-03 09:10",
            "      role: Database\n",
            "      role: Database\n      since: 2026-03-03 09:10\n",
        ),
        (
            "actions[0].id",
            "A1",
            "  - title: First\n",
            "  - id: A1\n    title: First\n",
        ),
        (
            "actions[0].type",
            "detect",
            "    status: open   # still\n\n",
            "    status: open   # still\n    type: detect\n\n",
        ),
        ("actions[A2].status", "done", "status: open\nnotes", "status: done\nnotes"),
        (
            "actions[A2].done_at",
            "2026-03-09",
            "    status: open\nnotes",
            "    status: open\n    done_at: 2026-03-09\nnotes",
        ),
        (
            "times.resolved",
            "2026-03-01T10:15Z",
            "tags: [a, b]\n",
            "tags: [a, b]\ntimes:\n  resolved: 2026-03-01T10:15Z\n",
        ),
        (
            "glossary.PSP",
            "Who pays",
            "and another.\n",
            "and another.\nglossary:\n  PSP: Who pays\n",
        ),
        (
            "internal.on",
            "x",
            "    status: open\nnotes",
            "    status: open\ninternal:\n  on: x\nnotes",
        ),
        ("sample", "true", "timezone:\n", "timezone:\nsample: true\n"),
    ],
)
def test_a_value_is_written_where_it_belongs_and_nothing_else_changes(
    path: str, said: str, old: str, new: str
) -> None:
    assert RECORD.count(old) == 1
    assert put(path, said) == RECORD.replace(old, new)


def test_a_record_with_the_line_breaks_of_windows_keeps_them() -> None:
    windows = RECORD.replace("\n", "\r\n")
    for path, said in (("title", "a\nb"), ("times.resolved", "2026-03-01T10:15Z"), ("id", "x")):
        assert put(path, said, windows) == put(path, said).replace("\n", "\r\n")


def test_a_key_after_a_last_line_without_a_break_gets_a_line_of_its_own() -> None:
    text = "schema: 1\nid: A"
    assert put("title", "B", text) == "schema: 1\nid: A\ntitle: B"


def test_a_key_before_all_others_comes_below_the_comment_at_the_head() -> None:
    text = "# head\nid: A\ntitle: B\n"
    assert put("schema", "1", text) == "# head\nschema: 1\nid: A\ntitle: B\n"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("sumary", "there is no field 'sumary'; did you mean summary?"),
        ("actions[A2].stauts", "there is no field 'stauts' under actions[1]; did you mean status?"),
        ("actions[A3].status", "actions has no entry 'A3'; there are `A2`"),
        ("actions[7].status", "actions has the entries 0 to 1, and no 7"),
        ("timeline[0].at", "the record has no timeline"),
        ("actions.status", "actions is a list; name an entry by number or id, such as actions[0]"),
        ("title[0]", "title is no list and has no entries"),
        ("title.x", "title is one value and has no fields"),
        ("tags", "tags holds a list; set one of its entries"),
        ("impact", "impact holds a mapping; set one of its fields"),
        ("services", "services is a list; write it in the file, then set what is in it"),
        ("review", "review is a mapping; write it in the file, then set what is in it"),
        (
            "roles.commander.tier",
            "roles.commander is a bare value; make it a mapping before you set its fields",
        ),
        (
            "impact.users.value",
            "impact.users is a bare value; make it a mapping before you set its fields",
        ),
        ("", "'' is not a path; write one such as times.resolved or actions[A1].due"),
        ("a..b", "there is no field 'a'; there are"),
        ("x" * 201, "a path of 201 characters names nothing"),
    ],
)
def test_a_path_that_names_no_single_value_is_refused(path: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        put(path, "x")
    assert str(caught.value).startswith(said)


PATHS = [
    "id",
    "title",
    "severity",
    "detection.source",
    "detection.note",
    "timezone",
    "summary",
    "tags[0]",
    "roles.commander",
    "roles.responders[0].role",
    "roles.responders[1]",
    "actions[0].status",
    "actions[0].owner",
    "actions[A2].reason",
    "notes",
    "background",
    "change.rollout",
]
texts = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="ab :#-'\"\\\n[]{},&*!|>%@`?~0 \t", max_size=30),
    st.sampled_from(
        ["true", "null", "~", "1", "1.5", "- a", "a: b", "a #b", "---", "...", "\n\n", "x" * 300]
    ),
)


@given(path=st.sampled_from(PATHS), said=texts, windows=st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_back_exactly_and_no_other_byte_changes(
    path: str, said: str, *, windows: bool
) -> None:
    assume(not FORBIDDEN.search(said) and "\r" not in said)
    text = RECORD.replace("\n", "\r\n") if windows else RECORD
    record = values(text)
    found = place(path, record)
    new = assigned(text, record, found, said)
    after = values(new)
    value: Any = after
    for step in found.path:
        value = value[step]
    assert same(value, said)
    mark = marks(text).values.get(found.path)
    if mark is None:
        assert not gone(text, new)
    else:
        assert new.startswith(text[: mark.start])
        assert new.endswith(text[mark.start + len(text[mark.start : mark.end].rstrip()) :])
    assert assigned(new, after, place(path, after), said) == new


def test_an_edit_that_brings_an_error_is_told_with_its_place() -> None:
    result = edited(example(), [("status", "done"), ("title", "x")], SOURCE, JUDGE)
    assert [(each.rule, each.field) for each in result.errors] == [("unknown-value", "status")]
    assert result.errors[0].span is not None
    assert result.errors[0].span.line == 5


def test_an_error_that_was_there_before_does_not_stand_in_the_way() -> None:
    content = example("kind: x\n")
    assert edited(content, [("title", "Cards were declined")], SOURCE, JUDGE).errors == ()
    again = edited(content, [("kind", "y")], SOURCE, JUDGE).errors
    assert [each.rule for each in again] == ["unknown-value"]


def test_values_are_set_one_after_another() -> None:
    pairs = [("impact.sla.breached", "false"), ("impact.sla.note", "Within the month.")]
    result = edited(example(), pairs, SOURCE, JUDGE)
    assert result.paths == ("impact.sla.breached", "impact.sla.note")
    assert b"  sla:\n    breached: false\n    note: Within the month.\n" in result.new


def test_a_file_with_faults_of_its_own_is_not_edited() -> None:
    with pytest.raises(UsageError, match="cannot be read as it is"):
        edited(BASE.encode() + b"a: [", [("title", "x")], SOURCE, JUDGE)
