"""``postmortems check``: say what is wrong with incidents, and where."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from postmortems import today
from postmortems.cli.options import as_of_option, root_option


@click.command(name="check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "style",
    type=click.Choice(["full", "concise"]),
    default="full",
    show_default=True,
    help="Snippets with reasons and fixes, or one line a finding.",
)
@as_of_option
@root_option
def command(paths: tuple[Path, ...], style: str, as_of: str | None, root: Path | None) -> None:
    """Check incidents: all of them, or the given files and folders.

    \b
    Examples:
      postmortems check
      postmortems check incidents/2026/INC-20260301-0900.yml
      postmortems check incidents/2026 --format concise
    """  # noqa: D301 - click wants the control character
    from postmortems.checking.memory import Memory
    from postmortems.load.files import discover, find_root, gather
    from postmortems.reports.concise import concise
    from postmortems.reports.full import closing, full

    base = find_root(root)
    sources = gather(paths, base) if paths else None
    now = today.instant(as_of)
    memory = Memory(base, now, discover(base / "incidents", base), sources)
    checked = memory.recall()
    if checked is None:
        from postmortems.checking.run import check

        checked = check(base, now, sources, memory=memory)
    if checked.findings:
        text = (
            full(checked.findings, colour=sys.stdout.isatty())
            if style == "full"
            else concise(checked.findings)
        )
        click.echo(text, nl=style == "full")
    click.echo(closing(checked.findings, checked.count), err=style == "concise")
    if checked.broken:
        sys.exit(2)
    sys.exit(1 if checked.errors else 0)
