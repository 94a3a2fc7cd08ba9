"""``postmortems rules``: list the rules there are, as they stand in this repository."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortems.cli.options import output_option, root_option
from postmortems.errors import UsageError

if TYPE_CHECKING:
    from postmortems.config.settings import Settings


@click.command(name="rules")
@output_option("text", "json", told="One line a rule, or everything about each for programs.")
@root_option
def command(style: str, root: Path | None) -> None:
    """List all rules by family, with their levels here; outside a repository, with their own.

    \b
    Examples:
      postmortems rules
      postmortems rules --output json
    """  # noqa: D301 - click wants the control character
    from dataclasses import asdict
    from json import dumps

    from postmortems.checking.about import rule_text
    from postmortems.rules.check import configured
    from postmortems.rules.explain import by_family, listing
    from postmortems.rules.registry import every_rule

    settings = _settings(root)
    if style == "text":
        click.echo(listing(every_rule(), lambda rule: configured(rule, settings)), nl=False)
        return
    rules = [
        {"id": rule.id} | asdict(rule_text(rule, settings)) for rule in by_family(every_rule())
    ]
    click.echo(dumps({"version": 1, "rules": rules}, indent=2, ensure_ascii=False))


def _settings(root: Path | None) -> Settings:
    from postmortems.cli.reading import settings_of
    from postmortems.load.files import find_root

    try:
        base = find_root(root)
    except UsageError:
        base = Path.cwd()  # in no repository; without site_config/ the defaults apply
    return settings_of(base)
