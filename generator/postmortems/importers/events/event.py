"""An event as its source tells it, and a piece of a source that is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from json import dumps
from typing import TYPE_CHECKING

from postmortems.characters import FORBIDDEN, printable, tame
from postmortems.importers.dates import DateError
from postmortems.importers.events.markdown import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from postmortems.config.timeline import EventKind, TimelineWords
    from postmortems.importers.document import Document
    from postmortems.importers.draft import Spot
    from postmortems.importers.events.stamps import Stamps

MOST_TEXT = 4_000
"""How many characters the text and the evidence of an entry hold."""
MOST_NAME = 120
"""How many characters a name holds."""
_EXCERPT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that a source says happened.

    ``time`` is in the form of records: with an offset, of an unsaid zone, or a clock time alone,
    which may have an offset behind it. ``text`` and ``evidence`` are inline Markdown. ``key`` is
    the source's own id, ``phase`` what the source calls the phase, both empty where it says none.
    """

    time: str
    text: str
    source: str
    spot: Spot
    kind: EventKind
    evidence: str
    actor: str = ""
    phase: str = ""
    key: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A piece of a source that became no event: where, how it begins, and why.

    ``fault`` tells a piece that could not be read from one that is no event by its nature.
    """

    source: str
    spot: Spot
    excerpt: str
    reason: str
    fault: bool = True


Told = Event | Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a reader must know besides its document.

    ``people`` are the names of the accounts of a chat by id. ``year`` is that of the incident,
    for logs that leave it out.
    """

    words: TimelineWords
    stamps: Stamps
    people: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A kind of source.

    ``fits`` tells how surely a document is of it: 0 not at all, 100 for a mark that nothing else
    carries. ``read`` yields its events in its own order, and whatever became none.
    """

    name: str
    label: str
    fits: Callable[[Document, Terms], int]
    read: Callable[[Document, Terms], Iterator[Told]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What of a source an event is to be made of.

    ``time`` is anything that `Stamps.read` takes. ``text`` is plain unless ``marked`` says that it
    is Markdown already. ``evidence`` is Markdown, too: empty for the source's name and place;
    ``more`` comes behind it.
    """

    time: object
    text: str
    spot: Spot
    kind: EventKind = "event"
    actor: str = ""
    phase: str = ""
    key: str = ""
    evidence: str = ""
    more: str = ""
    marked: bool = False
    doubts: tuple[str, ...] = ()


def told(document: Document, terms: Terms, piece: Piece) -> Told:
    """Make an event of a piece, or say why it cannot be one."""
    plain = one_line(piece.text)
    try:
        stamp = terms.stamps.read(piece.time)
    except DateError as error:
        reason = f"{error.message}; {error.fix}" if error.fix else error.message
        said = piece.time if isinstance(piece.time, str | int | float) else ""
        return skipped(document, piece.spot, f"{said} {plain}".strip(), reason)
    if not plain:
        return skipped(document, piece.spot, str(piece.time), "it says nothing")
    text = plain if piece.marked else literal(plain[: 2 * MOST_TEXT])
    place = piece.spot.name or f"line {piece.spot.line}"
    evidence = piece.evidence or literal(f"{one_line(document.name)}, {place}")
    doubts = [*piece.doubts, *([stamp.doubt] if stamp.doubt else [])]
    if len(text) > MOST_TEXT:
        doubts.append(f"its text of {max(len(text), len(plain)):,} characters was cut")
    return Event(
        time=stamp.text,
        text=cut(text, MOST_TEXT),
        source=document.name,
        spot=piece.spot,
        kind=piece.kind,
        actor=cut(one_line(piece.actor), MOST_NAME),
        phase=one_line(piece.phase),
        key=piece.key,
        evidence=cut(f"{evidence}; {piece.more}" if piece.more else evidence, MOST_TEXT),
        doubts=tuple(doubts),
    )


def skipped(
    document: Document, spot: Spot, excerpt: str, reason: str, *, fault: bool = True
) -> Skipped:
    """Say why a piece of a document became no event."""
    shown = printable(one_line(excerpt), _EXCERPT)
    return Skipped(source=document.name, spot=spot, excerpt=shown, reason=reason, fault=fault)


def shown(value: object) -> str:
    """Return any value of JSON as text."""
    return value if isinstance(value, str) else dumps(value, ensure_ascii=False)


def one_line(text: str) -> str:
    """Return a text as one line, with nothing in it that no record may hold."""
    flat = " ".join(text.split())
    return tame(flat).strip() if FORBIDDEN.search(flat) or not flat.isascii() else flat


def cut(text: str, most: int) -> str:
    """Cut a text behind a word where it is too long, and show that it was."""
    if len(text) <= most:
        return text
    kept = text[: most - 2]
    return (re.sub(r"\s\S*$", "", kept) or kept).rstrip("\\") + " …"
