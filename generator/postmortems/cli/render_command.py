"""``postmortems render``: one incident as text, Markdown, HTML or JSON, to go elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortems import today
from postmortems.cli.completing import incidents_and_files
from postmortems.cli.options import as_of_option, root_option

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.cli.reading import Reading

_FORMATS = ("markdown", "html", "text", "json", "print")


@click.command(name="render")
@click.argument("incident", metavar="INCIDENT|FILE", shell_complete=incidents_and_files)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="markdown",
    show_default=True,
    help="markdown and html are for pasting, text is 80 columns wide, json is for programs, and "
    "print is a page of HTML for A4 paper or a PDF.",
)
@click.option(
    "-o",
    "--output",
    "file",
    metavar="FILE",
    default="-",
    help="Where to write it. Default: - (stdout).",
)
@as_of_option
@root_option
def command(incident: str, form: str, file: str, as_of: str | None, root: Path | None) -> None:
    """Write INCIDENT, an id or a file, as text to paste elsewhere.

    What the record says of its own making (internal, notes, imported, ignore) is in none of them.

    \b
    Examples:
      postmortems render INC-20260301-0900 | pbcopy
      postmortems render INC-20260301-0900 --format print -o incident.html
    """  # noqa: D301 - click wants the control character
    from postmortems.cli.reading import read_incident
    from postmortems.load.files import find_root

    base = find_root(root)
    now = today.instant(as_of)
    # As bytes: what is pasted or read by programs is UTF-8, whatever the terminal takes.
    content = _written(read_incident(incident, base, now), form, base, now).encode()
    if file == "-":
        click.echo(content, nl=False)
        return
    from postmortems.write.file import write_file

    write_file(Path(file), content, folders=False)
    click.echo(f"wrote {file}", err=True)


def _written(found: Reading, form: str, root: Path, as_of: datetime) -> str:
    incident, settings = found.incident, found.settings
    if form == "json":
        from postmortems.answers.incident_json import json

        return json(incident, settings, as_of)
    from postmortems.answers.sheet import sheet

    laid_out = sheet(incident, settings, as_of)
    if form == "text":
        from postmortems.answers.sheet.plain import Writer
        from postmortems.render import prose
        from postmortems.render.terminal import rows

        return Writer(words=prose.text, rows=rows).write(laid_out)
    from postmortems.load.templates import load_templates
    from postmortems.render.page import Renderer

    html = Renderer(load_templates(root)).sheet(laid_out, "print" if form == "print" else "html")
    if form != "markdown":
        return html
    from postmortems.render.pasted import markdown

    return markdown(html)
