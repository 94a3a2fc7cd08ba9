"""Postmortems that people wrote: Markdown or plain text, with sections or as an account.

What the text calls its parts is told by `documents.yml`; what has no place is kept aside under the
source's own headings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.importers import (
    commitments,
    facts,
    figures,
    follow_ups,
    links,
    names,
    narrative,
    passages,
    reasons,
    story,
)
from postmortems.importers.clockwork import Clockwork, first_zone, order_of, times, zone_said
from postmortems.importers.document import Format
from postmortems.importers.draft import Draft, SourceFault, Spot
from postmortems.importers.front_matter import front_matter
from postmortems.importers.parts import Names, known, sections, texts
from postmortems.importers.reading import Piece, Reading, flat, sentences
from postmortems.importers.sorting import FACTS, PROSE, Sorted, sort
from postmortems.load.moments import zone_exists

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postmortems.config.document_parts import Part
    from postmortems.importers.document import Document, Terms
    from postmortems.importers.front_matter import FrontMatter
    from postmortems.importers.parts import Section

_HEADINGS, _NAMED, _ANY = 60, 40, 5
_HEADING_LINE = re.compile(r"^#{1,6}[ \t].*$|^[^\n]+\n(?:=+|-+)[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", re.IGNORECASE)
_LONGEST_TITLE = 140
_FEW = 2
_POINTS: tuple[Part, ...] = ("went_well", "went_poorly", "got_lucky", "surprises")


def _fits(document: Document) -> int:
    text = document.text
    if not text.strip() or text.lstrip("\ufeff \n\t")[:1] in {"{", "["}:
        return 0
    if len(_HEADING.findall(text)) >= _FEW or text.startswith("---\n"):
        return _HEADINGS
    if document.name.casefold().endswith((".md", ".markdown", ".txt", ".text")):
        return _NAMED
    return _ANY


def _read(document: Document, terms: Terms) -> Iterator[Draft | SourceFault]:
    text = document.text.replace("\r\n", "\n").replace("\r", "\n")
    if not re.search(r"\w", text):
        raise SourceFault("the document is empty")
    yield _draft(text, terms)


FORMAT = Format(name=facts.FORMAT, label="postmortem document", fits=_fits, read=_read)


def _draft(text: str, terms: Terms) -> Draft:
    front = front_matter(text)
    words = Names(terms.settings.documents)
    found = sections(front.body, front.first, words)
    draft = Draft()
    reading = Reading(
        draft=draft, terms=terms, names=words, clockwork=_clockwork(text, terms, draft)
    )
    named = known(found) or any(words.label(each.text) for each in texts(found))
    others = [each for each in found if each.name and not _is_title(each)]
    account = not named and not others
    made = Sorted() if account else sort(found, words)
    from_front = _front(reading, front)
    _title(reading, made, found)
    _facts(reading, [*from_front, *made.facts], made, front.body)
    if account:
        narrative.read(reading, _HEADING_LINE.sub("", front.body), front.first)
    else:
        _parts(reading, made)
    if others and not named:
        draft.doubt(
            "none of the headings means anything here, so all of the text was kept aside",
            Spot(others[0].line, 1, "heading"),
            fix="say under `parts` of site_config/documents.yml what they mean",
        )
    front.keep_rest(draft)
    _close(reading, front.body)
    return draft


def _is_title(section: Section) -> bool:
    return section.part is None and section.level == 1


def _clockwork(text: str, terms: Terms, draft: Draft) -> Clockwork:
    order = terms.order
    if order is None:
        order, line = order_of(text)
        if line and order is None:
            draft.doubt(
                "days are written in two ways, day first and month first; those that can be read "
                "in both were not read",
                Spot(line),
                fix="say which with --dates dmy or mdy",
            )
    spoken = zone_said(text)
    if "/" in spoken and zone_exists(spoken):
        return Clockwork(zone=spoken, order=order)
    return Clockwork(zone=terms.zone, order=order, spoken=spoken, stated=bool(spoken))


def _front(reading: Reading, front: FrontMatter) -> list[tuple[Part, str, Spot]]:
    """Take the facts of a front matter; texts of parts are taken, too."""
    found: list[tuple[Part, str, Spot]] = []
    for key in list(front.values):
        part = reading.names.part(key.replace("_", " ").replace("-", " "))
        if part in FACTS:
            entries = front.take_list(key)
            if entries:
                joined = ", ".join(text for text, _ in entries)
                found.append((part, joined, front.spot(key)))
        elif part in PROSE:
            text, spot = front.take(key)
            if text:
                reading.pieces.setdefault(part, []).append(Piece(text, spot, early=True))
    return found


def _title(reading: Reading, made: Sorted, found: list[Section]) -> None:
    """Take the title from the first heading, or from a line above all that says it is one."""
    draft = reading.draft
    first = next((each for each in found if each.name), None)
    if first and _is_title(first):
        draft.place(("title",), facts.title_of(reading, first.name), Spot(first.line, 1, "heading"))
        made.aside = [each for each in made.aside if each != ("heading", first.name)]
        if day := facts.day_from(reading, first.name):
            reading.clockwork.day = day
    for piece in list(made.opening):
        for line in piece.text.split("\n"):
            if "title" not in draft.record and facts.prefixed(reading, line):
                draft.place(("title",), facts.title_of(reading, line), piece.spot)
                made.opening.remove(piece)
                rest = piece.text.replace(line, "", 1).strip()
                if rest:
                    made.opening.append(Piece(rest, piece.spot))


def _facts(reading: Reading, found: list[tuple[Part, str, Spot]], made: Sorted, body: str) -> None:
    for part, text, spot in found:
        if part == "timezone":
            facts.place(reading, part, text, spot)
    clockwork = reading.clockwork
    if not clockwork.spoken and not clockwork.zone:
        values = [text for part, text, _ in found if part in facts.DATED]
        lines = (line for line in body.split("\n"))
        clockwork.spoken = first_zone(values) or first_zone(lines)
    if clockwork.spoken == "Z":
        clockwork.spoken = "UTC"
    _day(reading, found, made, body)
    order = {part: place for place, part in enumerate(("timezone", "title", *facts.DATED))}
    for part, text, spot in sorted(found, key=lambda each: order.get(each[0], len(order))):
        if part != "timezone":
            facts.place(reading, part, text, spot)


def _day(reading: Reading, found: list[tuple[Part, str, Spot]], made: Sorted, body: str) -> None:
    """Find the day of the incident: in its facts, its title, or as the first date of the text."""
    clockwork = reading.clockwork
    for wanted in facts.DATED:
        for part, text, _ in found:
            if part == wanted and (day := facts.day_from(reading, text)):
                clockwork.day = day
                break
        else:
            continue
        break
    if not clockwork.day:
        likely: list[Part] = ["summary", "impact", "detection", "cause"]
        pieces = [each for part in likely for each in made.pieces.get(part, [])]
        lines = [(unit.text, unit.spot) for unit in made.units.get("timeline", [])]
        for text, spot in [*((each.text, each.spot) for each in pieces), *lines]:
            if day := facts.day_from(reading, text):
                clockwork.day = day
                reading.draft.doubt(
                    f"{day} was taken as the day of the incident, the first that the text names",
                    spot,
                    field="times.started",
                )
                break
    if not clockwork.day and not made.pieces and not made.units:
        clockwork.day = facts.day_from(reading, body)
    reading.draft.day = clockwork.day
    clockwork.undated = not clockwork.day and not any(each.date for _, _, each in times(body))


def _parts(reading: Reading, made: Sorted) -> None:
    draft = reading.draft
    for part, pieces in made.pieces.items():
        reading.pieces.setdefault(part, []).extend(pieces)
    stated = [(each.text, each.spot) for each in reading.pieces.get("duration", [])]
    told = story.place(reading, story.events(reading, made.units.get("timeline", [])))
    facts.end_by_length(reading, stated)
    story.moments(reading, told)
    passages.summary(reading, made)
    for part in ("background", "impact"):
        field = ("impact", "description") if part == "impact" else (part,)
        text, spot = passages.prose(reading, part)
        draft.place(field, text, spot)
    figures.place(reading, [*reading.pieces.get("impact", []), *reading.pieces.get("summary", [])])
    passages.detection(reading)
    answers = reasons.whys(reading, made.units.get("whys", []))
    unstated = not reading.pieces.get("cause")
    if unstated:
        for unit in made.units.get("whys", []):
            reading.pieces.setdefault("cause", []).extend(
                reasons.said_in(reading, _question(unit.text), unit.spot)
            )
    reasons.causes(reading, answers if unstated else [])
    for part in _POINTS:
        passages.points(reading, part, made)
    for text, spot in passages.entries(reading, "lessons", made):
        draft.append(("lessons",), {"text": text}, spot)
    commitments.actions(reading, made.units.get("actions", []))
    commitments.actions(reading, made.units.get("measures", []), measures=True)
    for text, spot in passages.entries(reading, "ideas", made):
        draft.append(("ideas",), text, spot)
    follow_ups.place(reading, made.units.get("follow_ups", []))
    links.place(reading, made.units.get("links", []))
    for piece in made.opening:
        reading.aside("opening", piece.text)
    for name, text in made.aside:
        reading.aside(flat(name), text)


def _question(text: str) -> str:
    return re.split(r"\bAnswer\s*:", text.split("\n", maxsplit=1)[0])[0].strip(" ?.") + "."


def _close(reading: Reading, body: str) -> None:
    """Place what follows from what was found: the status, a title, the zone, the lost date."""
    draft = reading.draft
    held = draft.record.get("times", {})
    for moment, status in (
        ("closed", "closed"),
        ("resolved", "resolved"),
        ("mitigated", "mitigated"),
    ):
        if moment in held and "status" not in draft.record:
            draft.place(("status",), status, draft.spots["times", moment])
    if "title" not in draft.record:
        _title_from_text(reading)
    names.kind(draft, "", draft.spots.get(("title",), Spot()), reading.terms, facts.FORMAT)
    clockwork = reading.clockwork
    if clockwork.local and clockwork.zone:
        draft.place(("timezone",), clockwork.zone, Spot())
    dated = [*held.values(), *(each["at"] for each in draft.record.get("timeline", []))]
    if any(str(each).startswith("day ") for each in dated):
        named = dict.fromkeys(each.capitalize() for each in _WEEKDAY.findall(body))
        only = f", only {' and '.join(list(named)[:_FEW])}" if named else ""
        told = (
            f"The document names times of day and no date{only}; day 1 is that of the first time."
        )
        draft.place(("date_unknown",), told, Spot())
    for note in clockwork.notes:
        draft.doubt(note, draft.spots.get(("timeline", 0), Spot()), field="timeline")


def _title_from_text(reading: Reading) -> None:
    pieces: Iterable[Piece] = [
        *reading.pieces.get("summary", []),
        *reading.pieces.get("impact", []),
    ]
    for piece in pieces:
        first = next(iter(sentences(piece.text)), "").rstrip(".")
        if first and len(first) <= _LONGEST_TITLE and not reading.blank(first):
            title = facts.title_of(reading, first)
            if reading.draft.place(("title",), title, piece.spot):
                reading.draft.doubt(
                    "no title is stated; the first sentence was taken", piece.spot, field="title"
                )
                return
