"""A made-up repository in which every chart has something to draw and something to leave out."""

from __future__ import annotations

import importlib.util
import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).parent.parent.parent
AS_OF = "2024-11-20"
COUNT = 60
_CATEGORIES = ("capacity", "testing", "design", "change", "knowledge")
_GAPS = ("contacts", "knowledge", "change", "monitoring")
_TOLERATED = (
    "entries-unsorted",
    "lifecycle-order",
    "published-action-unowned",
    "published-without-review",
    "time-before-contact",
    "window-order",
)
"""What a team would not let pass: numbers are to leave it out all the same."""
_OPEN = ("investigating", "identified", "mitigated")


def write_busy(root: Path) -> None:
    """Write the repository: the incidents of the benchmark, each bent by a die in several ways."""
    spec = importlib.util.spec_from_file_location("generate", REPOSITORY / "benchmarks/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.generate(root, COUNT)
    settings = root / "site_config"
    site = (settings / "site.yml").read_text("utf-8")
    (settings / "site.yml").write_text(site.replace("means: false", "means: true"), "utf-8")
    levels = dict.fromkeys(_TOLERATED, "off")
    (settings / "rules.yml").write_text(json.dumps({"levels": levels, "ignore": []}), "utf-8")
    dice = random.Random(7)  # noqa: S311 - the same repository every time
    earlier: list[str] = []
    for number, path in enumerate(sorted((root / "incidents").rglob("*.yml"))):
        record = json.loads(json.dumps(yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)))  # noqa: S506
        bent = _bent(record, number, earlier, dice)
        path.unlink()
        (path.parent / f"{bent['id']}.yml").write_text(_written(bent), "utf-8")
        earlier.append(bent["id"])


def _written(data: dict[str, Any]) -> str:
    return "".join(f"{key}: {_flow(value)}\n" for key, value in data.items())


def _flow(value: Any) -> str:  # noqa: ANN401
    """Flow style: numbers, words and truths bare, everything else in quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if value in ("true", "false") or str(value).replace(".", "", 1).isdigit():
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _bent(
    record: dict[str, Any], number: int, earlier: list[str], dice: random.Random
) -> dict[str, Any]:
    """One incident of the benchmark with windows, gaps, changes, repeats and holes of all kinds."""
    times = {key: datetime.fromisoformat(value) for key, value in record["times"].items()}
    start, end = times["started"], times["mitigated"]
    record["severity"] = dice.choice(["P0", "SEV2", "P1", "P2", "sev3", "P3"])
    record["kind"] = dice.choice(["outage", "degradation", "degradation", "data_loss", "near_miss"])
    impact = record["impact"]
    impact["users_pct"] = dice.choice(
        [impact["users_pct"], "unknown", {"basis": "unknown"}, 12.5, 0]
    )
    impact["clients"] = dice.choice([0, 3, "unknown"])
    impact["sla"] = dice.choice(
        [
            {"target_pct": 99.9, "period_days": 30},
            {"target_pct": 99.95, "period_days": 7},
            {"target_pct": 100, "period_days": 30},
            {"target_pct": 99},
        ]
    )
    half = start + (end - start) / 2
    half = half.replace(microsecond=0)
    impact["windows"] = dice.choice(
        [
            [],
            [{"start": _text(start), "end": _text(end), "users_pct": 33}],
            [
                {"start": _text(half), "end": _text(end), "users_pct": 7.5},
                {"start": _text(start), "end": _text(half), "users_pct": 81},
            ],
            [
                {"start": _text(start), "end": _text(half), "users_pct": 20},
                {"start": _text(half), "end": _text(end)},
            ],
            [
                {"start": _text(start), "end": _text(end), "users_pct": 20},
                {"start": _text(half), "end": _text(end), "users_pct": 10},
            ],
        ]
    )
    record["detection"]["source"] = dice.choice(
        ["alert", "monitoring", "internal", "client_report", "unknown"]
    )
    for factor in record["factors"]:
        if dice.random() < 0.7:
            factor["category"] = dice.choice(_CATEGORIES)
    record["findings"] = [
        {**finding, **({"control_gap": dice.choice(_GAPS)} if dice.random() < 0.6 else {})}
        for finding in record["findings"] * dice.choice([0, 1, 3])
    ]
    if not record["findings"]:
        record["not_recorded"] = [{"field": "findings", "reason": "Nobody looked."}]
    if dice.random() < 0.4:
        record["change"] = {"id": f"CHG-{number}", "approved": True}
    if earlier and dice.random() < 0.3:
        record["recurrence_of"] = dice.choice(earlier)
    if dice.random() < 0.4:
        record["handoffs"] = [{"at": _text(half), "from": "ada OKAFOR", "to": "Grace Hopper"}]
    if dice.random() < 0.3:
        del record["teams"]
    record["escalations"] = [
        {
            "at": _text(times["detected"] + timedelta(minutes=dice.randint(0, 60))),
            "tier": dice.choice(["L2", "L3", "L4"]),
            "contact": dice.choice(["Somebody else", "Emi  中村"]),
            **({"reached_at": _text(end)} if dice.random() < 0.5 else {}),
        }
        for _ in range(dice.randint(0, 3))
    ]
    record["communications"] = [
        *record["communications"],
        *(
            {
                "at": _text(times["detected"] + timedelta(minutes=dice.randint(0, 200))),
                "audience": audience,
                "kind": "update",
                "channel": "E-mail",
                "text": "It is being looked at.",
            }
            for audience in dice.sample(["client", "executive", "status_page"], dice.randint(0, 3))
        ),
    ]
    record["communications"].sort(key=lambda each: str(each["at"]))
    if dice.random() < 0.3:
        record["severity_history"] = [
            {"at": _text(start), "level": "P3"},
            {"at": _text(half), "level": record["severity"], "reason": "It grew."},
        ]
    for action in record["actions"]:
        _bend_action(action, dice)
    _bend_times(record, times, number, dice)
    _bend_write_up(record, times, dice)
    if number % 9 == 4:
        _undate(record, number)
    return record


def _bend_action(action: dict[str, Any], dice: random.Random) -> None:
    match dice.randint(0, 9):
        case 0:
            action |= {"status": "wont_do", "reason": "It costs more than it saves."}
            action.pop("done_at", None)
        case 1:
            action |= {"status": "open"}
            action.pop("done_at", None)
        case 2:
            action |= {"status": "in_progress", "due": "2024-12-24"}
            action.pop("done_at", None)
        case 3:
            action |= {"status": "done"}
            action.pop("done_at", None)
        case 4 if "done_at" in action:
            action["done_at"] = action["done_at"][:8] + "28"
        case 5:
            del action["due"]
        case 6:
            del action["team"]
        case 7:
            del action["owner"]


def _bend_times(
    record: dict[str, Any], times: dict[str, datetime], number: int, dice: random.Random
) -> None:
    written = record["times"]
    absent = []
    match dice.randint(0, 8):
        case 0:
            written |= {"started": written["detected"], "started_estimated": True}
        case 1 | 2:
            absent = [dice.choice(["acknowledged", "mitigated", "detected", "started"])]
        case 3:
            absent = ["acknowledged", "mitigated"]
        case 4:
            written["mitigated"] = _text(times["started"] - timedelta(minutes=5))
        case 5:
            del record["timezone"]
            local = times["started"].astimezone(None).replace(tzinfo=None)
            written["started"] = f"{local:%Y-%m-%d}T23:45:00-08:00"
            written["started"] = f"{times['started'] - timedelta(hours=8):%Y-%m-%dT%H:%M:%S}-08:00"
    for name in absent:
        del written[name]
    if absent:
        record.setdefault("not_recorded", []).extend(
            {"field": f"times.{name}", "reason": "Nobody wrote it down."} for name in absent
        )
    if number >= COUNT - 6:
        record["status"] = status = _OPEN[number % 3]
        for name in ("resolved", "mitigated")[: 1 if status == "mitigated" else 2]:
            written.pop(name, None)
        record.pop("review", None)
        if record["impact"]["windows"]:
            record["impact"]["windows"] = [{"start": _text(times["started"]), "users_pct": 40}]


def _bend_write_up(record: dict[str, Any], times: dict[str, datetime], dice: random.Random) -> None:
    written = record["postmortem"]
    if record["status"] in _OPEN:
        record["postmortem"] = {"status": dice.choice(["none", "draft"])}
        return
    match dice.randint(0, 7):
        case 0 | 1:
            record["postmortem"] = {"status": "none"}
            record.pop("review", None)
        case 2:
            record["postmortem"] = {"status": "draft", "owner": written["owner"]}
        case 3:
            written["status"] = "reviewed"
            del written["published_at"]
        case 4:
            written["drafted_at"] = _text(times["resolved"] + timedelta(hours=49))
            written["published_at"] = _text(times["resolved"] + timedelta(days=8))
        case 5:
            record["status"] = "closed"
            written |= {"due": f"{times['resolved'] + timedelta(days=2):%Y-%m-%d}"}
    if record["status"] == "closed":
        record["times"]["closed"] = _text(times["resolved"] + timedelta(days=9))


def _undate(record: dict[str, Any], number: int) -> None:
    """Keep the clock times of an incident and lose its date."""
    first = datetime.fromisoformat(record["times"].get("started") or record["times"]["resolved"])

    def lost(value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, dict):
            return {key: lost(each) for key, each in value.items()}
        if isinstance(value, list):
            return [lost(each) for each in value]
        if isinstance(value, str) and len(value) == 20 and value.endswith("Z"):
            moment = datetime.fromisoformat(value)
            return f"day {(moment.date() - first.date()).days + 1} {moment:%H:%M:%S}"
        return value

    for key in ("timezone", "review", "follow_ups"):
        record.pop(key, None)
    for key, value in record.items():
        record[key] = lost(value)
    record["id"] = f"INC-UNDATED-{number:02}"
    record["date_unknown"] = "The minutes have no year."
