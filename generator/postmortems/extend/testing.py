"""A harness for extensions: with plain pytest, or any other way to run Python.

Everything here uses the settings of the repository that is given as ``root``, or else ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems import charts, today
from postmortems.checking.record import terms
from postmortems.edit.compose import compose
from postmortems.errors import UsageError
from postmortems.findings import dotted
from postmortems.importers.document import Document, Terms
from postmortems.importers.run import Shelf, Unsaid
from postmortems.importers.run import imported as read_document
from postmortems.load.defaults import defaults
from postmortems.load.events import read
from postmortems.load.extensions import module_of
from postmortems.load.incidents import load_incident
from postmortems.load.settings import usable_settings
from postmortems.load.templates import load_templates
from postmortems.load.text import Limits
from postmortems.pages.base import Library
from postmortems.render.page import Renderer
from postmortems.rules.base import Context
from postmortems.rules.documentation import documentation
from postmortems.rules.registry import rule_names

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from postmortems.config.settings import Settings
    from postmortems.findings import Problem
    from postmortems.importers.document import Format
    from postmortems.model.incident import Incident
    from postmortems.pages.additions import AddedPages
    from postmortems.pages.dashboard.additions import AddedChart
    from postmortems.rules.base import Rule

DAY = "2026-03-20"
"""The day on which records are looked at, unless another is given."""


def extension(root: Path, name: str) -> ModuleType:
    """Return the module that a file of a repository is, such as ``extensions/freeze.py``.

    Raises ConfigurationError, with the line, for one that fails.
    """
    return module_of(root, name)


def rule_faults(rule: Rule, root: Path | None = None) -> list[str]:
    """Try a rule on the examples of its own docstring; the sentences say what went otherwise.

    Each is laid over a small sound record: its top-level keys stand in place of the record's own.
    """
    told = []
    shown = documentation(rule.doc)
    for kind, examples in (("flagged", shown.flagged), ("accepted", shown.accepted)):
        for number, fragment in enumerate(examples, start=1):
            found = problems(rule, fragment, root)
            if kind == "flagged" and not found:
                told.append(f"{rule.id} finds nothing in its flagged example {number}")
            if kind == "accepted":
                told += [
                    f"{rule.id} flags its accepted example {number}, at "
                    f"{dotted(each.path) or 'the record'}: {each.message}"
                    for each in found
                ]
    return told


def problems(
    rule: Rule, fragment: str, root: Path | None = None, *, as_of: str = DAY
) -> list[Problem]:
    """Return what a rule says of a record with the keys of a YAML fragment in place of its own."""
    settings = _settings(root)
    incident = record(fragment, root, as_of=as_of)
    context = Context(settings=settings, as_of=today.instant(as_of), stem=incident.id)
    return list(rule.check(incident, context)) if rule.check else []


def record(fragment: str = "", root: Path | None = None, *, as_of: str = DAY) -> Incident:
    """Return a sound record with the keys of a YAML fragment in place of its own.

    Times without an offset are UTC. Raises UsageError, with what is wrong, where the two together
    are no record.
    """
    by = terms(_settings(root), today.instant(as_of))
    changed = read(fragment.encode(), Limits()).value or {}
    content = compose(_base(by.settings) | changed).encode()
    loaded = load_incident(content, by.names, by.depths, by.limits)
    if loaded.incident is None or not loaded.whole or loaded.problems:
        wrong = [f"{dotted(each.path)}: {each.message}" for each in loaded.problems]
        wrong += [each.message for each in loaded.faults]
        raise UsageError(f"the example is no record: {'; '.join(wrong)}")
    return loaded.incident


def library(*fragments: str, root: Path | None = None, as_of: str = DAY) -> Library:
    """Return a library of records made as `record` makes them; without fragments it is empty."""
    made = [record(each, root, as_of=as_of) for each in fragments]
    incidents = {each.id: each for each in sorted(made, key=lambda each: each.id)}
    return Library(
        settings=_settings(root),
        incidents=incidents,
        files={name: f"incidents/{name}.yml" for name in incidents},
        as_of=today.instant(as_of),
    )


def imported(
    format_: Format,
    text: str,
    *,
    name: str = "export.txt",
    zone: str | None = None,
    root: Path | None = None,
    as_of: str = DAY,
) -> list[dict[str, Any]]:
    """Return the records, as plain values, that `import` makes of a document in a format.

    Raises UsageError, with what is wrong, where the document does not fit the format or cannot be
    read.
    """
    document = Document(name=name, text=text)
    if format_.fits(document) <= 0:
        raise UsageError(f"{name} does not look like {format_.name}")
    by = terms(_settings(root), today.instant(as_of))
    shelf = Shelf(taken=set(), known={})
    given = Terms(settings=by.settings, zone=zone)
    outcomes = list(read_document(document, name, format_, given, by, shelf, Unsaid()))
    unread = [each.message for one in outcomes if one.record is None for each in one.findings]
    if unread:
        raise UsageError(f"{name} cannot be read: {'; '.join(unread)}")
    return [each.record for each in outcomes if each.record is not None]


def rendered(added: AddedPages, from_: Library, root: Path | None = None) -> dict[str, str]:
    """Return the Markdown of each page that is added, by its path in the docs tree."""
    renderer = Renderer(load_templates(root or defaults()))
    return {page.path: renderer.render(page).decode() for page in added.make(from_)}


def drawn(added: AddedChart, from_: Library) -> str:
    """Return the drawing of an added chart as SVG; empty where there is nothing to draw."""
    figure = added.make(from_).figure
    return "" if figure is None or figure.empty else charts.svg(figure)


def _settings(root: Path | None) -> Settings:
    return usable_settings((root or defaults()).resolve(), rule_names())


def _base(settings: Settings) -> dict[str, Any]:
    """Return a record that runs, at the level that asks for the least."""
    services = settings.catalog.services
    return {
        "schema": 1,
        "id": "INC-20260303-0905",
        "title": "Orders are refused",
        "status": "investigating",
        "severity": settings.severities.levels[-1].id,
        "kind": "outage",
        "services": [services[0].id] if services else [],
        "timezone": "UTC",
        "times": {"started": "2026-03-03 09:05"},
        "detection": {"source": "alert"},
        "postmortem": {"status": "none"},
    }
