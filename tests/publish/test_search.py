from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cbor2
import pytest

from postmortems.errors import PublishError
from postmortems.publish import parts, search
from postmortems.publish.search import index_site, make, place
from postmortems.publish.searched import lean, parted, spaced
from publish.files import contents, stamped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HEAD = '<html lang="en"><body>'


def fragments(site: Path, index: str = "pagefind") -> dict[str, dict[str, Any]]:
    """What an index of the site tells of each page, by its address."""
    found = [
        json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        for path in (site / index / "fragment").iterdir()
    ]
    return {each["url"]: each for each in found}


@pytest.fixture
def page(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a page into a site of its own and gives the site."""

    def write(name: str, body: str) -> Path:
        file = tmp_path / "site" / name / "index.html"
        file.parent.mkdir(parents=True)
        file.write_text(f"{HEAD}<div data-pagefind-body>{body}</div></body></html>", "utf-8")
        return tmp_path / "site"

    return write


def test_an_incident_is_found_by_what_it_says_and_narrowed_down_by_what_it_is(
    published: Path,
) -> None:
    found = fragments(published / "site")
    told = found["/incidents/INC-20260105-0912/"]
    assert told["meta"] == {
        "id": "INC-20260105-0912",
        "title": "Mail was delayed after a certificate change",
        "severity": "P1",
        "role": "p1",
        "date": "2026-01-05",
        "services": "Mail relay mail-relay, Address book address-book",
    }
    assert told["filters"] == {
        "facet": [
            "severity:P1 High",
            "status:closed",
            "kind:degradation",
            "year:2026",
            "service:Mail relay",
            "service:Address book",
            "part:incidents",
        ]
    }
    assert "Mail waited up to two hours in the relay" in told["content"]
    anchors = {each["id"]: each["element"] for each in told["anchors"]}
    assert anchors["timeline"] == "h2"
    assert "li" in anchors.values()


def test_no_word_runs_into_that_of_the_next_cell(published: Path) -> None:
    assert parted("<tr><th>a</th><td>b</td></tr><dl><dt>c</dt><dd>d</dd><dt>e</dt>") == (
        "<tr><th>a</th> <td>b</td></tr><dl><dt>c</dt> <dd>d</dd> <dt>e</dt>"
    )
    content = fragments(published / "site")["/playbook/severities/"]["content"]
    assert "P0 Critical" in content
    text = (published / "site" / "years" / "index.html").read_text("utf-8")
    assert "</th> <td" in text
    assert "</th><td" not in text


def test_an_undated_incident_has_no_day(published: Path) -> None:
    told = fragments(published / "site")["/incidents/INC-UNDATED-01/"]
    assert told["meta"].get("date", "") == ""
    assert "year:undated" in told["filters"]["facet"]


def test_lists_and_the_first_page_are_not_in_the_index_and_nothing_stands_there_twice(
    published: Path,
) -> None:
    found = fragments(published / "site")
    parts = {url.split("/")[1] for url in found}
    assert parts == {"incidents", "playbook", "guide", "reference", "dashboards", "data"}
    assert [url for url in found if url.startswith("/dashboards/")] == ["/dashboards/numbers/"]
    assert [url for url in found if url.startswith("/incidents/") and "-" not in url] == []
    content = found["/incidents/INC-20260105-0912/"]["content"]
    assert "The timeline as a table" not in content
    assert "#" not in found["/incidents/INC-20260105-0912/"]["meta"]["title"]


def test_text_that_looks_like_markup_is_text_in_the_index(published: Path) -> None:
    told = fragments(published / "site")["/incidents/INC-20260701-1200/"]
    assert told["meta"]["title"].startswith('=cmd|x! Long <script>alert("title")</script>')
    assert "x &lt;b&gt; `tick`" in told["meta"]["title"]


def test_the_same_pages_give_the_same_index(published: Path, tmp_path: Path) -> None:
    site = shutil.copytree(published / "site", tmp_path / "site")
    first = contents(site)
    for _ in range(3):
        index_site(site)
        shutil.rmtree(site / "pagefind")
        index_site(site)
        assert contents(site) == first


def test_what_we_pack_names_neither_a_time_nor_a_system_nor_a_file(published: Path) -> None:
    index = published / "site" / "pagefind"
    packed = [*index.glob("*.pf_meta"), *index.glob("filter/*.pf_filter")]
    assert len(packed) > 1
    # Packed with gzip, no name, at no time, as small as can be, on a system that is not told.
    assert {path.read_bytes()[:10] for path in packed} == {b"\x1f\x8b\x08" + bytes(5) + b"\x02\xff"}


PLAN = {
    "": ("about/index.html",),
    "2026-03": ("c/index.html",),
    "2025": ("a/index.html", "b/index.html"),
}


def split_site(folder: Path, plan: Mapping[str, tuple[str, ...]] = PLAN) -> Path:
    """A site with a page for each file of a plan, written in another order for another folder."""
    files = [file for files in plan.values() for file in files]
    for file in files if folder.name == "one" else reversed(files):
        (folder / file).parent.mkdir(parents=True)
        text = f'{HEAD}<div data-pagefind-body><h1 id="a">{file} lantern</h1></div></body></html>'
        (folder / file).write_text(text, "utf-8")
    return folder


def listed(site: Path) -> dict[str, int]:
    """The folders of the parts that the browser is told of, with the pages of each."""
    found = json.loads((site / "pagefind" / "parts.json").read_bytes())
    return {each["folder"]: each["pages"] for each in found}


def test_each_part_is_an_index_of_its_own_pages(tmp_path: Path) -> None:
    site = split_site(tmp_path / "one")
    make(site, site, PLAN, PLAN)
    found = {part: set(fragments(site, place(part))) for part in PLAN}
    assert found == {"": {"/about/"}, "2026-03": {"/c/"}, "2025": {"/a/", "/b/"}}
    assert listed(site) == {"": 1, "parts/2026-03/": 1, "parts/2025/": 2}
    scripts = [path.relative_to(site).as_posix() for path in site.rglob("*.js")]
    assert sorted(scripts) == ["pagefind/pagefind-worker.js", "pagefind/pagefind.js"]
    programs = {path.stat().st_size for path in site.glob("pagefind/parts/*/wasm.*")}
    assert programs == {len("pagefind_dcd")}
    assert (site / "pagefind" / "wasm.en.pagefind").stat().st_size > 10_000
    assert [path.name for path in site.iterdir() if path.name.startswith(".")] == []


def test_a_part_is_the_same_whatever_else_is_made_and_when(tmp_path: Path) -> None:
    one, two = split_site(tmp_path / "one"), split_site(tmp_path / "two")
    make(one, one, PLAN, PLAN)
    names = list(PLAN)
    for at, part in enumerate(names):
        make(two, two, {name: PLAN[name] for name in names[: at + 1]}, [part])
    assert contents(one) == contents(two)


def test_only_what_has_changed_is_touched(tmp_path: Path) -> None:
    site = split_site(tmp_path / "one")
    make(site, site, PLAN, PLAN)
    before = stamped(site)
    (site / "c/index.html").write_text(f"{HEAD}<div data-pagefind-body>new</div>", "utf-8")
    make(site, site, PLAN, ["2026-03"])
    changed = {name for name, each in stamped(site).items() if before.get(name) != each}
    assert {name.rpartition("/")[0] for name in changed} == {
        *("c", "pagefind", "pagefind/parts/2026-03", "pagefind/parts/2026-03/index"),
        "pagefind/parts/2026-03/fragment",
    }
    assert [name for name in changed if name.startswith("pagefind/p")] != []
    assert {name for name in changed if name.count("/") == 1} == {
        *("c/index.html", "pagefind/parts.json")
    }
    clean = shutil.copytree(site, tmp_path / "clean", ignore=shutil.ignore_patterns("pagefind"))
    make(clean, clean, PLAN, PLAN)
    assert contents(clean) == contents(site)


def test_pages_may_lie_elsewhere_than_the_index(tmp_path: Path) -> None:
    pages, site = split_site(tmp_path / "one"), tmp_path / "site"
    make(site, pages, PLAN, PLAN)
    assert [path.name for path in site.iterdir()] == ["pagefind"]
    make(pages, pages, PLAN, PLAN)
    assert contents(site / "pagefind") == contents(pages / "pagefind")


def test_a_part_that_is_no_longer_planned_is_gone(tmp_path: Path) -> None:
    site = split_site(tmp_path / "one")
    make(site, site, PLAN, PLAN)
    fewer = {name: files for name, files in PLAN.items() if name != "2025"}
    make(site, site, fewer, [])
    assert listed(site) == {"": 1, "parts/2026-03/": 1}
    assert sorted(path.name for path in (site / "pagefind" / "parts").iterdir()) == ["2026-03"]
    index_site(site)
    assert listed(site) == {"": 4}
    assert not (site / "pagefind" / "parts").exists()


def test_a_part_of_which_no_page_is_searched_is_left_out(tmp_path: Path) -> None:
    site = split_site(tmp_path / "one")
    make(site, site, PLAN, PLAN)
    (site / "c/index.html").write_text(f"{HEAD}<p>nothing marked</p>", "utf-8")
    make(site, site, PLAN, ["2026-03"])
    assert listed(site) == {"": 1, "parts/2025/": 2}
    assert sorted(path.name for path in (site / "pagefind" / "parts").iterdir()) == ["2025"]


def test_the_edition_of_a_part_changes_with_what_it_says(tmp_path: Path) -> None:
    def editions() -> list[str]:
        found = json.loads((site / "pagefind" / "parts.json").read_bytes())
        return [each["edition"] for each in found]

    site = split_site(tmp_path / "one")
    make(site, site, PLAN, PLAN)
    primary, march, before = editions()
    (site / "b/index.html").write_text(f"{HEAD}<div data-pagefind-body>new</div>", "utf-8")
    make(site, site, PLAN, ["2025"])
    assert editions()[:2] == [primary, march]
    assert editions()[2] != before


def test_a_site_of_many_incidents_is_split_by_its_labels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "WHOLE", 1)
    site = split_site(tmp_path / "one")
    index_site(site, {"a/index.html": "2025-01", "c/index.html": "2026-03", "b/index.html": ""})
    assert listed(site) == {"": 2, "parts/2026-03/": 1, "parts/2025-01/": 1}


def test_the_index_is_the_same_as_from_whole_pages(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = shutil.copytree(published / "site", tmp_path / "site")
    shutil.rmtree(site / "pagefind")
    whole = {path: path.read_bytes() for path in site.rglob("*.html")}
    assert sum(map(len, map(lean, whole.values()))) * 2 < sum(map(len, whole.values()))
    monkeypatch.setattr(search, "lean", lambda content: content)
    index_site(site)
    assert contents(site / "pagefind") == contents(published / "site" / "pagefind")


def test_no_more_of_a_page_is_read_than_the_index_needs() -> None:
    title = "<title>A &lt; B</title>"
    body = '<div data-pagefind-body data-x="1">text</div>\n'
    page = (
        f'<!doctype html>\n<html lang="en" class="x"><head>\n{title}<style>s</style></head>'
        f'<body><nav>n</nav><article class="a">\n{body}</article><footer>f</footer></body></html>'
    )
    assert lean(page.encode()).decode() == (
        f'<html lang="en" class="x"><head>{title}</head><body>{body}</body></html>'
    )
    assert lean(page.replace(body, "no mark").encode()) == b""


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("<article>", ""),
        ("<title>T</title>", ""),
        ("<body>", "<body data-pagefind-meta='a:b'>"),
        ("</body>", "<p data-pagefind-filter='a:b'></p></body>"),
    ],
)
def test_a_page_that_is_laid_out_otherwise_is_read_whole(given: str, found: str) -> None:
    body = "<article><div data-pagefind-body>x</div></article>"
    page = f"<html><head><title>T</title></head><body>{body}</body></html>".replace(given, found)
    page = page if "<article>" in page else page.replace("</article>", "")
    assert lean(page.encode()).decode() == page


def test_what_the_entry_names_is_there_and_nothing_that_nobody_asks_for(published: Path) -> None:
    index = published / "site" / "pagefind"
    entry = json.loads((index / "pagefind-entry.json").read_bytes())
    (listing,) = (each["hash"] for each in entry["languages"].values())
    packed = gzip.decompress((index / f"pagefind.{listing}.pf_meta").read_bytes())
    files = cbor2.loads(packed.removeprefix(b"pagefind_dcd"))
    names = {name for _, name in files[3]}
    assert {path.stem for path in (index / "filter").iterdir()} == names
    assert {path.stem for path in (index / "fragment").iterdir()} == {name for name, _ in files[1]}
    assert sorted(path.name for path in index.iterdir() if path.suffix in {".js", ".css"}) == [
        "pagefind-worker.js",
        "pagefind.js",
    ]
    (filters,) = (index / "filter").iterdir()
    _, values = cbor2.loads(gzip.decompress(filters.read_bytes()).removeprefix(b"pagefind_dcd"))
    assert [value for value, _ in values] == sorted(value for value, _ in values)


def test_a_page_that_is_gone_is_gone_from_the_index(
    page: Callable[[str, str], Path],
) -> None:
    site = page("one", '<h1 id="a">One</h1>')
    page("two", '<h1 id="a">Two</h1>')
    index_site(site)
    assert set(fragments(site)) == {"/one/", "/two/"}
    shutil.rmtree(site / "two")
    index_site(site)
    assert set(fragments(site)) == {"/one/"}


def test_nothing_is_written_outside_the_site(
    page: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    index_site(page("one", '<h1 id="a">One</h1>'))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "site"]
    assert list(elsewhere.iterdir()) == []


def test_a_program_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\necho 'no room' >&2\nexit 7\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(search, "get_executable", lambda: program)
    with pytest.raises(PublishError, match=r"^the search index could not be made:\nno room$"):
        index_site(tmp_path)


def test_a_program_that_fails_without_a_word_tells_its_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "get_executable", lambda: Path("/bin/false"))
    with pytest.raises(PublishError, match=r"could not be made:\nexit code 1$"):
        index_site(tmp_path)


def test_a_program_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "get_executable", lambda: tmp_path / "none")
    with pytest.raises(PublishError, match=r"could not be made: No such file or directory$"):
        index_site(tmp_path)


def test_a_program_that_may_not_be_run_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\n", "utf-8")
    monkeypatch.setattr(search, "get_executable", lambda: program)
    with pytest.raises(PublishError, match=r"could not be made: Permission denied$"):
        index_site(tmp_path)


@pytest.mark.parametrize(
    ("entry", "listing"),
    [
        ("{", b""),
        ("{}", b""),
        ('{"languages": []}', b""),
        ('{"languages": {"en": {"hash": "en_1"}}}', b""),
        ('{"languages": {"en": {"hash": "en_1"}}}', gzip.compress(b"pagefind_dcd\xff", mtime=0)),
        ('{"languages": {"en": {"hash": "en_1"}}}', gzip.compress(b"pagefind_dcd\x00", mtime=0)),
        ('{"languages": {"en": {"hash": "en_1"}}}', gzip.compress(b"x" * 99, mtime=0)[:-20]),
    ],
)
def test_an_index_that_is_laid_out_otherwise_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, listing: bytes
) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nmkdir pagefind && cp ../given/* pagefind/\n", "utf-8")
    program.chmod(0o755)
    given, site = tmp_path / "given", tmp_path / "site"
    given.mkdir()
    site.mkdir()
    (given / "pagefind-entry.json").write_text(entry, "utf-8")
    (given / "pagefind.en_1.pf_meta").write_bytes(listing)
    monkeypatch.setattr(search, "get_executable", lambda: program)
    with pytest.raises(PublishError, match=r"^the search index could not be "):
        index_site(site)


def test_a_site_without_a_page_to_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="the search index could not be made"):
        index_site(tmp_path)


def test_scripts_without_spaces_are_given_character_by_character() -> None:
    assert spaced("<p>the pool of 数据库 and データ, 数据库 again, one 字</p>") == (
        '\n<div hidden id="pm-unspaced" data-pagefind-index-attrs="data-words"'
        ' data-words="数 据 库 . デ ー タ"></div>'
    )
    assert spaced("<p>Łukasz, Zoë, 서버 오류, 🔥</p>") == ""
