"""``postmortems new``: the record of an incident begun, by questions or by options."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from postmortems import today
from postmortems.cli.completing import levels, services
from postmortems.cli.options import as_of_option, root_option

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.config.settings import Settings
    from postmortems.edit.judge import Judge


@click.command(name="new")
@click.option("--title", metavar="TEXT", help="What people noticed, in one line.")
@click.option(
    "--severity",
    metavar="LEVEL",
    shell_complete=levels,
    help="A level of the scale, its name or an alias.",
)
@click.option(
    "--service",
    "services",
    metavar="NAME",
    multiple=True,
    shell_complete=services,
    help="May be repeated.",
)
@click.option("--kind", metavar="WORD", help="Such as outage, degradation or near_miss.")
@click.option("--detection", metavar="WORD", help="Such as alert, client_report or monitoring.")
@click.option("--alert", metavar="NAME", help="The alert that fired.")
@click.option("--status", metavar="WORD", help="How far the response has come.")
@click.option("--started", metavar="TIME", help="When the harm began, or `now`.")
@click.option("--estimated", is_flag=True, help="The start is a judgement, not a measurement.")
@click.option("--detected", metavar="TIME", help="When it was first noticed, or `now`.")
@click.option("--timezone", metavar="ZONE", help="The zone of times without an offset.")
@click.option(
    "--date-unknown",
    metavar="TEXT",
    help="Nobody knows the date; what is known instead. Times are then `day 1 09:12`.",
)
@click.option("--commander", metavar="NAME", help="Who decides.")
@click.option("--summary", metavar="TEXT", help="The story in a few sentences.")
@click.option(
    "--signal",
    "signals",
    metavar="NAME=VALUE",
    multiple=True,
    help="An observation that the level can be suggested from; it is recorded. May be repeated.",
)
@click.option("--id", "incident_id", metavar="ID", help="Default: made from the start.")
@click.option("--no-input", is_flag=True, help="Ask nothing; what is missing is an error.")
@click.option(
    "--edit/--no-edit",
    "editing",
    default=None,
    help="Open the file in $VISUAL or $EDITOR, then check it. Default: on a terminal.",
)
@as_of_option
@root_option
def command(
    *,
    services: tuple[str, ...],
    signals: tuple[str, ...],
    incident_id: str | None,
    editing: bool | None,
    as_of: str | None,
    root: Path | None,
    estimated: bool,
    no_input: bool,
    **said: str | None,
) -> None:
    """Begin the record of an incident that runs, or that was weeks ago.

    Asks for what no record can do without, unless an option says it. What you do not know yet can
    stay open: it is left out, never made up. The id follows from the start, and no file is ever
    overwritten.

    \b
    Examples:
      postmortems new
      postmortems new --started '2026-03-01 09:12' --timezone Europe/Berlin
      postmortems new --no-input --title 'Checkout is down' --severity P1 \\
        --service checkout --kind outage --detection alert \\
        --status investigating --started now
    """  # noqa: D301 - click wants the control character
    from postmortems.cli.asking import ask
    from postmortems.cli.editing import judge_of
    from postmortems.cli.signals import observed
    from postmortems.cli.terminal import somebody_there
    from postmortems.edit.answers import OPTIONS, checked, moment, open_questions
    from postmortems.edit.beginning import Beginning
    from postmortems.edit.creation import create
    from postmortems.errors import UsageError
    from postmortems.load.files import find_root

    base = find_root(root)
    # By the clock: what is noted a minute after it happened has happened.
    judge = judge_of(base, today.moment() if as_of is None else today.instant(as_of))
    seen = observed(signals, judge.terms.settings)
    words = {name: text or "" for name, text in said.items()}
    words |= {name: moment(words[name]) for name in ("started", "detected")}
    given = Beginning(
        **words,
        services=services,
        estimated=estimated,
        signals=tuple((name, value) for name, (value, _) in seen.items()),
    )
    begun = checked(given, judge)
    _suggest(seen, judge.terms.settings)
    asking = somebody_there() and not no_input
    if asking:
        begun = ask(begun, judge)
    elif missing := open_questions(begun):
        why = "" if no_input else "nobody is there to be asked; "
        named = ", ".join(OPTIONS[each] for each in missing)
        raise UsageError(f"{why}give {named} as well")
    file = create(begun, incident_id, today.moment(), base, judge)
    click.echo(f"wrote {file}")
    edit = asking if editing is None else editing
    sys.exit(0 if _checked(file, base, judge, edit=edit, ask=asking) else 1)


def _suggest(seen: dict[str, tuple[bool | float, str]], settings: Settings) -> None:
    """Say which level the observations suggest; it is for people to choose."""
    from postmortems.answers.classification import Question, text

    if seen:
        found = text(Question(signals=seen), settings.severities)
        # The verdict alone; `postmortems classify` gives the reasons.
        verdict = ". ".join(found.split("\n\n")[0].strip().split("\n"))
        click.echo(f"By what was observed: {verdict}", err=True)


def _checked(file: str, root: Path, judge: Judge, *, edit: bool, ask: bool) -> bool:
    """Check the file, after every edit; tell whether it is without errors."""
    from postmortems.checking.record import examine
    from postmortems.checking.result import Checked
    from postmortems.cli.outputs import colours
    from postmortems.cli.reporting import report_of
    from postmortems.edit.incident_file import incident_bytes
    from postmortems.findings import Level
    from postmortems.load.files import source
    from postmortems.reports.full import snippets

    path = root / file
    while True:
        if edit:
            click.edit(filename=str(path))
        here = source(path, root)
        found = examine(here, incident_bytes(here, judge.limits.max_bytes), judge.terms).findings
        # The gaps stand in the file as comments, each with its reason; the number is enough here.
        told = tuple(each for each in found if each.rule != "missing-field")
        shown = report_of(Checked(as_of=judge.terms.as_of, findings=told, count=1))
        if told:
            click.echo(snippets(shown, colour=colours()), nl=False)
        if gaps := len(found) - len(told):
            many = "1 more field" if gaps == 1 else f"{gaps} more fields"
            click.echo(f"Its status asks for {many}: `postmortems check {file}` lists them.")
        sound = not any(each.level is Level.ERROR for each in found)
        if sound or not (edit and ask) or not click.confirm("Edit again?", default=True):
            return sound
