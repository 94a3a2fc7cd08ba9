"""No byte of a public site tells what only internal records and hidden fields hold."""

from __future__ import annotations

import gzip
import html
import json
import re
import zlib
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from postmortems import today
from postmortems.pipeline import check, write_docs
from postmortems.render.prose import plain
from support.editions import OTHER, PUBLIC, SECRET, public_record, secret_record
from support.sites import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from support.sites import Site

WORD = re.compile(r"zq[a-z]+")
NUMBER = "987654321"
KEPT = ("ignore", "imported", "internal")
"""What nobody is shown, not even inside."""


def _marks(record: object) -> set[str]:
    return set(WORD.findall(json.dumps(record).lower()))


SECRETS = {SECRET.lower(), NUMBER, *_marks(secret_record()), *_marks(public_record())}


def _readable(content: bytes) -> str:
    """All that bytes say: taken out of gzip and zlib, entities, escapes, folded lines and marks."""
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    elif content.startswith((b"\x78\x9c", b"\x78\xda")):
        content = zlib.decompress(content)
    text = content.decode("utf-8", "replace").lower()
    text = re.sub(r"\\u([0-9a-f]{4})", lambda each: chr(int(each[1], 16)), text)
    text = re.sub(r"\r\n[ \t]", "", unquote(html.unescape(text)))
    return text + "\n" + re.sub(r"<[^>]*>", "", text)


@cache
def _found(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        said = name.lower() + "\n" + (_readable(path.read_bytes()) if path.is_file() else "")
        seen = {*WORD.findall(said)} & SECRETS
        seen |= {each for each in (SECRET.lower(), NUMBER) if each in said.replace(",", "")}
        for each in seen:
            found.setdefault(each, []).append(name)
    return found


def test_a_public_site_holds_nothing_that_it_must_not_show(public: Site) -> None:
    assert _found(public.folder) == {}


def test_the_search_knows_only_what_is_public(public: Site) -> None:
    index = [each for each in (public.folder / "pagefind").rglob("*") if each.is_file()]
    said = "\n".join(_readable(each.read_bytes()) for each in index)
    assert "certificate" in said
    assert PUBLIC.lower() in said
    assert not SECRETS.intersection(WORD.findall(said))


def test_the_same_records_tell_all_of_it_to_those_inside(public: Site, tmp_path: Path) -> None:
    checked = check(public.root, today.instant(TODAY))
    write_docs(tmp_path / "docs", public.root, checked)
    shown = _found(tmp_path / "docs").keys()
    records = [_readable(path.read_bytes()) for path in (public.root / "incidents").iterdir()]
    for each in sorted(SECRETS):
        assert any(each in text.replace(",", "") for text in records), each
    kept = [{name: each[name] for name in KEPT} for each in (public_record(), secret_record())]
    assert SECRETS - shown == _marks(kept)
    assert len(SECRETS) == 172


@pytest.mark.parametrize(
    "said",
    [
        "Restored by Incident commander, as in another incident; see the log.",
        "As Incident commander said, ask name not shown or name not shown.",
    ],
)
def test_texts_speak_of_roles_and_of_another_incident(public: Site, said: str) -> None:
    page = (public.folder / "incidents" / PUBLIC / "index.html").read_text("utf-8")
    assert plain(said) in page


def test_figures_count_what_the_site_has(public: Site) -> None:
    home = html.unescape((public.folder / "index.html").read_text("utf-8"))
    assert "<strong>2</strong> Incidents in all" in home
    rows = json.loads((public.folder / "data" / "list" / "1.json").read_text("utf-8"))
    assert {PUBLIC, OTHER} == {each for each in (PUBLIC, OTHER, SECRET) if each in json.dumps(rows)}


def test_what_is_hidden_is_not_called_absent(public: Site) -> None:
    page = html.unescape((public.folder / "incidents" / PUBLIC / "index.html").read_text("utf-8"))
    text = re.sub(r"<[^>]+>", "", page)
    for claim in ("The record holds", "not published", "Attended\nnot recorded", "Executives"):
        assert claim not in text
    for page in ("actions", "teams/engineering", "services/payment-api"):
        text = html.unescape((public.folder / page / "index.html").read_text("utf-8"))
        assert "None are recorded." not in text
        assert "The catalogue names nobody." not in text


@pytest.mark.parametrize("name", ["playbook", "reference", "reviews", "actions/owners"])
def test_pages_that_are_left_out_are_nowhere_linked(public: Site, name: str) -> None:
    assert not (public.folder / name).exists()
    for path in sorted(public.folder.rglob("*.html")):
        links = re.findall(r'href="([^"]*)"', html.unescape(path.read_text("utf-8")))
        inside = [each for each in links if "://" not in each and "vendor" not in each]
        assert not [each for each in inside if re.search(rf"(?:^|/){name}/", each)], path


def test_there_is_no_way_to_the_records_themselves(public: Site) -> None:
    assert not list(public.folder.rglob("*.yml"))
    for path in sorted(public.folder.rglob("*.html")):
        text = path.read_text("utf-8")
        assert "Raw YAML" not in text
        assert "Edit this record" not in text


def test_a_public_site_says_that_it_is_one(public: Site) -> None:
    assert (public.folder / "edition.txt").read_bytes() == b"public\n"
    assert public.folder.name == "site-public"
