"""``postmortems due``: all that somebody still has to do, over all incidents."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from postmortems import today
from postmortems.cli.options import as_of_option, output_option, root_option
from postmortems.metrics.due import KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.checking.result import Checked
    from postmortems.config.settings import Settings
    from postmortems.metrics.agenda import Agenda

_NAMED = 5  # files that are named; the check names them all


class _Options(TypedDict):
    within: int | None
    owners: tuple[str, ...]
    teams: tuple[str, ...]
    kinds: tuple[str, ...]
    style: str
    fail_on: str
    as_of: str | None
    root: Path | None


@click.command(name="due")
@click.option(
    "--within",
    type=click.IntRange(0, 36_600),
    metavar="DAYS",
    help="Only what is overdue or due in so many days.",
)
@click.option(
    "--owner", "owners", metavar="NAME", multiple=True, help="Only what this person answers for."
)
@click.option(
    "--team",
    "teams",
    metavar="TEAM",
    multiple=True,
    help="Only actions of this team, and what else is due from incidents that it took part in.",
)
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(("action", *KINDS)),
    multiple=True,
    help="Only this. Repeat it for more.",
)
@output_option("text", "json", "ics", told="For people, for programs, or for a calendar.")
@click.option(
    "--fail-on",
    type=click.Choice(["never", "overdue"]),
    default="never",
    show_default=True,
    help="Whether something overdue makes the exit code 1.",
)
@as_of_option
@root_option
def command(**options: Unpack[_Options]) -> None:
    """List all that is due: actions, write-ups, reviews, later looks, reports, promised updates.

    Overdue comes first, then by day. Days are in UTC; a day is over when it has ended.

    \b
    Examples:
      postmortems due
      postmortems due --within 14 --team payments
      postmortems due --kind review --kind follow_up --output ics > reviews.ics
      postmortems due --within 0 --fail-on overdue
    """  # noqa: D301 - click wants the control character
    from postmortems.checking.run import check
    from postmortems.errors import ConfigurationError
    from postmortems.load.files import INCIDENTS, find_root, require_folder
    from postmortems.load.settings import UNUSABLE
    from postmortems.metrics.agenda import agenda

    base = find_root(options["root"])
    require_folder(base, INCIDENTS)
    checked = check(base, today.instant(options["as_of"]), records=True)
    if checked.settings is None:
        raise ConfigurationError(UNUSABLE)
    _known(options["teams"], checked.settings)
    found = agenda(
        checked.incidents,
        checked.settings.policy,
        checked.as_of,
        within=options["within"],
        kinds=options["kinds"],
        owners=options["owners"],
        teams=options["teams"],
    )
    _tell_broken(checked)
    click.echo(_written(found, checked, options["style"]), nl=False)
    sys.exit(options["fail_on"] == "overdue" and bool(found.in_state("overdue")))


def _known(teams: tuple[str, ...], settings: Settings) -> None:
    from postmortems.cli.names import unknown
    from postmortems.errors import UsageError

    known = [each.id for each in settings.catalog.teams]
    for name in teams:
        if name not in known:
            raise UsageError(unknown("team", name, known))


def _written(found: Agenda, checked: Checked, style: str) -> bytes:
    """Write the list, as UTF-8: what programs read does not hang on the terminal."""
    from postmortems.cli.due_text import text
    from postmortems.feeds.agenda import document
    from postmortems.feeds.calendars import agenda as diary
    from postmortems.feeds.calendars import calendar
    from postmortems.pages.base import Library

    assert checked.settings is not None  # noqa: S101 - the caller looked first
    library = Library(
        settings=checked.settings,
        incidents=checked.incidents,
        files=checked.files,
        as_of=checked.as_of,
    )
    if style == "ics":
        made = diary(library, found.entries)
        if made.left_out:
            click.echo(
                f"{made.left_out:,} days are further off than `feeds.events` of site.yml has room "
                "for, and are left out",
                err=True,
            )
        return calendar(made, library)
    lines = _lines(found, checked)
    return (document if style == "json" else text)(found, library, lines).encode()


def _lines(found: Agenda, checked: Checked) -> dict[str, int]:
    """Find the line at which each entry stands, reading each file of one once more."""
    from postmortems.findings import Problem
    from postmortems.load.locate import locate
    from postmortems.load.text import Limits

    places: dict[str, dict[str, Problem]] = {}
    for each in found.entries:
        problem = Problem(rule="", path=each.path, message="")
        places.setdefault(each.incident, {})[each.id] = problem
    lines: dict[str, int] = {}
    for incident, problems in places.items():
        located = locate(checked.contents[incident], list(problems.values()), Limits())
        lines |= {
            name: each.span.line
            for name, each in zip(problems, located, strict=True)
            if each.span is not None
        }
    return lines


def _tell_broken(checked: Checked) -> None:
    """Say on stderr which records are left out, or only in part here, because of errors."""
    from postmortems.findings import Level

    broken = {
        each.file
        for each in checked.findings
        if each.level is Level.ERROR and each.file.startswith("incidents/")
    }
    read = set(checked.files.values())
    for files, said in (
        (sorted(broken - read), "cannot be read, so nothing of it is told here"),
        (sorted(broken & read), "has errors, and what is broken in it is left out"),
    ):
        for file in files[:_NAMED]:
            click.echo(f"{file} {said}", err=True)
        if len(files) > _NAMED:
            click.echo(f"and {len(files) - _NAMED:,} more", err=True)
    if broken:
        click.echo("`postmortems check` shows what is wrong", err=True)
