"""The command line: each command parses, calls, prints and exits; nothing else does."""

from __future__ import annotations

import importlib
import io
import sys

import click

from postmortems import __version__
from postmortems.errors import PostmortemsError

COMMANDS = {
    "action": "Record what becomes of an incident's actions.",
    "advise": "Say what the playbook asks for now in an incident.",
    "analyse": "Lay out an analysis: questions, never answers.",
    "announce": "Word a message about an incident, and record it.",
    "build": "Check the incidents and build the site.",
    "check": "Check incidents and say what is wrong, and where.",
    "classify": "Suggest a severity level from what was observed.",
    "completion": "Print what lets your shell complete commands, ids and rules.",
    "docs": "Write the generated references of this repository anew.",
    "due": "List all that is due, over all incidents.",
    "explain": "Say what a rule is about, and show an example.",
    "fix": "Mend what has one safe answer.",
    "import": "Make records of documents from elsewhere.",
    "init": "Begin a repository of incidents, or add what one lacks.",
    "migrate": "Move records to the newest schema version.",
    "new": "Begin the record of an incident.",
    "promote": "Move an incident to its next stage, and say what it still lacks.",
    "render": "Write one incident as text to paste elsewhere.",
    "review": "Say what a change does to the incidents, in words.",
    "rules": "List the rules, with their levels in this repository.",
    "schema": "Print the JSON Schema of an incident file.",
    "serve": "Preview the site and rebuild it as files change.",
    "set": "Set single values of an incident.",
    "show": "Show one incident in the terminal.",
    "timeline": "Make a timeline of chats, logs and alerts.",
    "upgrade": "Follow the defaults of a new version, and keep what is yours.",
}
"""Every command with its one-line help, so that listing them imports none of them."""


class _Commands(click.Group):
    """Imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"postmortems.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="postmortems")
def group() -> None:
    """Incidents in YAML, checked and published.

    Exit codes: 0 nothing to mend, 1 findings, 2 wrong use or broken configuration.
    """


def main() -> None:
    """Run the command line and exit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name that the terminal has no letters for is no reason to end in a traceback.
            stream.reconfigure(errors="backslashreplace")
    try:
        group(standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except OSError as error:
        click.echo(f"postmortems: the system refused: {error.strerror}", err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except PostmortemsError as error:
        click.echo(f"postmortems: {error}", err=True)
        sys.exit(2)
    except Exception:  # noqa: BLE001 - nothing is hidden
        # Python's own exit code for a crash is the one that stands for findings.
        import traceback

        traceback.print_exc()
        sys.exit(2)
