"""No credential of a source is written into a record, and none is taken out without a word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from postmortems.checking.record import terms
from postmortems.importers.document import Document
from postmortems.importers.document import Terms as Reading
from postmortems.importers.run import Shelf, Unsaid, imported
from support.example import settings

if TYPE_CHECKING:
    from postmortems.config.settings import Settings
    from postmortems.importers.run import Outcome

# Put together here, so that no scanner takes this file for a leak.
TOKEN = "ghp_" + "a1B2c3" * 6
KEY = "MIIEowIBAAKCAQEA7v1abcdefgh1234"
SECRETS = (TOKEN, "correct-horse", "hunter2222", "abc123def456", KEY)
SOURCE = f"""\
# Payments failed with {TOKEN} of payments_db

Date: 2026-03-03

## Summary

The client used amqp://gateway:correct-horse@broker/payments.

```
-----BEGIN RSA PRIVATE KEY-----
{KEY}
-----END RSA PRIVATE KEY-----
```

## Timeline

- 09:05 password=hunter2222 was pasted
- 09:10 It ended.

## Odd

The key was api_key: abc123def456
"""


def _imported(text: str, policy: Settings | None = None) -> Outcome:
    policy = policy or settings()
    judging = terms(policy, datetime(2026, 11, 1, tzinfo=UTC))
    (outcome,) = imported(
        Document(name="outage.md", text=text),
        "outage.md",
        None,
        Reading(settings=policy, zone="UTC", order=None),
        judging,
        Shelf(taken=set(), known={}),
        Unsaid(),
    )
    return outcome


def test_a_draft_holds_no_credential_and_tells_of_each() -> None:
    outcome = _imported(SOURCE)
    assert outcome.state == "new"
    assert [each for each in SECRETS if each in outcome.text] == []
    assert "title: Payments failed with *** of payments_db" in outcome.text
    assert "amqp://gateway:***@broker/payments" in outcome.text
    told = {(each.field, each.message) for each in outcome.findings}
    assert told == {
        ("title", "what looks like a GitHub token was taken out"),
        ("summary", "what looks like an address with a password was taken out"),
        ("timeline[0].text", "what looks like a value for `password` was taken out"),
        ("Summary", "what looks like a private key was taken out"),
        ("Odd", "what looks like a value for `api_key` was taken out"),
    }
    assert {each.fix for each in outcome.findings} == {"revoke it first: the source still holds it"}


def test_no_finding_shows_one() -> None:
    findings = _imported(SOURCE).findings
    assert [each for each in SECRETS if each in repr(findings)] == []
    assert "# Payments failed with *** of payments_db" in {each.excerpt for each in findings}
    # The lines after a key are still where they were.
    (entry,) = [each for each in findings if each.field == "timeline[0].text"]
    assert (entry.span and entry.span.line, entry.excerpt) == (
        SOURCE[: SOURCE.index("- 09:05")].count("\n") + 1,
        "- 09:05 password=*** was pasted",
    )


def test_what_is_known_by_its_title_is_known_again() -> None:
    assert 'key: "outage.md: Payments failed with *** of payments_db"' in _imported(SOURCE).text


def test_without_a_list_a_source_is_taken_as_it_is() -> None:
    bare = replace(settings(), language=replace(settings().language, credentials=None))
    outcome = _imported(SOURCE, bare)
    assert [each for each in SECRETS if each not in outcome.text] == []
    assert outcome.findings == ()
