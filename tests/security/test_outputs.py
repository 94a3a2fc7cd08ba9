"""Every file of a site made of attacks, read as the program reads it that the file is for."""

from __future__ import annotations

import csv
import gzip
import json
import re
import sqlite3
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from icalendar import Calendar
from lxml import etree, html

from postmortems import today
from postmortems.answers.incident_json import json as as_json
from postmortems.answers.sheet import sheet
from postmortems.answers.sheet.plain import Writer
from postmortems.characters import FORBIDDEN
from postmortems.feeds.tables import TABLES
from postmortems.load.files import discover
from postmortems.pipeline import check
from postmortems.render import prose
from postmortems.render.pasted import markdown
from postmortems.render.sanitize import BLOCK_TAGS, SAFE_LINK
from postmortems.render.terminal import rows
from support.attacks import ATTACKS, CANARY
from support.corpus import inert
from support.sheet_cases import renderer
from support.sites import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.load.files import Source
    from support.sites import Site

PASSWORDS = Path("/etc/passwd")
RECORDS = len(ATTACKS) + len(inert())
ATOM = "{http://www.w3.org/2005/Atom}"
# No cell of ours is written with one of these but numbers below nothing.
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20\t\r"
SEARCH = re.compile(r"(\.\./)*search/|/search/|\./")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
PROPERTIES = {
    *("BEGIN", "END", "VERSION", "PRODID", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "SUMMARY"),
    *("DTSTART", "DTEND", "DTSTAMP", "UID", "DESCRIPTION", "TRANSP", "URL", "DUE", "STATUS"),
    *("CATEGORIES", "PRIORITY", "LAST-MODIFIED", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "SEQUENCE"),
    *("TZNAME",),
}


def files(site: Site, *endings: str) -> list[Path]:
    found = [path for path in sorted(site.folder.rglob("*")) if path.suffix in endings]
    assert found
    return found


def test_no_file_of_the_builder_is_in_any_byte(attacked: Site) -> None:
    assert CANARY in (attacked.root / "canary.txt").read_text("utf-8")
    secrets = [CANARY.encode()]
    if PASSWORDS.is_file():
        secrets.append(PASSWORDS.read_bytes().split(b"\n")[0])
    trees = [attacked.folder, attacked.root / "build" / "docs"]
    for path in (path for tree in trees for path in tree.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        assert [each for each in secrets if each in content] == [], path


def _acting(element: html.HtmlElement) -> Iterator[str]:
    """What of an element acts, or leads where nothing of a record may lead."""
    tag = element.tag
    if tag in {"iframe", "object", "embed", "applet", "base", "style", "frame", "marquee"}:
        yield tag
    if tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
        yield "refresh"
    for name, value in element.items():
        if name.startswith("on") or name in {"srcdoc", "formaction", "style", "srcset"}:
            yield f"{tag} {name}"
        if name in {"href", "src", "action", "data", "xlink:href", "poster"}:
            scheme = re.match(r"[\s\x00-\x20]*([A-Za-z][A-Za-z0-9+.-]*):", value)
            if scheme and (scheme[1].lower() not in {"https", "http", "mailto"} or tag != "a"):
                yield f"{tag} {name}={value}"
            if value.startswith(("//", "\\", "/\\")):
                yield f"{tag} {name}={value}"


def test_no_page_holds_anything_of_a_record_that_acts(attacked: Site) -> None:
    scripts: Counter[str] = Counter()
    for path in files(attacked, ".html"):
        page = html.document_fromstring(path.read_bytes())
        found = [each for element in page.iter(etree.Element) for each in _acting(element)]
        assert found == [], path
        scripts.update(script.text or "" for script in page.iter("script"))
        forms = page.xpath("//form/@action")
        assert [each for each in forms if not SEARCH.fullmatch(each)] == [], path
        (policy,) = page.xpath("//meta[@http-equiv]")
        assert policy.get("content").startswith("default-src 'none'; script-src 'self'")
    assert not any(re.search(r"alert|pm_pwned|evil", script) for script in scripts)


def test_drawings_that_stand_alone_hold_shapes_and_words(attacked: Site) -> None:
    drawn = {path for path in files(attacked, ".svg") if "badges" in path.parts}
    assert len(drawn) > 20
    for path in drawn:
        root = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
        tags = {etree.QName(each).localname for each in root.iter(etree.Element)}
        assert tags <= {"svg", "title", "clipPath", "rect", "g", "path", "text"}, path
        names = {name for each in root.iter(etree.Element) for name in each.attrib}
        assert [each for each in names if each.startswith("on") or "href" in each] == [], path


def _prose(markup: str) -> None:
    """Fails unless HTML for a reader of feeds holds nothing but marks of writing."""
    body = html.fragment_fromstring(markup, create_parent="div")
    assert {each.tag for each in body.iter()} <= BLOCK_TAGS | {"div"}
    assert {name for each in body.iter() for name in each.attrib} <= {
        *("href", "rel", "start", "align", "class")
    }
    assert [href for href in body.xpath("//@href") if not SAFE_LINK.fullmatch(href)] == []


def test_feeds_hold_their_entries_and_no_more(attacked: Site) -> None:
    for path in (attacked.folder / "feeds").rglob("*.xml"):
        root = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
        assert root.getroottree().docinfo.internalDTD is None
        assert {each.tag for each in root.iter(etree.Element)} <= {
            f"{ATOM}{name}"
            for name in (
                *("feed", "entry", "id", "title", "updated", "published", "link", "content"),
                *("summary", "author", "name", "subtitle", "generator", "category", "icon"),
            )
        }, path
        items = json.loads(path.with_suffix(".json").read_text("utf-8"))["items"]
        entries = list(root.iter(f"{ATOM}entry"))
        assert len(entries) == len(items) <= 50
        for entry, item in zip(entries, items, strict=True):
            assert len(entry.findall(f"{ATOM}title")) == len(entry.findall(f"{ATOM}id")) == 1
            content = entry.findtext(f"{ATOM}content") or ""
            assert content == item.get("content_html", "")
            _prose(content or "<p></p>")
        links = root.xpath("//@href")
        assert [each for each in links if "evil" in each or ":" in each.split("/")[0]] == []


def test_no_cell_of_a_table_is_a_formula(attacked: Site) -> None:
    cells = 0
    for path in files(attacked, ".csv"):
        with path.open(encoding="utf-8", newline="") as file:
            head, *lines = csv.reader(file)
        assert {len(line) for line in lines} <= {len(head)}, path
        for cell in (cell for line in (head, *lines) for cell in line):
            bare = cell.lstrip(' \u00a0\u3000\u2003"')
            assert bare[:1] not in {*SIGNS} - {""} or NUMBER.fullmatch(cell), (path, cell)
            cells += 1
    assert cells > 10_000
    with (attacked.folder / "data" / "csv" / "incidents.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == RECORDS


def test_calendars_hold_their_days_and_no_more(attacked: Site) -> None:
    counted = 0
    for path in files(attacked, ".ics"):
        text = path.read_bytes().decode()
        assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
        assert "\n" not in text.replace("\r\n", "")
        lines = text.replace("\r\n ", "").split("\r\n")
        names = {re.split("[:;]", line, maxsplit=1)[0] for line in lines if line}
        assert names <= PROPERTIES, path
        calendar = Calendar.from_ical(text)
        parts = [each.name for each in calendar.walk()]
        assert {*parts} <= {"VCALENDAR", "VEVENT", "VTODO", "VTIMEZONE", "STANDARD"}, path
        assert len(parts) == sum(line.startswith("BEGIN:") for line in lines)
        assert parts.count("VCALENDAR") == 1
        counted += parts.count("VEVENT")
        for each in calendar.walk("VEVENT"):
            assert [str(each[name]) for name in each if name in {"ATTACH", "ATTENDEE"}] == []
    actions = (attacked.folder / "calendars" / "actions.ics").read_bytes().decode()
    days = len(Calendar.from_ical(actions).walk("VEVENT"))
    assert days == 8 * len(ATTACKS) + len(inert())
    assert counted > days


def test_the_database_and_the_data_hold_the_records_and_no_more(attacked: Site) -> None:
    base = sqlite3.connect(
        f"file:{attacked.folder / 'data' / 'postmortems.sqlite'}?mode=ro", uri=True
    )
    try:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        named = base.execute("SELECT name FROM sqlite_master WHERE type != 'index'")
        assert {name for (name,) in named} >= {table.name for table in TABLES}
        assert base.execute("SELECT count(*) FROM incidents").fetchone() == (RECORDS,)
        kinds = base.execute("SELECT DISTINCT type FROM sqlite_master").fetchall()
        assert {kind for (kind,) in kinds} <= {"table", "index", "view"}
    finally:
        base.close()
    for path in files(attacked, ".json"):
        json.loads(path.read_text("utf-8"))
    year = json.loads((attacked.folder / "data" / "json" / "2026.json").read_text("utf-8"))
    assert len(year["incidents"]) == RECORDS


def test_what_commands_write_of_a_record_acts_nowhere(attacked: Site) -> None:
    checked = check(attacked.root, today.instant(TODAY), _sources(attacked.root))
    assert checked.settings is not None
    assert len(checked.incidents) == len(inert())
    for incident in checked.incidents.values():
        laid_out = sheet(incident, checked.settings, checked.as_of)
        page = renderer().sheet(laid_out, "html")
        terminal = Writer(words=prose.text, rows=rows, colour=True).write(laid_out)
        for text in (
            re.sub(r"\x1b\[[0-9;]*m", "", terminal),
            page,
            markdown(page),
            as_json(incident, checked.settings, checked.as_of),
        ):
            assert sorted(set(FORBIDDEN.findall(text))) == []
            assert "\r" not in text
        _pasted(page)


def _sources(root: Path) -> list[Source]:
    names = {each.name for each in inert()}
    return [each for each in discover(root / "incidents", root) if Path(each.file).name in names]


def _pasted(page: str) -> None:
    """Fails unless a sheet to paste holds nothing that acts."""
    body = html.fragment_fromstring(page, create_parent="div")
    elements = list(body.iter(etree.Element))
    assert {each.tag for each in elements} <= BLOCK_TAGS | {"div", "article", "span"}
    names = {name for each in elements for name in each.attrib}
    assert names <= {"href", "rel", "start", "align", "class", "style"}
    assert [href for href in body.xpath("//@href") if not SAFE_LINK.fullmatch(href)] == []
    assert not any("url" in each for each in body.xpath("//@style"))
