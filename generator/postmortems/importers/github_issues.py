"""GitHub: issues as the API lists them. What teams file through forms has a heading per field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.importers import markdown
from postmortems.importers.document import Document, Format, Terms
from postmortems.importers.draft import Draft, SourceFault
from postmortems.importers.envelope import strangers, views
from postmortems.importers.json_text import View, read_json
from postmortems.importers.names import said, services, severity, words_of
from postmortems.importers.payload import Reading
from postmortems.importers.people import took_part
from postmortems.importers.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.importers.draft import Spot

NAME = "github_issues"
_LISTS = ("items",)
_EMPTY = "_No response_"
"""What a form leaves in a field that nobody filled in."""
API = ("url", "repository_url", "labels_url", "comments_url", "events_url", "timeline_url")
_SILENT = (*API, "id", "node_id", "reactions", "performed_via_github_app", "score")


def _fits(document: Document) -> int:
    return 95 if views(document.json, _mine, lists=_LISTS) else 0


def _mine(held: dict[str, Any]) -> bool:
    user = held.get("user")
    return all(each in held for each in ("number", "title", "state")) and (
        "labels" in held or (isinstance(user, dict) and "login" in user)
    )


def _read(document: Document, terms: Terms) -> Iterator[Draft | SourceFault]:
    source = document.json or read_json(document.text)
    yield from strangers(source, _mine, lists=_LISTS)
    for view in views(source, _mine, lists=_LISTS):
        if view.raw("pull_request") is not None:
            yield SourceFault(
                f"#{view.raw('number')} is a pull request and no issue; it was left out",
                view.spot("pull_request"),
                "export issues only, or go on without it",
            )
            continue
        yield _issue(Reading(view, terms, NAME))


def _issue(reading: Reading) -> Draft:
    view, draft = reading.view, reading.draft
    draft.key = source_key(view)
    reading.line(("title",), view, "title")
    _state(reading)
    reading.kind("", view, "title")
    labels(reading)
    for each in [view.view("assignee"), *view.views("assignees")]:
        if name := each.text("login"):
            took_part(reading, name, reading.spot(each, "login"))
            each.drop()
    user = view.view("user")
    if name := user.text("login"):
        draft.keep("user", name)
        user.drop()
    reading.opened(view, "created_at")
    reading.times(view, "closed_at")
    _body(reading)
    number = view.raw("number")
    reading.link(f"Issue #{number}" if number is not None else "Issue", view, "html_url")
    if draft.record.get("links"):
        view.drop("number")  # the link says it
    reading.skip(view, *_SILENT)
    return reading.done()


def _body(reading: Reading) -> None:
    """Read the body as what people write: what it says goes where the issue says nothing."""
    view, draft = reading.view, reading.draft
    spot = reading.spot(view, "body")
    text = "\n".join(line for line in view.text("body").split("\n") if line.strip() != _EMPTY)
    if not text.strip():
        return
    try:
        told = next(markdown.FORMAT.read(Document(name="body.md", text=text), reading.terms))
    except SourceFault:
        draft.place(("summary",), text, spot)
        return
    if isinstance(told, Draft):
        fields = [key for key in told.record if key not in {"title", "kind"}]
        for key in fields:
            _merge(reading, (key,), told.record[key], spot)
        draft.kept += [(f"body: {name}", each) for name, each in told.kept]
        for each in told.doubts:
            if each.field in {"title", "kind"}:
                continue  # the issue has its own
            draft.doubt(f"in its body: {each.message}", spot, field=each.field, fix=each.fix)


def _merge(reading: Reading, path: Path, value: object, spot: Spot) -> None:
    if isinstance(value, dict):
        for key, each in value.items():
            _merge(reading, (*path, key), each, spot)
    elif isinstance(value, list):
        for each in value:
            reading.draft.append(path, each, spot)
    else:
        reading.draft.place(path, value, spot)


def source_key(view: View) -> str:
    """Return the issue's address, which names its repository, too; or its id."""
    for each in ("html_url", "node_id", "id"):
        raw = view.raw(each)
        if isinstance(raw, str | int) and not isinstance(raw, bool):
            return str(raw)
    return ""


def _state(reading: Reading) -> None:
    """Take the state: that of the issue, which need not be that of the incident."""
    view = reading.view
    word = view.raw("state")
    reading.status(view, "state")
    if isinstance(word, str) and "status" in reading.draft.record:
        reading.draft.doubt(
            f"the issue is {word}; the incident need not be `{reading.draft.record['status']}`",
            reading.spot(view, "state"),
            field="status",
        )


def labels(reading: Reading) -> None:
    """Sort labels: levels, services, and the others as tags."""
    view, draft, terms = reading.view, reading.draft, reading.terms
    held = view.raw("labels")
    named: list[tuple[str, Spot]] = []
    for index, each in enumerate(held if isinstance(held, list) else ()):
        steps = ("labels", index) if isinstance(each, str) else ("labels", index, "name")
        name, spot = view.text(*steps), reading.spot(view, *steps)
        if not name:
            continue
        view.drop("labels", index)
        key, found, value = name.partition(":")
        field = " ".join(key.split()).casefold() if found else ""
        value = value.strip()
        if field in {one.casefold() for one in reading.words.fields.services} and value:
            named.append((value, spot))
        elif field in {one.casefold() for one in reading.words.fields.severity} and value:
            severity(draft, value, spot, terms, NAME)
        elif _is_level(name, terms):
            severity(draft, name, spot, terms, NAME)
        elif _is_service(name, terms):
            named.append((name, spot))
        else:
            _tag(reading, name, spot)
    services(draft, named, terms)


def _tag(reading: Reading, name: str, spot: Spot) -> None:
    word = slug(name)
    if word and word not in reading.draft.record.get("tags", ()):
        reading.draft.append(("tags",), word, spot)
    if word != name:
        reading.draft.keep(spot.name, name)


def _is_level(name: str, terms: Terms) -> bool:
    words = words_of(terms, NAME)
    levels = {each.casefold() for each in terms.settings.names()["severity"]}
    return name.casefold() in levels or bool(words and said(words.severities, name))


def _is_service(name: str, terms: Terms) -> bool:
    known = {slug(one) for each in terms.settings.catalog.services for one in (each.id, each.name)}
    return slug(name) in known or said(terms.words.services, name) is not None


FORMAT = Format(name=NAME, label="GitHub issue", fits=_fits, read=_read)
