"""What a document says of causes: contributing factors, the trigger, and chains of whys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postmortems.importers.draft import Spot
from postmortems.importers.reading import Piece, flat, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from postmortems.importers.outline import Unit
    from postmortems.importers.reading import Reading

_WHY = re.compile(
    r"(?:[0-9]{1,2}[.)]\s*)?(?:\W{0,3}why\s*+#?\s*+[0-9]{1,2}\s*+\W{0,3}\s*+[:.)–-]\s*)?",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"\**+\s*+\b(?:answer|because|a)\b\s*+\**+\s*+:\s*+\**+\s*+|(?<!\s)\s++(?:→|->|=>)\s+",
    re.IGNORECASE,
)
_BECAUSE = re.compile(r"because\b", re.IGNORECASE)
_VERSION = r"\s+\(?(?:number\s+)?#?(v?[0-9]+(?:\.[0-9]+){1,3}|[A-Z]{2,6}-[0-9]{1,6}|#[0-9]{1,6})\b"


@dataclass(slots=True)
class _Why:
    question: str
    line: int
    answer: str = ""


def causes(reading: Reading, answers: Sequence[Piece]) -> None:
    """Place the factors, and the trigger where one is stated or where a cause is an event.

    Of several statements the short ones outside the section on causes say what set it off. Answers
    to whys are given where no section states a cause, and are factors then.
    """
    draft = reading.draft
    stated = _distinct(reading, reading.pieces.get("cause", []))
    for piece in reading.pieces.get("trigger", []):
        if not reading.blank(piece.text):
            draft.place(("trigger",), flat(piece.text), piece.spot)
    early = [each for each in stated if each.early]
    late = [each for each in stated if not each.early]
    if early and late:
        for each in early:
            _set_off(reading, each, "the trigger is the short statement of the cause")
        stated = late
    for each in stated:
        factor(reading, each.text, each.spot)
    for each in stated:
        if reading.has(reading.words.triggers, each.text) and "trigger" not in draft.record:
            _set_off(reading, each, "the trigger is the stated cause, which tells of an event")
    if answers:
        draft.doubt(
            "the answers to the whys were taken as factors", answers[0].spot, field="factors"
        )
        for each in answers:
            factor(reading, each.text, each.spot)
    _change(reading, [*stated, *early])


def _distinct(reading: Reading, pieces: Iterable[Piece]) -> list[Piece]:
    found: dict[str, Piece] = {}
    for each in _joined(pieces):
        text = flat(each.text)
        if reading.blank(text):
            reading.aside("cause", text)
        else:
            found.setdefault(text.casefold(), Piece(text, each.spot, each.early, each.point))
    return list(found.values())


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Join paragraphs that follow each other in a section: they tell of one cause."""
    found: list[Piece] = []
    for each in pieces:
        last = found[-1] if found else None
        plain_text = each.spot.name == "cause" and not each.point
        if last and plain_text and last.spot.name == "cause" and not last.point:
            found[-1] = Piece(f"{last.text} {each.text}", last.spot, last.early)
        else:
            found.append(each)
    return found


def _set_off(reading: Reading, piece: Piece, why: str) -> None:
    if "trigger" in reading.draft.record:
        reading.aside("cause", piece.text)
        return
    reading.draft.place(("trigger",), piece.text, piece.spot)
    reading.draft.doubt(why, piece.spot, field="trigger")


def factor(reading: Reading, text: str, spot: Spot) -> None:
    """Add a factor with the next id."""
    number = len(reading.draft.record.get("factors", [])) + 1
    reading.draft.append(("factors",), {"id": f"F{number}", "text": flat(text)}, spot)


def _change(reading: Reading, stated: Iterable[Piece]) -> None:
    for word in reading.words.versions:
        pattern = re.compile(rf"\b{re.escape(word)}{_VERSION}", re.IGNORECASE)
        for each in stated:
            if match := pattern.search(each.text):
                reading.draft.place(("change", "id"), match[1], each.spot)
                return


def whys(reading: Reading, units: Iterable[Unit]) -> list[Piece]:
    """Place the chain of whys, and return its answers.

    A question without an answer stays open, one with a placeholder too; what follows an open
    question stands beside it, since it cannot follow from an answer that is not there.
    """
    chain: list[_Why] = []
    for unit in units:
        for line in unit.lines():
            _line(reading, chain, line.text, line.line)
    found: list[Piece] = []
    level: list[dict[str, Any]] = []
    top = level
    for each in chain:
        made: dict[str, Any] = {"question": each.question}
        level.append(made)
        if each.answer and not reading.blank(each.answer):
            made["answer"] = each.answer
            found.append(Piece(each.answer, Spot(each.line, 1, "whys")))
            level = made.setdefault("whys", [])
        else:
            reading.aside("whys", each.answer)
    _without_empty(top)
    if top:
        reading.draft.place(("analysis", "five_whys"), top, Spot(chain[0].line, 1, "whys"))
    return found


def _line(reading: Reading, chain: list[_Why], text: str, line: int) -> None:
    asked = _WHY.match(text)
    rest = text[asked.end() :] if asked else text
    parts = _ANSWER.split(rest, maxsplit=1)
    question = parts[0].strip()
    answer = flat(parts[1]) if len(parts) > 1 else ""
    mark = question.rfind("?")
    if mark >= 0 and not answer and question[mark + 1 :].strip(" *_"):
        question, answer = question[: mark + 1], flat(question[mark + 1 :])
    question = question.strip(" *_")
    if "?" in question or (asked and asked.end() and "why" in asked.group().casefold()):
        if question.strip(" *_"):
            chain.append(_Why(flat(question), line, answer))
    elif chain and not chain[-1].answer and (answer or _BECAUSE.match(rest) or question):
        chain[-1].answer = answer or flat(question)
    else:
        reading.aside("whys", text)


def _without_empty(level: list[dict[str, Any]]) -> None:
    # One step at a time down the chain: of a thousand whys none is nested by a call.
    waiting = [level]
    while waiting:
        for each in waiting.pop():
            if not each.get("whys", True):
                del each["whys"]
            elif "whys" in each:
                waiting.append(each["whys"])


def said_in(reading: Reading, text: str, spot: Spot) -> list[Piece]:
    """Return the sentences of a text that state a cause."""
    return [
        Piece(each, spot) for each in sentences(text) if reading.has(reading.words.causes, each)
    ]
