from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from postmortems.checking.record import examine, terms
from postmortems.load.files import Source
from support.example import BASE_ID, example, settings, settings_with

AS_OF = datetime(2026, 3, 20, 23, 59, 59, tzinfo=UTC)
SOURCE = Source(path=f"{BASE_ID}.yml", file=f"incidents/{BASE_ID}.yml")


def _found(keys: int, **levels: str) -> list[tuple[str, str]]:
    policy = settings_with(**levels) if levels else settings()
    site = replace(policy.site, limits=replace(policy.site.limits, max_findings=20))
    wrong = "".join(f"zz{number}: 1\n" for number in range(keys))
    late = "title: Shoppers could not pay by card for eighteen hours\n"
    content = example(late) + wrong.encode()
    found = examine(SOURCE, content, terms(replace(policy, site=site), AS_OF)).findings
    return [(each.rule, each.message) for each in found]


def test_of_more_findings_than_anybody_reads_the_rest_are_counted() -> None:
    assert len(_found(19)) == 20
    found = _found(30, unknown_key="warning")
    assert len(found) == 21
    assert found[0][0] == "stated-duration"  # an error, before warnings that stand above it
    assert {rule for rule, _ in found[1:20]} == {"unknown-key"}
    assert found[20] == ("too-many-findings", "11 more findings of this file are not told")
    assert len(_found(30, unknown_key="warning", too_many_findings="off")) == 20


def test_a_credential_in_a_file_that_is_no_yaml_is_told_and_never_shown() -> None:
    content = b"title: [never closed\n# Until Monday: api_key=k3yOfTheGateway\n"
    where = Source(path="x.yml", file="x.yml")
    by = terms(settings(), datetime(2026, 3, 20, tzinfo=UTC))
    found = examine(where, content, by).findings
    assert {each.rule for each in found} == {"yaml-syntax", "probable-secret"}
    assert "k3yOf" not in repr(found)
    # Of a file that is too large, not even the beginning is looked through.
    large = replace(by, limits=replace(by.limits, max_bytes=30))
    assert [each.rule for each in examine(where, content, large).findings] == ["file-too-large"]
