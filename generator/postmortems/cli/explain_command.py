"""``postmortems explain``: say what a rule is about."""

from __future__ import annotations

import click


@click.command(name="explain")
@click.argument("name", metavar="[RULE]", required=False)
def command(name: str | None) -> None:
    """Say what RULE is about, why it exists and how to satisfy it; without RULE, list them all.

    \b
    Examples:
      postmortems explain
      postmortems explain timeline-unsorted
    """  # noqa: D301 - click wants the control character
    import difflib

    from postmortems.rules.explain import explain, listing
    from postmortems.rules.registry import RULES, by_id, rule_names

    if name is None:
        click.echo(listing(RULES), nl=False)
        return
    if name not in rule_names():
        near = difflib.get_close_matches(name, rule_names(), n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        message = f"there is no rule {name!r}{hint}"
        raise click.UsageError(message)
    click.echo(explain(by_id(name)), nl=False)
