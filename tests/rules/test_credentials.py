from __future__ import annotations

import base64
import json
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
import requests
import yaml
from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.plugins.artifactory import ArtifactoryDetector
from detect_secrets.plugins.basic_auth import BasicAuthDetector
from detect_secrets.plugins.keyword import KeywordDetector
from hypothesis import given
from hypothesis import strategies as st

from postmortems.config.credentials import Credential, Credentials, Plugin
from postmortems.findings import Problem, Span
from postmortems.rules.check import check
from postmortems.rules.credentials import Search
from postmortems.rules.probable_secret import leaked, probable_secret
from support.example import context, make_incident, settings

if TYPE_CHECKING:
    from detect_secrets.plugins.base import BasePlugin


def _shipped() -> Credentials:
    known = settings().language.credentials
    assert known is not None
    return known


SHIPPED = _shipped()
SEARCH = Search(SHIPPED)
TESTS = Path(__file__).parents[1]
# Put together here, so that no scanner takes this file for a leak.
RANDOM = "Q7w" * 40


# Random letters and figures of all kinds, as long as the longest token needs.
MIXED = "aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW0xY" * 40


def _segment(value: object) -> str:
    text = json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


_WEB_TOKEN = f"{_segment({'alg': 'HS256', 'typ': 'JWT'})}.{_segment({'sub': '1234567890'})}"

KNOWN = {
    "aws": (f"AKIA{RANDOM.upper()[:16]}", "an AWS access key"),
    "aws-temporary": (f"ASIA{RANDOM.upper()[:16]}", "an AWS access key"),
    "azure": (f"AccountKey={MIXED[:86]}==", "an Azure storage key"),
    "cloudant": (f"cloudant_password={'a1b2c3d4' * 8}", "a Cloudant credential"),
    "discord": (f"M{MIXED[:23]}.{MIXED[:6]}.{MIXED[:27]}", "a Discord token"),
    "github": (f"ghp_{MIXED[:36]}", "a GitHub token"),
    "github-app": (f"ghs_{MIXED[:36]}", "a GitHub token"),
    "gitlab": (f"glpat-{MIXED[:20]}", "a GitLab token"),
    "gitlab-runner": (f"GR1348941{MIXED[:20]}", "a GitLab token"),
    "gitlab-trigger": (f"glptt-{MIXED[:40]}", "a GitLab token"),
    "ibm-cloud": (f"ibm_cloud_api_key={MIXED[:44]}", "an IBM Cloud key"),
    "ibm-storage": (f"cos_secret_access_key={'a1b2c3' * 8}", "an IBM Cloud storage key"),
    "json-web-token": (f"{_WEB_TOKEN}.{MIXED[:43]}", "a JSON Web Token"),
    "mailchimp": (f"{'a1b2c3d4' * 4}-us14", "a Mailchimp key"),
    "private-key": ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
    "private-key-of-ssh": ("-----BEGIN OPENSSH PRIVATE KEY-----", "a private key"),
    "pypi": (f"pypi-AgEIcHlwaS5vcmc{MIXED[:70]}", "a PyPI token"),
    "sendgrid": (f"SG.{MIXED[:22]}.{MIXED[:43]}", "a SendGrid key"),
    "slack": (f"xoxb-123456789012-{MIXED[:24]}", "a Slack token or webhook"),
    "slack-webhook": (
        f"https://hooks.slack.com/services/T{MIXED[:8]}/B{MIXED[:8]}/{MIXED[:24]}",
        "a Slack token or webhook",
    ),
    "softlayer": (f"softlayer_api_key={'a1b2c3d4' * 8}", "a SoftLayer credential"),
    "square": (f"sq0csp-{MIXED[:43]}", "a Square secret"),
    "stripe": (f"sk_live_{MIXED[:24]}", "a Stripe key"),
    "stripe-restricted": (f"rk_live_{MIXED[:24]}", "a Stripe key"),
    "telegram": (f"1234567890:{MIXED[:35]}", "a Telegram token"),
    "twilio": (f"SK{'a1b2c3d4' * 4}", "a Twilio key"),
}
"""What detect-secrets knows, put together here, with what we call it."""

OURS = {
    "github-fine-grained": (f"github_pat_{MIXED[:22]}", "a GitHub token"),
    "slack-app": (f"xapp-{MIXED[:10]}", "a Slack token"),
    "stripe-webhook": (f"whsec_{MIXED[:16]}", "the secret of a Stripe webhook"),
    "google": (f"AIza{MIXED[:35]}", "a Google API key"),
    "openai": (f"sk-{MIXED[:32]}", "an OpenAI key"),
    "npm": (f"npm_{MIXED[:36]}", "an npm token"),
    "vault": (f"hvs.{MIXED[:24]}", "a Vault token"),
    "long-json-web-token": (f"eyJ{MIXED[:400]}", "a JSON Web Token"),
    "encrypted-private-key": ("-----BEGIN ENCRYPTED PRIVATE KEY", "a private key"),
}
"""What it does not, or not in time."""


@pytest.mark.parametrize(("token", "name"), (KNOWN | OURS).values(), ids=(KNOWN | OURS).keys())
def test_a_credential_is_known_wherever_it_stands(token: str, name: str) -> None:
    for text in (f"Use {token} here", token, f"First\nthen ({token}), it\nsaid", f"`{token}`"):
        assert SEARCH.suspects(text)
        assert name in SEARCH.found(text)
        masked, found = SEARCH.masked(text)
        assert found == SEARCH.found(text)
        assert token not in masked
        assert SEARCH.found(masked) == []


@pytest.mark.parametrize(
    "token",
    [token for name, (token, _) in (KNOWN | OURS).items() if "private-key" not in name],
)
def test_a_placeholder_in_its_form_is_none(token: str) -> None:
    start = token[: len(token) // 2]
    assert SEARCH.found(f"Use {start}EXAMPLE{token[len(start) + 7 :]}") == []
    assert SEARCH.found(f"Use {start}xxxx{token[len(start) + 4 :]}") == []


@pytest.mark.parametrize(("token", "name"), OURS.values(), ids=OURS.keys())
def test_what_is_told_by_its_beginning_begins_a_word(token: str, name: str) -> None:
    assert SEARCH.found(f"X{token}") == []
    assert SEARCH.found(f"-{token}") == [name]
    assert SEARCH.found(f"Use {token[:-1]}") == []


def test_every_plugin_that_may_be_asked_is_asked_and_exists() -> None:
    asked = [each.plugin for each in SHIPPED.detectors]
    assert sorted(asked) == sorted(get_args(Plugin))
    plugins: dict[str, type] = get_mapping_from_secret_type_to_class()
    known = {each.__name__ for each in plugins.values()}
    assert set(asked) < known
    # Why the others are not: see the module, and what follows here.
    assert known - set(asked) == {
        "ArtifactoryDetector",  # takes `APBackendServices` for a password
        "Base64HighEntropyString",  # takes every long word and link for a token, or only quotations
        "BasicAuthDetector",  # knows no password with signs
        "HexHighEntropyString",  # takes commits and digests for tokens
        "IPPublicDetector",  # no credential
        "KeywordDetector",  # takes prose for passwords, and for ever
        "NpmDetector",  # takes time by the square
        "OpenAIDetector",  # takes time by the square
    }


@pytest.mark.parametrize(
    ("plugin", "missed", "mistaken"),
    [
        (ArtifactoryDetector, None, "The APBackendServices were slow."),
        (BasicAuthDetector, "amqp://gateway:corr$ct!horse@broker", "https://ana:xxxx@host/"),
        (BasicAuthDetector, "redis://:horse@host", None),
        (KeywordDetector, "?password=hunter22", None),
    ],
)
def test_what_the_library_misses_or_mistakes_is_searched_by_ours(
    plugin: type[BasePlugin], missed: str | None, mistaken: str | None
) -> None:
    if missed is not None:
        assert list(plugin().analyze_string(missed)) == []
        assert SEARCH.found(missed) != []
    if mistaken is not None:
        assert list(plugin().analyze_string(mistaken)) != []
        assert SEARCH.found(mistaken) == []


def test_nothing_is_asked_of_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    monkeypatch.setattr(requests.Session, "request", refused)
    for _, plugin in Search(SHIPPED)._detectors:
        monkeypatch.setattr(plugin, "verify", refused)
    fresh = Search(SHIPPED)
    for token, name in KNOWN.values():
        assert name in fresh.found(token)


def test_the_library_is_imported_for_suspects_only() -> None:
    code = (
        "import sys; from support.example import example\n"
        "from postmortems.load.files import Source\n"
        "from postmortems.checking.record import examine, terms\n"
        "from support.example import settings; from datetime import datetime, UTC\n"
        "by = terms(settings(), datetime(2026, 3, 20, tzinfo=UTC))\n"
        "where = Source(path='x.yml', file='x.yml')\n"
        "names = ('detect_secrets', 'requests', 'phonenumbers')\n"
        "examine(where, example(), by); print([each in sys.modules for each in names])\n"
        f"examine(where, example('background: {KNOWN['github'][0]}'), by)\n"
        "print([each in sys.modules for each in names])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=TESTS, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["[False, False, False]", "[True, True, False]"]


def test_the_address_of_a_page_does_not_ask_the_library() -> None:
    page = "See https://status.example.com/notices/2026-02-17-europe-is-slow-again for more."
    assert not SEARCH.suspects(page)
    assert SEARCH.suspects(f"{page} {KNOWN['mailchimp'][0]}")


def test_a_token_is_found_at_every_place_of_a_long_line() -> None:
    token, name = KNOWN["sendgrid"]
    for before in (0, 400, 480, 520, 930, 990, 1_000, 1_480, 12_345):
        line = f"{'a ' * (before // 2)}{token}{' b' * 700}"
        assert SEARCH.found(line) == [name]


def test_all_of_a_token_is_taken_out() -> None:
    token = KNOWN["json-web-token"][0]
    assert SEARCH.masked(f"Bearer {token}, it said.") == (
        "Bearer ***, it said.",
        ["a JSON Web Token"],
    )
    key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAK\n-----END RSA PRIVATE KEY-----"
    assert SEARCH.masked(f"It was\n{key}\nthen.") == ("It was\n***\n\n\n\nthen.", ["a private key"])
    assert SEARCH.masked("-----BEGIN RSA PRIVATE KEY-----\nMIIEow") == ("***\n", ["a private key"])
    assert SEARCH.masked("password=hunter22 and hunter22") == (
        "password=*** and ***",
        ["a value for `password`"],
    )
    assert SEARCH.masked("It ended.") == ("It ended.", [])


@given(st.text(st.sampled_from("abc XYZ 019 :/.,-_#@\n'\"`"), max_size=300))
def test_what_is_found_is_suspected_before(text: str) -> None:
    assert SEARCH.suspects(text) or SEARCH.leaks(text) == []


_WORDS = st.lists(
    st.one_of(
        st.from_regex(r"[A-Za-zäöü]{1,18}[.,;:]?", fullmatch=True),
        st.integers(0, 10**9).map(str),
        st.datetimes().map(lambda at: at.isoformat(" ", "minutes")),
        st.sampled_from(("INC-20260303-0905", "12.5 %", "10:05", "v2.14.3", "PAY-1234")),
    ),
    max_size=30,
).map(" ".join)


@given(_WORDS, st.sampled_from(list(KNOWN.values())), _WORDS)
def test_a_planted_token_is_found_and_prose_alone_is_none(
    before: str, planted: tuple[str, str], after: str
) -> None:
    token, name = planted
    assert SEARCH.found(before) == []
    assert name in SEARCH.found(f"{before} {token} {after}")
    assert token not in SEARCH.masked(f"{before} {token} {after}")[0]


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
    "part",
    [
        *("AKIA", "xoxb-1-", "eyJ1", "://", "://a:", "password:", "password= ", "sk-", "a1" * 25),
        *("softlayer1", "ibm_cos_1", "12345678:1", "-----BEGIN A PRIVATE KEY-----", "//a1/:"),
    ],
)
def test_the_search_takes_time_in_proportion_to_the_text(part: str) -> None:
    text = part * (200_000 // len(part))
    start = time.process_time()
    SEARCH.masked(text)
    assert time.process_time() - start < 4


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
    text = f"{KNOWN['gitlab'][0]} and {OURS['slack-app'][0]}, then {KNOWN['gitlab'][0]}"
    (problem,) = _problems(background=text)
    assert problem.message == "the text holds what looks like a GitLab token and a Slack token"


def _in_file(text: str, **fragment: object) -> list[tuple[tuple[str | int, ...], Span | None]]:
    incident = make_incident(**fragment)
    assert probable_secret.check is not None
    found = probable_secret.check(incident, context(incident, text=text))
    return [(each.path, each.span) for each in found]


def test_comments_and_keys_are_looked_at() -> None:
    assert _in_file("# a: b\n# api_key=k3yOfTheGateway\n") == [
        ((), Span(line=2, column=11, end=26))
    ]
    assert _in_file("x:\n  ? token=abc123de\n") == [((), Span(line=2, column=11, end=19))]
    assert _in_file("# api_key=***\n") == []


def test_what_a_value_holds_is_told_once_and_at_the_value() -> None:
    said = "password=hunter22"
    assert _in_file(f"background: {said}\n", background=said) == [(("background",), None)]
    assert _in_file(f"background: {said} # token=abc123de\n", background=said) == [
        (("background",), None),
        ((), Span(line=1, column=39, end=47)),
    ]


@pytest.mark.parametrize(
    "written",
    [
        r"pass\x77ord=hunter22",
        r"pass\u0077ord=hunter22",
        r"pass\U00000077ord: hunter22",
        r"https:\/\/ana:horse22@host",
        "pass\\\nword=hunter22",
    ],
)
def test_an_escape_hides_nothing(written: str) -> None:
    text = f'background: "{written}"'
    assert not SEARCH.suspects(text)
    (background,) = yaml.safe_load(text).values()
    assert _in_file(text, background=background) == [(("background",), None)]


@pytest.mark.parametrize("written", ["pass&#119;ord=hunter22", r"amqp:\/\/ana:horse22\@host"])
def test_what_markdown_reads_otherwise_hides_nothing(written: str) -> None:
    assert not SEARCH.suspects(written)
    assert _in_file(f"background: {written}", background=written) == [(("background",), None)]


def test_a_comment_without_a_reason_sets_nothing_aside() -> None:
    text = "# api_key=k3yOfTheGateway # pragma: allowlist secret"
    assert len(_in_file(text)) == 1
    incident = make_incident(ignore=[{"rule": "probable-secret", "reason": "An old one."}])
    assert check(incident, context(incident, text=text)) == []
    # Without one, the entry has nothing to set aside.
    assert [each.rule for each in check(incident, context(incident))] == ["unused-suppression"]


def test_a_file_without_a_record_is_looked_at_too() -> None:
    (problem,) = leaked("title: [\n# token=abc123de", settings())
    assert problem.span == Span(line=2, column=9, end=17)
    assert problem.secret
    assert list(leaked("title: [", settings())) == []
    policy = replace(settings(), language=replace(settings().language, credentials=None))
    assert list(leaked("# token=abc123de", policy)) == []


def test_without_a_list_nothing_is_a_credential() -> None:
    incident = make_incident(background="password: hunter22")
    policy = replace(settings(), language=replace(settings().language, credentials=None))
    assert probable_secret.check is not None
    assert list(probable_secret.check(incident, context(incident, policy=policy))) == []
