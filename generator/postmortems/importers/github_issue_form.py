"""GitHub issues that were filed through `.github/ISSUE_TEMPLATE/incident.yml`, or their text alone.

GitHub writes a heading with the label of each field, and what was filled in below it. A heading
that the form does not have belongs to the text before it where that is prose; otherwise it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from postmortems.importers import dates, github_issues, markdown
from postmortems.importers.document import Document, Format, Terms
from postmortems.importers.draft import Draft, SourceFault, Spot
from postmortems.importers.envelope import strangers, views
from postmortems.importers.json_text import Json, View, read_json
from postmortems.importers.names import services, severity
from postmortems.importers.payload import Reading
from postmortems.importers.people import took_part
from postmortems.importers.reading import sentences
from postmortems.importers.texts import one_line, shown
from postmortems.load.moments import zone_exists
from postmortems.model.issue_form import QUESTIONS, Question, choices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAME = "github-issue-form"
_LISTS = ("items",)
_EMPTY = {"", "_No response_"}
"""What a form leaves in a field that nobody filled in."""
_BY_LABEL = {each.label: each for each in QUESTIONS}
_ALWAYS = {each.label for each in QUESTIONS if each.required}
"""Headings of what GitHub lets nobody leave out; other documents have some of them, but not all."""
_LONGEST_TITLE = 140
_OF_PEOPLE = {"id", "node_id", "url", "gravatar_id", "type", "user_view_type", "site_admin"}
"""What GitHub tells of somebody besides a name."""
_SILENT = ("url", "html_url", "id", "node_id")
"""Addresses and ids; what links to the issue is taken before."""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands below one heading: its label, its text, and the line of that, from 1."""

    label: str
    text: str
    line: int


def sections(body: str) -> list[Section]:
    """Part an issue's text by the headings of its form; the first may be without a label."""
    lines = body.split("\n")
    starts, ends = [(0, "")], []
    tokens = MarkdownIt("commonmark").parse(body)
    for token, content in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h3" and not token.level and token.map:
            label = " ".join(content.content.split())
            before = _BY_LABEL.get(starts[-1][1])
            if label in _BY_LABEL or before is None or before.sort != "prose":
                starts.append((token.map[1], label))
                ends.append(token.map[0])
    ends.append(len(lines))
    return [
        _section(label, lines[after:end], after)
        for (after, label), end in zip(starts, ends, strict=True)
    ]


def _section(label: str, lines: list[str], above: int) -> Section:
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    return Section(label, "\n".join(lines).strip(), above + first + 1)


def _filled(text: object) -> bool:
    """Tell whether a text is what the form makes."""
    if not isinstance(text, str) or not all(each in text for each in _ALWAYS):
        return False
    return {each.label for each in sections(_unified(text))} >= _ALWAYS


def _mine(held: dict[str, Any]) -> bool:
    return _filled(held.get("body"))


def _asked_for(held: dict[str, Any]) -> bool:
    """Tell whether a mapping can be an issue, when somebody says that it is one of the form's."""
    return "body" in held


def _fits(document: Document) -> int:
    if document.json:
        return 97 if views(document.json, _mine, lists=_LISTS) else 0
    return 92 if _filled(document.text) else 0


def _read(document: Document, terms: Terms) -> Iterator[Draft | SourceFault]:
    if document.json is None and not document.text.lstrip().startswith(("{", "[")):
        if not document.text.strip():
            raise SourceFault("the document is empty")
        yield _alone(document.text, terms)
        return
    source = document.json or read_json(document.text)
    yield from strangers(source, _asked_for, lists=_LISTS)
    for view in views(source, _asked_for, lists=_LISTS):
        yield _issue(Reading(view, terms, github_issues.NAME))


def _alone(body: str, terms: Terms) -> Draft:
    view = View(Json({"body": body}, body, {}))
    reading = Reading(view, terms, NAME)
    view.drop("body")
    _fill(reading, body, lambda line, label: Spot(line, 1, label))
    return reading.done()


def _issue(reading: Reading) -> Draft:
    view, draft = reading.view, reading.draft
    draft.key = github_issues.source_key(view) or _address(view)
    reading.line(("title",), view, "title")
    spot = reading.spot(view, "body")
    body = view.raw("body")
    if isinstance(body, str):
        view.drop("body")
        _fill(reading, body, lambda _, label: Spot(spot.line, spot.column, f"body: {label}"))
    github_issues.labels(reading)
    for each in [view.view("assignee"), *view.views("assignees")]:
        place = reading.spot(each, "login")
        if name := _person(reading, each, place):
            took_part(reading, name, place)
    for who in ("user", "author"):
        author = view.view(who)
        if name := _person(reading, author, reading.spot(author, "login")):
            draft.keep(who, name)
    for at in ("created_at", "createdAt"):
        reading.opened(view, at)
    number = view.raw("number")
    title = f"Issue #{number}" if number is not None else "Issue"
    reading.link(title, view, "html_url" if view.raw("html_url") else "url")
    if draft.record.get("links"):
        view.drop("number")  # the link says it
    reading.skip(view, *_SILENT, *github_issues.API)
    return reading.done()


def _person(reading: Reading, view: View, spot: Spot) -> str:
    """Take somebody's name, or what GitHub knows them by; with a name, the latter is kept."""
    login, name = view.text("login"), view.text("name")
    if not login and not name:
        return ""
    if name:
        reading.draft.keep(spot.name, login)
    reading.skip(view, *(key for key in view.raw() if key in _OF_PEOPLE or key.endswith("_url")))
    if view.raw("is_bot") is False:
        view.drop("is_bot")
    return name or login


def _address(view: View) -> str:
    url = view.raw("url")
    return url if isinstance(url, str) else ""


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _fill(reading: Reading, text: str, spot: Callable[[int, str], Spot]) -> None:
    """Take what was filled in; the zone first, since times without an offset hang on it."""
    found = sections(_unified(text))
    found.sort(key=lambda each: each.label != "Time zone")
    later: list[tuple[Section, Spot]] = []
    for each in found:
        question = _BY_LABEL.get(each.label)
        place = spot(each.line, each.label or "opening")
        if each.text in _EMPTY:
            continue
        if question is None:
            reading.draft.keep(place.name, each.text)
        elif question.path == ("timeline",):
            later.append((each, place))
        else:
            _take(reading, question, each.text, place)
    _title(reading)
    for each, place in later:
        _timeline(reading, each.text, place)


def _take(reading: Reading, question: Question, text: str, spot: Spot) -> None:
    draft, terms = reading.draft, reading.terms
    match question.path:
        case ("severity",):
            severity(draft, text, spot, terms, NAME)
        case ("services",):
            services(draft, [(each.strip(), spot) for each in text.split(",")], terms)
        case ("times", name):
            _moment(reading, name, text, spot)
        case ("timezone",):
            if zone_exists(text):
                draft.place(question.path, text, spot)
            else:
                _doubt(draft, question, text, spot, "no zone such as Europe/Berlin, or UTC")
        case path if question.sort == "choice":
            known = choices(question, {})
            if text in known:
                draft.place(path, text, spot)
            else:
                _doubt(draft, question, text, spot, f"none of {', '.join(known)}")
        case path:
            draft.place(path, text if question.sort == "prose" else one_line(text), spot)


def _doubt(draft: Draft, question: Question, text: str, spot: Spot, why: str) -> None:
    draft.keep(spot.name, text)
    draft.doubt(f"`{shown(text)}` is {why}; it is kept aside", spot, field=".".join(question.path))


def _zone(reading: Reading) -> str | None:
    said = reading.draft.record.get("timezone")
    return str(said) if said else reading.terms.zone


def _moment(reading: Reading, name: str, text: str, spot: Spot) -> None:
    draft = reading.draft
    try:
        read = dates.when(text, zone=_zone(reading), order=reading.terms.order)
    except dates.DateError as error:
        draft.keep(spot.name, text)
        message = f"`{shown(text)}`: {error.message}; it is kept aside"
        draft.doubt(message, spot, field=f"times.{name}", fix=error.fix)
        return
    if not read.aware:
        draft.place(("timezone",), _zone(reading), spot)
    if read.doubt:
        draft.doubt(read.doubt, spot, field=f"times.{name}")
    reading.put_time(name, read.text, spot)


def _title(reading: Reading) -> None:
    """Without an issue around it, the form has no title: its summary begins with one."""
    draft = reading.draft
    first = next(iter(sentences(str(draft.record.get("summary", "")).split("\n")[0])), "").rstrip(
        "."
    )
    if "title" not in draft.record and first and len(first) <= _LONGEST_TITLE:
        spot = draft.spots["summary",]
        draft.place(("title",), one_line(first), spot)
        draft.doubt("no title is stated; the first sentence was taken", spot, field="title")


def _timeline(reading: Reading, text: str, spot: Spot) -> None:
    """Read lines with times as those of a postmortem that somebody wrote."""
    draft = reading.draft
    times = draft.record.get("times", {})
    first = times.get("started") or times.get("detected") or ""
    day = f" of {first[:10]}" if first[:1].isdigit() else ""
    terms = Terms(settings=reading.terms.settings, zone=_zone(reading), order=reading.terms.order)
    document = Document(name="timeline.md", text=f"# Events{day}\n\n## Timeline\n\n{text}\n")
    (told,) = markdown.FORMAT.read(document, terms)
    if not isinstance(told, Draft) or not told.record.get("timeline"):
        draft.keep(spot.name, text)
        draft.doubt(
            "no entry with a time was found in it; it is kept aside", spot, field="timeline"
        )
        return
    for each in told.record["timeline"]:
        draft.append(("timeline",), each, spot)
    if "timezone" in told.record:
        draft.place(("timezone",), told.record["timezone"], spot)
    draft.kept += [(f"{spot.name}: {name}", kept) for name, kept in told.kept]
    for doubt in told.doubts:
        if doubt.field.startswith("timeline"):
            draft.doubt(doubt.message, spot, field=doubt.field, fix=doubt.fix)


FORMAT = Format(name=NAME, label="GitHub issue form", fits=_fits, read=_read)
