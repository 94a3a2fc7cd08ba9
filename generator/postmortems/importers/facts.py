"""Values behind a label, such as `Severity: SEV2`, to the fields that they are about."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from postmortems.config.importing import RecordMoment
from postmortems.importers import names
from postmortems.importers.clockwork import DAY, later, minutes_between, times
from postmortems.importers.dates import DateError
from postmortems.importers.parts import plain
from postmortems.importers.reading import Piece, flat, listed
from postmortems.importers.slugs import slug
from postmortems.load.moments import ABBREVIATIONS, zone_exists
from postmortems.rules.durations import lengths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from postmortems.config.document_parts import Part
    from postmortems.importers.clockwork import Said
    from postmortems.importers.draft import Spot
    from postmortems.importers.reading import Reading
    from postmortems.rules.durations import Length

FORMAT = "markdown"
MOMENTS = frozenset(get_args(RecordMoment))
PEOPLE = frozenset(("commander", "tech_lead", "comms_lead", "scribe"))
DATED: tuple[Part, ...] = ("date", "started", "duration", "resolved", "detected")
"""Facts that may name the day of the incident, the surest first."""
_EDGE_OF_TITLE = re.compile(r"^[^\w\[(\"'“<`]+|[^\w\])\"'”’>?!.%`]+$")
_ROLE = re.compile(r"\s+[-–—]\s+|\s*[(:]\s*")
_SLACK = 1.0
_LONGEST_TITLE = 200


def title_of(reading: Reading, text: str) -> str:
    """Return a title without what stands before every title, such as `Postmortem:`."""
    bare = _EDGE_OF_TITLE.sub("", re.sub(r"[*`]+(?=\S)|(?<=\S)[*`]+|\b_+|_+\b", "", flat(text)))
    parts = re.split(r":|\s[-–—|]\s", bare, maxsplit=1)
    prefixes = {plain(each) for each in reading.words.title_prefixes}
    if len(parts) > 1 and parts[1].strip() and plain(parts[0]) in prefixes:
        bare = _EDGE_OF_TITLE.sub("", parts[1])
    return "" if plain(bare) in prefixes or reading.blank(bare) else bare


def prefixed(reading: Reading, text: str) -> bool:
    """Tell whether a line says of itself that it is the title of a postmortem."""
    before, sign, after = text.partition(":")
    prefixes = {plain(each) for each in reading.words.title_prefixes}
    return bool(sign and after.strip()) and plain(before) in prefixes


def place(reading: Reading, part: Part, text: str, spot: Spot) -> None:
    """Place a fact; one that only says that something is missing is kept aside."""
    if reading.blank(text):
        reading.aside(spot.name, text)
    elif part in PEOPLE:
        _person(reading, part, text, spot)
    elif part in MOMENTS:
        _moment(reading, part, text, spot)
    elif part in _PLACERS:
        _PLACERS[part](reading, text, spot)
    else:
        reading.aside(spot.name, text)


def _title(reading: Reading, text: str, spot: Spot) -> None:
    reading.draft.place(("title",), title_of(reading, text), spot)


def _severity(reading: Reading, text: str, spot: Spot) -> None:
    level = _level(reading, text)
    names.severity(reading.draft, level, spot, reading.terms, FORMAT)
    _whole(reading, text, level, spot)


def _status(reading: Reading, text: str, spot: Spot) -> None:
    word = _first_words(text)
    names.status(reading.draft, word, spot, reading.terms, FORMAT)
    _whole(reading, text, word, spot)


def _whole(reading: Reading, text: str, taken: str, spot: Spot) -> None:
    """Keep a value of which only a part was taken."""
    if plain(text) != plain(taken):
        reading.aside(spot.name, text)


def _services(reading: Reading, text: str, spot: Spot) -> None:
    names.services(reading.draft, [(each, spot) for each in listed(text)], reading.terms)


def _tags(reading: Reading, text: str, spot: Spot) -> None:
    tags = dict.fromkeys(slug(each.lstrip("#")) for each in listed(text))
    reading.draft.place(("tags",), [each for each in tags if each], spot)


def _key(reading: Reading, text: str, spot: Spot) -> None:
    if not reading.draft.key:
        reading.draft.key = flat(text)
    elif reading.draft.key != flat(text):
        reading.aside(spot.name, text)


def _level(reading: Reading, text: str) -> str:
    """Return the level that a text names somewhere; the whole text where it names none or two."""
    levels = {
        each.casefold(): level for each, level in reading.terms.settings.names()["severity"].items()
    }
    words = names.words_of(reading.terms, FORMAT)
    levels |= {each.says.casefold(): each.level for each in words.severities} if words else {}
    if plain(text) in levels:
        return plain(text)
    spelled = re.sub(r"(?i)\b(sev|p)[ -](?=[0-9])", r"\1", plain(text))
    found = [each for each in re.findall(r"[\w-]+", spelled) if each in levels]
    return found[0] if len({levels[each] for each in found}) == 1 else flat(text)


def _first_words(text: str) -> str:
    return re.split(r"[,;(.]|\s[-–—]\s", flat(text))[0].strip(" *_`")


def _person(reading: Reading, part: Part, text: str, spot: Spot) -> None:
    found = people(text)
    if not found:
        reading.aside(spot.name, text)
        return
    reading.draft.place(("roles", part), found[0], spot)
    for each in found[1:]:
        reading.draft.append(("roles", "responders"), each, spot)


def _responders(reading: Reading, text: str, spot: Spot) -> None:
    leads = {
        str(held.get("name")) for key in PEOPLE if (held := _roles(reading).get(key)) is not None
    }
    for each in people(text):
        if each["name"] not in leads:
            reading.draft.append(("roles", "responders"), each, spot)


def _roles(reading: Reading) -> dict[str, dict[str, str]]:
    roles: dict[str, dict[str, str]] = reading.draft.record.get("roles", {})
    return roles


def people(text: str) -> list[dict[str, str]]:
    """Return people of a list such as `Ana Ruiz - On-call, Primary, Jon Bell - Database`.

    Where some have their part behind them, a name without one belongs to the part before it.
    """
    parts = [each for each in re.split(r"[,;\n]", flat(text)) if each.strip(" *_.")]
    roled = any(_ROLE.search(each.strip()) for each in parts)
    found: list[dict[str, str]] = []
    for each in parts:
        bare = each.strip(" *_.@•")
        name, role = ([*_ROLE.split(bare, maxsplit=1), ""])[:2]
        if roled and not role and found and "role" in found[-1]:
            found[-1]["role"] += f", {bare}"
        elif name.strip():
            made = {"name": name.strip(" *_@")}
            if role.strip(" )"):
                made["role"] = role.strip(" )*_")
            found.append(made)
    return found


def _moment(reading: Reading, part: Part, text: str, spot: Spot) -> None:
    found = next(times(text), None)
    if found is None:
        day = DAY.search(text)
        reading.aside(spot.name, text)
        if day is not None:
            reading.draft.doubt(
                "a day without a time of day", spot, field=f"times.{part}", fix="write the time"
            )
        return
    started = reading.draft.record.get("times", {}).get("started", "")
    after = started if part != "started" and not found[2].date else ""
    reading.place_time(part, _dated(found[2], text), spot, after)
    if flat(text) != found[2].text:
        reading.aside(spot.name, text)


def _dated(what: Said, text: str) -> Said:
    """Give a time the date that stands elsewhere in the same value."""
    if what.date:
        return what
    day = DAY.search(text)
    return replace(what, date=day["date"] if day else "")


def _date(reading: Reading, text: str, spot: Spot) -> None:
    found = [each for _, _, each in times(text)]
    if not found:
        if DAY.fullmatch(text.strip(" .*_")) is None:
            reading.aside(spot.name, text)
        return
    first = reading.place_time("started", _dated(found[0], text), spot)
    if len(found) > 1 and first:
        reading.place_time("resolved", found[1], spot, first)


def _duration(reading: Reading, text: str, spot: Spot) -> None:
    """Place the beginning and the end that a duration names; check or use the length."""
    draft = reading.draft
    found = [each for _, _, each in times(text)]
    stated = next(lengths(_without_times(text)), None)
    if len(found) > 1:
        found[0] = replace(found[0], zone=found[0].zone or found[1].zone)
        start = reading.place_time("started", _dated(found[0], text), spot)
        end = reading.place_time("resolved", found[1], spot, start) if start else ""
        if end:
            draft.doubt(
                "`resolved` is the end of the stated duration", spot, field="times.resolved"
            )
        if start and end and stated:
            check_length(reading, stated, spot)
    else:
        reading.pieces.setdefault("duration", []).append(Piece(text, spot))
    draft.keep(spot.name, flat(text))


def _without_times(text: str) -> str:
    for start, end, _ in reversed(list(times(text))):
        text = f"{text[:start]} {text[end:]}"
    return text


def end_by_length(reading: Reading, stated: Sequence[tuple[str, Spot]]) -> None:
    """Compute the end from a length where only that and the beginning are stated, and say so."""
    made = reading.draft.record.get("times", {})
    for text, spot in stated:
        length = next(lengths(text), None)
        if length is None or not length.exact or "started" not in made:
            continue
        if "resolved" in made:
            check_length(reading, length, spot)
            continue
        minutes = (length.least + length.most) / 2
        if not reading.draft.place(("times", "resolved"), later(made["started"], minutes), spot):
            continue
        reading.draft.doubt(
            f"`resolved` was computed from the beginning and the stated length, {length.text}",
            spot,
            field="times.resolved",
        )


def check_length(reading: Reading, stated: Length, spot: Spot) -> None:
    """Say where a stated length is not that between the times."""
    made = reading.draft.record.get("times", {})
    if "started" not in made or "resolved" not in made:
        return
    minutes = minutes_between(made["started"], made["resolved"])
    if not stated.least - _SLACK <= minutes <= stated.most + _SLACK:
        reading.draft.doubt(
            f"`{stated.text}` is stated; from {made['started']} to {made['resolved']} it is "
            f"{minutes:,.0f} minutes",
            spot,
            field="times",
            fix="look up which of them is right",
        )


def _zone(reading: Reading, text: str, spot: Spot) -> None:
    name = text.strip(" .*_`()")
    if name not in ABBREVIATIONS and zone_exists(name):
        reading.clockwork.zone, reading.clockwork.spoken = name, ""
    elif name in ABBREVIATIONS:
        reading.clockwork.spoken, reading.clockwork.stated = name, True
    else:
        reading.aside(spot.name, text)


_PLACERS: dict[Part, Callable[[Reading, str, Spot], None]] = {
    "title": _title,
    "id": _key,
    "severity": _severity,
    "status": _status,
    "services": _services,
    "responders": _responders,
    "date": _date,
    "duration": _duration,
    "timezone": _zone,
    "tags": _tags,
}


def day_from(reading: Reading, text: str) -> str:
    """Return the first whole date in a text, ISO; empty where there is none that can be read."""
    for match in DAY.finditer(text):
        try:
            return reading.clockwork.day_of(match["date"])
        except DateError:
            continue
    return ""
