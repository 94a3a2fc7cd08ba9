"""cState: the Markdown file of an incident on a status page, its facts in front matter.

Updates stand below it, newest first, each after a mark such as `*Investigating* -`,
`[Initial message]` or `**2021-06-07 12:37:00**`. Some have a time there, or in a shortcode such as
`{{< track "2021-06-07 12:37:00" >}}`; most have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.importers import names
from postmortems.importers.clockwork import TIME, Clockwork, instant, minutes_between, said
from postmortems.importers.dates import DateError, when
from postmortems.importers.document import Format
from postmortems.importers.draft import Draft, SourceFault, Spot
from postmortems.importers.front_matter import front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.importers.document import Document, Terms
    from postmortems.importers.front_matter import FrontMatter

NAME = "cstate"
_SURE, _LIKELY = 95, 80
_MARK = re.compile(
    r"[ \t]*(?:\[(?P<square>[^\[\]\n]{1,60})\](?!\()[ \t]*:?(?=[ \t]*$)"
    r"|\*\*(?P<bold>[^*\n]{1,60})\*\*[ \t]*(?:[-–—:]|(?=$))"
    r"|[*_](?P<slanted>[^*_\n]{1,40})[*_][ \t]*[-–—:])",
    re.MULTILINE,
)
_TRACK = re.compile(r"\{\{<\s*track\s+\"([^\"\n]{1,40})\"\s*>\}\}")
_BLOCKS = re.compile(r"^\s*(?:```|~~~|[-*+|>]\s|[0-9]+\.\s)", re.MULTILINE)
_HOURS = re.compile(r"(?<=T)[0-9](?=:)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Update:
    mark: str
    text: str
    line: int


def _fits(document: Document) -> int:
    if not document.text.lstrip("\ufeff \n").startswith("---"):
        return 0
    keys = {each.casefold() for each in front_matter(document.text).values}
    if "resolvedwhen" in keys or ("section" in keys and {"severity", "affected"} & keys):
        return _SURE
    return _LIKELY if {"severity", "affected", "resolved"} <= keys else 0


def _read(document: Document, terms: Terms) -> Iterator[Draft | SourceFault]:
    front = front_matter(document.text)
    if not front.values:
        raise SourceFault(front.fault or "there is no front matter", Spot(front.fault_line))
    yield _draft(document, front, terms)


FORMAT = Format(name=NAME, label="cState file", fits=_fits, read=_read)


def _draft(document: Document, front: FrontMatter, terms: Terms) -> Draft:
    draft = Draft(key=document.name.removesuffix(".md"))
    title, spot = front.take("title")
    draft.place(("title",), title, spot)
    _times(draft, front, terms)
    flag, spot = front.take("resolved")
    if flag == "true" or "resolved" in draft.record.get("times", {}):
        draft.place(("status",), "resolved", spot)
    elif flag == "false":
        draft.place(("status",), "investigating", spot)
        draft.doubt("the page says only that it is not resolved", spot, field="status")
    elif flag:
        draft.keep("resolved", flag)
    word, spot = front.take("severity")
    names.severity(draft, word, spot, terms, NAME)
    names.kind(draft, word, spot, terms, NAME)
    affected = front.take_list("affected")
    names.services(draft, affected, terms)
    if not affected:
        draft.doubt(
            "no component is named",
            front.spot("affected") if front.key("affected") else Spot(1, 1, "affected"),
            field="services",
            fix="write the services, or import with --service",
        )
    section, _ = front.take("section")
    if section != "issue":
        draft.keep("section", section)
    front.keep_rest(draft)
    _body(draft, front, terms)
    return draft


def _times(draft: Draft, front: FrontMatter, terms: Terms) -> None:
    for key, moment in (("date", "started"), ("resolvedWhen", "resolved")):
        text, spot = front.take(key)
        if not text:
            continue
        try:
            found = when(_HOURS.sub(r"0\g<0>", text), zone=terms.zone, order=terms.order)
        except DateError as error:
            draft.keep(key, text)
            draft.doubt(f"{key}: {error.message}", spot, field=f"times.{moment}", fix=error.fix)
            continue
        if found.doubt:
            draft.doubt(found.doubt, spot, field=f"times.{moment}")
        if not found.aware and terms.zone:
            draft.record.setdefault("timezone", terms.zone)
        draft.place(("times", moment), found.text, spot)
    made = draft.record.get("times", {})
    if {"started", "resolved"} <= made.keys() and minutes_between(
        made["started"], made["resolved"]
    ) < 0:
        draft.doubt(
            f"it ends ({made['resolved']}) before it begins ({made['started']})",
            draft.spots["times", "resolved"],
            field="times.resolved",
            fix="look up which of the two is wrong",
        )


def _body(draft: Draft, front: FrontMatter, terms: Terms) -> None:
    """Place updates with times in the timeline, and those without in the summary, oldest first."""
    updates = _updates(front)
    marked = [each for each in updates if each.mark]
    timed, untimed = [], [each for each in updates if not each.mark]
    for each in reversed(marked):
        at = _time(draft, each, terms)
        if at and each.text:
            timed.append((at, each))
        else:
            untimed.append(each)
    for at, each in sorted(timed, key=lambda entry: instant(entry[0])):
        spot = Spot(each.line, 1, each.mark)
        text = " ".join(_TRACK.sub("", each.text).split())
        draft.append(("timeline",), {"at": at, "text": text}, spot)
        if _BLOCKS.search(each.text):
            draft.keep(each.mark, each.text)
    parts = [
        f"**{each.mark}**\n\n{each.text}".strip() if each.mark else each.text for each in untimed
    ]
    if not parts and timed:
        parts = [timed[0][1].text]
    first = min((each.line for each in updates), default=1)
    draft.place(("summary",), "\n\n".join(parts), Spot(first, 1, "body"))


def _updates(front: FrontMatter) -> list[_Update]:
    body = front.body
    starts = [match for match in _MARK.finditer(body) if not _in_code(body, match.start())]
    line = front.first
    found = [_Update(mark="", text=body[: starts[0].start()] if starts else body, line=line)]
    for index, match in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(body)
        mark = match["square"] or match["bold"] or match["slanted"]
        at = line + body.count("\n", 0, match.start())
        found.append(_Update(mark=mark.strip(), text=body[match.end() : end], line=at))
    return [
        _Update(mark=each.mark, text=text, line=each.line)
        for each in found
        if (text := _without_comments(each.text)) or each.mark
    ]


def _in_code(body: str, at: int) -> bool:
    return len(re.findall(r"^ {0,3}```", body[:at], re.MULTILINE)) % 2 == 1


def _without_comments(text: str) -> str:
    return re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL).strip()


def _time(draft: Draft, update: _Update, terms: Terms) -> str:
    """Return when an update was written, if it says so with a date; empty otherwise."""
    tracked = _TRACK.search(update.text)
    match = TIME.search(tracked[1] if tracked else update.mark)
    if match is None or not match["date"]:
        return ""
    clockwork = Clockwork(zone=terms.zone, order=terms.order)
    try:
        at = clockwork.read(said(match))
    except DateError as error:
        spot = Spot(update.line, 1, update.mark)
        draft.doubt(f"{update.mark}: {error.message}", spot, field="timeline", fix=error.fix)
        return ""
    if clockwork.local and terms.zone:
        draft.record.setdefault("timezone", terms.zone)
    return at
