"""Chats as people paste them: a time and a name on each line, or on a line above what was said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postmortems.importers.draft import Spot
from postmortems.importers.events.event import Piece, Reader, one_line, skipped, told
from postmortems.rules.phrases import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.importers.document import Document
    from postmortems.importers.events.event import Terms, Told

_DAY = r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4})"
_TIME = (
    r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?: ?[AaPp]\.?[Mm]\b\.?)?"
    r"(?: ?(?:Z\b|UTC\b|GMT\b|[+-][0-9]{2}:?[0-9]{2}\b)| [A-Z]{3,4}\b)?"
)
_STAMP = rf"(?:(?:Today|Yesterday) at |{_DAY}(?:,|T| at)? ?)?{_TIME}"
_LEADING = re.compile(
    rf"(?:[-*•] +|\| *)?(?P<open>[\[(])?(?P<stamp>{_STAMP})(?(open)[\])])(?P<sign> *[-–—|:])?"
    r"(?:\s++(?P<rest>.*))?"
)
_HEADER = re.compile(
    rf"(?P<who>[^\W\d_][^:<>\[\]]{{0,58}}?)(?: (?:APP|BOT))?(?: *[—–|,-] *|\s+)[\[(]?"
    rf"(?P<stamp>{_STAMP})[\])]?"
)
_DIVIDER = re.compile(
    r"[-—–= ]*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    r"(?P<day>[A-Z][a-z]+ [0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{4}|[0-9]{1,2}\.? [A-Z][a-z]+ [0-9]{4}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2})[-—–= ]*"
)
_RELATIVE = re.compile(r"(?:Today|Yesterday) at ", re.IGNORECASE)
_SAYS = re.compile(
    r"(?:<[@+ ]?(?P<nick>[^<>]{1,60})>|@?(?P<who>[^\W\d_][^:<>\[\]|]{0,40}?):) +(?=\S)"
)
_NICK = re.compile(r"<[@+ ]?[^<>]{1,60}> ")
_SYSTEM = re.compile(r"(?:-!-|\*{3}|-->|<--|—>|←|→)\s")
_CHANNEL = re.compile(r"(?<!\S)#[\w-]+")
_WORD = r"[^\W\d_][\w.'’-]*"
_NAME = re.compile(rf"{_WORD}(?: {_WORD}){{0,4}}(?: \([^()]{{1,40}}\))?(?: (?:APP|BOT))?")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ]")
_MOST_WORDS_OF_A_NAME = 4
_LOOKED_AT = 200


@dataclass(slots=True)
class _Message:
    """A message while its lines are being read."""

    stamp: str
    line: int
    actor: str = ""
    said: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def _fits(document: Document, terms: Terms) -> int:
    del terms
    lines = [line for line in document.text.split("\n")[:_LOOKED_AT] if line.strip()]
    stamps = [match for each in lines if (match := _LEADING.fullmatch(each.strip()))]
    stamped = len(stamps)
    nicks = sum(bool(_NICK.match(each["rest"] or "")) for each in stamps)
    if stamped and 2 * nicks > len(lines):
        return 85  # no log writes who speaks between angle brackets
    headed = sum(bool(_header(each.strip())) for each in lines)
    if not stamped + headed:
        return 0
    return min(70, 20 + 50 * (stamped + 2 * headed) // len(lines))


def _read(document: Document, terms: Terms) -> Iterator[Told]:
    chatter = any_of(terms.words.chatter)
    by = terms.words
    phrases = (phrase for each in by.phases for phrase in each.phrases)
    labels = any_of((*by.labels, *by.decisions, *phrases))
    for message in _messages(document, labels):
        if isinstance(message, _Message):
            yield _told(message, document, terms, chatter)
        else:
            number, line = message
            yield skipped(document, Spot(number), line, "no time stands before it")


def _messages(document: Document, labels: re.Pattern[str]) -> Iterator[_Message | tuple[int, str]]:
    """Yield messages, and lines that belong to none with their numbers."""
    lines = [line.strip() for line in document.text.split("\n")]
    known: set[str] = set()
    current: _Message | None = None
    day = ""
    for number, line in enumerate(lines, 1):
        following = lines[number] if number < len(lines) else ""
        if not line:
            continue
        if divider := _DIVIDER.fullmatch(line):
            if current:
                yield current
            current, day = None, re.sub(r"(?<=[0-9])(?:st|nd|rd|th)", "", divider["day"])
            continue
        begun = _begun(line, following, number, day, labels)
        if begun is None:
            if current:
                current.said.append(line)
            else:
                yield number, line
            continue
        if current:
            if not begun.actor and not begun.said:
                begun.actor = _name_above(current, lines[number - 3 : number - 1], known)
            yield current
            if not begun.actor and not begun.said:
                begun.actor = current.actor  # the same person goes on
        elif not begun.actor and not begun.said and number > 1 and _is_name(lines[number - 2]):
            begun.actor = lines[number - 2]
        known.add(begun.actor)
        current = begun
    if current:
        yield current


def _begun(
    line: str, following: str, number: int, day: str, labels: re.Pattern[str]
) -> _Message | None:
    """Return the message that a line begins; None for a line that goes on with one."""
    if match := _LEADING.fullmatch(line):
        rest = (match["rest"] or "").strip().removesuffix("|").strip()
        message = _dated(match["stamp"], number, day)
        says = _SAYS.match(rest)
        if says and (says["nick"] or not labels.fullmatch(says["who"])):
            message.actor = (says["nick"] or says["who"]).strip()
            rest = rest[says.end() :]
        elif (
            not says
            and rest
            and match["open"]
            and _is_name(rest)
            and following
            and _begins(following) is None
        ):
            message.actor, rest = rest, ""
        if rest:
            message.said.append(rest)
        return message
    if match := _header(line):
        message = _dated(match["stamp"], number, day)
        message.actor = match["who"].strip()
        return message
    return None


def _begins(line: str) -> re.Match[str] | None:
    return _LEADING.fullmatch(line) or _header(line)


def _header(line: str) -> re.Match[str] | None:
    match = _HEADER.fullmatch(line)
    return match if match and _is_name(match["who"].strip()) else None


def _dated(stamp: str, number: int, day: str) -> _Message:
    """Begin a message; a clock time alone takes the day of the line that parts the days."""
    bare = _RELATIVE.sub("", stamp)
    doubts = [f"“{stamp}” says no date"] if bare != stamp else []
    bare = re.sub(rf"({_DAY})(?:,| at) ?", r"\1 ", bare)
    if day and re.fullmatch(_TIME, bare):
        bare = f"{day} {bare}"
    return _Message(stamp=bare, line=number, doubts=doubts)


def _is_name(text: str) -> bool:
    """Tell whether a text may well be a person's name: a few words, each with a capital."""
    if not _NAME.fullmatch(text) or text.endswith("."):
        return False
    words = re.sub(r"\(.*\)", "", text).split()
    if len(words) == 1:
        return True
    return len(words) <= _MOST_WORDS_OF_A_NAME and all(_CAPITALS.match(each) for each in words)


def _name_above(message: _Message, above: list[str], known: set[str]) -> str:
    """Take a name from the end of the message before: copies put it above its time."""
    last = message.said[-1] if message.said else ""
    if not last or not above or above[-1] != last or not _is_name(last):
        return ""
    if len(last.split()) == 1 and last not in known and (len(above) < 2 or above[0]):  # noqa: PLR2004
        return ""
    message.said.pop()
    return last


def _told(message: _Message, document: Document, terms: Terms, chatter: re.Pattern[str]) -> Told:
    text = " ".join(message.said)
    spot = Spot(message.line)
    if _SYSTEM.match(text) or (len(text) <= _LOOKED_AT and _by_itself(chatter, text)):
        return skipped(document, spot, text, "the chat wrote it by itself", fault=False)
    return told(
        document,
        terms,
        Piece(
            time=message.stamp,
            text=text,
            spot=spot,
            kind="message",
            actor=message.actor,
            doubts=tuple(message.doubts),
        ),
    )


def _by_itself(chatter: re.Pattern[str], text: str) -> bool:
    """Tell whether a line is of the chat's own: a name and such words, and no sentence besides."""
    text = _CHANNEL.sub("the channel", text)
    found = chatter.search(text)
    if found is None:
        return False
    before, after = text[: found.start()].strip(), text[found.end() :].strip(" .")
    return len(before.split()) <= _MOST_WORDS_OF_A_NAME and not re.search(
        r"[.!?,;]\s", one_line(after)
    )


READER = Reader(name="chat", label="a pasted chat", fits=_fits, read=_read)
