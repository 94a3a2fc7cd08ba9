"""Addresses and ids in texts lead to nothing that is not shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from postmortems.redaction.links import Links
from support.example import settings

PUBLIC = replace(settings().audiences.public, hosts=("example.com",))
LINKS = Links(PUBLIC, {"INC-20251202-1410", "Outage7"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("See INC-20251202-1410.", "See another incident."),
        ("see inc-20251202-1410.yml", "see another incident.yml"),
        ("pre-INC-20251202-1410-post", "pre-another incident-post"),
        ("like OUTAGE7, not Outage77", "like another incident, not Outage77"),
        ("INC-20251202-1411 INC-20251202", "INC-20251202-1411 INC-20251202"),
        ("https://wiki.internal/x, then", "address not shown, then"),
        ("<https://wiki.internal/x>", "address not shown"),
        ("[the log](https://wiki.internal/x 'Log')", "the log"),
        ("[the log](<https://wiki.internal/x>)", "the log"),
        ("![graph](//wiki.internal/x.png)", "graph"),
        ("[mail](mailto:a@b.example)", "mail"),
        ("[x]: https://wiki.internal/x\nSee [x].", "\nSee [x]."),
        ("[x](https://a.example.com/y)", "[x](https://a.example.com/y)"),
        ("https://example.com/y", "https://example.com/y"),
        ("https://example.com.evil/y", "address not shown"),
        ("https://notexample.com/y", "address not shown"),
        ("https://example.com@wiki.internal/y", "address not shown"),
        ("[here](#timeline)", "[here](#timeline)"),
        ("[x](https://example.com/INC-20251202-1410)", "x"),
        ("[x](https://example.com/INC%2D20251202-1410)", "x"),
        ("https://example.com/INC-20251202-1410", "address not shown"),
        (r"See INC\-20251202\-1410.", "See another incident."),
        ("See INC&#45;20251202-1410.", "See another incident."),
        (
            "See INC&amp;#45;20251202-1410 INC\\-20251202-1410.",
            "See another incident another incident.",
        ),
        ("See INC-**20251202**-1410.", "See another incident."),
        ("INC-20251202&#8203;-1410", "another incident"),
        ("INC\u201120251202\uff0d1410 \u2013 so", "another incident - so"),
        ("1\u20132 \u00bd", "1\u20132 \u00bd"),
        ("[a [b]](https&colon;//wiki.corp/q)", "a [b]"),
        ("[x]( <https&#58;//wiki.corp/a(b)>)", "x"),
        ("[a [b](//wiki.corp/x) c](//wiki.corp/y)", "a b c"),
        ("> [foo]: //intra.corp/x", "> [foo]: address not shown"),
        ("[a [b] c](//intranet/x)", "a [b] c"),
        ("www.intra.corp/x, WWW.example.com", "address not shown, WWW.example.com"),
        ("https://intra.corp/a_(b)/c (so)", "address not shown (so)"),
        ("postgres://db.corp/x", "address not shown"),
        ("https://example.com/https://intra.corp/x", "address not shown"),
        (r"a\_b **bold** &amp; c // d, e//f", r"a\_b **bold** &amp; c // d, e//f"),
    ],
)
def test_texts(text: str, said: str) -> None:
    assert LINKS.text(text) == said


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.com/", True),
        ("https://status.example.com/1", True),
        ("https://EXAMPLE.com./", True),
        ("https://example.org/", False),
        ("https://[broken/", False),
        ("https://example.com/incidents/outage7", False),
    ],
)
def test_addresses(address: str, *, shown: bool) -> None:
    assert LINKS.shows(address) is shown


def test_without_a_list_of_hosts_only_absent_incidents_are_unlinked() -> None:
    links = Links(settings().audiences.internal, {"INC-20251202-1410"})
    assert links.text("[a](https://x.y/z) https://x.y") == "[a](https://x.y/z) https://x.y"
    assert links.text("[a](https://x.y/INC-20251202-1410)") == "a"
    assert not links.shows("https://x.y/INC-20251202-1410")


def test_what_a_text_names() -> None:
    assert LINKS.mentioned("outage7 INC-20251202-1410 Outage7") == ["inc-20251202-1410", "outage7"]


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 50_000, "](" * 25_000, "[a](" * 12_500, "a-" * 25_000, "[a [b] " * 7_000),
        *("[" + "[a]" * 16_000, "[a](" + "(b)" * 16_000, "a.a:" * 12_500, "//(" * 16_000),
        "&amp;" + "amp;" * 12_000,
    ],
)
def test_long_texts_are_passed_once(text: str) -> None:
    assert LINKS.text(text) == text
