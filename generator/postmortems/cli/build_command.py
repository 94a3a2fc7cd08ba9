"""``postmortems build``: check the incidents and build the site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortems.cli.options import (
    as_of_option,
    audience_option,
    quiet_option,
    root_option,
    timings_option,
)

if TYPE_CHECKING:
    from postmortems.checking.result import Checked
    from postmortems.config.audiences import AudienceName
    from postmortems.load.ledger import Ledger


@click.command(name="build")
@click.option(
    "--strict/--no-strict",
    default=True,
    show_default=True,
    help="Fail on a warning of MkDocs, such as a broken link.",
)
@click.option(
    "--cache/--no-cache",
    default=True,
    show_default=True,
    help="Make only what has changed since the last build; the result is the same.",
)
@click.option(
    "--portable",
    is_flag=True,
    help="Build no site, but write its pages for another publisher of Markdown.",
)
@audience_option
@timings_option
@quiet_option
@as_of_option
@root_option
def command(
    as_of: str | None,
    root: Path | None,
    audience: AudienceName | None,
    *,
    strict: bool,
    cache: bool,
    portable: bool,
    quiet: bool,
    timings: bool,
) -> None:
    """Check the incidents and build the site.

    Nothing is published while an incident holds an error: everything wrong is listed, and the
    last good site stays as it is. Without --as-of, the day that mkdocs.yml names counts, if any.
    The public site lies beside the other one, in a folder whose name ends with -public.

    \b
    Examples:
      postmortems build
      postmortems build --as-of 2026-01-31
      postmortems build --audience public
      postmortems build --portable
    """  # noqa: D301 - click wants the control character
    from postmortems.cli.watch import watched

    with watched(quiet=quiet, timings=timings):
        _build(as_of, root, audience, strict=strict, cache=cache, portable=portable)


def _build(
    as_of: str | None,
    root: Path | None,
    asked: AudienceName | None,
    *,
    strict: bool,
    cache: bool,
    portable: bool,
) -> None:
    from contextlib import closing, nullcontext

    from postmortems.cli.outputs import colours
    from postmortems.cli.reporting import report_of
    from postmortems.load.files import find_root
    from postmortems.pipeline import check, open_ledger
    from postmortems.publish.site import audience_of, build_site, moment
    from postmortems.reports.base import closing as summed_up
    from postmortems.reports.full import snippets

    base = find_root(root)
    audience = audience_of(base, asked)
    with closing(open_ledger(base, audience)) if cache else nullcontext() as ledger:
        checked = check(base, moment(base, as_of), None, ledger)
        report = report_of(checked)
        if report.exit_code:
            colour = colours()
            click.echo(snippets(report, colour=colour), color=colour)
            click.echo(f"{summed_up(report)} Nothing was published.")
            sys.exit(report.exit_code)
        # Old records keep their warnings for ever; listing them all would hide what is new.
        hint = " `postmortems check` lists them." if checked.findings else ""
        click.echo(summed_up(report) + hint)
        if audience == "public":
            made = sum(each.postmortem.audience == "public" for each in checked.incidents.values())
            click.echo(f"{made:,} of them {'is' if made == 1 else 'are'} public.")
        if portable:
            _portable(base, checked, ledger, audience)
            return
        built = build_site(base, checked, ledger, audience=audience, strict=strict, anew=not cache)
    for warning in built.warnings:
        click.echo(f"MkDocs warns: {warning}", err=True)
    for sentence in built.edited:
        click.echo(sentence, err=True)
    shown = _shown(built.folder)
    serve = "postmortems serve" + (f" --audience {asked}" if asked else "")
    click.echo(f"The site is in {shown}/. Open {shown}/index.html, or run `{serve}`.")


def _portable(base: Path, checked: Checked, ledger: Ledger | None, audience: AudienceName) -> None:
    from postmortems.publish.portable import write_portable

    made = write_portable(base, checked, ledger, audience)
    for sentence in made.edited:
        click.echo(sentence, err=True)
    click.echo(f"{made.pages:,} pages are in {_shown(made.folder)}/docs/.")
    click.echo(f"Build them with your publisher from {_shown(made.settings)}.")


def _shown(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
