"""``postmortems schema``: print the JSON Schema of an incident file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from postmortems.cli.options import root_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(name="schema")
@click.option(
    "--issue-form", is_flag=True, help="Print a form for GitHub issues that asks for the same."
)
@root_option
def command(root: Path | None, *, issue_form: bool) -> None:
    """Print the JSON Schema of an incident file, with the names of this repository.

    What was filled into the issue form becomes a record by `import github-issue-form`. Once the
    form is in its place, `postmortems docs` keeps it up to date.

    \b
    Examples:
      postmortems schema > site_config/incident.schema.json
      postmortems schema --issue-form > .github/ISSUE_TEMPLATE/incident.yml
    """  # noqa: D301 - click wants the control character
    from postmortems.load.files import find_root

    base = find_root(root)
    if issue_form:
        from postmortems.publish.references import issue_form_text

        click.echo(issue_form_text(base), nl=False)
        return
    from postmortems.pipeline import schema_text

    click.echo(schema_text(base), nl=False)
