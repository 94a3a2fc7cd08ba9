"""One incident read for a command that answers about it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from postmortems.config.settings import Settings
    from postmortems.findings import Finding
    from postmortems.load.files import Source
    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A record with its file, the settings that it is judged by, and what is wrong with it."""

    incident: Incident
    settings: Settings
    source: Source
    findings: tuple[Finding, ...]


def settings_of(root: Path) -> Settings:
    """Return a repository's settings; raises ConfigurationError when they cannot be used."""
    from postmortems.load.settings import usable_settings
    from postmortems.rules.registry import rule_names

    return usable_settings(root, rule_names())


def read_incident(name: str, root: Path, as_of: datetime) -> Reading:
    """Read the incident of an id, or of a file.

    A record with errors is used as far as it goes, and how many there are is told on stderr. Where
    no record can be made of it, its errors are shown and the program exits with 1. Raises
    UsageError where there is no such incident.
    """
    from postmortems.checking.record import examine, terms
    from postmortems.edit.incident_file import incident_bytes, incident_file
    from postmortems.findings import Level
    from postmortems.load.files import INCIDENTS, SUFFIXES, named

    settings = settings_of(root)
    by = terms(settings, as_of)
    if name.lower().endswith(SUFFIXES):
        source = named(name, root)
    else:
        source = incident_file(name, root / INCIDENTS, root)
    found = examine(source, incident_bytes(source, by.limits.max_bytes), by)
    errors = tuple(
        each
        for each in found.findings
        # What is yet to come is no fault when somebody asks how things stood.
        if each.level is Level.ERROR and each.rule != "future-time"
    )
    if found.incident is None:
        _refuse(errors, as_of)
    if errors:
        many = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        click.echo(
            f"{source.file} has {many}, and what is broken is left out; "
            f"`postmortems check {source.file}` shows them",
            err=True,
        )
    return Reading(
        incident=found.incident, settings=settings, source=source, findings=found.findings
    )


def _refuse(errors: tuple[Finding, ...], as_of: datetime) -> NoReturn:
    from postmortems.checking.result import Checked
    from postmortems.cli.reporting import report_of
    from postmortems.reports.full import snippets

    shown = report_of(Checked(as_of=as_of, findings=errors, count=1))
    click.echo(snippets(shown, colour=sys.stdout.isatty()))
    sys.exit(1)
