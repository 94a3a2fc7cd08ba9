"""A record that breaks no rule, and copies of it in which one part is another."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postmortems.checking.record import Examined
from postmortems.checking.records import AllRecords, SomeRecords
from postmortems.config.rules import RuleSettings
from postmortems.load.build import Walk, build
from postmortems.load.events import read
from postmortems.load.files import Source
from postmortems.load.incidents import Loaded, load_incident
from postmortems.load.settings import load_settings
from postmortems.load.text import Limits
from postmortems.model.incident import Incident
from postmortems.plan import plan
from postmortems.rules.base import Context
from postmortems.rules.check import check_between
from postmortems.rules.registry import rule_names
from postmortems.rules.repository import card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.config.settings import Settings
    from postmortems.findings import Problem
    from postmortems.load.build import Names
    from postmortems.rules.repository import Repository

REPOSITORY = Path(__file__).parents[2]
BASE = Path(__file__).with_suffix(".yml").read_text("utf-8")
"""The record as YAML text."""
BASE_ID = "INC-20260303-0905"
EARLIER_ID = "INC-20251202-1410"
"""An incident that the repository of the tests holds besides."""
UNFINISHED_ID = "INC-20251111-1600"
"""Another incident that it holds; an action of it is open, and it mentions no other."""
TWICE_ID = "INC-20260303-0906"
"""An id that two files of the repository of the tests carry."""

_KEY = re.compile(r"^(?:[A-Za-z_][\w-]*|\"[^\"\n]*\"):", re.MULTILINE)
_FILE = re.compile(r"^# file: (\S+)\.ya?ml$", re.MULTILINE)


@cache
def settings() -> Settings:
    """The configuration that this repository ships."""
    loaded = load_settings(REPOSITORY)
    assert loaded.settings is not None, loaded.bad
    return loaded.settings


def settings_with(**levels: str) -> Settings:
    """The shipped configuration with other levels of rules; `_` in a name stands for `-`."""
    changed: dict[str, Any] = {name.replace("_", "-"): level for name, level in levels.items()}
    return replace(settings(), rules=RuleSettings(levels=changed))


@cache
def names() -> Names:
    """What incidents may name under the shipped configuration, rules included."""
    return {**settings().names(), "rule": rule_names()}


def blocks(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Takes YAML text apart: what stands before the first top-level key, then key and block."""
    starts = [match.start() for match in _KEY.finditer(text)]
    if not starts:
        return text, []
    ends = [*starts[1:], len(text)]
    found = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return text[: starts[0]], [(block.split(":", 1)[0].strip('"'), block) for block in found]


def overlaid(base: str, fragment: str) -> str:
    """The base with the fragment's top-level blocks in place of its own; new ones at the end.

    What the fragment holds before its first key comes before everything else. A key that the
    fragment gives twice is appended the second time.
    """
    head, own = blocks(base)
    fragment_head, changes = blocks(fragment)
    replaced: dict[str, str] = {}
    extra: list[str] = []
    for key, block in changes:
        if key in dict(own) and key not in replaced:
            replaced[key] = block
        else:
            extra.append(block)
    parts = [replaced.get(key, block).rstrip("\n") + "\n" for key, block in own]
    ends = [block.rstrip("\n") + "\n" for block in extra]
    return fragment_head + head + "".join((*parts, *ends))


def example(fragment: str = "") -> bytes:
    """The record as a file, with the fragment's top-level blocks in place of its own."""
    return overlaid(BASE, fragment).encode()


def load(content: bytes, *, limits: Limits | None = None) -> Loaded:
    """Reads a record under the shipped configuration."""
    return load_incident(content, names(), settings().severities.depths(), limits or Limits())


def make_incident(**fragment: Any) -> Incident:  # noqa: ANN401 - plain values as in YAML
    """A valid incident with these top-level values in place of its own; None takes one away."""
    walk = Walk(names=names())
    built = build({**read(BASE.encode(), Limits()).value, **fragment}, plan(Incident), walk)
    assert walk.problems == []
    assert isinstance(built, Incident)
    return built


@cache
def earlier() -> Incident:
    """The same three months before, under another id; it mentions the record of now."""

    def shifted(match: re.Match[str]) -> str:
        return (date.fromisoformat(match.group()) - timedelta(days=91)).isoformat()

    text = re.sub(r"2026-03-\d\d", shifted, BASE).replace(BASE_ID, EARLIER_ID)
    loaded = load(text.encode() + f"related: [{BASE_ID}]\n".encode())
    assert loaded.incident is not None, loaded
    return loaded.incident


@cache
def unfinished() -> Incident:
    """Another one: an action of it is open, and it mentions nothing else."""
    action = {"id": "A1", "title": "Certificates renew themselves", "type": "prevent"}
    return make_incident(
        id=UNFINISHED_ID, actions=[{**action, "status": "open"}], factors=None, findings=None
    )


def stem_of(fragment: str) -> str:
    """The name of the file that a fragment's `# file:` line gives; else the id it sets."""
    match = _FILE.search(fragment)
    if match:
        return match[1]
    said = re.search(r"^id: (\S+)$", fragment, re.MULTILINE)
    return said[1] if said else BASE_ID


def context(
    incident: Incident | None = None,
    *,
    stem: str = BASE_ID,
    as_of: str = "2026-03-20",
    policy: Settings | None = None,
    text: str = "",
) -> Context:
    """What rules are given to judge a record on its own."""
    del incident
    return Context(
        settings=policy or settings(),
        as_of=datetime.fromisoformat(as_of).replace(hour=23, minute=59, second=59, tzinfo=UTC),
        stem=stem,
        text=text,
    )


def between(
    incident: Incident,
    *,
    policy: Settings | None = None,
    others: Sequence[Incident] | None = None,
    partly: bool = False,
) -> list[Problem]:
    """What rules say of a record among others: an earlier one, another, and a file for a twin.

    With ``partly``, only the record itself was asked about, and the others are read when named.
    """
    held = (earlier(), unfinished()) if others is None else others
    cards = [card(each, f"incidents/2025/{each.id}.yml") for each in held]
    own = Examined(
        file="incidents/own.yml", stem=incident.id, card=card(incident, "incidents/own.yml")
    )
    rest = [Examined(file=each.file, stem=each.id, card=each) for each in cards]
    twins = [
        Examined(file=f"incidents/{folder}/{TWICE_ID}.yml", stem=TWICE_ID)
        for folder in (("copies",) if incident.id == TWICE_ID else ("2026", "copies"))
    ]
    repository: Repository = AllRecords([own, *rest, *twins])
    if partly:
        known = {each.file: each for each in (*rest, *twins)}
        sources = [Source(path=file, file=file) for file in known]
        repository = SomeRecords([own], sources, lambda source: known[source.file])
    assert own.card is not None
    return check_between(own.card, repository, policy or settings())
