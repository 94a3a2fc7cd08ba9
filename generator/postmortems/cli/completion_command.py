"""``postmortems completion``: print the lines that a shell reads to complete our commands."""

from __future__ import annotations

import click

_PROGRAM = "postmortems"
_VARIABLE = "_POSTMORTEMS_COMPLETE"


@click.command(name="completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print what lets SHELL complete commands, options, ids, rules, levels and services.

    \b
    Examples:
      postmortems completion bash >> ~/.bashrc
      postmortems completion zsh > "${fpath[1]}/_postmortems"
      postmortems completion fish > ~/.config/fish/completions/postmortems.fish
    """  # noqa: D301 - click wants the control character
    from click.shell_completion import get_completion_class

    from postmortems.cli import group

    writer = get_completion_class(shell)
    if writer is None:
        raise AssertionError(shell)
    completion = writer(group, {}, _PROGRAM, _VARIABLE)
    click.echo(completion.source_template % completion.source_vars())
