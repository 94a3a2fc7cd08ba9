"""An index in several parts answers as one index of the same pages does."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from postmortems.publish.search import index_site, make
from support.browser import assert_clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from playwright.sync_api import Page

    from support.browser import PageAt
    from support.sites import Site

ASK = """async ([words, chosen]) => {
    const root = new URL("/", location.href);
    const { ask, take } = await import(new URL("assets/search/engine.js", root).href);
    const found = await ask(root, words, chosen, true);
    const data = await take(found, words, 0, 1000);
    const facets = Object.entries(found.facets).map(([name, counts]) => [name, [...counts].sort()]);
    return {
        urls: data.map((each) => each.url),
        hits: found.hits.length,
        facets: Object.fromEntries(facets.sort()),
    };
}"""


def asked(page: Page, words: str, *chosen: str) -> dict[str, Any]:
    """What a question finds on the site that the page is of: addresses in order, and counts."""
    found: dict[str, Any] = page.evaluate(ASK, [words, list(chosen)])
    assert found["hits"] == len(found["urls"])
    return found


def opened(page_at: PageAt, address: str) -> Page:
    page = page_at(1280, 900)
    page.goto(f"{address}/404.html")
    return page


# Texts of pages by part and name: of a word that many hold in one month and few in another.
TOLD: Mapping[str, Mapping[str, str]] = {
    "": {"playbook": "Whoever finds the relay at fault calls its team."},
    "2026-03": {
        "beacon": f"It went dark. {'Nobody saw it for hours. ' * 9}Once, the relay was blamed.",
        "mast": "The mast swayed, so landing had to wait. The lantern INC-20260302-0900 was lit.",
        "north": "The keeper of the north tower asked for help on the certified line.",
    },
    "2025": {
        "queue": "Relay relay relay: the relay held its queue, and the relay let it go.",
        **{f"delay{at}": f"The relay was slow {'again ' * at}today." for at in range(6)},
        "land": "A lan party on land. INC-20250101-0800 begins with the same letters.",
        "certificate": "The certificates of the relay had ended: certificate after certificate.",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def told(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]
) -> tuple[str, str]:
    """Addresses of two sites of the same small pages: with one index, and with one in parts."""
    whole = tmp_path_factory.mktemp("told") / "whole"
    shutil.copytree(
        repository / "templates" / "theme" / "assets" / "search", whole / "assets" / "search"
    )
    head = '<!doctype html><html lang="en"><head><title>T</title></head><body><article>'
    (whole / "404.html").write_text(head, "utf-8")
    for part, pages in TOLD.items():
        for name, text in pages.items():
            (whole / name).mkdir()
            facet = (
                f'<p data-pagefind-filter="facet[data-f]" data-f="year:{part[:4] or "none"}"></p>'
            )
            body = f'<div data-pagefind-body><h1 id="a">{name}</h1><p>{text}</p>{facet}</div>'
            (whole / name / "index.html").write_text(
                f"{head}{body}</article></body></html>", "utf-8"
            )
    parted = shutil.copytree(whole, whole.with_name("parted"))
    plan = {part: tuple(f"{name}/index.html" for name in pages) for part, pages in TOLD.items()}
    index_site(whole)
    make(parted, parted, plan, plan)
    return serve(whole), serve(parted)


@pytest.mark.parametrize(
    ("words", "chosen", "urls"),
    [
        # The page that says most of it first, whichever part it is in.
        ("relay queue", (), ["/queue/"]),
        ("certif", (), ["/certificate/", "/north/"]),
        # A part that lacks a word does not take its beginning: `lan`, `land`.
        ("lantern", (), ["/mast/"]),
        ("lantern mast", (), ["/mast/"]),
        # Nor is a number a number that begins in the same way.
        ("INC-20260302-0900", (), ["/mast/"]),
        ("inc 20260302", (), ["/mast/"]),
        ("20250101", (), ["/land/"]),
        ("INC-20260302-0901", (), []),
        ('"the relay was blamed"', (), ["/beacon/"]),
        ('"blamed the relay"', (), []),
        ("zzzzqq", (), []),
        ("relay", ("year:2026",), ["/beacon/"]),
        ("relay", ("year:1999",), []),
    ],
)  # fmt: skip
def test_a_question_finds_the_same_in_one_part_and_in_several(
    page_at: PageAt, told: tuple[str, str], words: str, chosen: tuple[str, ...], urls: list[str]
) -> None:
    whole, parted = (asked(opened(page_at, site), words, *chosen) for site in told)
    assert parted["urls"] == urls
    assert (
        parted["facets"] == {"year": [[year, count] for year, count in counted(urls).items()]}
        or not urls
    )
    assert whole["urls"] == urls or words == "INC-20260302-0901"


def counted(urls: list[str]) -> dict[str, int]:
    """The years of pages with how many are of each."""
    years = [
        part[:4] or "none" for part, pages in TOLD.items() for name in pages if f"/{name}/" in urls
    ]
    return {year: years.count(year) for year in sorted(set(years))}


@pytest.mark.parametrize("words", ["relay", "relay zzzzqq"])
def test_the_order_does_not_depend_on_how_many_of_a_part_hold_a_word(
    page_at: PageAt, told: tuple[str, str], words: str
) -> None:
    whole, parted = (asked(opened(page_at, site), words) for site in told)
    order = [f"/{name}/" for name in ("queue", *(f"delay{at}" for at in range(5)))]
    order += ["/certificate/", "/delay5/", "/beacon/"]
    for found in (whole, parted):
        assert [url for url in found["urls"] if url != "/playbook/"] == order
    assert whole["facets"] == parted["facets"] == {"year": [["2025", 8], ["2026", 1], ["none", 1]]}


def test_results_as_good_as_each_other_are_told_newest_first(
    page_at: PageAt, told: tuple[str, str]
) -> None:
    found = asked(opened(page_at, told[1]), "", "year:2026", "year:2025")
    assert found["urls"] == []
    page = opened(page_at, told[1])
    every = [asked(page, "", f"year:{year}")["urls"] for year in ("2026", "2025")]
    assert [len(urls) for urls in every] == [3, 9]
    assert asked(page, '"the relay"')["urls"][0] == "/playbook/"


@pytest.fixture(scope="module")
def sites(
    hostile: Site, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]
) -> tuple[str, str]:
    """Addresses of the demo with its one index, and with a part for every dated incident."""
    parted = tmp_path_factory.mktemp("parted") / "site"
    shutil.copytree(hostile.folder, parted)
    plan: dict[str, tuple[str, ...]] = {"": ()}
    for file in sorted(path.relative_to(parted).as_posix() for path in parted.rglob("*.html")):
        dated = re.match(r"incidents/INC-(\d{4})(\d{2})", file)
        name = f"{dated[1]}-{dated[2]}" if dated else ""
        plan[name] = (*plan.get(name, ()), file)
    assert len(plan) == 6
    make(parted, parted, plan, plan)
    return serve(hostile.folder), serve(parted)


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ("mail", ()),
        ("mail", ("severity:P2 Medium",)),
        ("certificate", ()),
        ("the graph of sent mail", ()),
        ('"graph of sent mail"', ()),
        ('"sent mail graph"', ()),
        ("INC-20260105-0912", ()),
        ("inc 20260105 0912", ()),
        ("20260105", ()),
        ("address-book", ()),
        ("relay", ()),
        ("severity of an incident", ()),
        ("", ("part:incidents",)),
        ("", ("year:undated",)),
    ],
)
def test_the_demo_in_parts_finds_the_same_pages_and_counts(
    page_at: PageAt, sites: tuple[str, str], words: str, chosen: tuple[str, ...]
) -> None:
    whole, parted = (asked(opened(page_at, site), words, *chosen) for site in sites)
    assert sorted(parted["urls"]) == sorted(whole["urls"])
    assert parted["facets"] == whole["facets"]


@pytest.mark.parametrize(
    "words", ["certificate", "the graph of sent mail", "INC-20260105-0912", "inc 20260105 0912"]
)
def test_the_demo_in_parts_puts_the_same_page_first(
    page_at: PageAt, sites: tuple[str, str], words: str
) -> None:
    whole, parted = (asked(opened(page_at, site), words) for site in sites)
    assert parted["urls"][0] == whole["urls"][0]


def test_the_search_page_shows_results_of_all_parts_and_narrows_them_down(
    page_at: PageAt, sites: tuple[str, str]
) -> None:
    page = page_at(1280, 900)
    page.goto(f"{sites[1]}/search/?q=mail")
    severity = page.get_by_label("Severity")
    expect(severity).to_be_visible()
    severity.select_option("P2 Medium")
    expect(page.locator(".pm-find-result .pm-sev")).to_have_text(["P2"])
    assert_clean(page)
    page.goto(f"{sites[1]}/search/?q=inc-20260930-0815")
    page.wait_for_url(f"{sites[1]}/incidents/INC-20260930-0815/")
    assert_clean(page)


def test_a_part_that_cannot_be_read_is_told(page_at: PageAt, sites: tuple[str, str]) -> None:
    page = page_at(1280, 900)
    page.route("**/parts/2026-03/pagefind-entry.json*", lambda route: route.fulfill(status=404))
    page.goto(f"{sites[1]}/search/?q=relay")
    status = page.locator(".pm-find-status:visible")
    expect(status).to_contain_text("The search index could not be loaded.")
