"""``postmortems review``: say what a change does to the incidents of a repository."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from postmortems import __version__, today
from postmortems.answers.review.formats import FORMATS
from postmortems.cli.options import as_of_option, quiet_option, root_option, timings_option

if TYPE_CHECKING:
    from pathlib import Path


class _Options(TypedDict):
    ref: str
    written: tuple[str, ...]
    fail_on: str
    cache: bool
    timings: bool
    quiet: bool
    as_of: str | None
    root: Path | None


@click.command(name="review")
@click.option(
    "--base",
    "ref",
    metavar="REF",
    required=True,
    help="Compare with where this branch and REF parted, such as origin/main.",
)
@click.option(
    "--output",
    "written",
    metavar="FORMAT[=FILE]",
    multiple=True,
    help=f"How to say it, and where to: {', '.join(FORMATS)}. Default: text. Repeat it for "
    "several; all but one need a FILE, which is replaced.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="The lightest new finding that makes the exit code 1.",
)
@click.option(
    "--cache/--no-cache",
    default=True,
    show_default=True,
    help="Remember what was found, and read only what has changed.",
)
@timings_option
@quiet_option
@as_of_option
@root_option
def command(**options: Unpack[_Options]) -> None:
    """Say what a change does to the incidents: for whoever is to agree to it.

    Of each incident that differs from the base, what is another in words, a severity that its
    signals suggest instead, and what the playbook asks for now; of the findings, those that are
    new and those that are gone. What is not committed counts, too.

    \b
    Examples:
      postmortems review --base origin/main
      postmortems review --base origin/main --output markdown=summary.md
      postmortems review --base HEAD --output json
    """  # noqa: D301 - click wants the control character
    from postmortems.cli.watch import watched

    with watched(quiet=options["quiet"], timings=options["timings"]):
        _review(options)


def _review(options: _Options) -> None:
    from postmortems.answers.review.compare import review
    from postmortems.answers.review.formats import render
    from postmortems.answers.review.report import summed
    from postmortems.checking.both import check_both
    from postmortems.checking.memory import Memory
    from postmortems.cli.outputs import outputs, write
    from postmortems.findings import Level
    from postmortems.load.files import INCIDENTS, discover, find_root

    going = outputs(options["written"], FORMATS)
    base = find_root(options["root"])
    as_of = today.instant(options["as_of"])
    memory = None
    if options["cache"]:
        memory = Memory(base, as_of, discover(base / INCIDENTS, base), None)
    both = check_both(base, options["ref"], as_of, memory=memory)
    fail_on = options["fail_on"]
    least = None if fail_on == "never" else Level(fail_on)
    found = review(both, options["ref"], __version__, least, today.moment(options["as_of"]))
    printed = next((each.format for each in going if each.file is None), None)
    if printed is not None:
        # As bytes: what programs read is UTF-8, whatever the terminal takes.
        said = render(printed, found)
        click.echo(said if printed == "text" else said.encode(), nl=False)
    if printed != "text":
        click.echo(summed(found), err=True)
    write(going, lambda name: render(name, found))
    sys.exit(found.exit_code)
