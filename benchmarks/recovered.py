"""Measures how much of what people wrote about incidents `postmortems import` recovers by itself.

Give it a folder of documents and a folder of records that somebody made of them by hand. Each
document is imported as it is, held beside the record that says the most of the same, and compared
field by field: times, numbers and choices by value, texts by the rare words that they share, since
the records are worded anew.

Some fields of such a record are its author's judgement and stand in no document. `JUDGED` lists
them with the reason; they count only where the import says something there, too.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from generate import REPOSITORY

from postmortems.clock import ANCHOR
from postmortems.importers.document import Document, Terms
from postmortems.importers.draft import Draft
from postmortems.importers.formats import detected
from postmortems.load.events import read
from postmortems.load.settings import load_settings
from postmortems.load.text import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.settings import Settings

Plain = Any
"""A value as YAML holds it."""
JUDGED = {
    "schema": "ours",
    "id": "ours",
    "title": "the author's wording",
    "tags*": "the author's",
    "analysis*": "where the text asks no whys, drawn by the author",
    "went_*": "where the text has no such list, the author's",
    "notes": "about how the record was made",
    "not_recorded*": "about what the text lacks",
    "date_unknown": "about what the text lacks",
    "kind": "judged by the playbook",
    "severity": "where none is stated, judged by the playbook",
    "services*": "where the text names things otherwise, the author's choice of the catalogue",
    "origin_service": "the author's choice of the catalogue",
    "signals*": "judged by the playbook",
    "timezone": "the import keeps the offsets that are stated",
    "times.started_estimated": "judged",
    "*phase": "judged by the playbook",
    "*.key": "judged: what tells the story",
    "*evidence": "the author's reasons",
    "*category": "judged",
    "*actor": "the author's words for who acts in the sentence",
    "*.type": "judged",
    "*.factors*": "judged: which action answers which factor",
    "findings*actions*": "judged: which action answers which finding",
    "escalations*": "a record needs the tier, and no text names one",
    "postmortem*": "about the record itself",
    "*note": "the author's words about a value",
    "*basis": "where no word makes it an estimate, judged",
    "recovery*": "where the text does not call it a check, judged",
    "roles.responders*": "where the text has no list, the author's names for who acts",
    "impact.users_pct.note": "the author's",
}
IDS = re.compile(r"\.id$")
ENOUGH = 0.25
STEM = 5
WIDTH = 60
UNKNOWN = "unknown"
BLANK = "not in the text"


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of a record that somebody made: its place, and the verdict about the import."""

    path: str
    wanted: str
    found: str
    verdict: str


def main() -> None:
    """Print the comparison of every document, and the share recovered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("--timezone", help="the zone of times that name none")
    options = parser.parse_args()
    settings = load_settings(REPOSITORY).settings
    assert settings is not None  # noqa: S101 - its own configuration
    records = {
        path.name: read(path.read_bytes(), Limits()).value
        for path in sorted(options.records.rglob("*.yml"))
    }
    total: Counter[str] = Counter()
    for path in sorted(each for each in options.documents.iterdir() if each.is_file()):
        for draft in drafts(path, settings, options.timezone):
            name, record = closest(draft.record, records)
            facts = list(compared(record, draft.record, settings))
            counts = Counter(fact.verdict for fact in facts)
            total += counts
            print(f"\n## {path.name} beside {name}: {shares(counts)}\n")
            print("| field | by hand | imported | |\n|---|---|---|---|")
            for fact in facts:
                print(
                    f"| {fact.path} | {cell(fact.wanted)} | {cell(fact.found)} | {fact.verdict} |"
                )
            print(f"\n{len(draft.doubts)} doubts told, {len(draft.kept)} texts kept aside.")
    print(f"\n**In all: {shares(total)}**")


def drafts(path: Path, settings: Settings, zone: str | None) -> list[Draft]:
    """Return what a document is read as; faults are printed."""
    document = Document(name=path.name, text=path.read_text("utf-8"))
    found = detected(document).read(document, Terms(settings=settings, zone=zone))
    return [each for each in found if isinstance(each, Draft)]


def shares(counts: Counter[str]) -> str:
    """Say how many of the facts that the text states were recovered."""
    stated = counts["same"] + counts["different"] + counts["missing"]
    share = counts["same"] / stated if stated else 0
    return (
        f"{counts['same']} of {stated} stated facts recovered ({share:.0%}), "
        f"{counts['different']} different, {counts['missing']} missing; "
        f"{counts[BLANK]} not in the text"
    )


def cell(text: str) -> str:
    """Return a text short enough for a cell of a table."""
    flat = " ".join(text.split()).replace("|", "\\|")
    return flat if len(flat) < WIDTH else f"{flat[: WIDTH - 2]}…"


def closest(record: dict[str, Any], records: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the record that shares the most rare words and times with an imported one."""
    uses = Counter(word for each in records.values() for word in set(words(repr(each))))
    own = set(words(repr(record)))
    instants = {str(when(each, record)) for each in leaves(record) if when(each, record)}

    def likeness(name: str) -> float:
        other = records[name]
        shared = own & set(words(repr(other)))
        times = {str(when(each, other)) for each in leaves(other) if when(each, other)}
        return sum(1 / uses[word] for word in shared) + 10 * len(instants & times)

    best = max(records, key=likeness)
    return best, records[best]


def leaves(value: Plain) -> Iterator[Plain]:
    """Yield every plain value."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict | list):
        for each in parts:
            yield from leaves(each)
    else:
        yield value


def compared(wanted: dict[str, Any], found: dict[str, Any], settings: Settings) -> Iterator[Fact]:
    """Yield a fact for each plain value of the record made by hand."""
    comparison = _Comparison(wanted, found, settings)
    yield from comparison.of(even(wanted), even(found), "")


def even(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with its whys in one list: how they branch is the author's choice."""
    made = {"detection": {"source": UNKNOWN}} | record
    waiting = list(record.get("analysis", {}).get("five_whys", []))
    asked = []
    while waiting:
        each = waiting.pop(0)
        asked.append({key: value for key, value in each.items() if key != "whys"})
        waiting += each.get("whys", [])
    return made | ({"analysis": {"five_whys": asked}} if asked else {})


class _Comparison:
    def __init__(self, wanted: dict[str, Any], found: dict[str, Any], settings: Settings) -> None:
        self.wanted = wanted
        self.found = found
        self.levels = settings.names()["severity"]

    def of(self, wanted: Plain, found: Plain, path: str) -> Iterator[Fact]:
        if isinstance(wanted, dict):
            held = found if isinstance(found, dict) else {}
            if not isinstance(found, dict | list) and found is not None:
                held = {"value": found, "text": found, "name": found}
            for key, value in wanted.items():
                yield from self.of(value, held.get(key), f"{path}.{key}" if path else key)
        elif isinstance(wanted, list):
            yield from self._list(wanted, found if isinstance(found, list) else [], path)
        elif not IDS.search(path):
            yield self._fact(wanted, found, path)

    def _list(self, wanted: list[Any], found: list[Any], path: str) -> Iterator[Fact]:
        pairs: dict[int, Plain] = {}
        likely = sorted(
            (
                (self._likeness(a, b), i, j)
                for i, a in enumerate(wanted)
                for j, b in enumerate(found)
            ),
            key=lambda each: (-each[0], each[1], each[2]),
        )
        used: set[int] = set()
        for likeness, i, j in likely:
            if likeness > 0 and i not in pairs and j not in used:
                pairs[i] = found[j]
                used.add(j)
        for index, each in enumerate(wanted):
            absent = index not in pairs and isinstance(each, dict) and UNKNOWN in each.values()
            for fact in self.of(each, pairs.get(index), f"{path}[{index}]"):
                yield replace(fact, verdict=BLANK) if absent else fact

    def _likeness(self, a: Plain, b: Plain) -> float:
        if isinstance(a, dict) and isinstance(b, dict):
            times = [
                when(each.get("at", each.get("due")), side)
                for each, side in ((a, self.wanted), (b, self.found))
            ]
            if times[0] is not None and times[1] is not None:
                return 100.0 if times[0] == times[1] else 0.0
            if a.get("stage") != b.get("stage"):
                return 0.0
        return likeness(text_of(a), text_of(b)) + (a == b)

    def _fact(self, wanted: Plain, found: Plain, path: str) -> Fact:
        shown = (str(wanted), "" if found is None else str(found))
        if found is None or (found == UNKNOWN and wanted != UNKNOWN):
            judged = any(fnmatch(path, each) or path == each for each in JUDGED)
            return Fact(path, *shown, BLANK if judged else "missing")
        return Fact(path, *shown, "same" if self._same(wanted, found, path) else "different")

    def _same(self, wanted: Plain, found: Plain, path: str) -> bool:
        first, second = when(wanted, self.wanted), when(found, self.found)
        if first is not None and second is not None:
            return first == second
        if path.endswith("severity"):
            return self.levels.get(str(wanted)) == self.levels.get(str(found))
        if isinstance(wanted, bool | int | float) or isinstance(found, bool | int | float):
            return bool(wanted == found)
        if str(wanted).casefold() == str(found).casefold():
            return True
        return len(words(str(wanted))) > 0 and likeness(str(wanted), str(found)) >= ENOUGH


def text_of(value: Plain) -> str:
    """Return the words of an entry."""
    return " ".join(str(each) for each in leaves(value))


def likeness(one: str, other: str) -> float:
    """Return the share of the shorter text's rare words that the other has, too."""
    first, second = set(words(one)), set(words(other))
    fewer = min(len(first), len(second))
    return len(first & second) / fewer if fewer else 0.0


def words(text: str) -> list[str]:
    """Return the beginnings of the words that carry meaning, and the numbers."""
    found = re.findall(r"[a-z]{4,}|[0-9]+", text.casefold())
    return [each[:STEM] for each in found if each not in EVERYDAY]


EVERYDAY = frozenset(
    """
    that this with from have been were they their them then than there which while when what
    would could should about after before into over under only more most some such also not
    until because where being other others same each both very
    """.split()  # noqa: SIM905 - a column of quoted words is no easier to read
)


def when(value: Plain, record: dict[str, Any]) -> datetime | None:
    """Return the instant of a time as a record writes it; None for what is no time."""
    if not isinstance(value, str):
        return None
    text = value.replace("T", " ")
    if match := re.fullmatch(r"day ([0-9]+) ([0-9:]{5,8})", text):
        clock = datetime.fromisoformat(f"{ANCHOR:%Y-%m-%d} {match[2]}+00:00")
        return clock.replace(day=int(match[1]))
    if match := re.fullmatch(r"[0-9]{2}:[0-9]{2}", text):
        return _short(text, record)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{5,8}(?:Z|[+-][0-9:]{5})?", text):
        return None
    moment = datetime.fromisoformat(text)
    return (
        moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(record.get("timezone", "UTC")))
    )


def _short(text: str, record: dict[str, Any]) -> datetime | None:
    """Return the instant of an entry that names only its time of day."""
    started = str(record.get("times", {}).get("started", ""))
    day = started[:10] if started[:1].isdigit() else "day 1"
    at = when(f"{day} {text}", record)
    begin = when(started, record)
    if at is not None and begin is not None and at < begin:
        number = f"day {at.day + 1}" if day == "day 1" else f"{at.replace(day=at.day + 1):%Y-%m-%d}"
        return when(f"{number} {text}", record)
    return at


if __name__ == "__main__":
    main()
