from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.edit.changes import same
from postmortems.edit.fix import fix
from postmortems.load.events import read
from postmortems.load.text import Limits
from support.editing import JUDGE, SOURCE
from support.example import BASE, example, overlaid

if TYPE_CHECKING:
    from postmortems.edit.fix import Fixed

CASES = sorted((Path(__file__).parent / "cases").iterdir())
INVALID = sorted((Path(__file__).parents[1] / "invalid").glob("*/incident.yml"))
BOM = b"\xef\xbb\xbf"


def _said(result: Fixed) -> str:
    done = [f"{each.line} {each.text}\n" for each in result.done]
    left = [f"left {each.line} {each.text}\n" for each in result.left]
    return "".join(done + left)


def _values(content: bytes) -> Any:  # noqa: ANN401 - plain values
    document = read(content, Limits())
    assert document.faults == []
    return document.value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fragment_is_mended_as_its_neighbour_shows(case: Path) -> None:
    before, after = (
        overlaid(BASE, (case / name).read_text("utf-8")) for name in ("before.yml", "after.yml")
    )
    result = fix(before.encode(), SOURCE, JUDGE)
    assert result.new.decode() == after
    assert _said(result) == (case / "said.txt").read_text("utf-8")
    assert fix(result.new, SOURCE, JUDGE).new == result.new


def test_a_sound_record_stays_as_it_is() -> None:
    result = fix(example(), SOURCE, JUDGE)
    assert not result.changed
    assert (result.done, result.left, result.remaining) == ((), (), ())


@pytest.mark.parametrize(
    ("address", "mended"),
    [
        ("http://a.example:80/x", None),
        ("http://me@a.example:8080", None),
        ("HTTPS://a.example:8443/x", "https://a.example:8443/x"),
        ("http://a.example/x:y", "https://a.example/x:y"),
        ("ftp://a.example/x", None),
        ("a.example/x", None),
    ],
)
def test_an_address_with_a_port_for_http_has_no_safe_answer(
    address: str, mended: str | None
) -> None:
    before = example(f"links: [{{title: Log, url: '{address}'}}]\n")
    result = fix(before, SOURCE, JUDGE)
    assert result.new == before.replace(address.encode(), (mended or address).encode())


def test_a_byte_order_mark_goes_and_what_it_hid_is_told() -> None:
    result = fix(BOM + example("severity: P9\nkind: degradatoin\n"), SOURCE, JUDGE)
    assert result.new == example("severity: P9\nkind: degradation\n")
    assert [each.rule for each in result.remaining] == ["unknown-name"]
    assert _said(result) == "1 the byte order mark is gone\n7 `degradatoin` → `degradation`\n"


def test_spaces_in_a_last_line_without_a_break_go_in_one_run() -> None:
    assert fix(example().rstrip(b"\n") + b"  ", SOURCE, JUDGE).new == example()


def test_a_last_line_gets_its_break_in_the_form_of_the_file() -> None:
    assert fix(example().rstrip(b"\n"), SOURCE, JUDGE).new == example()
    windows = example("status: closd\n").replace(b"\n", b"\r\n")
    mended = example("status: closed\n").replace(b"\n", b"\r\n")
    assert fix(windows.removesuffix(b"\r\n"), SOURCE, JUDGE).new == mended


def test_a_text_that_ends_the_file_without_a_break_keeps_its_end() -> None:
    content = example() + b"notes: |\n  The end."
    assert fix(content, SOURCE, JUDGE).new == content


def test_lines_of_windows_stay_and_their_timeline_is_sorted() -> None:
    case = next(case for case in CASES if case.name == "messages-out-of-order")
    before, after = (
        overlaid(BASE, (case / name).read_text("utf-8")).replace("\n", "\r\n").encode()
        for name in ("before.yml", "after.yml")
    )
    assert fix(before, SOURCE, JUDGE).new == after


@pytest.mark.parametrize(
    "fragment",
    [
        b"tags: [certificate]\ntags: [gateway]\nstatus: closd\n",
        b"status: closd\ntags: &all [certificate]\nnotes: *all\n",
        b"status: closd\nnotes: !!str 5\n",
        b"status: closd\nnotes: |\n  a \xe2\x80\x8b b\n",
        b"status: closd\nnotes: [\n",
        b"status: closd\n\tnotes: a\n",
        b"status: closd\n---\nid: other\n",
        b"status: closd\nnotes: \xff\n",
    ],
    ids=["twice", "alias", "tag", "unseen", "bracket", "tab", "second", "latin"],
)
def test_a_file_with_faults_of_its_own_is_left_alone(fragment: bytes) -> None:
    content = BASE.replace("status: closed\n", "").replace("tags: [certificate]\n", "").encode()
    result = fix(content + fragment, SOURCE, JUDGE)
    assert not result.changed
    assert result.done == ()
    assert result.remaining != ()


def test_a_fix_that_asks_for_more_is_said_and_not_made() -> None:
    text = re.sub(r"summary: >-\n(  .*\n)+", "", example("status: reslved\n").decode())
    text = re.sub(r"postmortem:\n(  .*\n)+", "postmortem: {status: none}\n", text)
    result = fix(text.encode(), SOURCE, JUDGE)
    assert not result.changed
    assert _said(result) == (
        "left 5 not done: `reslved` → `resolved`; "
        "`missing-field` at `summary` would be reported then\n"
    )


def test_one_doubtful_fix_does_not_keep_the_others_from_being_made() -> None:
    result = fix(example("tags: [1.5, 2024]\nstatus: closd\n"), SOURCE, JUDGE)
    assert result.new == example('tags: [1.5, "2024"]\nstatus: closed\n')
    assert len(result.left) == 1


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.parent.name)
def test_broken_records_are_never_made_worse(file: Path) -> None:
    content = file.read_bytes()
    result = fix(content, SOURCE, JUDGE)
    assert fix(result.new, SOURCE, JUDGE).new == result.new
    old, new = read(content, Limits()), read(result.new, Limits())
    if result.changed and not old.faults:
        assert len(result.remaining) <= len(
            JUDGE.findings(content, JUDGE.judge(content, SOURCE), SOURCE)
        )
        assert not new.faults


LINES = BASE.splitlines()
noise = st.sampled_from(["", "  ", "# a note", "    # a deeper note  ", "\t"])
spoilt = st.sampled_from(
    [
        ("status: closed", "status: closd"),
        ("kind: degradation", "kind: DEGRADATION"),
        ("services: [payment-api]", "services: [ 'payment_api' ]"),
        ("tags: [certificate]", "tags: [certificate, 2026]"),
        ("  started: 2026-03-03 09:05", "  started: 2026-03-03T9:05z"),
        ("  - at: 09:34", "  - at: 9:34   # about"),
        ("    tracker: https:", "    tracker: http:"),
        ("lessons:", "lesssons:"),
        ("  facilitator: Mia Sato", "  facilitator: ' Mia Sato'"),
        ("  monitored_minutes: 30", '  monitored_minutes: "30"'),
        ("trigger: The certificate's", "trigger: Gateway: the certificate's"),
    ]
)


@given(
    spoils=st.lists(spoilt, unique_by=lambda pair: pair[0], max_size=6),
    breaks=st.lists(st.tuples(st.integers(0, len(LINES)), noise), max_size=8),
    ending=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_a_record_spoilt_in_known_places_is_as_it_was_and_noise_stays(
    spoils: list[tuple[str, str]], breaks: list[tuple[int, str]], ending: str, last: bool
) -> None:
    lines = list(LINES)
    for place, text in sorted(breaks, reverse=True):
        lines.insert(place, text)
    sound = "\n".join(lines)
    text = sound
    for old, new in spoils:
        text = text.replace(old, new)
    content = (text + "\n" * last).replace("\n", ending).encode()
    result = fix(content, SOURCE, JUDGE)
    again = fix(result.new, SOURCE, JUDGE)
    assert again.new == result.new
    assert again.done == ()
    whole = read(sound.encode(), Limits())
    if whole.faults:
        assert not result.changed or read(result.new, Limits()).faults
        return
    mended = _values(result.new)
    # A start that was written with an offset keeps it: equal in meaning, not in spelling.
    wanted = whole.value
    for old, new in spoils:
        if "started" in new and old in sound:
            wanted["times"]["started"] = "2026-03-03T09:05Z"
        if "2026]" in new:
            wanted["tags"].append("2026")
        if "Gateway" in new:
            wanted["trigger"] = f"Gateway: t{wanted['trigger'][1:]}"
    assert same(mended, wanted)
    kept = [line.strip() for line in text.split("\n") if line.strip().startswith("#")]
    now = [line.strip() for line in result.new.decode().split("\n")]
    assert [line for line in now if line.startswith("#")] == kept


@given(content=st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_at_all_are_kept_or_read_without_faults(content: bytes) -> None:
    result = fix(content, SOURCE, JUDGE)
    assert not result.changed or not read(result.new, Limits()).faults


PIECES = """\
: |: |#| #|-|- |'|"|>|[|]|{|}|&a |*a|!x |%|@|,|\\|\u200b|é|0|Z|+0200|none|||  |\t|\r\n|\n"""
pieces = st.sampled_from([*PIECES.split("|"), "|"])


@given(
    cuts=st.lists(
        st.tuples(st.integers(0, len(BASE)), st.integers(0, 12), pieces), min_size=1, max_size=4
    )
)
@settings(max_examples=100, deadline=None)
def test_a_record_with_random_damage_is_mended_for_good_and_keeps_its_comments(
    cuts: list[tuple[int, int, str]],
) -> None:
    text = BASE
    for place, length, piece in cuts:
        text = text[:place] + piece + text[place + length :]
    result = fix(text.encode(), SOURCE, JUDGE)
    assert fix(result.new, SOURCE, JUDGE).new == result.new
    if not result.changed:
        return
    comments = re.compile(r"(?m)^\s*#.*?(?=\s*$)")
    assert comments.findall(result.new.decode()) == comments.findall(text)
    old, new = read(text.encode(), Limits()), read(result.new, Limits())
    assert len(new.faults) <= len(old.faults)
    if not old.faults:
        assert len(result.new) >= len(text) - 40
        assert _leaves(old.value) == _leaves(new.value)


def _leaves(value: Any) -> int:  # noqa: ANN401 - plain values
    if isinstance(value, dict):
        return sum(map(_leaves, value.values()))
    return sum(map(_leaves, value)) if isinstance(value, list) else 1


@pytest.mark.parametrize("key", ["? [a, b]\n  :", "? {a: b}\n  :", "*a :"])
def test_a_file_with_a_key_that_is_no_text_is_left_alone(key: str) -> None:
    content = f"summary: The report: late.\nglossary:\n  {key} Whoever carries it out.\n".encode()
    assert fix(content, SOURCE, JUDGE).new == content
