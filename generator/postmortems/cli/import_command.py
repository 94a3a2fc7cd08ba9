"""``postmortems import``: other people's documents become records, and nothing of them is lost."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from postmortems import today
from postmortems.cli.completing import levels, services
from postmortems.cli.extensions import know_extensions
from postmortems.cli.importing import Work, tell
from postmortems.cli.options import as_of_option, quiet_option, root_option

if TYPE_CHECKING:
    from postmortems.importers.dates import Order
    from postmortems.importers.document import Format


class _Options(TypedDict):
    formats: bool
    into: Path | None
    zone: str | None
    order: Order | None
    severity: str
    kind: str
    status: str
    services: tuple[str, ...]
    add_services: bool
    dry_run: bool
    quiet: bool
    as_of: str | None
    root: Path | None


@click.command(name="import")
@click.argument("words", metavar="[FORMAT] FILE...", nargs=-1)
@click.option("--formats", is_flag=True, help="List the formats and what each is, and stop.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for the records, in folders by year. Default: incidents/ of the repository.",
)
@click.option("--timezone", "zone", metavar="ZONE", help="The zone of times that name none.")
@click.option(
    "--dates", "order", type=click.Choice(["dmy", "mdy"]), help="How days like 03/04/2026 are read."
)
@click.option(
    "--severity",
    metavar="LEVEL",
    default="",
    shell_complete=levels,
    help="For those whose source says none.",
)
@click.option("--kind", metavar="KIND", default="", help="For those whose source says none.")
@click.option("--status", metavar="STATUS", default="", help="For those whose source says none.")
@click.option(
    "--service",
    "services",
    metavar="SERVICE",
    multiple=True,
    shell_complete=services,
    help="For those that name none.",
)
@click.option("--add-services", is_flag=True, help="Enter unknown services in the catalogue.")
@click.option("--dry-run", is_flag=True, help="Read and tell, and write nothing.")
@quiet_option
@as_of_option
@root_option
def command(words: tuple[str, ...], **options: Unpack[_Options]) -> None:
    """Make records of documents that other tools or people wrote.

    FORMAT is found by looking into each file, unless it is named. What a file says and a record has
    no field for is kept under `imported`; what may be wrong is told here, with its line, and stays
    a finding of `check` until somebody has looked. What was imported before is left alone.

    \b
    Examples:
      postmortems import postmortem.md
      postmortems import statuspage incidents.json --add-services
      postmortems import old-wiki/ --timezone Europe/Berlin --dry-run
    """  # noqa: D301 - click wants the control character
    from postmortems.importers.formats import every_format

    if options["formats"]:
        know_extensions(options["root"])
        width = max(len(each.name) for each in every_format())
        for each in every_format():
            click.echo(f"{each.name:{width}}  {each.label}")
        return
    from postmortems.cli.watch import watched
    from postmortems.importers.run import Unsaid
    from postmortems.load.files import INCIDENTS, find_root

    base = find_root(options["root"])
    into = options["into"]
    format_, paths = _named(words)
    work = Work(
        root=base,
        into=into.absolute() if into else base / INCIDENTS,
        as_of=today.instant(options["as_of"]),
        zone=_zone(options["zone"]),
        order=options["order"],
        format=format_,
        unsaid=Unsaid(
            severity=options["severity"],
            kind=options["kind"],
            status=options["status"],
            services=options["services"],
        ),
    )
    with watched(quiet=options["quiet"]):
        sources = work.sources(paths)
        if options["add_services"] and not options["dry_run"]:
            work.enter_services(sources)
        outcomes = work.run(sources)
        if not options["dry_run"]:
            work.write(outcomes)
        sys.exit(1 if tell(outcomes, work, dry_run=options["dry_run"]) else 0)


def _named(words: tuple[str, ...]) -> tuple[Format | None, list[Path]]:
    """Part the format, where the first word names one, from the files."""
    from postmortems.errors import UsageError
    from postmortems.importers.formats import every_format
    from postmortems.load.wording import nearest

    found = next((each for each in every_format() if words and each.name == words[0]), None)
    paths = [Path(each) for each in (words[1:] if found else words)]
    if found is None and len(words) > 1 and "." not in words[0] and "/" not in words[0]:
        near = nearest(words[0], [each.name for each in every_format()])
        if near:
            raise UsageError(f"there is no format {words[0]!r}; did you mean {near}?")
    if not paths:
        raise UsageError("name the files to import; `--formats` lists what can be read")
    return found, paths


def _zone(name: str | None) -> str | None:
    from postmortems.errors import UsageError
    from postmortems.load.moments import ABBREVIATIONS, zone_exists

    if name is None or (zone_exists(name) and name not in ABBREVIATIONS):
        return name
    if name == "UTC":
        return name
    others = ABBREVIATIONS.get(name.upper())
    hint = f"; it may mean {', '.join(others)}" if others else "; write it like Europe/Berlin"
    raise UsageError(f"--timezone: there is no zone {name!r}{hint}")
