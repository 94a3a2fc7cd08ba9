from __future__ import annotations

import copy
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from postmortems.config.meanings import meanings
from postmortems.load.build import Walk, build
from postmortems.load.events import read
from postmortems.load.incidents import load_incident
from postmortems.load.text import Limits
from postmortems.load.walk import SHAPE_RULES
from postmortems.model.incident import Incident
from postmortems.model.schema import schema
from postmortems.plan import plan
from postmortems.rules.documentation import documentation, summary
from postmortems.rules.registry import RULES
from support.breakage import COMPLETE, UNDATED, breakages, recorded, values
from support.example import BASE, REPOSITORY, example, names, settings

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(
    [*REPOSITORY.glob("incidents/**/*.yml"), *REPOSITORY.glob("tests/invalid/*/incident.yml")]
)
RECORDS = {"dated": values(COMPLETE.read_bytes()), "undated": values(UNDATED)}


@cache
def _meanings() -> dict[str, dict[str, str]]:
    return meanings(settings()) | {"rule": {rule.id: summary(rule.doc) for rule in RULES}}


@cache
def _validator() -> Draft202012Validator:
    written = schema(names(), settings().severities.depths(), _meanings())
    Draft202012Validator.check_schema(written)
    return Draft202012Validator(written)


def _refused_by_schema(value: object) -> list[str]:
    errors = _validator().iter_errors(value)
    return sorted({f"{each.json_path}: {each.message[:120]}" for each in errors})


def _refused_by_loader(value: object) -> list[str]:
    """The faults of shape that loading a document with this value reports."""
    content = json.dumps(value, ensure_ascii=False).encode()  # JSON is YAML
    loaded = load_incident(content, names(), settings().severities.depths(), Limits())
    assert loaded.faults == (), f"the document itself is broken: {loaded.faults}"
    return [f"{each.path}: {each.rule}" for each in loaded.problems if each.rule in SHAPE_RULES]


def _disagreement(value: object) -> str:
    """Empty when both accept or both refuse the document; else what the one that refuses says."""
    loader_says = _refused_by_loader(value)
    if _validator().is_valid(value) is not bool(loader_says):
        return ""
    return f"schema: {_refused_by_schema(value)} loader: {loader_says}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name + "/" + file.stem)
def test_schema_and_loader_agree_on_every_record_there_is(file: Path) -> None:
    document = read(file.read_bytes(), Limits())
    if not document.faults and document.value is not None:
        assert _disagreement(document.value) == ""


@pytest.mark.parametrize("which", RECORDS)
def test_schema_and_loader_accept_the_complete_records(which: str) -> None:
    assert _refused_by_schema(RECORDS[which]) == []
    assert _refused_by_loader(RECORDS[which]) == []


def test_schema_and_loader_agree_on_every_documented_example() -> None:
    seen = 0
    for rule in RULES:
        shown = documentation(rule.doc)
        for fragment in (*shown.flagged, *shown.accepted):
            document = read(example(fragment), Limits())
            # What no text may hold cannot be written down again for the two to read.
            unwritable = rule.id == "forbidden-character" or rule.id.startswith("config-")
            if not unwritable and not document.faults:
                assert _disagreement(document.value) == "", rule.id
                seen += 1
    assert seen > 150


@pytest.mark.parametrize("which", RECORDS)
def test_schema_and_loader_agree_on_every_broken_field(which: str) -> None:
    record = RECORDS[which]
    wrong = []
    seen = 0
    for name, place, each in recorded(record):
        for breakage in breakages(place, each, record):
            value = _broken(record, breakage.place, breakage.value, absent=breakage.absent)
            said = _disagreement(value)
            if said:
                wrong.append(f"{breakage.how} {name}: {said}")
            seen += 1
    assert wrong == []
    assert seen > (1_000 if which == "dated" else 50)


def _broken(record: object, place: tuple[str | int, ...], value: object, *, absent: bool) -> object:
    broken = copy.deepcopy(record)
    parent: Any = broken
    for part in place[:-1]:
        parent = parent[part]
    if absent:
        del parent[place[-1]]
    else:
        parent[place[-1]] = value
    return broken


_ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(None, True, False, 0, 1, -1, 2.5, 100, 101, 10**16, "", " ", "none", "unknown", "a"),
        *("two\nlines", "P0", "SEV1", "resolved", "published", "closed", "day 1 10:00", "15:47"),
        *("2026-03-03", "2026-03-03 10:00", "2026-03-03 10:00\n", "2026-03-03 10:00 EST"),
        *("https://example.com", "https://exa mple.com", "https://example.com\n", "F1", "F 1"),
        *([], {}, ["a"], [[]], [None], {"a": "b"}, {"value": 1}, {"basis": "unknown"}),
        *({"name": "Ana Ruiz"}, {"field": "summary", "reason": "x"}, "x" * 201, "x" * 4_001),
    ]
)


def _places(value: object, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [place] if place else []
    if isinstance(value, dict):
        for key, item in value.items():
            found += _places(item, (*place, key))
    if isinstance(value, list):
        for index, item in enumerate(value):
            found += _places(item, (*place, index))
    return found


@given(st.data())
def test_schema_and_loader_agree_on_records_changed_at_random(data: st.DataObject) -> None:
    value: object = data.draw(st.sampled_from([*RECORDS.values(), values(BASE.encode())]))
    for _ in range(data.draw(st.integers(1, 3))):
        places = _places(value)
        if not places:
            break
        place = data.draw(st.sampled_from(places))
        absent = data.draw(st.booleans())
        value = _broken(value, place, data.draw(_ODD), absent=absent)
    assert _disagreement(value) == ""


@given(_ODD)
def test_schema_and_loader_agree_on_documents_that_are_no_records(value: object) -> None:
    if value is not None:
        assert _disagreement(value) == ""


def test_the_committed_schema_is_the_one_that_the_model_gives(repository: Path) -> None:
    committed = json.loads((repository / "site_config" / "incident.schema.json").read_text("utf-8"))
    assert committed == json.loads(json.dumps(_validator().schema))


def test_every_rule_of_shape_is_met_in_the_corpus() -> None:
    record = RECORDS["dated"]
    met = {
        each.rule
        for _, place, field in recorded(record)
        for each in breakages(place, field, record)
    }
    walk = Walk(names=names())
    build({**record, "handoffs": [{"at": "2026-03-03 10:00 EST"}]}, plan(Incident), walk)
    met |= {each.rule for each in walk.problems}
    assert met >= SHAPE_RULES
