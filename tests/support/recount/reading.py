"""Incidents and policy straight from YAML, with a reading of times of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import yaml

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

_MOMENT = re.compile(
    r"(?:day (?P<number>\d+)|(?P<day>\d{4}-\d\d-\d\d))[ T]"
    r"(?P<clock>\d\d:\d\d(?::\d\d)?)(?P<offset>Z|[+-]\d\d:\d\d)?"
)
_CLOCK = re.compile(r"\d\d:\d\d(?::\d\d)?")
_LIFE = ("investigating", "identified", "mitigated", "resolved", "closed")


def loaded(path: Path) -> Any:  # noqa: ANN401 - YAML may hold anything
    """What a file holds, every scalar as the text that was written."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only


def moment(text: str, zone: tzinfo) -> datetime:
    """The moment that a text names; days without a date count from the first of a far year."""
    found = _MOMENT.fullmatch(text)
    assert found is not None, text
    if found["number"]:
        first = datetime.fromisoformat(f"0999-12-31T{found['clock']}").replace(tzinfo=UTC)
        return first + timedelta(days=int(found["number"]))
    written = datetime.fromisoformat(f"{found['day']}T{found['clock']}{found['offset'] or ''}")
    # In UTC, since between two moments of one zone Python would count what clocks on walls show.
    return written if found["offset"] else written.replace(tzinfo=zone).astimezone(UTC)


def held(value: Any) -> Any:  # noqa: ANN401
    """The value, or None where YAML writes that there is none."""
    return None if value in ("", "~", "null") else value


@dataclass(frozen=True, kw_only=True)
class Record:
    """One incident: what its file holds, and the handful of things that every count asks."""

    data: dict[str, Any]
    level: str
    """The level of its severity, aliases resolved."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return held(self.data.get(name))

    def entries(self, name: str) -> list[Any]:
        """A list of the record; empty where there is none or it says `none`."""
        value = self.data.get(name)
        return value if isinstance(value, list) else []

    def part(self, name: str) -> dict[str, Any]:
        """A mapping of the record, empty where there is none."""
        return self.data.get(name) or {}

    @cached_property
    def zone(self) -> tzinfo:
        name = self.data.get("timezone", "UTC")
        return UTC if name == "UTC" else ZoneInfo(name)

    def at(self, text: str) -> datetime:
        """A moment of this record."""
        return moment(text, self.zone)

    def time(self, name: str) -> datetime | None:
        """A moment of its life, None where it is not recorded."""
        text = held(self.part("times").get(name))
        return None if text is None else self.at(text)

    @property
    def undated(self) -> bool:
        return "date_unknown" in self.data

    @property
    def first(self) -> datetime | None:
        """When it began, or else was noticed, or else declared, whatever is recorded."""
        for name in ("started", "detected", "declared"):
            if (found := self.time(name)) is not None:
                return found
        return None

    @cached_property
    def day(self) -> date | None:
        """The day on which it began by the calendar of its zone, None without a date."""
        if self.undated or self.first is None:
            return None
        if "timezone" not in self.data:  # each moment brings its own offset along
            return self.first.date()
        return self.first.astimezone(self.zone).date()

    def reached(self, name: str) -> bool:
        """Whether its status says that it came as far as that moment."""
        stage = "identified" if name == "acknowledged" else name
        return stage not in _LIFE or _LIFE.index(self.status) >= _LIFE.index(stage)

    @property
    def open(self) -> bool:
        return not self.reached("resolved")

    def timeline(self) -> list[datetime]:
        """The moments of the timeline; a clock time alone follows on the entry before."""
        moments: list[datetime] = []
        for entry in self.entries("timeline"):
            if not _CLOCK.fullmatch(entry["at"]):
                moments.append(self.at(entry["at"]))
                continue
            before = moments[-1] if moments else self.time("started") or self.first
            assert before is not None
            local = before if self.undated else before.astimezone(self.zone)
            hour, minute, *rest = map(int, entry["at"].split(":"))
            found = local.replace(hour=hour, minute=minute, second=rest[0] if rest else 0)
            moments.append(found if found >= local else found + timedelta(days=1))
        return moments


@dataclass(frozen=True, kw_only=True)
class Repository:
    """All incidents of a folder, and the configuration that counts need."""

    records: list[Record]
    levels: list[dict[str, Any]]
    tiers: list[str]
    services: list[dict[str, Any]]
    teams: list[dict[str, Any]]
    policy: dict[str, Any]
    site: dict[str, Any]
    now: datetime
    """The end of the day of the build."""

    @property
    def today(self) -> date:
        return self.now.date() - timedelta(days=1)

    @property
    def dated(self) -> list[Record]:
        return [each for each in self.records if each.day is not None]

    @cached_property
    def by_id(self) -> dict[str, Record]:
        return {each.id: each for each in self.records}

    @property
    def level_ids(self) -> list[str]:
        return [each["id"] for each in self.levels]


def repository(root: Path, defaults: Path, as_of: str) -> Repository:
    """Read a repository; a file that its site_config lacks comes from that of ``defaults``."""

    def settings(name: str) -> Any:  # noqa: ANN401
        own = root / "site_config" / name
        return loaded(own if own.exists() else defaults / "site_config" / name)

    levels = settings("severities.yml")["levels"]
    names = {word: each["id"] for each in levels for word in (each["id"], *each.get("aliases", ()))}
    files = sorted((root / "incidents").rglob("*.yml"))
    catalog = settings("catalog.yml")
    return Repository(
        records=[Record(data=data, level=names[data["severity"]]) for data in map(loaded, files)],
        levels=levels,
        tiers=[each["id"] for each in settings("escalation.yml")["tiers"]],
        services=catalog["services"],
        teams=catalog["teams"],
        policy=settings("policy.yml"),
        site=settings("site.yml"),
        now=datetime.fromisoformat(f"{as_of}T00:00:00+00:00") + timedelta(days=1),
    )
