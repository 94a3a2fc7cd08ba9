"""Every number of the policy, changed alone: what pages, rules and advice make of it.

A number that changes no page fails. One that changes no finding, or no advice, fails unless the
tables below say why; and an entry of theirs that says so wrongly fails, too.
"""

from __future__ import annotations

import json
import operator
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from metrics.records import record
from postmortems.advice.now import advise
from postmortems.advice.severity import judge
from postmortems.config.figures import FILES
from postmortems.importers.events.gather import gather
from postmortems.importers.timeline import draw
from postmortems.importers.timeline_json import json as timeline_json
from postmortems.load.events import read
from postmortems.load.settings import load_settings
from postmortems.load.templates import load_templates
from postmortems.load.text import Limits
from postmortems.pages import playbook
from postmortems.render.page import Renderer
from postmortems.rules.base import Context
from postmortems.rules.check import check
from support.example import REPOSITORY, settings
from support.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident

NO_RULE = {
    r"policy\.follow_up_days\.\d": "a record names the days of its own later looks, and those are "
    "checked; the policy's are for people, due lists and dashboards",
    r"policy\.messages\..+\.next_update_minutes": "what a message promises stands in the message, "
    "and that promise is checked",
    r"policy\.phases\.recovery\.checklist\.2\.at_least_minutes": "it is better watched for this "
    "long; the least, which is checked, is `recovery.stability_minutes`",
    r"severities\.signals\.\w+\.most": "a description that `classify` is given may not hold "
    "more; records are not held to it",
    r"policy\.containment\..+": "it points to a remedy; nobody is held to one",
    r"policy\.regimes\..+": "a reminder of what laws ask, no measure of a record",
}
"""Numbers that no rule checks, and why."""

NO_ADVICE = {
    r"policy\.messages\..+\.next_update_minutes": "what a message promises; the advice says by "
    "when the next word is due, from the message that was sent and from the cadence",
    r"severities\.signals\.\w+\.most": "a description that `classify` is given may not hold more",
    r"policy\.timeline\.gap_minutes": "how dense a timeline is shows only afterwards",
}
"""Numbers that change nothing of what is advised, and why."""

TIMELINE = (
    (
        "a.txt",
        b"""\
2026-03-03 09:00 - fired
2026-03-03 09:15 - rolled back
2026-03-03 09:45 - fix deployed
2026-03-03 11:45 - all green
2026-03-03 12:30 - not by any means resolved
""",
    ),
    ("b.txt", b"08:30 one\n08:00 two\n"),
)
"""Events at the edge of every number that the command `timeline` goes by."""

_TIME_OF_DAY = re.compile(r"[0-2]\d:[0-5]\d")
_RENDERER = Renderer(load_templates(REPOSITORY))


@cache
def shipped(name: str) -> Any:  # noqa: ANN401 - plain values as in YAML
    """The values of a shipped file."""
    return read((REPOSITORY / "site_config" / f"{name}.yml").read_bytes(), Limits()).value


def _numbers(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:  # noqa: ANN401
    if isinstance(value, dict | list):
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in entries:
            yield from _numbers(item, (*path, key))
    elif isinstance(value, str):
        if _TIME_OF_DAY.fullmatch(value):
            yield path
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path


def named(path: tuple[str | int, ...]) -> str:
    """A path with the names of entries in place of their positions, where they have names."""
    value = shipped(str(path[0]))
    said = [str(path[0])]
    for part in path[1:]:
        value = value[part]
        name: Any = part
        if isinstance(value, dict) and isinstance(part, int):
            name = value.get("id", value.get("phase", part))
        said.append(str(name))
    return ".".join(said)


NUMBERS = {named(path): path for name in FILES for path in _numbers(shipped(name), (name,))}


def others(path: tuple[str | int, ...]) -> list[Any]:
    """Other values for a number: one on each side of it."""
    value: Any = shipped(str(path[0]))
    for part in path[1:]:
        value = value[part]
    if isinstance(value, str):
        hour, minute = value.split(":")
        return [f"{int(hour) + step:02d}:{minute}" for step in (-1, 1)]
    return [value + 1, value - 1]


def with_number(path: tuple[str | int, ...], number: Any, root: Path) -> Settings | None:  # noqa: ANN401
    """The settings with one number in place of another, read from files; None if refused."""
    document = json.loads(json.dumps(shipped(str(path[0]))))
    place = document
    for part in path[1:-1]:
        place = place[part]
    place[path[-1]] = number
    folder = root / "site_config"
    folder.mkdir(exist_ok=True)
    # JSON is YAML, and much quicker to write.
    (folder / f"{path[0]}.yml").write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return load_settings(root).settings


def pages(policy: Settings) -> dict[str, bytes]:
    """The playbook under a policy."""
    return {page.path: _RENDERER.render(page) for page in playbook.pages(policy, wording(policy))}


def _at(clock: str, day: int = 3) -> str:
    return f"2026-03-{day:02d} {clock}"


def _said(audience: str, *clocks: str) -> list[dict[str, str]]:
    return [
        {"at": _at(clock), "audience": audience, "kind": "update" if index else "initial"}
        for index, clock in enumerate(clocks)
    ]


def _called(tier: str, clock: str) -> dict[str, str]:
    return {"at": _at(clock), "tier": tier, "contact": "A", "reached_at": _at(clock)}


def _times(*clocks: str, **more: str) -> dict[str, str]:
    """Started, detected, acknowledged, resolved; `more` by name."""
    names = ("started", "detected", "acknowledged", "resolved")
    return {**dict(zip(names, clocks, strict=False)), **more}


def _action(priority: str, due: str) -> dict[str, str]:
    return {"id": priority, "title": "A", "status": "open", "priority": priority, "due": due}


def over() -> Iterator[Incident]:
    """Incidents that are over, in each of which everything was done at the last moment or just
    after it.
    """
    yield record(
        "P0-in-time",
        severity="P0",
        times=_times("10:00", "10:05", "10:10", "10:50", mitigated="10:40"),
        roles={"commander": {"name": "A", "tier": "L2", "since": _at("10:10")}},
        escalations=[_called("L3", "10:20")],
        communications=[*_said("executive", "10:10", "10:40"), *_said("client", "10:35")],
        recovery={"monitored_minutes": 15},
        timeline=[
            {"at": _at(clock), "text": "A", "actor": "A"} for clock in ("10:05", "10:35", "10:50")
        ],
        postmortem={
            "status": "published",
            "drafted_at": _at("10:50", 5),
            "published_at": _at("10:50", 10),
        },
        review={"held_at": "2026-03-06"},
        actions=[
            _action("P0", "2026-03-10"),
            _action("P1", "2026-03-10"),
            _action("P2", "2026-03-17"),
        ],
    )
    yield record(
        "P0-silent-for-half-an-hour",
        severity="P0",
        times=_times("10:00", "10:00", "10:00", "10:30"),
        timeline=[{"at": _at("10:00"), "text": "A", "actor": "A"}],
        review={"held_at": "2026-03-10"},
    )
    yield record(
        "P0-an-hour",
        severity="P0",
        times=_times("10:00", "10:00", "10:00", "11:00"),
        escalations=[_called("L3", "10:05")],
    )
    yield record(
        "P0-two-hours",
        severity="P0",
        times=_times("10:00", "10:00", "10:00", "12:00"),
        escalations=[_called("L4", "10:05")],
    )
    yield record(
        "P1-in-time",
        times=_times("10:00", "10:05", "10:10", "12:30"),
        detection={"source": "client_report"},
        escalations=[_called("L3", "10:35")],
        communications=[*_said("executive", "12:10"), *_said("client", "11:05")],
    )
    yield record("P1-two-hours", times=_times("10:00", "10:00", "10:00", "12:00"))
    yield record(
        "P1-an-hour",
        times=_times("10:00", "10:00", "10:00", "11:00"),
        escalations=[_called("L2", "10:05")],
    )
    yield record("P1-four-hours", times=_times("10:00", "10:00", "10:00", "14:00"))
    yield record(
        "P2-in-time",
        severity="P2",
        times=_times("10:00", "10:15", "10:30", "15:00", mitigated="14:00"),
        escalations=[_called("L3", "14:20")],
        communications=_said("client", "13:00"),
    )
    yield record(
        "P2-until-the-calls",
        severity="P2",
        times=_times("10:00", "10:00", "10:00", "14:00", mitigated="12:00"),
    )
    yield record("P2-half-an-hour", severity="P2", times=_times("10:00", "10:00", "10:00", "10:30"))
    for name, detected, acknowledged in (
        ("P3-in-time", _at("09:30"), _at("10:30")),
        ("P3-before-hours", _at("08:30"), _at("10:00")),
        ("P3-after-hours", _at("16:30"), _at("09:30", 4)),
    ):
        yield record(
            name,
            severity="P3",
            times=_times(detected, detected, acknowledged, _at("12:00", 4)),
        )


def running() -> Iterator[Incident]:
    """Incidents that the response still works on, nothing of which is done."""
    for level in ("P0", "P1", "P2", "P3"):
        yield record(
            f"{level}-running",
            severity=level,
            status="investigating",
            detection={"source": "client_report"},
            times=_times("08:00", "08:05"),
        )
    yield record(
        "P3-after-hours-running",
        severity="P3",
        status="investigating",
        times=_times("16:30", "16:30"),
    )
    yield record(
        "P0-watched",
        severity="P0",
        status="mitigated",
        times=_times("08:00", "08:05", mitigated="08:30"),
        communications=_said("client", "08:35"),
        recovery={"monitored_minutes": 30},
        signals={"queue_depth": 50, "api_p95_s": 3},
        regulatory=[
            {
                "regime": regime,
                "aware_at": _at("08:10"),
                "classified_at": _at("08:20"),
                "filings": [{"stage": stage, "filed_at": _at("12:00")} for stage in stages],
            }
            for regime, stages in (
                ("NIS2", ("Early warning", "Incident notification")),
                ("GDPR", ()),
                ("DORA", ("Initial notification", "Intermediate report")),
                ("SEC", ()),
            )
        ],
    )
    yield record(
        "P0-not-judged-reportable",
        severity="P0",
        status="investigating",
        times=_times("08:00", "08:05"),
        regulatory=[{"regime": "DORA", "aware_at": _at("08:10")}],
    )
    yield record(
        "P0-just-watched",
        severity="P0",
        status="mitigated",
        times=_times("08:00", "08:05", mitigated="08:30"),
        recovery={"monitored_minutes": 15},
    )


OVER = tuple(over())
RUNNING = tuple(running())
AS_OF = datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC)
NOW = datetime(2026, 3, 3, 13, 30, tzinfo=UTC)
SOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def findings(policy: Settings) -> list[tuple[str, str, Any]]:
    """Every finding by record, rule and place, without its words: those may repeat the number."""
    return [
        (incident.id, each.rule, each.path)
        for incident in OVER
        for each in check(incident, Context(settings=policy, as_of=AS_OF, stem=incident.id))
    ]


def advice(policy: Settings) -> list[Any]:
    """What is advised, by what is asked, where it stands and when it is due, without its words."""
    found: list[Any] = []
    for moment, incidents in ((NOW, RUNNING), (SOON, OVER), (AS_OF, OVER)):
        for incident in incidents:
            told = advise(incident, policy, moment)
            stage = told.stage
            found += [
                [(each.id, each.state, each.due) for each in told.tasks],
                [(each.state) for each in (*stage.checklist, *stage.duty_checklist)],
                [(each.way.id, len(each.because)) for each in told.remedies.containment],
                replace(told.postmortem, because="", mandatory_then=""),
            ]
    return found


_STEPS = {
    ("gt", "value"): (1, 1),
    ("ge", "value"): (1, 0),
    ("lt", "value"): (-1, -1),
    ("le", "value"): (-1, 0),
    ("eq", "value"): (-1, 0),
    ("between", "value"): (1, 0),
    ("between", "upper"): (-1, 0),
}
CRITERIA = {name: path for name, path in NUMBERS.items() if path[1] == "criteria"}
REST = {name: path for name, path in NUMBERS.items() if name not in CRITERIA}


def observation(path: tuple[str | int, ...]) -> tuple[float, dict[str, bool | float]]:
    """Another value for a number of a criterion, and signals that only the shipped value meets."""
    _, _, index, _, place, end = path
    terms = shipped("severities")["criteria"][index]["all"]
    term = terms[place]
    change, off = _STEPS[term["op"], str(end)]
    signals = {each["metric"]: _meeting(each) for each in terms if each["metric"] != term["metric"]}
    return term[end] + change, {**signals, term["metric"]: term[end] + off}


def _meeting(term: dict[str, Any]) -> Any:  # noqa: ANN401 - a signal may be anything
    if isinstance(term["value"], bool):
        return term["value"]
    return {
        "gt": operator.add,
        "lt": operator.sub,
    }.get(term["op"], lambda value, _: value)(term["value"], 1)


@cache
def before() -> tuple[dict[str, bytes], list[tuple[str, str, Any]], list[Any]]:
    """What the shipped policy makes of it all."""
    return pages(settings()), findings(settings()), advice(settings())


def _excepted(name: str, table: dict[str, str]) -> bool:
    return any(re.fullmatch(pattern, name) for pattern in table)


@pytest.mark.parametrize("name", REST)
def test_a_number_changes_the_playbook_what_is_found_and_what_is_advised(
    name: str, tmp_path: Path
) -> None:
    old_pages, old_findings, old_advice = before()
    found = advised = False
    taken = 0
    for number in others(REST[name]):
        policy = with_number(REST[name], number, tmp_path)
        if policy is None:
            continue
        taken += 1
        assert pages(policy) != old_pages, f"no page says {name}"
        found = found or findings(policy) != old_findings
        advised = advised or advice(policy) != old_advice
        if found and advised:
            break
    assert taken
    assert found is not _excepted(name, NO_RULE)
    assert advised is not _excepted(name, NO_ADVICE)


@pytest.mark.parametrize("name", CRITERIA)
def test_a_number_of_a_criterion_changes_the_playbook_the_finding_and_the_suggestion(
    name: str, tmp_path: Path
) -> None:
    number, signals = observation(CRITERIA[name])
    policy = with_number(CRITERIA[name], number, tmp_path)
    assert policy is not None
    assert pages(policy) != before()[0], f"no page says {name}"
    old, new = (judge(each.severities, signals) for each in (settings(), policy))
    assert old.level is not None
    assert new.level != old.level
    judged = [
        [
            [each.rule for each in check(incident, Context(settings=each_policy, as_of=AS_OF))]
            for incident in (record(severity=level, signals=signals) for level in ("P1", "P3"))
        ]
        for each_policy in (settings(), policy)
    ]
    differs = [["severity-differs" in rules for rules in each] for each in judged]
    assert differs[0] != differs[1]


def test_no_reason_is_left_over() -> None:
    for table in (NO_RULE, NO_ADVICE):
        unused = [
            pattern for pattern in table if not any(re.fullmatch(pattern, name) for name in NUMBERS)
        ]
        assert unused == []


def test_there_are_as_many_numbers_as_the_files_hold() -> None:
    assert len(NUMBERS) > 80
    assert "policy.business_hours.start" in NUMBERS
    assert "severities.levels.P1.sla.client_notice.within_minutes" in NUMBERS
    assert "policy.postmortem.review_business_days.1" in NUMBERS


def timeline(policy: Settings) -> str:
    """What the command `timeline` shows of the events above."""
    incident = record(times=_times("09:00"), timezone="UTC")
    found = draw(incident, policy, gather(TIMELINE, policy.timeline, zone="UTC"), "UTC")
    return timeline_json(found)


TIMELINE_NUMBERS = {
    ".".join(map(str, path)): path for path in _numbers(shipped("timeline"), ("timeline",))
}


@pytest.mark.parametrize("name", TIMELINE_NUMBERS)
def test_a_number_of_timelines_changes_what_is_shown_of_one(name: str, tmp_path: Path) -> None:
    before = timeline(settings())
    changed = [
        with_number(TIMELINE_NUMBERS[name], number, tmp_path)
        for number in others(TIMELINE_NUMBERS[name])
    ]
    assert any(timeline(policy) != before for policy in changed if policy is not None)
