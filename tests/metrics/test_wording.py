from __future__ import annotations

from typing import Any, get_args

import pytest
from stop_words import AVAILABLE_LANGUAGES

from metrics.records import record
from postmortems.config.similar import LanguageName
from postmortems.metrics.wording import BREAK, Reader


def words(text: str, **fields: Any) -> list[str]:  # noqa: ANN401
    """The words of a title; breaks in a row and those at the ends say nothing."""
    found = Reader(("english",)).words(record(title=text, **fields))
    shown = [
        word for at, word in enumerate(found) if word != BREAK or (at and found[at - 1] != BREAK)
    ]
    return shown[:-1] if shown and shown[-1] == BREAK else shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Connection POOL exhausted", ["connection", "pool", "exhausted"]),
        ("Pool, connection", ["pool", BREAK, "connection"]),
        ("pool of connections", ["pool", BREAK, "connections"]),
        ("42 errors 503 x509 a", ["errors", BREAK, "x509"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("ﬁle \uff24\uff29\uff33\uff2b", ["file", "disk"]),
        ("client's disk", ["client", BREAK, "disk"]),
        ("see https://example.com/pool-of-words disk", ["disk"]),
        ("डेटाबेस बंद", ["डेटाबेस", "बंद"]),
        ("база данных", ["база", "данных"]),
        ("数据库故障", ["数据", "据库", "库故", "故障"]),
        ("データベースの障害", ["データベース", BREAK, "障害"]),
        ("`tenant_key`", ["tenant", BREAK, "key"]),
        ("", []),
    ],
)
def test_words_are_folded_in_any_script_and_what_is_none_breaks(text: str, said: list[str]) -> None:
    assert words(text or "-") == said


def test_words_come_from_title_summary_trigger_and_factors_and_texts_do_not_touch() -> None:
    found = words(
        "disk",
        summary="queue",
        trigger="failover",
        factors=[{"id": "F1", "text": "quota", "evidence": "graph"}],
        background="history",
    )
    assert found == ["disk", BREAK, "queue", BREAK, "failover", BREAK, "quota"]


def test_everyday_words_of_the_languages_and_of_the_team_are_left_out() -> None:
    said = record(title="Der Server und the queue of Acme")
    assert Reader(("german",), ["acme"]).words(said)[:7] == [
        *(BREAK, "server", BREAK, "the", "queue", "of", BREAK)
    ]


def test_a_record_is_not_read_without_end() -> None:
    assert len(Reader(()).words(record(title="disk", summary="queue " * 5_000))) == 2_000


def test_every_language_that_the_settings_offer_has_words_and_none_is_missing() -> None:
    assert sorted(get_args(LanguageName)) == sorted(AVAILABLE_LANGUAGES)
