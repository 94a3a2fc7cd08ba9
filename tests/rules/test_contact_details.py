"""What tells where people and machines can be reached, found on public pages and nowhere else."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.config.audiences import Sender
from postmortems.config.contacts import Contacts
from postmortems.rules import contacts as module
from postmortems.rules.contact_on_public_page import contact_on_public_page
from postmortems.rules.contacts import Finder, Patience
from postmortems.rules.internal_host_on_public_page import internal_host_on_public_page
from postmortems.rules.postal_address_on_public_page import postal_address_on_public_page
from support.example import context, make_incident, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from postmortems.config.settings import Settings
    from postmortems.findings import Path
    from postmortems.rules.base import Rule


def _shipped() -> Contacts:
    known = settings().language.contacts
    assert known is not None
    return known


SHIPPED = _shipped()
FINDER = Finder(SHIPPED, Sender())


def _phone(text: str, finder: Finder = FINDER) -> bool:
    return finder.phone(text, Patience())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask ana.ruiz@payments.io.", True),
        ("<ana_ruiz+oncall@mail.payments.co.uk>", True),
        ("mailto:ANA@PAYMENTS.IO", True),
        ("[Ana](mailto:ana@payments.io)", True),
        ("ana@müller.de", True),
        ("support@payments.io and ana@payments.io", True),
        ("support@payments.io", False),
        ("No-Reply@payments.io", False),
        ("git@github.com:payments/gateway.git", False),
        ("ana@example.com", False),
        ("ana@mail.example.org", False),
        ("ana@anexample.com", True),
        ("react@18.2.0 and image@sha256:9f86d0", False),
        ("@oncall and ana@", False),
        ("ana@localhost", False),
        ("a @ b.io", False),
    ],
)
def test_a_person_s_mailbox_is_found(text: str, *, found: bool) -> None:
    assert FINDER.mail(text) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Call +44 20 7946 0958.", True),
        ("tel:+442079460958", True),
        ("+44 (0)20 7946 0958", True),
        ("+44 2079 460 958", True),  # grouped as nobody does, and still a number
        ("+1 415-736-0000", True),
        ("+33 1 44 58 61 11", True),  # with `+` whatever the regions are
        ("020 7946 0958", True),
        ("(415) 736-0000", True),
        ("030 / 901820", True),
        ("01 44 58 61 11", False),  # France is no region here
        ("4157360000", False),  # figures alone are more often an id
        ("Ticket 4157360000 of 12345678901", False),
        ("+1 555 0100", False),  # no such number
        ("+44 20 7946", False),
        ("2026-03-04 09:05:00 and 04.03.2026 12:30", False),
        ("From 01/05/2026 12 to 14", False),
        ("10.20.30.40, 172.16.254.1:8080", False),
        ("1709541230123456 and 1 000 000 000", False),
        ("INC-20260303-0905 and PAY-1234567", False),
        ("0.123456789 % of 15.739266876", False),
        ("9f86d081884c7d659a2feaa0c55ad015", False),
    ],
)
def test_a_number_that_exists_is_found(text: str, *, found: bool) -> None:
    assert _phone(text) is found
    assert _phone(f"It began at 09:05.\n{text}\nIt ended at 10:00.") is found


def test_without_regions_a_number_has_its_country() -> None:
    finder = Finder(replace(SHIPPED, phone_regions=()), Sender())
    assert _phone("+44 20 7946 0958", finder)
    assert not _phone("020 7946 0958", finder)
    assert _phone("01 44 58 61 11", Finder(replace(SHIPPED, phone_regions=("FR",)), Sender()))


def test_a_number_is_found_at_every_place_of_a_long_line() -> None:
    for before in (0, 1_000, 1_940, 1_980, 1_996, 2_010, 9_999):
        assert _phone(f"{'a ' * (before // 2)}+44 20 7946 0958{' b' * 1_000}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They sit at 221B Baker Street.", True),
        ("17, Great Portland St, London", True),
        ("1600 Pennsylvania Avenue NW", True),
        ("350 Fifth Ave.", True),
        ("Hauptstraße 5, 10117 Berlin", True),
        ("Musterstr. 12a", True),
        ("Keizersgracht 1 und Kalverstraat 92", True),
        ("Calle de Alcalá 12", True),
        ("Plaza Mayor 3", True),
        ("12 rue de Rivoli", True),
        ("P.O. Box 123", True),
        ("Postfach 12", True),
        ("12 services in Fleet Street", False),
        ("the 5 Whys of Main", False),
        ("Bericht 5 und Strecke 12", False),
        ("String 5, Ring 3", False),
        ("3 place orders failed", False),
        ("road 66 and street 12", False),
        ("at 09:05 Portland Road was closed", False),
        ("14 people from London", False),
        ("7 New Relic alerts", False),
    ],
)
def test_a_street_with_its_number_is_an_address(text: str, *, found: bool) -> None:
    assert FINDER.street(text) is found


def test_without_words_there_are_no_addresses() -> None:
    assert not Finder(Contacts(), Sender()).street("221B Baker Street, Hauptstraße 5, Postfach 12")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("db01.payments.internal was full", ["db01.payments.internal"]),
        ("https://Wiki.Corp/page and wiki.corp", ["Wiki.Corp", "wiki.corp"]),
        ("redis.default.svc.cluster.local:6379", ["redis.default.svc.cluster.local"]),
        ("10.20.30.40 and 10.20.30.40:80", ["10.20.30.40"]),
        ("192.168.1.1, 172.31.0.9.", ["192.168.1.1", "172.31.0.9"]),
        ("fe80::1 and fd12:3456::9", ["fe80::1", "fd12:3456::9"]),
        ("8.8.8.8, 172.32.0.1 and 2001:db8::1", []),
        ("v10.20.30.40 and 10.20.30.40.50", []),
        ("010.20.30.400, 10.20.30", []),
        ("at 09:05:07 and 10:00:00", []),
        ("internal, corp and .local", []),
        ("application.local.yml, internal.payments.io", []),
        ("The internal.", []),
    ],
)
def test_hosts_and_addresses_of_the_inside_are_found(text: str, found: list[str]) -> None:
    assert FINDER.internal(text) == found


def test_what_is_published_anyway_may_stand_there() -> None:
    published = ("Ana@Payments.io", "020 7946 0958", "17 Baker Street, London", "Wiki.corp")
    finder = Finder(replace(SHIPPED, published=(*published, "10.0.0.1")), Sender())
    assert not finder.mail("ana@payments.io")
    assert finder.mail("ben@payments.io")
    assert not _phone("020 7946 0958", finder)
    assert _phone("020 7946 0959", finder)
    assert not finder.street("17 Baker Street")
    assert finder.street("18 Baker Street")
    assert finder.internal("wiki.corp, db.corp, 10.0.0.1 and 10.0.0.2") == ["db.corp", "10.0.0.2"]


def test_the_sender_of_messages_is_published() -> None:
    finder = Finder(SHIPPED, Sender(email="Ana@payments.io", phone="+44 20 7946 0958"))
    assert not finder.mail("ana@Payments.io")
    assert not _phone("+442079460958", finder)
    assert _phone("+442079460959", finder)


@pytest.mark.parametrize(
    "part",
    [
        *("1 ", "+1 415 ", "1-", "(1)", "12345678901 ", "1/1 ", "a.", "a@", "a-", "Aa ", "1 Aa "),
        *("A", "Calle A ", "10.", "a:", "Aaaaaaaa-", "de la ", "1 rue de la ", "x@y.", "fe80:"),
    ],
)
def test_the_search_takes_time_in_proportion_to_the_text(part: str) -> None:
    text = part * (100_000 // len(part))
    start = time.process_time()
    FINDER.mail(text)
    FINDER.street(text)
    FINDER.internal(text)
    FINDER.phone(text[:10_000], Patience())
    assert time.process_time() - start < 4


_PROSE = st.lists(
    st.one_of(
        st.from_regex(r"[a-zäöü]{1,18}[.,;:]?", fullmatch=True),
        st.datetimes().map(lambda at: at.isoformat(" ", "minutes")),
        st.dates().map(lambda day: f"{day:%d.%m.%Y}"),
        st.integers(0, 10**12).map(str),
        st.integers(0, 10**9).map(lambda count: f"{count:,}"),
        st.decimals(0, 100, places=9).map(str),
        st.integers(1, 9_999).map(lambda number: f"INC-20260303-{number:04}"),
        st.binary(min_size=20, max_size=20).map(bytes.hex),
    ),
    max_size=25,
).map(" ; ".join)
"""Words, times, days, counts, shares, ids and commits."""


@given(_PROSE)
def test_times_counts_and_ids_are_no_contact_details(text: str) -> None:
    assert not FINDER.mail(text)
    assert not _phone(text)
    assert not FINDER.street(text)
    assert FINDER.internal(text) == []


@given(_PROSE, _PROSE)
def test_what_is_planted_in_prose_is_found(before: str, after: str) -> None:
    assert FINDER.mail(f"{before} ana.ruiz@payments.io {after}")
    assert _phone(f"{before} ; +44 20 7946 0958 ; {after}")
    assert FINDER.street(f"{before} ; 17 Baker Street {after}")
    assert FINDER.internal(f"{before} db.corp {after}") == ["db.corp"]


PUBLIC = {"status": "published", "owner": "Pia Lund", "audience": "public"}
CONTACT = "Ask ana.ruiz@payments.io or +44 20 7946 0958."


def _found(
    rule: Rule = contact_on_public_page,
    policy: Settings | None = None,
    **fragment: Any,  # noqa: ANN401
) -> list[tuple[Path, str]]:
    incident = make_incident(**{"postmortem": PUBLIC, **fragment})
    assert rule.check is not None
    problems = list(rule.check(incident, context(incident, policy=policy)))
    assert all(each.rule == rule.id for each in problems)
    assert all(each.secret is (rule is not internal_host_on_public_page) for each in problems)
    return [(each.path, each.message) for each in problems]


BOTH = "a public page would show an e-mail address and a telephone number"


def test_only_a_public_page_is_looked_at() -> None:
    assert _found(background=CONTACT) == [(("background",), BOTH)]
    for audience in ({"audience": "internal"}, {}):
        written = {"status": "published", **audience}
        assert _found(background=CONTACT, postmortem=written) == []


def test_every_rule_says_what_it_found() -> None:
    assert _found(background="Ask ana@payments.io") == [
        (("background",), "a public page would show an e-mail address")
    ]
    assert _found(background="Call +44 20 7946 0958") == [
        (("background",), "a public page would show a telephone number")
    ]
    assert _found(postal_address_on_public_page, background="At 17 Baker Street.") == [
        (("background",), "a public page would show what looks like a postal address")
    ]
    three = "`a.corp`, `b.corp`, `c.corp`"
    hosts = "a.corp b.corp c.corp d.corp e.corp"
    assert _found(internal_host_on_public_page, background=hosts) == [
        (
            ("background",),
            f"a public page would name {three} and 2 more of the internal network",
        )
    ]


@pytest.mark.parametrize(
    ("rule", "written"),
    [
        (contact_on_public_page, "Ask ana&#64;payments.io"),
        (contact_on_public_page, "Ask ana@payments\\.io"),
        (contact_on_public_page, "Call &plus;44 20 7946 0958"),
        (postal_address_on_public_page, "At 17&#32;Baker Street."),
        (internal_host_on_public_page, "On db\\.corp"),
    ],
)
def test_what_markdown_reads_otherwise_hides_nothing(rule: Rule, written: str) -> None:
    assert [path for path, _ in _found(rule, background=written)] == [("background",)]


def test_links_and_quotations_are_looked_at() -> None:
    link = {"title": "The log", "url": "https://logs.corp/1"}
    assert [path for path, _ in _found(internal_host_on_public_page, links=[link])] == [
        ("links", 0, "url")
    ]
    assert _found(background=f"> {CONTACT}") == [(("background",), BOTH)]


def test_what_a_public_page_leaves_out_may_hold_it() -> None:
    assert _found(notes=CONTACT, internal={"a": CONTACT}, ideas=[CONTACT]) == []
    # People appear by role, so what stands in place of a name is not shown.
    assert _found(roles={"commander": {"name": "ana@payments.io"}}) == []
    audiences = settings().audiences
    named = replace(
        settings(),
        audiences=replace(audiences, public=replace(audiences.public, people="names")),
    )
    assert [path for path, _ in _found(policy=named, roles={"commander": {"name": CONTACT}})] == [
        ("roles", "commander", "name")
    ]


def test_messages_to_colleagues_are_not_shown() -> None:
    def sent(audience: str) -> list[dict[str, str]]:
        return [
            {"at": "2026-03-03 09:20", "audience": audience, "kind": "initial", "text": CONTACT}
        ]

    assert _found(communications=sent("internal")) == []
    assert _found(communications=sent("client")) == [(("communications", 0, "text"), BOTH)]


def test_without_a_list_nothing_is_a_contact() -> None:
    bare = replace(settings(), language=replace(settings().language, contacts=None))
    hosts = f"{CONTACT} At 17 Baker Street and db.corp."
    for rule in (
        contact_on_public_page,
        postal_address_on_public_page,
        internal_host_on_public_page,
    ):
        assert _found(rule, background=hosts) != []
        assert _found(rule, policy=bare, background=hosts) == []


def test_more_figures_than_are_looked_through_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 300)
    few, many = "1 2 3 4 5 6 7 8", "1 2 3 4 5 6 7 8\n" * 30
    more = "a public page would show more figures than are looked through for telephone numbers"
    assert _found(background=few) == []
    # Once for a record, wherever it was.
    assert _found(background=few, summary=many) == [(("summary",), more)]
    assert len(_found(background=many, summary=many)) == 1


@pytest.mark.parametrize("search", [FINDER.mail, FINDER.street, FINDER.internal, _phone])
def test_nothing_is_found_in_the_texts_of_this_repository(
    search: Callable[[str], object],
    repository: Any,  # noqa: ANN401
) -> None:
    texts = [path.read_text("utf-8") for path in sorted(repository.glob("incidents/*/*.yml"))]
    assert len(texts) > 10
    assert [line for text in texts for line in text.split("\n") if search(line)] == []
