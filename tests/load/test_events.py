from __future__ import annotations

import io
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from postmortems.characters import FORBIDDEN
from postmortems.load.events import read
from postmortems.load.text import Limits
from support.places import spans

LIMITS = Limits()


def _value(text: str) -> Any:  # noqa: ANN401 - whatever the text says
    document = read(text.encode(), LIMITS)
    assert document.faults == []
    return document.value


def _faults(content: str | bytes, limits: Limits = LIMITS) -> list[tuple[str, int, int]]:
    document = read(content.encode() if isinstance(content, str) else content, limits)
    return [(each.rule, each.span.line, each.span.column) for each in document.faults]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("85", 85),
        ("-7", -7),
        ("+7", 7),
        ("007", 7),
        ("99.5", 99.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("15:47", "15:47"),
        ("15:47:10", "15:47:10"),
        ("2024-01-21", "2024-01-21"),
        ("2024-01-21 15:30", "2024-01-21 15:30"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("0o10", "0o10"),
        ("1,5", "1,5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("-", None),
        ("'85'", "85"),
        ('"true"', "true"),
        ("1234567890123456789", "1234567890123456789"),
        ("1e999", "1e999"),
        ("<<", "<<"),
        ("=", "="),
    ],
)
def test_scalars_are_read_by_the_core_schema_of_yaml_1_2(text: str, value: object) -> None:
    if text == "-":
        assert _value("key:\n  -\n") == {"key": [None]}
        return
    found = _value(f"key: {text}\n")["key"]
    assert found == value
    assert type(found) is type(value)


def test_block_scalars_are_text_whatever_they_hold() -> None:
    assert _value("a: |\n  85\nb: >-\n  true\n  no\n") == {"a": "85\n", "b": "true no"}


def test_nested_values_are_read_in_their_order() -> None:
    text = "b: {y: [1, [2, 3]], x: {}}\na:\n  - c: 1\n    d: ~\n  -\n"
    value = _value(text)
    assert value == {"b": {"y": [1, [2, 3]], "x": {}}, "a": [{"c": 1, "d": None}, None]}
    assert list(value) == ["b", "a"]


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert _value("<<: {a: 1}\n") == {"<<": {"a": 1}}


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "~\n"])
def test_a_file_without_a_value_gives_none(text: str) -> None:
    assert _value(text) is None


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a: 1\na: 2\n", [("duplicate-key", 2, 1)]),
        ('a: 1\n"a": 2\n', [("duplicate-key", 2, 1)]),
        ('a: 1\n"\\u0061": 2\n', [("duplicate-key", 2, 1)]),
        ("a:\na: 2\n", [("duplicate-key", 2, 1)]),
        ("x: {a: 1, a: 2}\ny: {a: 1}\n", [("duplicate-key", 1, 11)]),
        ("a: &x 1\nb: *x\n", [("yaml-alias", 1, 4), ("yaml-alias", 2, 4)]),
        ("a: !!str 1\n", [("yaml-tag", 1, 4)]),
        ("a: !custom {b: 1}\n", [("yaml-tag", 1, 4)]),
        ("!!map\na: 1\n", [("yaml-tag", 1, 1)]),
        ("? [a, b]\n: c\n", [("complex-key", 1, 3)]),
        ("? {a: b}\n: c\n", [("complex-key", 1, 3)]),
        ("a: &x 1\n*x : 2\n", [("yaml-alias", 1, 4), ("yaml-alias", 2, 1), ("complex-key", 2, 1)]),
        ("%YAML 1.1\n---\na: 1\n", [("yaml-directive", 1, 1)]),
        ("%TAG ! tag:x.org:\n---\na: 1\n", [("yaml-directive", 1, 1)]),
        ("a: 1\n---\nb: 2\n", [("second-document", 2, 1)]),
        ("a: [1\n", [("yaml-syntax", 2, 1)]),
        ("a: b: c\n", [("yaml-syntax", 1, 5)]),
        ("a:\n\tb: 1\n", [("yaml-syntax", 2, 1)]),
        ('a: "\\q"\n', [("yaml-syntax", 1, 5)]),
        ('a: "\\UFFFFFFFF"\n', [("yaml-syntax", 1, 7)]),
        ("a: 'x\n", [("yaml-syntax", 2, 1)]),
        ("a: @x\n", [("yaml-syntax", 1, 4)]),
    ],
)
def test_what_a_record_never_needs_is_refused_at_its_place(
    text: str, faults: list[tuple[str, int, int]]
) -> None:
    assert _faults(text) == faults


@pytest.mark.parametrize("depth", [31, 32, 33, 25_000])
def test_values_may_be_nested_as_deep_as_the_limit(depth: int) -> None:
    text = "[" * depth + "]" * depth
    found = [rule for rule, _, _ in _faults(text)]
    assert found == ([] if depth <= 32 else ["too-deep"])


@pytest.mark.parametrize(("count", "found"), [(99, []), (100, ["too-many-values"])])
def test_a_file_may_hold_as_many_values_as_the_limit(count: int, found: list[str]) -> None:
    text = "[" + ",".join("1" * count) + "]"
    assert [rule for rule, _, _ in _faults(text, Limits(max_nodes=100))] == found


@pytest.mark.parametrize(("size", "found"), [(64, []), (65, ["file-too-large"])])
def test_a_file_may_be_as_large_as_the_limit(size: int, found: list[str]) -> None:
    content = b"a: " + b"x" * (size - 3)
    assert [rule for rule, _, _ in _faults(content, Limits(max_bytes=64))] == found


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [(b"a: \xff\n", 1, 4), (b"a: 1\nb: \xe4\n", 2, 4), ("a: 1".encode("utf-16"), 1, 1)],
)
def test_bytes_that_are_no_utf8_are_refused_at_their_place(
    content: bytes, line: int, column: int
) -> None:
    assert _faults(content) == [("not-utf8", line, column)]


@pytest.mark.parametrize(
    "character",
    [
        *("\x00", "\x07", "\x08", "\x0b", "\x1b", "\x7f", "\x85", "\x9b", "\r"),
        *("\u061c", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u2028", "\u2029"),
        *("\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\ufeff", "\ufff9", "\ufdd0"),
        *("\ufffe", "\uffff", "\U0001fffe", "\U000e0001", "\U000e007f", "\U0010ffff"),
    ],
)
def test_a_character_that_deceives_is_refused_at_its_place(character: str) -> None:
    assert _faults(f"a: 1\nb: x{character}y\n") == [("forbidden-character", 2, 5)]


@pytest.mark.parametrize(
    "text",
    ["\U0001f469\u200d\U0001f4bb", "\u2764\ufe0f", "\u00e9", "\u0301e", "tab\there", "a\r\n"],
)
def test_letters_emoji_tabs_and_windows_line_ends_are_fine(text: str) -> None:
    assert _faults(f"a: '{text}'\r\n") == []


def test_many_bad_characters_are_reported_only_to_a_bound() -> None:
    assert len(_faults("a: " + "\u200b" * 1000)) == 20


def test_a_message_shows_hostile_names_escaped() -> None:
    (fault,) = read(b'"a\\eb": 1\n"a\\eb": 2\n', LIMITS).faults
    assert fault.message == "the key `a\\x1bb` stands twice in this mapping"


def test_faults_that_stop_nothing_leave_the_rest_readable() -> None:
    document = read(b"a: !!str 1\nb: 2\nb: 3\nc: 4\n", LIMITS)
    assert [each.rule for each in document.faults] == ["yaml-tag", "duplicate-key"]
    assert document.value == {"a": 1, "b": 3, "c": 4}


def test_positions_are_kept_only_when_wanted() -> None:
    text = b"a:\n  - b: one\n    c: >-\n      two\n      three\n"
    assert read(text, LIMITS).place is None
    document = read(text, LIMITS, positions=True)
    values, keys = spans(document, text.decode())
    assert {path: (span.line, span.column, span.end) for path, span in values.items()} == {
        (): (1, 1, 2),
        ("a",): (2, 3, 4),
        ("a", 0): (2, 5, 6),
        ("a", 0, "b"): (2, 8, 11),
        ("a", 0, "c"): (3, 8, 10),
    }
    assert {path: (span.line, span.column, span.end) for path, span in keys.items()} == {
        ("a",): (1, 1, 2),
        ("a", 0, "b"): (2, 5, 6),
        ("a", 0, "c"): (3, 5, 6),
    }


_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(min_size=1, max_size=12), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(_PLAIN)
def test_what_a_yaml_library_writes_is_read_back_or_refused(value: object) -> None:
    stream = io.StringIO()
    yaml.safe_dump(value, stream, allow_unicode=False, default_style='"')
    # With every text quoted, only numbers and words of YAML itself carry tags.
    text = stream.getvalue().replace("!!int ", "").replace("!!bool ", "").replace("!!null ", "")
    document = read(text.encode(), LIMITS)
    if document.faults:
        assert {each.rule for each in document.faults} <= {"complex-key", "forbidden-character"}
    else:
        assert _texts(document.value) == _texts(value)


def _texts(value: object) -> object:
    """The value with every single value as text: quoted numbers are read as text."""
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)


@given(st.binary(max_size=300))
def test_no_bytes_make_reading_raise(content: bytes) -> None:
    document = read(content, LIMITS, positions=True)
    assert all(each.span.line >= 1 and each.span.column >= 1 for each in document.faults)


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"%#?,~ \n\t\\u0"), max_size=60))
def test_no_punctuation_makes_reading_raise_or_misplace(text: str) -> None:
    document = read(text.encode(), LIMITS, positions=True)
    lines = text.split("\n")
    values, keys = spans(document, text)
    for where in (*values.values(), *keys.values()):
        assert 1 <= where.line <= len(lines)
        assert where.column < where.end
    for each in document.faults:
        assert 1 <= each.span.line <= len(lines)


@given(st.text(max_size=60))
def test_what_is_read_never_holds_a_character_that_deceives_unescaped(text: str) -> None:
    document = read(f"a: {text}".encode("utf-8", "surrogatepass"), LIMITS)
    if document.faults == [] and isinstance(document.value, dict):
        value = document.value.get("a")
        assert not (isinstance(value, str) and "\\" not in text and FORBIDDEN.search(value))
