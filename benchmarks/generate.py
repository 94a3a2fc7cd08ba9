"""Writes a repository of realistic incidents, the same ones for the same number and seed.

Services are skewed as they are in life (a few fail often), severities lean to the harmless,
durations have a long tail, timelines run from 5 to 60 entries, names and texts hold Unicode.
"""

from __future__ import annotations

import json
import random
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
REPOSITORY = HERE.parent

SERVICES = [f"service-{number:02d}" for number in range(1, 31)]
TEAMS = [f"team-{number}" for number in range(1, 9)]
PEOPLE = ["Ada Okafor", "Bruno Çelik", "Chloé Martin", "Đorđe Ilić", "Emi 中村", "Finn O’Neill"]
CATEGORIES = ["capacity", "configuration", "dependency", "deployment"]
EVENTS = [
    "error rate on {s} passed {n} %",
    "{s} answered with `503` for {n} % of requests",
    "a rollback of {s} to build {n} began",
    "the pool of {s} held {n} connections, all busy",
    "queue of {s} stood at {n} jobs and grew",
    "restarted the workers of {s}; the backlog fell below {n}",
    "clients reported slow answers from {s} (≈ {n} s)",
    "traffic moved away from {s}, zone {n}",
]
COMMANDERS = {"P0": "L2", "P1": "L2", "P2": "L1", "P3": "L1"}
SATURDAY = 5
YOUNG = datetime(2024, 9, 1)  # noqa: DTZ001 - compared with starts, which are written with Z
PHASES = ["identification", "containment", "eradication", "recovery"]


def incident(number: int, start: datetime, dice: random.Random) -> dict[str, Any]:
    """Make one resolved incident as plain data."""
    service = SERVICES[min(int(dice.paretovariate(1.1)) - 1, len(SERVICES) - 1)]
    severity = dice.choices(["P0", "P1", "P2", "P3"], [3, 12, 45, 40])[0]
    detected = start + timedelta(minutes=dice.randint(1, 9))
    acknowledged = detected + timedelta(minutes=dice.randint(0, 6))
    mitigated = acknowledged + timedelta(minutes=int(dice.paretovariate(0.9) * 12) % 900 + 5)
    resolved = mitigated + timedelta(minutes=dice.randint(16, 90))
    entries = dice.randint(5, 60)
    step = (resolved - detected) / entries
    moments = [detected + step * index for index in range(entries)]
    people = dice.sample(PEOPLE, 3)
    # Old work is done; of what is younger than three months, much is still under way.
    odds = [1, 1, 1] if start > YOUNG else [97, 2, 1]
    actions = [
        {
            "id": f"A{index}",
            "title": f"{service} holds back {index * 7} % of its capacity for retries",
            "type": dice.choice(["prevent", "detect", "repair"]),
            "status": (status := dice.choices(["done", "open", "in_progress"], odds)[0]),
            "owner": dice.choice(PEOPLE),
            "team": dice.choice(TEAMS),
            "due": str((resolved + timedelta(days=6)).date()),
            **({"done_at": str((resolved + timedelta(days=5)).date())} if status == "done" else {}),
            "done_when": f"a load test with {index * 1000} requests passes",
            "tracker": f"https://tracker.example.com/{number}-{index}",
            "factors": [f"F{1 + index % 3}"],
        }
        for index in range(1, dice.randint(4, 7))
    ]
    return {
        "schema": 1,
        "id": f"INC-{start:%Y%m%d-%H%M}",
        "title": f"{service} slow and failing for part of its users ({number})",
        "status": "resolved",
        "severity": severity,
        "kind": "degradation",
        "services": sorted({service, dice.choice(SERVICES)}),
        "teams": dice.sample(TEAMS, 2),
        "timezone": "Europe/Berlin",
        "times": {
            name: f"{moment:%Y-%m-%dT%H:%M:%SZ}"
            for name, moment in (
                ("started", start),
                ("detected", detected),
                ("acknowledged", acknowledged),
                ("declared", acknowledged),
                ("mitigated", mitigated),
                ("resolved", resolved),
            )
        },
        "summary": f"Retries of clients met a small pool in **{service}**. Requests waited, timed "
        f"out and were sent again; about {dice.randint(5, 90)} % of one region was served late.\n\n"
        "Moving traffic away gave the pool room, and a smaller retry budget kept it.",
        "impact": {
            "description": f"Answers of {service} came late or not at all in one region.",
            "users_pct": {"value": dice.randint(2, 90), "basis": "estimated"},
            "requests_failed": dice.randint(100, 90_000),
        },
        "detection": {"source": dice.choice(["alert", "monitoring", "client_report"])},
        "roles": {
            "commander": {"name": people[0], "tier": COMMANDERS[severity]},
            "tech_lead": people[1],
            "responders": people,
        },
        "escalations": [
            {
                "at": f"{acknowledged:%Y-%m-%dT%H:%M:%SZ}",
                "tier": "L3",
                "contact": people[1],
                "reached_at": f"{acknowledged + timedelta(minutes=3):%Y-%m-%dT%H:%M:%SZ}",
            }
        ],
        "timeline": [
            {
                "at": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
                "phase": PHASES[min(index * 4 // entries, 3)],
                "text": dice.choice(EVENTS).format(s=service, n=dice.randint(2, 99)),
                "actor": dice.choice(PEOPLE),
                "key": index % 7 == 0,
            }
            for index, moment in enumerate(moments)
        ],
        "communications": [
            {
                "at": f"{acknowledged + timedelta(minutes=2):%Y-%m-%dT%H:%M:%SZ}",
                "audience": "internal",
                "kind": "initial",
                "channel": "#incidents",
                "text": f"{service} is slow; we are on it.",
            },
            {
                "at": f"{resolved:%Y-%m-%dT%H:%M:%SZ}",
                "audience": "internal",
                "kind": "all_clear",
                "channel": "#incidents",
                "text": f"{service} is whole again.",
            },
        ],
        "recovery": {"criteria": ["error rate under 0.1 %"], "monitored_minutes": 20},
        "trigger": "A client released a version that retries without a pause.",
        "factors": [
            {
                "id": f"F{index}",
                "text": f"The pool of {service} is sized for a load without retries ({index}).",
            }
            for index in range(1, 4)
        ],
        "actions": actions,
        "went_well": [f"The alert on {service} named the pool."],
        "went_poorly": ["Two people looked at the same graph for a quarter of the time."],
        "got_lucky": "none",
        "lessons": [{"text": "A retry budget belongs to the client library.", "audience": "all"}],
        "findings": [
            {
                "stage": "detection",
                "verdict": "adequate",
                "text": "The alert fired on the first symptom.",
                "confidence": "high",
            }
        ],
        "review": {
            "held_at": str(workday(resolved, 4)),
            "facilitator": people[2],
            "attendees": people,
        },
        "postmortem": {
            "status": "published",
            "owner": people[0],
            "drafted_at": f"{resolved + timedelta(hours=30):%Y-%m-%dT%H:%M:%SZ}",
            "published_at": f"{resolved + timedelta(days=6):%Y-%m-%dT%H:%M:%SZ}",
        },
    }


def workday(moment: datetime, days: int) -> date:
    """Return the day so many working days later."""
    day = moment.date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return day


def generate(folder: Path, count: int, seed: int = 1) -> Path:
    """Write a repository with ``count`` incidents into an empty folder; returns the folder."""
    dice = random.Random(seed)  # noqa: S311 - the same incidents every time
    shutil.copytree(REPOSITORY / "site_config", folder / "site_config")
    shutil.copy(REPOSITORY / "mkdocs.yml", folder / "mkdocs.yml")
    catalog = {
        "services": [
            {"id": name, "name": name.replace("-", " ").capitalize(), "team": TEAMS[index % 8]}
            for index, name in enumerate(SERVICES)
        ],
        "teams": [{"id": name, "name": name.replace("-", " ").capitalize()} for name in TEAMS],
    }
    (folder / "site_config" / "catalog.yml").write_text(json.dumps(catalog), encoding="utf-8")
    start = datetime(2015, 1, 1, 6, 0)  # noqa: DTZ001 - written with Z below
    gap = timedelta(days=3650) / count
    for number in range(count):
        moment = start + gap * number + timedelta(minutes=number % 53)
        data = incident(number, moment.replace(second=0, microsecond=0), dice)
        path = folder / "incidents" / f"{moment:%Y}" / f"{data['id']}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(to_yaml(data), encoding="utf-8")
    return folder


def to_yaml(data: dict[str, Any]) -> str:
    """Write YAML as people do: a key a line, lists indented, texts in quotes."""
    lines: list[str] = []

    def put(key: str, value: Any, indent: str) -> None:  # noqa: ANN401
        if isinstance(value, dict):
            lines.append(f"{indent}{key}:")
            for name, inner in value.items():
                put(name, inner, indent + "  ")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"{indent}{key}:")
            for item in value:
                first = len(lines)
                for name, inner in item.items():
                    put(name, inner, indent + "    ")
                lines[first] = f"{indent}  - {lines[first].lstrip()}"
        else:
            lines.append(f"{indent}{key}: {json.dumps(value, ensure_ascii=False)}")

    for key, value in data.items():
        put(key, value, "")
    return "\n".join(lines) + "\n"
