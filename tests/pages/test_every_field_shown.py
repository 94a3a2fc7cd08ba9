"""Whatever a record may hold stands on its page, or is left out for a reason given here."""

from __future__ import annotations

import copy
import html
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from metrics.records import library
from postmortems.load.build import Walk, build
from postmortems.load.templates import load_templates
from postmortems.model.incident import Incident
from postmortems.pages import postmortem
from postmortems.plan import Items, Mapping, Scalar, Shape, plan
from postmortems.render.page import Renderer
from support.breakage import COMPLETE, UNDATED, recorded, values
from support.example import REPOSITORY, names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path as Place
    from postmortems.plan import Node

RENDERER = Renderer(load_templates(REPOSITORY))
DATED = values(COMPLETE.read_bytes())
LEFT_OUT = {
    "schema": "the version of the file's layout says nothing about the incident",
    "internal": "notes that must never reach a site",
    "imported": "where a record came from, and what its source says word for word",
    "ignore": "says which checks are wrong about the record, to whoever writes it",
    "date_unknown": "only a record without a date holds it; it has its own test below",
    "recurrence_of": "leads to another page, and is shown as soon as that page exists",
    "related": "as recurrence_of",
}
WORD = "Zebracrossing"


def _leaves(name: str, place: Place, node: Node, held: Any) -> Iterator[tuple[str, Place, Scalar]]:  # noqa: ANN401
    """The values of a field: itself, or the first of those that it lists."""
    match node:
        case Scalar():
            yield name, place, node
        case Items() if not isinstance(node.item, Shape):
            yield from _leaves(f"{name}[]", (*place, 0), node.item, held[0])
        case Mapping():
            key = next(iter(held))
            yield from _leaves(f"{name}.*", (*place, key), node.item, held[key])


def held(place: Place) -> Any:  # noqa: ANN401 - a plain value as in YAML
    at: Any = DATED
    for part in place:
        at = at[part]
    return at


CASES = {
    leaf: (where, node)
    for name, place, each in recorded(DATED)
    if name.split(".")[0].removesuffix("[]") not in LEFT_OUT
    for leaf, where, node in _leaves(name, place, each.node, held(place))
}


def page(record: dict[str, Any]) -> str:
    """The page of a record as its readers see it, with addresses and other attributes."""
    walk = Walk(names=names())
    incident = build(record, plan(Incident), walk)
    assert walk.problems == []
    assert isinstance(incident, Incident)
    given = library(incident)
    return html.unescape(RENDERER.render(postmortem.page(incident, given, ())).decode())


BEFORE = page(DATED)


def another(node: Scalar, was: Any) -> Any:  # noqa: ANN401 - a plain value as in YAML
    """Another value that the field may hold."""
    if node.choices:
        return next(each for each in node.choices if each != was)
    if node.name is not None:
        known = names()[node.name.kind]
        return next(each for each in known if known[each] != known[was])
    if node.time is not None:
        return (datetime.fromisoformat(was) + timedelta(days=1)).isoformat(" ")[: len(was)]
    if isinstance(was, bool):
        return not was
    if isinstance(was, int | float):
        return was - 1
    if str(was).startswith("https://"):
        return f"https://{WORD}.example"
    return "Europe/Berlin" if was == "Etc/UTC" else WORD


def changed(place: Place, value: object) -> dict[str, Any]:
    record = copy.deepcopy(DATED)
    at: Any = record
    for part in place[:-1]:
        at = at[part]
    at[place[-1]] = value
    return record


def test_every_field_is_looked_for() -> None:
    tops = {name.split(".")[0].split("[")[0] for name in CASES}
    assert tops | set(LEFT_OUT) == set(plan(Incident).fields)
    assert tops & set(LEFT_OUT) == set()
    assert len(CASES) > 170


@pytest.mark.parametrize("name", CASES)
def test_a_change_of_a_field_changes_the_page(name: str) -> None:
    place, node = CASES[name]
    new = another(node, held(place))
    after = page(changed(place, new))
    assert after != BEFORE
    if new == WORD:
        assert WORD in re.sub(r"<[^>]*>", " ", after)


def test_what_is_left_out_is_on_no_page() -> None:
    assert "Nothing that may leave the house" not in BEFORE
    assert "The calls to the bank are not in the record" not in BEFORE


def test_a_record_without_a_date_says_what_is_known_instead() -> None:
    assert "Only the day of the week is known." in page(values(UNDATED))
