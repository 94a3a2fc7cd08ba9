from __future__ import annotations

import time
from dataclasses import replace

import pytest

from postmortems.config.credentials import Credential, Credentials
from postmortems.findings import Problem
from postmortems.rules.credentials import Search
from postmortems.rules.probable_secret import probable_secret
from support.example import context, make_incident, settings

SHIPPED = settings().language.credentials
assert SHIPPED is not None
SEARCH = Search(SHIPPED)
# Put together here, so that no scanner takes this file for a leak.
RANDOM = "Q7w" * 40


def _key(start: str, length: int) -> str:
    return start + RANDOM.upper()[:length] if start == "AKIA" else start + RANDOM[:length]


@pytest.mark.parametrize(
    ("start", "shortest", "name"),
    [
        ("AKIA", 16, "an AWS access key"),
        ("ghp_", 36, "a GitHub token"),
        ("github_pat_", 22, "a GitHub token"),
        ("glpat-", 20, "a GitLab token"),
        ("xoxb-", 10, "a Slack token"),
        ("hooks.slack.com/services/T", 8, "the address of a Slack webhook"),
        ("sk_live_", 16, "a Stripe key"),
        ("AIza", 35, "a Google API key"),
        ("sk-", 32, "an OpenAI key"),
        ("eyJ", 60, "a JSON Web Token"),
        ("-----BEGIN RSA PRIVATE KEY", 0, "a private key"),
    ],
)
def test_a_credential_is_told_by_its_beginning_and_its_length(
    start: str, shortest: int, name: str
) -> None:
    assert SEARCH.found(f"Use {_key(start, shortest)} here") == [name]
    assert SEARCH.found(_key(start, shortest)) == [name]
    assert SEARCH.found(f"X{_key(start, shortest)}") == []
    assert SEARCH.suspects(f"Use {start}")
    if shortest:
        assert SEARCH.found(f"Use {_key(start, shortest - 1)} here") == []
        assert SEARCH.found(f"Use {start}{'x' * shortest}") == []
        assert SEARCH.found(f"Use {_key(start, shortest)}EXAMPLE") == []


@pytest.mark.parametrize(
    ("alphabet", "held", "not_held"),
    [
        ("capitals", "AZ09", "a_-."),
        ("alphanumeric", "AZaz09", "_-."),
        ("word", "AZaz09_", "-."),
        ("token", "AZaz09_-", "."),
        ("dotted", "AZaz09_-.", "/"),
    ],
)
def test_what_follows_is_of_its_alphabet(alphabet: str, held: str, not_held: str) -> None:
    sort = Credential(id="k", name="a key", starts_with=("K:",), followed_by="word", at_least=2)
    search = Search(Credentials(sorts=(replace(sort, followed_by=alphabet),)))  # type: ignore[arg-type]
    assert [each for each in held if search.found(f"K:{each}Q")] == list(held)
    assert [each for each in not_held if search.found(f"K:Q{each}")] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("password: hunter22", ["a value for `password`"]),
        ("Password = hunter22", ["a value for `password`"]),
        ("DB_PASSWORD='hunter22'", ["a value for `password`"]),
        ('"token": "abc123de"', ["a value for `token`"]),
        ("`token`: `abc123de`", ["a value for `token`"]),
        ("?token=abc123de&api_key=abc123de", ["a value for `token`", "a value for `api_key`"]),
        ("password:    hunter22", []),  # too far apart for an assignment
        ("password: hunter2", []),  # too short to be told from a word
        ("password: correct-horse", []),  # no digit
        ("password: 12345678", []),  # no letter
        ("the password hunter22", []),
        ("password === hunter22", []),
        ("password: $PASSWORD1", []),
        ("password: <password1>", []),
        ("password: {{ pass1234 }}", []),
        ("password: ***hunter22", []),
        ("password: hunter22-redacted", []),
        ("password: Example1234", []),
    ],
)
def test_a_value_after_a_telling_word_is_a_credential(text: str, found: list[str]) -> None:
    assert SEARCH.found(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://ana:horse@host/", True),
        ("redis://:horse@host", True),
        ("https://ana:***@host/", False),
        ("https://ana:xxxx@host/", False),
        ("https://ana:aaaaa@host/", False),
        ("https://user:password@host/", False),
        ("https://user:Password@host/", False),
        ("https://ana:$PASS@host/", False),
        ("https://ana@host/", False),
        ("https://host:8080/a@b", False),
        ("https://host/a:b@c", False),
        ("ana:horse@host", False),
    ],
)
def test_an_address_with_a_password_is_a_credential(text: str, *, found: bool) -> None:
    assert SEARCH.found(text) == (["an address with a password"] if found else [])
    assert SEARCH.suspects(text) or not found


def test_most_texts_are_not_even_suspected() -> None:
    assert not SEARCH.suspects("The certificate of the gateway expired at 09:05 = too late.")
    assert not SEARCH.suspects("See https://example.com/a:b@c, and ask ana@example.com.")
    assert SEARCH.suspects("DB_PASSWORD was asked for")


@pytest.mark.parametrize(
    "part", ["AKIA", "xoxb-", "eyJ.", "://", "://a:", "password:", "password= ", "sk-", "a" * 50]
)
def test_the_search_takes_time_in_proportion_to_the_text(part: str) -> None:
    text = part * (200_000 // len(part))
    start = time.process_time()
    SEARCH.found(text)
    assert time.process_time() - start < 2


def _problems(**fragment: object) -> list[Problem]:
    incident = make_incident(**fragment)
    assert probable_secret.check is not None
    return list(probable_secret.check(incident, context(incident)))


def test_every_text_is_looked_at_even_quotations_and_internal_notes() -> None:
    quoted = "They wrote `password=hunter22` and > password: hunter23"
    (problem,) = _problems(background=quoted)
    assert problem == Problem(
        rule="probable-secret",
        path=("background",),
        message="the text holds what looks like a value for `password`",
        why="whoever can read the repository can use it, and the history keeps it",
        fix="revoke it first, then write `***` in its place",
        secret=True,
    )
    link = {"title": "Dashboard", "url": "https://ana:horse@dashboards.example.com"}
    assert [each.path for each in _problems(links=[link])] == [("links", 0, "url")]
    assert [each.path for each in _problems(internal={"password": "hunter22"})] == [
        ("internal", "password")
    ]
    assert _problems(internal={"passage": "hunter22"}) == []
    assert _problems(internal={"password": "unknown to all"}) == []


def test_several_sorts_in_one_text_are_one_finding() -> None:
    text = f"{_key('glpat-', 20)} and {_key('xoxb-', 10)}"
    (problem,) = _problems(background=text)
    assert problem.message == "the text holds what looks like a GitLab token and a Slack token"


def test_without_a_list_nothing_is_a_credential() -> None:
    incident = make_incident(background="password: hunter22")
    policy = replace(settings(), language=replace(settings().language, credentials=None))
    assert probable_secret.check is not None
    assert list(probable_secret.check(incident, context(incident, policy=policy))) == []
