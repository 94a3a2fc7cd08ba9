"""Made-up records in which everything is as long, as odd or as many as the limits allow."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = Path(__file__).with_name("complete.yml")

WRITINGS = {
    "long": "Zugangsberechtigungsprüfungsdienstausfallbenachrichtigung" * 4,
    "sentence": "The queue grew and grew while everybody waited for somebody else to look. " * 3,
    "arabic": "توقفت بوابة الدفع عن العمل بعد انتهاء صلاحية الشهادة (مرة أخرى!)",
    "hebrew": "שער התשלומים הפסיק לעבוד לאחר שפג תוקף התעודה: 3 שעות?",
    "mixed": "הודעה api-gateway: خطأ 502 in <b>checkout</b> (v2.1) נכשל, retry!",
    "emoji": "🔥👩‍👩‍👧‍👦🏳️‍🌈🧑🏽‍🚒" * 12,
    "cjk": "支払いゲートウェイの証明書が期限切れになり、すべてのカード決済が拒否されました。" * 3,
    "combining": "Z͑ͫ̓ͪ̂ͫ̽a̴̵̞l̀́͂g̑̒ȯ n̈ă̈ïv̧̈e crème brûlée ᾧ " * 3,
    "word": "Down",
}
"""What every text of a record is made of, by the name of the writing; cut to each field's limit."""

_LOOSE = " \u200d"  # what a cut may leave at the end, and no record may hold there

SERVICES = 40
OWNERS = 60
ENTRIES = 200

_LIMITS = {
    "title": 200,
    "procedure": 200,
    **dict.fromkeys(("actor", "name", "contact", "alternate", "owner", "role", "channel"), 120),
    **dict.fromkeys(("facilitator", "from", "to", "unit", "alert", "regime"), 120),
    **dict.fromkeys(("attendees", "holders"), 120),
    **dict.fromkeys(("text", "note", "reason", "description", "evidence", "result"), 4_000),
    **dict.fromkeys(("summary", "background", "notes", "trigger", "outcome", "done_when"), 4_000),
    **dict.fromkeys(("question", "answer", "event", "what", "before", "during", "effect"), 4_000),
    **dict.fromkeys(("criteria", "went_well", "went_poorly", "got_lucky", "surprises"), 4_000),
    "ideas": 4_000,
}
"""The texts that may say anything, and how many characters they may have."""


class _DatesAsWritten(yaml.SafeLoader):
    """Leaves dates and times the texts that they are."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as the base names it
        start: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
        for start, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def write_extremes(root: Path) -> None:
    """Writes the records, and a catalogue with many services, into a repository's folders."""
    catalog_file = root / "site_config" / "catalog.yml"
    catalog = yaml.safe_load(catalog_file.read_text("utf-8"))
    catalog["services"] += list(_services())
    catalog_file.write_text(dump(catalog), "utf-8")
    for record in _records():
        file = root / "incidents" / f"{record['id']}.yml"
        file.write_text(dump(record), "utf-8")


def _services() -> Iterator[dict[str, Any]]:
    writings = list(WRITINGS.values())
    for number in range(1, SERVICES + 1):
        yield {
            "id": f"service-{number}",
            "name": f"{number} {writings[number % len(writings)]}"[:120].strip(_LOOSE),
            "description": writings[number % len(writings)][:200].strip(_LOOSE),
            "team": "engineering",
            "tier": "tier 3",
        }


def base() -> dict[str, Any]:
    """A record with every field that does not point at another one."""
    record: dict[str, Any] = yaml.load(BASE.read_text("utf-8"), _DatesAsWritten)  # noqa: S506 - a safe loader
    for key in ("not_recorded", "ignore", "related", "recurrence_of", "internal"):
        del record[key]
    return record


def _records() -> Iterator[dict[str, Any]]:
    whole = base()
    names = [f"service-{number}" for number in range(1, SERVICES + 1)]
    for day, (writing, text) in enumerate(WRITINGS.items(), 1):
        record = saying(whole, text) | {"id": f"INC-202603{day:02}-0905", "tags": [writing]}
        record = on_day(day, record)
        record["services"] = [names[day], names[-day]]
        record["origin_service"] = names[day]
        yield record
    many = on_day(20, whole | {"id": "INC-20260320-0905"})
    many["services"], many["origin_service"] = names, names[0]
    many["timeline"] = list(_entries(datetime.fromisoformat("2026-03-20 09:05")))
    many["actions"] = list(_actions(many["actions"][0]))
    yield many


def _entries(start: datetime) -> Iterator[dict[str, Any]]:
    texts = list(WRITINGS.values())
    for number in range(ENTRIES):
        moment = start + timedelta(seconds=20 * number)
        yield {
            "at": moment.isoformat(sep=" "),
            "text": f"{number}: {texts[number % len(texts)]}",
            "key": number % 25 == 0,
        }


def _actions(action: dict[str, Any]) -> Iterator[dict[str, Any]]:
    texts = list(WRITINGS.values())
    for number in range(1, OWNERS + 1):
        text = texts[number % len(texts)]
        changed = {"status": "open", "done_at": None, "reason": None}
        owner = f"{number} {text}"[:120].strip(_LOOSE)
        kept = {k: v for k, v in action.items() if k not in changed}
        yield (
            kept
            | {"id": f"A{number}", "title": text[:200].strip(_LOOSE), "owner": owner}
            | {
                "status": "open",
                "due": "2026-04-10",
            }
        )


def on_day(day: int, value: Any) -> Any:  # noqa: ANN401 - plain values as in YAML
    """The same days later: the base happened on the third and was followed up until the tenth."""
    if isinstance(value, dict):
        return {key: on_day(day, each) for key, each in value.items()}
    if isinstance(value, list):
        return [on_day(day, each) for each in value]
    if isinstance(value, str) and value[:8] == "2026-03-" and value[8:10].isdigit():
        moved = datetime.fromisoformat(value[:10]) + timedelta(days=day - 3)
        return moved.date().isoformat() + value[10:]
    return value


def saying(value: Any, text: str, limit: int | None = None) -> Any:  # noqa: ANN401 - as above
    """The same with every text that may say anything saying this."""
    if isinstance(value, dict):
        return {key: saying(each, text, _LIMITS.get(key)) for key, each in value.items()}
    if isinstance(value, list):
        return [saying(each, text, limit) for each in value]
    return value if limit is None or not isinstance(value, str) else text[:limit].strip(_LOOSE)


def dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"  # YAML, too
