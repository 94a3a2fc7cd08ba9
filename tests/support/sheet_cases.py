"""Incidents whose sheets are kept under `golden/sheets`, one file for each format."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from postmortems.answers.incident_json import json
from postmortems.answers.sheet import sheet
from postmortems.answers.sheet.plain import Writer
from postmortems.load.templates import load_templates
from postmortems.pipeline import check
from postmortems.render import prose
from postmortems.render.page import Renderer
from postmortems.render.pasted import markdown
from postmortems.render.terminal import rows
from support.advising import open_incident
from support.example import REPOSITORY, make_incident, settings

if TYPE_CHECKING:
    from postmortems.answers.sheet.parts import Sheet
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident

AS_OF = datetime(2026, 9, 30, 23, 59, 59, tzinfo=UTC)
CASES = ("whole", "sound", "bare", "undated")
FORMATS = {"text": "txt", "markdown": "md", "html": "html", "print": "print.html", "json": "json"}


@cache
def renderer() -> Renderer:
    """The templates of this repository."""
    return Renderer(load_templates(REPOSITORY))


@cache
def _demo() -> tuple[dict[str, Incident], Settings]:
    checked = check(REPOSITORY / "tests" / "golden" / "demo", AS_OF)
    assert checked.settings is not None
    return dict(checked.incidents), checked.settings


def case(name: str) -> tuple[Incident, Settings]:
    """An incident, and the settings that it is judged by."""
    incidents, demo = _demo()
    if name == "whole":
        return incidents["INC-20260105-0912"], demo
    if name == "undated":
        return incidents["INC-UNDATED-01"], demo
    return (make_incident() if name == "sound" else open_incident()), settings()


def laid_out(name: str) -> Sheet:
    """The sheet of a case."""
    return sheet(*case(name), AS_OF)


def written(name: str, form: str) -> str:
    """A case in a format."""
    if form == "json":
        return json(*case(name), AS_OF)
    return of(laid_out(name), form)


def of(found: Sheet, form: str) -> str:
    """A sheet in a format for people."""
    if form == "text":
        return Writer(words=prose.text, rows=rows).write(found)
    html = renderer().sheet(found, "print" if form == "print" else "html")
    return markdown(html) if form == "markdown" else html
