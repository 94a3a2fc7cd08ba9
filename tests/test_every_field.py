from __future__ import annotations

from typing import Any

import pytest

from postmortems.advice.lifecycle import LIFECYCLE
from postmortems.model.incident import Incident
from postmortems.model.requirements import FULL, REQUIREMENTS, STAGES
from postmortems.plan import plan, walk
from support.breakage import (
    COMPLETE,
    UNDATED,
    Breakage,
    breakages,
    dump,
    line,
    recorded,
    values,
)
from support.findings import findings, lines, places

DATED = values(COMPLETE.read_bytes())
FIELDS = {name: (DATED, place, each) for name, place, each in recorded(DATED)}
FIELDS |= {
    name: (undated, place, each)
    for undated in (values(UNDATED),)
    for name, place, each in recorded(undated)
    if name not in FIELDS
}


def _missed(record: dict[str, Any], wanted: list[Breakage]) -> list[str]:
    """What was broken and not reported at its line, with what was reported instead."""
    missed = []
    for each in wanted:
        content = each.text(record)
        if (each.rule, line(content, each)) not in places(content):
            missed.append(f"{each.how} {each.place} line {line(content, each)}: {each.rule}")
            missed.append(lines(findings(content)))
    return missed


def test_the_complete_record_is_sound() -> None:
    assert lines(findings(COMPLETE.read_bytes())) == ""
    assert lines(findings(dump(DATED))) == ""
    assert lines(findings(UNDATED)) == ""


def test_the_records_hold_every_field_there_is() -> None:
    every = [".".join(path).replace(".[]", "[]") for path, _ in walk(plan(Incident))]
    assert sorted(every) == sorted(FIELDS)
    assert len(every) > 230


@pytest.mark.parametrize("name", FIELDS)
def test_a_broken_field_is_reported_at_its_line(name: str) -> None:
    record, place, each = FIELDS[name]
    wanted = list(breakages(place, each, record))
    assert len(wanted) > 1
    assert _missed(record, wanted) == []


@pytest.mark.parametrize("each", REQUIREMENTS, ids=lambda each: each.field)
def test_a_field_that_its_stage_asks_for_is_missed_at_its_parents_line(each: Any) -> None:  # noqa: ANN401
    place = tuple(each.field.split("."))
    teller, stages = STAGES[each.stage]
    assert DATED[teller.split(".")[0]] in stages or DATED["postmortem"]["status"] in stages
    assert set(FULL) <= set(each.depths)
    wanted = [Breakage(how="left out", place=place, rule="missing-field", value=None, absent=True)]
    if each.fewest > 1:
        fewer = DATED[each.field][: each.fewest - 1]
        wanted = [Breakage(how="too few", place=place, rule="missing-field", value=fewer)]
    if each.any_of:
        fewer = {key: value for key, value in DATED["impact"].items() if key not in each.any_of}
        wanted = [Breakage(how="no figure", place=place, rule="missing-field", value=fewer)]
    assert _missed(DATED, wanted) == []


@pytest.mark.parametrize("name", LIFECYCLE)
def test_a_moment_of_the_life_out_of_order_is_reported_at_its_line(name: str) -> None:
    early, late = "2026-03-03 09:04", "2026-03-03 11:00"
    moment = late if name == "started" else early
    wanted = Breakage(
        how="out of order", place=("times", name), rule="lifecycle-order", value=moment
    )
    assert _missed(DATED, [wanted]) == []


@pytest.mark.parametrize("index", range(len(DATED["timeline"])))
def test_a_timeline_entry_out_of_order_is_reported_at_its_line(index: int) -> None:
    moment = "2026-03-03 10:25" if index == 0 else "2026-03-03 09:01"
    wanted = Breakage(
        how="out of order",
        place=("timeline", index, "at"),
        rule="timeline-unsorted",
        value=moment,
    )
    assert _missed(DATED, [wanted]) == []


@pytest.mark.parametrize("group", ["escalations", "communications"])
def test_an_entry_of_a_dated_list_out_of_order_is_reported_at_its_line(group: str) -> None:
    wanted = Breakage(
        how="out of order",
        place=(group, 1, "at"),
        rule="entries-unsorted",
        value="2026-03-03 09:06",
    )
    assert _missed(DATED, [wanted]) == []
