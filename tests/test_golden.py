from __future__ import annotations

import difflib
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import MISSING, fields, is_dataclass
from typing import TYPE_CHECKING, Any

import pytest

from golden.update import AS_OF, DEMO, demo_tree, expected, without_charts
from postmortems import today
from postmortems.fields import Record
from postmortems.model.incident import Incident
from postmortems.pipeline import check
from postmortems.plan import Items, Mapping, Node, Shape, plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_INCLUDED = re.compile(r'include "(partials/\w+\.md\.j2)"')
_SECTION = re.compile(r"^##+ (.+ \{ #[a-z-]+ \})$", re.MULTILINE)
DIGEST = """
import hashlib
from golden.update import demo_tree
print(hashlib.sha256(repr(sorted(demo_tree().items())).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return demo_tree()


def test_the_demo_renders_exactly_what_is_committed(files: dict[str, bytes]) -> None:
    new, old = without_charts(files), expected()
    changed = sorted(path for path in new.keys() | old.keys() if new.get(path) != old.get(path))
    first = "".join(
        difflib.unified_diff(
            old.get(changed[0], b"").decode().splitlines(keepends=True),
            new.get(changed[0], b"").decode().splitlines(keepends=True),
            "committed",
            "rendered",
            n=1,
        )
        if changed
        else ()
    )
    assert changed == [], (
        f"if this is meant, run `python tests/golden/update.py` and look at what it changes; "
        f"the first, {changed[0]}:\n{first[:4000]}"
    )


@pytest.mark.usefixtures("drawn_anew")
def test_a_second_rendering_gives_the_same_bytes_charts_included(files: dict[str, bytes]) -> None:
    assert demo_tree() == files
    assert b'class="pm-chart"' in files["dashboards/severity.md"]


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "0", "TZ": "Asia/Kathmandu", "LANG": "C", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8"},
    ],
    ids=["C", "Turkish"],
)
def test_no_hash_seed_zone_or_language_changes_a_byte(
    files: dict[str, bytes], repository: Path, surroundings: dict[str, str]
) -> None:
    said = subprocess.run(
        [sys.executable, "-c", DIGEST],
        env={**os.environ, **surroundings, "PYTHONPATH": str(repository / "tests")},
        check=True,
        capture_output=True,
        text=True,
    )
    digest = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()
    assert said.stdout.strip() == digest


def test_the_demo_shows_every_section_of_a_postmortem(repository: Path) -> None:
    templates = repository / "templates"
    page = (templates / "pages" / "postmortem.md.j2").read_text("utf-8")
    parts = [(templates / name).read_text("utf-8") for name in _INCLUDED.findall(page)]
    shown = [text for path, text in expected().items() if re.match(r"incidents/INC-.*\.md", path)]
    asked = {heading for text in (page, *parts) for heading in _SECTION.findall(text)}
    assert len(asked) > 20
    assert asked - {each for text in shown for each in _SECTION.findall(text.decode())} == set()


def test_the_demo_holds_every_field_that_a_record_may_have() -> None:
    checked = check(DEMO, today.instant(AS_OF))
    used = {pair for incident in checked.incidents.values() for pair in _used(incident)}
    assert set(_fields(plan(Incident), set())) - used == set()


def _fields(node: Node, seen: set[type]) -> Iterator[tuple[str, str]]:
    match node:
        case Items() | Mapping():
            yield from _fields(node.item, seen)
        case Shape() if node.cls not in seen:
            seen.add(node.cls)
            for name, field in node.fields.items():
                yield node.cls.__name__, name.rstrip("_")
                yield from _fields(field.node, seen)


def _used(value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any value of a record
    if isinstance(value, Record) and is_dataclass(value):
        # An incident that was packed is one of a class of its own.
        shape = Incident if isinstance(value, Incident) else type(value)
        for each in fields(value):
            held = getattr(value, each.name)
            if each.default is MISSING or held != each.default:
                yield shape.__name__, each.name.rstrip("_")
            yield from _used(held)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _used(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _used(item)
