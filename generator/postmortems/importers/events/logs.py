"""Lines of logs: ISO times, syslog, access logs, klog, and pairs such as `time=… level=…`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.importers.draft import Spot
from postmortems.importers.events.event import MOST_TEXT, Piece, Reader, skipped, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.importers.document import Document
    from postmortems.importers.events.event import Terms, Told

_ISO = (
    r"[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?"
    r"(?: ?(?:Z\b|UTC\b|[+-][0-9]{2}:?[0-9]{2}\b))?"
)
_FORMS = (
    re.compile(rf"(?:<[0-9]{{1,3}}>1 )?[\[(]?(?P<time>{_ISO})[\])]?:?(?:\s++(?P<text>.*))?"),
    re.compile(
        r"(?:<[0-9]{1,3}>)?(?P<syslog>[A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2})"
        r" (?P<text>.*)"
    ),
    re.compile(
        r"(?P<head>\S+ \S+ \S+) "
        r"\[(?P<access>[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9:]{8} [+-][0-9]{4})\] (?P<text>.*)"
    ),
    re.compile(r"(?P<klog>[IWEF][0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)? ++(?P<text>.*)"),
    re.compile(rf"(?P<before>.*?)\b(?:time|ts|timestamp)=\"?(?P<pair>{_ISO})\"?(?P<text>.*)"),
)
_MESSAGE = re.compile(r"\b(?:msg|message)=(?:\"((?:[^\"\\]|\\.)*)\"|(\S+))")
_LEVEL = re.compile(
    r"\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL)\b", re.IGNORECASE
)
_LOOKED_AT = 200
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _match(line: str) -> re.Match[str] | None:
    return next((found for form in _FORMS if (found := form.fullmatch(line))), None)


def _fits(document: Document, terms: Terms) -> int:
    del terms
    lines = [line for line in document.text.split("\n")[:_LOOKED_AT] if line.strip()]
    begun = sum(bool(_match(each)) for each in lines)
    return min(80, 30 + 50 * begun // len(lines)) if begun else 0


def _read(document: Document, terms: Terms) -> Iterator[Told]:
    found: re.Match[str] | None = None
    start, said = 0, [""]
    for number, line in enumerate(document.text.split("\n"), 1):
        match = _match(line)
        if match is None:
            if found is not None and line.strip():
                said.append(line.strip())  # a stack trace belongs to the line above it
            elif line.strip():
                yield skipped(document, Spot(number), line, "no time stands before it")
            continue
        if found is not None:
            yield _told(document, terms, found, start, said)
        found, start, said = match, number, [_text(match)]
    if found is not None:
        yield _told(document, terms, found, start, said)


def _told(
    document: Document, terms: Terms, match: re.Match[str], number: int, said: list[str]
) -> Told:
    time, doubts = _time(match, terms)
    text = " ".join(said)
    # A trace of a hundred frames says in its first lines what there is to know.
    return told(
        document,
        terms,
        Piece(
            time=time,
            text=text[: 2 * MOST_TEXT],
            spot=Spot(number),
            kind="log",
            doubts=doubts,
        ),
    )


def _text(match: re.Match[str]) -> str:
    groups = match.groupdict()
    text = (groups["text"] or "").strip()
    if "pair" in groups:
        message = _MESSAGE.search(text)
        if message is None:
            return f"{groups['before']}{text}".strip()
        said = re.sub(r"\\(.)", r"\1", message[1]) if message[1] is not None else message[2]
        rest = f"{groups['before']}{text[: message.start()]}{text[message.end() :]}".split()
        return f"{said} ({' '.join(rest)})" if rest else said
    if "head" in groups:
        return f"{groups['head']} {text}"
    return text


def _time(match: re.Match[str], terms: Terms) -> tuple[object, tuple[str, ...]]:
    """Return the time to read, and what is doubtful about it: some logs leave out the year."""
    groups = match.groupdict()
    if said := groups.get("time") or groups.get("pair"):
        return said.replace("/", "-"), ()
    if said := groups.get("access"):
        day, month, rest = said.split("/")
        year, clock = rest.split(":", 1)
        return f"{_day(year, month, day)} {clock}", ()
    if said := groups.get("syslog"):
        month, day, clock = said.split()
    else:
        said = match["klog"]
        month, day, clock = _MONTHS[(int(said[1:3]) - 1) % 12], said[3:5], said.split()[1]
    if terms.year is None:
        return f"{day} {month} {clock}", ()
    doubt = f"the log leaves out the year; {terms.year} is that of the incident"
    return f"{_day(str(terms.year), month, day)} {clock}", (doubt,)


def _day(year: str, month: str, day: str) -> str:
    number = _MONTHS.index(month) + 1 if month in _MONTHS else 0
    return f"{year}-{number:02}-{int(day):02}"


READER = Reader(name="logs", label="lines of a log", fits=_fits, read=_read)
