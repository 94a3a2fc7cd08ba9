from __future__ import annotations

import pickle

import pytest

from postmortems.errors import (
    ConfigurationError,
    PostmortemsError,
    PublishError,
    UsageError,
    WriteError,
)

KINDS = [ConfigurationError, UsageError, WriteError, PublishError]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_is_caught_by_the_base_and_ends_with_2(kind: type[PostmortemsError]) -> None:
    with pytest.raises(PostmortemsError) as caught:
        raise kind("site_config/site.yml is missing")
    assert str(caught.value) == "site_config/site.yml is missing"
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("é – “quoted”, 日本\nsecond line", "é – “quoted”, 日本\nsecond line"),
        ("\x1b]52;c;aGk=\x07", r"\x1b]52;c;aGk=\x07"),
        ("a\rb\tc\x00d\x85", r"a\rb\tc\x00d\x85"),
        ("\u202egpj.exe", r"\u202egpj.exe"),
        ("\udcff.yml", r"\udcff.yml"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_a_message_reaches_a_terminal_as_plain_text(text: str, shown: str) -> None:
    assert str(WriteError(text)) == shown
    assert shown.encode("utf-8").decode("utf-8") == shown


def test_an_error_survives_the_way_back_from_a_worker() -> None:
    error = pickle.loads(pickle.dumps(PublishError("stopped \x1b")))  # noqa: S301 - our own bytes
    assert type(error) is PublishError
    assert str(error) == r"stopped \x1b"
