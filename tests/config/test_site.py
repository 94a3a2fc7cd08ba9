from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.config.site import Site, id_parts, id_regex
from postmortems.fields import ID_PATTERN


@pytest.mark.parametrize(
    ("form", "text", "groups"),
    [
        (
            "INC-YYYYMMDD-HHMM",
            "INC-20240131-2359",
            {"year": "2024", "month": "01", "day": "31", "hour": "23", "minute": "59"},
        ),
        ("INC-UNDATED-NN", "INC-UNDATED-07", {"number": "07"}),
        (
            "INC-YYYY-MMDD-NNN",
            "INC-2024-0315-001",
            {"year": "2024", "month": "03", "day": "15", "number": "001"},
        ),
        ("outage_N", "outage_4", {"number": "4"}),
    ],
)
def test_an_id_of_the_form_matches_and_is_taken_apart(
    form: str, text: str, groups: dict[str, str]
) -> None:
    match = re.match(id_regex(form), text)
    assert match is not None
    assert match.groupdict() == groups


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("INC-YYYYMMDD-HHMM", "INC-20241301-2359"),
        ("INC-YYYYMMDD-HHMM", "INC-20240132-2359"),
        ("INC-YYYYMMDD-HHMM", "INC-20240131-2400"),
        ("INC-YYYYMMDD-HHMM", "INC-20240131-2360"),
        ("INC-YYYYMMDD-HHMM", "INC-19890131-0000"),
        ("INC-YYYYMMDD-HHMM", "inc-20240131-2359"),
        ("INC-YYYYMMDD-HHMM", "INC-20240131-2359\n"),
        ("INC-YYYYMMDD-HHMM", "xINC-20240131-2359"),
        ("INC-YYYYMMDD-HHMM", "INC-20240131-٢٣59"),
        ("INC-UNDATED-NN", "INC-UNDATED-007"),
        ("INC-UNDATED-NN", "INC-U0DATED-07"),
    ],
)
def test_an_id_of_another_form_does_not_match(form: str, text: str) -> None:
    assert re.match(id_regex(form), text) is None


@given(st.from_regex(ID_PATTERN, fullmatch=True).map(str.strip))
def test_every_form_gives_a_working_expression_and_loses_no_letter(form: str) -> None:
    re.compile(id_regex(form))
    assert "".join(text for _, text in id_parts(form)) == form


def test_what_looks_like_an_expression_is_fixed_text() -> None:
    assert re.match(id_regex("a.c-N"), "abc-1") is None
    assert re.match(id_regex("a.c-N"), "a.c-1") is not None


def test_links_lead_to_the_file_on_its_branch() -> None:
    site = Site(name="P", repository_url="https://git.example.com/ops/p/", branch="feature/a")
    assert site.edit_url("incidents/2024/a b#.yml") == (
        "https://git.example.com/ops/p/edit/feature/a/incidents/2024/a%20b%23.yml"
    )
    assert site.raw_url("incidents/x.yml") == (
        "https://git.example.com/ops/p/raw/feature/a/incidents/x.yml"
    )


def test_without_a_repository_there_are_no_links() -> None:
    site = Site(name="P")
    assert (site.edit_url("x.yml"), site.raw_url("x.yml")) == (None, None)


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://pm.example/", "https://pm.example/reference/rules/stated-share/"),
        ("https://pm.example", "https://pm.example/reference/rules/stated-share/"),
        ("https://pm.example/a/b/", "https://pm.example/a/b/reference/rules/stated-share/"),
        (None, None),
    ],
)
def test_a_rule_has_its_page_on_the_published_site(url: str | None, page: str | None) -> None:
    assert Site(name="P", url=url).rule_url("stated-share") == page


def test_nothing_leaves_the_folder_of_the_rules() -> None:
    said = Site(name="P", url="https://pm.example/").rule_url("../x?y")
    assert said == "https://pm.example/reference/rules/..%2Fx%3Fy/"
