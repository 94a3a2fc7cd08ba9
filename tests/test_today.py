from __future__ import annotations

from datetime import UTC, datetime

import pytest

from postmortems import today
from postmortems.errors import UsageError


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-01-31T09:40Z", datetime(2026, 1, 31, 9, 40, tzinfo=UTC)),
        ("2026-01-31 09:40:05Z", datetime(2026, 1, 31, 9, 40, 5, tzinfo=UTC)),
        ("2026-01-31T09:40+05:30", datetime(2026, 1, 31, 4, 10, tzinfo=UTC)),
        ("2026-01-31", datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_with_its_offset_and_a_day_ends(said: str, meant: datetime) -> None:
    assert today.moment(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "",
        "now",
        "09:40",
        "2026-01-31T09:40",
        "2026-02-30",
        "2026-02-30T09:40Z",
        "2026-01-31T24:30Z",
        "0001-01-01T00:00+23:59",
        "1970-01-01T00:00Z",
    ],
)
def test_what_is_no_moment_is_refused_with_an_example(said: str) -> None:
    with pytest.raises(UsageError) as refused:
        today.moment(said)
    assert str(refused.value) == (
        "--as-of takes a moment such as 2026-01-31T09:40Z or a day such as 2026-01-31, "
        f"not {said!r}"
    )


def test_the_epoch_of_the_environment_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769852400")
    assert today.moment() == datetime(2026, 1, 31, 9, 40, tzinfo=UTC)
    assert today.instant() == datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC)


def test_without_any_word_now_is_the_minute_it_is() -> None:
    now = today.moment()
    assert (now.second, now.microsecond, now.tzinfo) == (0, 0, UTC)
