from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from posixpath import normpath
from typing import TYPE_CHECKING

import pytest

from metrics.records import library, record
from postmortems.load.templates import guides, load_templates
from postmortems.pages import actions, home, lists, playbook, postmortem
from postmortems.pages.dashboard import dashboards
from postmortems.pages.site import families
from postmortems.render import prose
from postmortems.render.page import Renderer
from support.example import REPOSITORY, make_incident, settings
from support.offers import list_data, offer
from support.wording import wording

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.model.incident import Incident
    from postmortems.pages.base import Library

TEMPLATES = load_templates(REPOSITORY)
RENDERER = Renderer(TEMPLATES)
GUIDES = guides(TEMPLATES)
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} [x](javascript:1) `a` *b* ](http://h) --8<-- {#id}"
VOID = frozenset({"br", "input", "path", "line", "use"})


def rendered(given: Library) -> dict[str, str]:
    """All pages but the references and those of incidents as Markdown, by path."""
    pages = [
        *home.pages(given),
        *lists.pages(given),
        *actions.pages(given),
        *dashboards(given).pages,
        *playbook.pages(given.settings, wording(given.settings)),
    ]
    return {page.path: RENDERER.render(page).decode() for page in pages}


def address(path: str) -> str:
    return path[:-8] if f"/{path}".endswith("/index.md") else f"{path[:-3]}/"


class Tags(HTMLParser):
    """The ids and links of a page, and whether its tags are balanced."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.ids: list[str] = re.findall(r"^#+ .*\{ #(\S+) \}$", markdown, re.MULTILINE)
        self.links: list[str] = []
        self.open: list[str] = []
        self.strange: list[str] = []
        self.feed(markdown)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag == "a":
            self.links.append(values.get("href") or "")
        if tag in {"script", "style", "img", "iframe"} or any(
            name == "style" or name.startswith("on") for name in values
        ):
            self.strange.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.strange.append(f"/{tag}")


def full() -> list[Incident]:
    """Records that fill every part of the pages."""
    factor = {"id": "F1", "text": HOSTILE, "category": "testing"}
    return [
        make_incident(),
        record(
            "B",
            title=HOSTILE,
            status="investigating",
            sample=True,
            recurrence_of="INC-20260303-0905",
            times={"started": "2026-04-01 10:00"},
            factors=[factor, {"id": "F2", "text": HOSTILE}],
            actions=[
                {
                    "id": "A1",
                    "title": HOSTILE,
                    "status": "open",
                    "due": "2026-01-01",
                    "owner": HOSTILE,
                },
                {"id": "A2", "title": "B", "status": "wont_do", "reason": HOSTILE},
                {
                    "id": "A3",
                    "title": "C",
                    "status": "in_progress",
                    "team": "sre",
                    "tracker": "https://tracker.example.com/?a=1&b=%22",
                },
            ],
            ideas=[HOSTILE],
            findings=[
                {
                    "stage": "detection",
                    "verdict": "failed",
                    "text": HOSTILE,
                    "control_gap": name,
                    "actions": answers,
                }
                for name, answers in (("contacts", ["A1", "A2"]), ("staffing", []))
            ],
            lessons=[{"text": HOSTILE, "audience": HOSTILE}],
            follow_ups=[{"due": "2026-05-01"}],
            postmortem={"status": "published"},
            teams=["sre"],
        ),
        record(
            "C",
            timezone=None,
            date_unknown="A Friday.",
            times={"started": "day 1 10:00", "resolved": "day 1 11:00"},
        ),
    ]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return rendered(library(*full()))


def test_no_words_of_a_record_become_an_id(repository: Path) -> None:
    # The theme's scripts find their settings by such ids.
    taken = "__config"
    action = {"id": "A1", "title": taken, "status": "open", "owner": taken, "team": "sre"}
    lesson = {"text": taken, "audience": taken}
    factor = {"id": "F1", "text": taken, "category": "testing"}
    policy = settings()
    services = (*policy.catalog.services, replace(policy.catalog.services[0], name=taken))
    policy = replace(policy, catalog=replace(policy.catalog, services=services))
    incident = record(
        title=taken,
        times={"started": "10:00"},
        actions=[action],
        factors=[factor],
        lessons=[lesson],
        tags=["tag"],
    )
    given = library(incident, policy=policy)
    shown = rendered(given)
    shown |= {"incident.md": RENDERER.render(postmortem.page(incident, given, ())).decode()}
    assert sum("&#95;&#95;config" in text for text in shown.values()) > 8
    for path, text in shown.items():
        # A way to mend a wrong setting is named so in the policy.
        ids = set(Tags(text).ids) - {"cure-configuration"}
        assert not [each for each in ids if "config" in each], path
        assert not re.search(r"^#(?!.* \{ #[a-z0-9][a-z0-9_-]* \}$)", text, re.MULTILINE), path
    named = re.compile(r"#+ .* \{ #(?:[a-z0-9-]+|(?:[a-z]+-)?\{\{ [a-z.()]+ \| address \}\}) \}")
    for file in sorted((repository / "templates").glob("p*/*.j2")):
        for line in file.read_text("utf-8").splitlines():
            assert not line.startswith("#") or named.fullmatch(line), f"{file.name}: {line}"


BARE = record("BARE", times={"started": "10:00"})
"""An incident with as little in it as there can be."""


@pytest.mark.parametrize(
    "incidents",
    [(), (BARE,), (make_incident(),), (BARE, *full())],
    ids=["none", "a bare one", "one", "several"],
)
def test_every_link_leads_to_a_page_and_an_anchor_that_exist(
    incidents: tuple[Incident, ...],
) -> None:
    given = library(*incidents)
    drawn = dashboards(given)
    offered = offer(given, prose.block)
    pages = {
        page.path: RENDERER.render(page).decode()
        for page in (
            *(page for family in families(wording, GUIDES).values() for page in family(given)),
            *drawn.pages,
            offered.page,
            *(postmortem.page(each, given, ()) for each in incidents),
        )
    }
    ids = {address(path): set(Tags(text).ids) for path, text in pages.items()}
    files = {
        *drawn.data,
        *list_data(given),
        *offered.files,
        *(f"incidents/{each.id}.yml" for each in incidents),
    }
    broken = []
    seen = 0
    for path, text in pages.items():
        for link in Tags(text).links:
            if link.startswith("https://"):
                continue
            target, _, anchor = link.partition("#")
            target = target.partition("?")[0]  # what a script makes of its page
            place = normpath(f"/{address(path)}{target}").lstrip("/") + "/" * target.endswith("/")
            place = "" if place in {".", "./", "/"} else place
            if not target:
                place = address(path)
            known = place in files or place in ids
            if not known or (anchor and place in ids and anchor not in ids[place]):
                broken.append((path, link))
            seen += 1
    assert broken == []
    assert seen > 100


def test_tags_are_balanced_and_no_id_stands_twice(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        tags = Tags(text)
        assert (path, tags.strange, tags.open) == (path, [], [])
        assert sorted(set(tags.ids)) == sorted(tags.ids), path


def test_the_words_of_incidents_never_become_markup(pages: dict[str, str]) -> None:
    for text in pages.values():
        assert "alert(1)" not in text
        assert "7*7" not in text
        assert "--8<--" not in text
        assert "javascript:" not in text
    assert "alert&#40;1&#41;" in pages["incidents/index.md"]


def test_a_page_is_headings_and_raw_blocks_and_nothing_in_between(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        body = text.split("---\n", 2)[2]
        for block in re.split(r"\n{2,}", body.strip()):
            lines = block.split("\n")
            assert re.match(r"#{1,3} \S|<(?:p|div|table|ul|ol|dl|nav|details)[ >]", lines[0]), (
                path,
                lines[0],
            )
            assert not any(re.match(r"#|\s", line) for line in lines[1:]), path


def test_every_table_has_a_caption_and_heads_with_a_scope(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        assert text.count("<table") == text.count("<caption>"), path
        assert "<th>" not in text, path


def test_what_is_left_to_do_and_by_whom_comes_before_what_is_finished(
    pages: dict[str, str],
) -> None:
    said = re.findall(r"^## .* \{ #(.*) \}$", pages["actions/index.md"], re.MULTILINE)
    assert said == [
        *("overdue", "open", "in-progress"),
        *("owners", "teams"),
        *("done", "wont-do"),
        "ideas",
    ]
    assert re.findall(r'<li><a href="#(\S+)">', pages["actions/index.md"]) == said


def test_nothing_is_said_about_means_trends_or_days_without_incidents(
    pages: dict[str, str],
) -> None:
    for text in pages.values():
        assert not re.search(r"MTTR|average|trend|days since", text)


def test_pages_without_incidents_render_too() -> None:
    empty = rendered(library())
    assert "There are no incidents yet" in empty["index.md"]
    assert "<svg" not in empty["dashboards/severity.md"]
    assert "id&#58; INC" in empty["index.md"]
