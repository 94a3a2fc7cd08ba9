"""``postmortems explain``: say what a rule is about."""

from __future__ import annotations

import click

from postmortems.cli.completing import rules


@click.command(name="explain")
@click.argument("name", metavar="RULE", required=False, shell_complete=rules)
def command(name: str | None) -> None:
    """Say what RULE is about, why it exists and how to satisfy it.

    \b
    Example:
      postmortems explain timeline-unsorted
    """  # noqa: D301 - click wants the control character
    from postmortems.cli.extensions import know_extensions
    from postmortems.cli.names import unknown
    from postmortems.rules.explain import explain
    from postmortems.rules.registry import by_id, rule_names

    if name is None:
        message = "explain takes the name of a rule; `postmortems rules` lists them"
        raise click.UsageError(message)
    know_extensions()
    if name not in rule_names():
        raise click.UsageError(unknown("rule", name, rule_names()))
    click.echo(explain(by_id(name)), nl=False)
