"""Whatever is in a file, the check has findings or a record, and never an exception."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.checking.record import Terms, examine, terms
from postmortems.findings import Level
from postmortems.load.files import Source
from support.example import example
from support.example import settings as shipped
from support.spoilt import spoilt

AS_OF = datetime(2026, 3, 20, 23, 59, 59, tzinfo=UTC)
COMPLETE = (Path(__file__).parent / "support" / "complete.yml").read_bytes()
RECORDS = (example(), COMPLETE)
ALPHABET = st.sampled_from("ab:-[]{}&*!|>'\"%#?,~ \n\t\\u0é\u202e")


def _terms() -> Terms:
    return terms(shipped(), AS_OF)


def _judge(content: bytes) -> None:
    """The record is usable or an error says why not; every finding can be shown."""
    found = examine(Source(path="x/INC-20260303-0905.yml", file="x.yml"), content, _terms())
    if found.card is None:
        assert any(each.level is Level.ERROR for each in found.findings)
    lines = content.decode("utf-8", "replace").split("\n")
    for each in found.findings:
        assert each.message.isprintable()
        assert each.excerpt.isprintable()
        assert each.span is None or 1 <= each.span.line <= len(lines)
        assert each.span is None or 1 <= each.span.column < each.span.end or not each.excerpt


@settings(max_examples=1_000)
@given(st.sampled_from(RECORDS), st.integers(0, 2**32))
def test_a_spoilt_record_is_told_of(record: bytes, seed: int) -> None:
    _judge(spoilt(record, random.Random(seed)))  # noqa: S311 - the same every time


@settings(max_examples=600)
@given(st.sampled_from(RECORDS), st.data())
def test_a_record_with_a_torn_part_is_told_of(record: bytes, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(record)))
    last = data.draw(st.integers(first, min(len(record), first + 300)))
    part = data.draw(st.text(ALPHABET, max_size=40)).encode("utf-8", "surrogatepass")
    _judge(record[:first] + part + record[last:])


@settings(max_examples=400)
@given(st.binary(max_size=400) | st.text(ALPHABET, max_size=200).map(str.encode))
def test_what_is_no_record_at_all_is_told_of(content: bytes) -> None:
    _judge(content)


@pytest.mark.parametrize("record", RECORDS, ids=["example", "complete"])
def test_the_records_that_were_spoilt_are_sound(record: bytes) -> None:
    found = examine(Source(path="", file="x.yml"), record, _terms())
    assert found.card is not None
    assert [each for each in found.findings if each.level is Level.ERROR] == []
