"""Where reports go: ``--output FORMAT[=FILE]``, any number of files and at most one to stdout."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortems.errors import UsageError
from postmortems.reports.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from postmortems.reports.base import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A format and the file it goes to; None is stdout."""

    format: str
    file: Path | None


def outputs(given: Sequence[str], formats: Sequence[str] = FORMATS) -> tuple[Output, ...]:
    """Read the values of ``--output``; without one, the first of the formats is printed.

    Raises UsageError on those that make no sense together.
    """
    found = tuple(_output(each, formats) for each in given)
    found = found or (Output(format=formats[0], file=None),)
    printed = [each.format for each in found if each.file is None]
    if len(printed) > 1:
        message = (
            f"{' and '.join(f'--output {name}' for name in printed)} both write to stdout; "
            f"give {'one' if len(set(printed)) > 1 else 'the second'} a file: "
            f"--output {printed[1]}=FILE"
        )
        raise UsageError(message)
    files = [each.file.resolve() for each in found if each.file is not None]
    if twice := [file for index, file in enumerate(files) if file in files[:index]]:
        message = f"two --output write to {twice[0]}"
        raise UsageError(message)
    return found


def _output(given: str, formats: Sequence[str]) -> Output:
    name, equals, file = given.partition("=")
    if name not in formats:
        from postmortems.cli.names import unknown

        raise UsageError(unknown("format", name, formats))
    if equals and not file:
        message = f"--output {name}= names no file; is the variable set that should?"
        raise UsageError(message)
    return Output(format=name, file=Path(file) if equals else None)


def emit(report: Report, chosen: Sequence[Output]) -> None:
    """Print and write a report. The sum goes to stderr when stdout is for a program, or for none.

    Raises WriteError on a file that cannot be written; the others are written before.
    """
    from postmortems.reports.base import closing
    from postmortems.reports.formats import render

    printed = next((each.format for each in chosen if each.file is None), None)
    if printed == "full":
        from postmortems.reports.full import full

        colour = colours()
        click.echo(full(report, colour=colour), nl=False, color=colour)
    else:
        if printed is not None:
            # As bytes: what programs read is UTF-8, whatever the terminal takes.
            click.echo(render(printed, report).encode(), nl=False)
        click.echo(closing(report), err=True)
    write(chosen, lambda name: render(name, report))


def write(chosen: Sequence[Output], render: Callable[[str], str]) -> None:
    """Write what goes to files; ``render`` gives the text in a format.

    Raises WriteError on a file that cannot be written; the others are written before.
    """
    for each in chosen:
        if each.file is not None:
            from postmortems.write.file import write_file

            write_file(each.file, render(each.format).encode(), folders=False)


def colours() -> bool:
    """Tell whether stdout takes colours: the user's word first, then the kind of terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
