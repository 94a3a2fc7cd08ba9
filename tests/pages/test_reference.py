from __future__ import annotations

from dataclasses import fields
from functools import cache

import pytest

from postmortems.config.settings import Settings
from postmortems.load.templates import load_templates
from postmortems.model.incident import Incident
from postmortems.model.requirements import REQUIREMENTS
from postmortems.pages import reference
from postmortems.pages.reference import Entry, FieldsPage
from postmortems.plan import plan
from postmortems.render.page import Renderer
from support.example import REPOSITORY


@cache
def fields_page(name: str) -> FieldsPage:
    (page,) = (each for each in reference.pages() if each.path == f"reference/{name}.md")
    assert isinstance(page, FieldsPage)
    return page


def entry(group: str, key: str, page: str = "fields") -> Entry:
    (found,) = (
        each
        for one in fields_page(page).groups
        if one.name == group
        for each in one.entries
        if each.name == key
    )
    return found


def test_every_key_of_a_record_is_listed_with_its_meaning() -> None:
    first = fields_page("fields").groups[0]
    assert first.name == "The record"
    assert [each.name for each in first.entries] == list(plan(Incident).fields)
    for group in fields_page("fields").groups:
        assert group.doc
        assert all(each.doc and each.holds for each in group.entries)


def test_every_class_is_described_once_where_it_is_first_met() -> None:
    for name in ("fields", "configuration"):
        anchors = [group.anchor for group in fields_page(name).groups]
        assert len(anchors) == len(set(anchors))
    names = [group.name for group in fields_page("fields").groups]
    assert {"times", "timeline", "roles.commander", "analysis.five_whys"} <= set(names)


@pytest.mark.parametrize(
    ("group", "key", "holds", "asked"),
    [
        ("The record", "id", "text", "always"),
        ("The record", "schema", "`1`", "always"),
        (
            "The record",
            "status",
            "`investigating` | `identified` | `mitigated` | `resolved` | `closed`",
            "always",
        ),
        ("The record", "severity", "a configured severity", "always"),
        ("The record", "services", "list of a configured service", "always"),
        ("The record", "summary", "Markdown", "once resolved"),
        ("The record", "sample", "true or false", ""),
        ("The record", "glossary", "names, each with one paragraph of Markdown", ""),
        (
            "The record",
            "went_well",
            "list of one paragraph of Markdown, or `none`",
            "once the postmortem is published, at levels asked for at least a standard record",
        ),
        (
            "times",
            "closed",
            "a time",
            "once closed, at levels asked for at least a standard record",
        ),
        (
            "roles",
            "commander",
            "text, or a mapping (Person)",
            "once resolved, at levels asked for a full record",
        ),
        (
            "impact",
            "users_pct",
            "a number, 0 to 100, or `unknown`, or a mapping (Share)",
            "",
        ),
        ("recovery", "monitored_minutes", "a whole number, 0 to 527,040", ""),
        ("actions", "due", "a day", ""),
        ("handoffs", "from", "text", "always"),
    ],
)
def test_a_key_says_what_it_holds_and_when_it_is_asked_for(
    group: str, key: str, holds: str, asked: str
) -> None:
    said = entry(group, key)
    assert (said.holds, said.asked) == (holds, asked)


def test_every_requirement_of_a_stage_is_told_at_its_key() -> None:
    told = {
        f"{group.name}.{each.name}".removeprefix("The record.")
        for group in fields_page("fields").groups
        for each in group.entries
        if each.asked.startswith("once ") or each.name == "services"
    }
    assert told == {need.field for need in REQUIREMENTS}


def test_every_file_of_the_configuration_is_described() -> None:
    names = {group.name.partition(":")[0] for group in fields_page("configuration").groups}
    assert names == {f"{each.name}.yml" for each in fields(Settings)}
    said = entry("site.yml", "branch", "configuration")
    assert (said.holds, said.asked) == ("text", "")
    assert entry("site.yml", "name", "configuration").asked == "always"


def test_the_page_shows_each_key_with_what_it_holds() -> None:
    text = Renderer(load_templates(REPOSITORY)).render(fields_page("fields")).decode()
    assert "\n## The record { #incident }\n" in text
    assert "<td><code>severity</code></td><td>a configured severity</td><td>always</td>" in text
