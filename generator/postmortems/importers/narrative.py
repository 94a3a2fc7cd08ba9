"""An account without sections: sentences with times of day, judgements, recommendations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from postmortems.importers import commitments, figures, reasons, story
from postmortems.importers.clockwork import Said, times
from postmortems.importers.draft import Spot
from postmortems.importers.outline import Unit
from postmortems.importers.reading import Piece, flat, sentences
from postmortems.importers.story import Event
from postmortems.rules.phrases import any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.importers.reading import Reading

_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_WHY = re.compile(r"(?:but |and |so )?(?:why|how come)\b", re.IGNORECASE)
_PARAGRAPH = re.compile(r"\n\s*\n")
_LONGEST_TITLE = 140
_SURE = 24
"""So many characters find a sentence in its text again."""


def read(reading: Reading, text: str, first: int) -> None:
    """Read an account: each sentence goes where its words put it, and the rest is kept aside."""
    groups = _groups(text, first)
    told = [piece for group in groups for piece in group]
    taken = _recommendations(reading, groups)
    untimed = [each for each in told if not _said(each.text)]
    causes = [
        each for piece in untimed for each in reasons.said_in(reading, piece.text, piece.spot)
    ]
    taken |= {id(piece) for piece in untimed if reading.has(reading.words.causes, piece.text)}
    reading.pieces.setdefault("cause", []).extend(causes)
    reasons.causes(reading, [])
    taken |= _judged(reading, groups, taken)
    taken |= _questions(reading, [each for each in told if id(each) not in taken])
    taken |= _lessons(reading, [each for each in told if id(each) not in taken])
    story.moments(reading, story.place(reading, _events(groups, taken)))
    _gaps_of_knowledge(reading, told)
    if hurt := figures.harm(reading, told):
        said = " ".join(dict.fromkeys(each.text for each in hurt))
        reading.draft.place(("impact", "description"), said, hurt[0].spot)
        figures.place(reading, hurt)
    _opening(reading, groups)
    for group in groups[1:]:
        reading.aside("account", " ".join(each.text for each in group if id(each) not in taken))


def _recommendations(reading: Reading, groups: Sequence[Sequence[Piece]]) -> set[int]:
    """Place as actions what follows `Our recommendations:` in its paragraph."""
    taken: set[int] = set()
    units: list[Unit] = []
    for group in groups:
        wanted = False
        for piece in group:
            opening = _recommends(reading, piece.text)
            wanted = wanted or opening is not None
            text = piece.text if opening is None else opening
            if wanted:
                taken.add(id(piece))
                text = re.sub(r"^to\s+", "", text).rstrip(".")
                line = piece.spot.line
                if text:
                    text = text[:1].upper() + text[1:]
                    units.append(Unit(sort="item", text=text, line=line, level=1))
    commitments.actions(reading, units)
    return taken


def _events(groups: Sequence[Sequence[Piece]], taken: set[int]) -> list[Event]:
    """Return the sentences with times, each with what its paragraph tells after it."""
    found: list[Event] = []
    for group in groups[:]:
        current: Event | None = None
        for piece in group:
            if id(piece) in taken:
                current = None
            elif said := _said(piece.text):
                current = Event(said, piece.text, piece.spot.line, column=piece.spot.column)
                found.append(current)
                taken.add(id(piece))
            elif current is not None:
                current.more = f"{current.more} {piece.text}".strip()
                taken.add(id(piece))
    return found


def _questions(reading: Reading, told: Sequence[Piece]) -> set[int]:
    """Place questions for a reason as open whys."""
    asked = [each for each in told if _WHY.match(each.text) and each.text.endswith("?")]
    for each in asked:
        reading.draft.append(("analysis", "five_whys"), {"question": each.text}, each.spot)
    return {id(each) for each in asked}


def _lessons(reading: Reading, told: Sequence[Piece]) -> set[int]:
    found = [each for each in told if reading.has(reading.words.lessons, each.text)]
    for each in found:
        reading.draft.append(("lessons",), {"text": each.text}, each.spot)
    return {id(each) for each in found}


def _groups(text: str, first: int) -> list[list[Piece]]:
    """Return the sentences of each paragraph; marks for a pause in speech part paragraphs, too."""
    found: list[list[Piece]] = []
    at, line = 0, first
    breaks = [*_PARAGRAPH.finditer(text), *_TAG.finditer(text)]
    for start, end in [*sorted(each.span() for each in breaks), (len(text), len(text))]:
        if start < at:
            continue
        group = []
        for each in sentences(text[at:start]):
            place = max(at, text.find(each[:_SURE], at, start))
            line += text.count("\n", at, place)
            at = place
            column = at - text.rfind("\n", 0, at)
            group.append(Piece(each, Spot(line, column, "account")))
        if group:
            found.append(group)
        line += text.count("\n", at, end)
        at = end
    return found


def _said(text: str) -> Said | None:
    return next((each for _, _, each in times(text)), None)


def _recommends(reading: Reading, text: str) -> str | None:
    """Return what follows `Our recommendations:`; None where a sentence does not begin so."""
    match = re.match(any_of(reading.words.recommendations).pattern, text, re.IGNORECASE)
    return text[match.end() :].lstrip(" :,-–—") if match else None


def _judged(reading: Reading, groups: Sequence[Sequence[Piece]], elsewhere: set[int]) -> set[int]:
    """Place judgements on stages and missing controls; return the sentences that were taken.

    A control that is said to have been missing is a factor, too; one that may have been is none.

    A sentence judges with its subject first: `Escalation was slow`. What follows it in the same
    paragraph is said about it.
    """
    taken: set[int] = set()
    for group in groups:
        for index, piece in enumerate(group):
            if id(piece) in taken | elsewhere or _said(piece.text):
                continue
            after = group[index + 1 :]
            gap = _gap(reading, piece.text)
            finding = (gap or {}) | (_verdict(reading, piece.text) or {})
            if not finding:
                continue
            said = [piece, *_about(reading, after)]
            taken |= {id(each) for each in said}
            finding["text"] = flat(" ".join(each.text for each in said))
            if gap and "confidence" not in finding:
                reasons.factor(reading, finding["text"], piece.spot)
            _finding(reading, finding, piece.spot)
    return taken


def _about(reading: Reading, after: Sequence[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for each in after:
        if _said(each.text) or _verdict(reading, each.text) or _gap(reading, each.text):
            break
        found.append(each)
    return found


def _verdict(reading: Reading, text: str) -> dict[str, Any] | None:
    for stage in reading.words.stages:
        subject = re.match(any_of(stage.names).pattern, text, re.IGNORECASE)
        if subject is None:
            continue
        for each in reading.words.verdicts:
            if any_of(each.phrases).search(text, subject.end()):
                return _hedged(reading, {"stage": stage.stage, "verdict": each.verdict}, text)
    return None


def _gap(reading: Reading, text: str) -> dict[str, Any] | None:
    """Return the finding of a missing control; its verdict is that of its stage, or unknown."""
    word = any_of(reading.words.gap_words).search(text)
    if word is None:
        return None
    known = reading.terms.settings.names()["control_gap"]
    for each in reading.words.gaps:
        if each.control_gap in known and reading.has(each.phrases, text):
            held = [
                finding["verdict"]
                for finding in reading.draft.record.get("findings", [])
                if finding["stage"] == each.stage
            ]
            made = {
                "stage": each.stage,
                "verdict": held[0] if held else "unknown",
                "control_gap": each.control_gap,
            }
            return _hedged(reading, made, text)
    return None


def _hedged(reading: Reading, made: dict[str, Any], text: str) -> dict[str, Any]:
    """A guess is one: it is unknown, and nobody is sure of it."""
    if reading.has(reading.words.hedges, text):
        made |= {"verdict": "unknown", "confidence": "low"}
    return made


def _finding(reading: Reading, made: dict[str, Any], spot: Spot) -> None:
    draft = reading.draft
    for held in draft.record.get("findings", []):
        same = held["stage"] == made["stage"] and held["verdict"] == made["verdict"]
        if same and "control_gap" in made and "control_gap" not in held:
            held["control_gap"] = made["control_gap"]
            held["text"] = f"{held['text']} {made['text']}"
            return
    order = ("stage", "verdict", "text", "confidence", "control_gap")
    draft.append(("findings",), {key: made[key] for key in order if key in made}, spot)
    draft.doubt(
        f"judged {made['verdict']} by the words of the sentence",
        spot,
        field=f"findings[{len(draft.record['findings']) - 1}].verdict",
    )


def _gaps_of_knowledge(reading: Reading, told: Sequence[Piece]) -> None:
    unwritten = any(reading.has(reading.words.undocumented, each.text) for each in told)
    for piece in told:
        if reading.has(reading.words.single_holders, piece.text):
            made: dict[str, Any] = {"procedure": flat(piece.text)}
            if unwritten:
                made["documented"] = False
            reading.draft.append(("knowledge_gaps",), made, piece.spot)


def _opening(reading: Reading, groups: Sequence[Sequence[Piece]]) -> None:
    """Take the first paragraph as the summary, its first sentence as the title if it is short."""
    if not groups:
        return
    first = groups[0]
    text = " ".join(each.text for each in first)
    draft = reading.draft
    draft.place(("summary",), text, first[0].spot)
    title = first[0].text.rstrip(".")
    if "title" not in draft.record and len(title) <= _LONGEST_TITLE and not reading.blank(title):
        draft.place(("title",), title, first[0].spot)
        draft.doubt(
            "no title is stated; the first sentence was taken", first[0].spot, field="title"
        )
