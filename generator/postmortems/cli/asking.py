"""The questions that begin a record, one after another, each asked until its answer can stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from postmortems.cli.terminal import columns
from postmortems.edit.answers import FIELDS, answered, needs_zone
from postmortems.edit.choices import options
from postmortems.errors import UsageError
from postmortems.render import prose

if TYPE_CHECKING:
    from postmortems.edit.beginning import Beginning
    from postmortems.edit.choices import Option
    from postmortems.edit.judge import Judge

_SHORT = 30
"""Of up to so many names all are listed."""
_NARROWEST = 40
_QUESTIONS = {
    "title": "What did people notice, in one line?",
    "severity": "How severe is it?",
    "services": "Which services did people feel it in? Several with commas between.",
    "kind": "What sort of event is it?",
    "detection": "Who or what noticed it first?",
    "status": "How far has the response come?",
    "started": "When did the harm begin? Such as 2026-03-01 09:12, or now. Nobody knows: Enter.",
    "detected": "When was it first noticed? The same. Nobody knows: Enter.",
    "timezone": "In which zone are these times? Such as Europe/Berlin, or UTC.",
}
_MAY_STAY_OPEN = frozenset({"started", "detected"})


def ask(begun: Beginning, judge: Judge) -> Beginning:
    """Ask for everything that is not answered yet, and return the whole."""
    for name, question in _QUESTIONS.items():
        wanted = needs_zone(begun) if name == "timezone" else not getattr(begun, name)
        if wanted:
            click.echo(f"\n{click.style(question, bold=True)}")
            known = options(FIELDS[name], judge.terms.settings) if name in FIELDS else ()
            _list(known)
            begun = _answer(name, begun, judge)
    click.echo()
    return begun


def _answer(name: str, begun: Beginning, judge: Judge) -> Beginning:
    while True:
        said = click.prompt(">", default="", show_default=False, prompt_suffix=" ").strip()
        if not said and name in _MAY_STAY_OPEN:
            return begun
        if not said:
            click.echo("  No record can do without this one.")
            continue
        try:
            taken = answered(name, said, begun, judge)
        except UsageError as error:
            click.echo(f"  {error}")
            continue
        value = getattr(taken, name)
        shown = ", ".join(value) if isinstance(value, tuple) else value
        if shown != said:
            click.echo(f"  {shown}")
        return taken


def _list(known: tuple[Option, ...]) -> None:
    if len(known) > _SHORT and not any(each.meaning for each in known):
        click.echo(f"  There are {len(known)}; a part of the name will do.")
        return
    widest = max((len(each.id) for each in known), default=0)
    room = max(columns(), _NARROWEST)
    for number, each in enumerate(known, 1):
        meaning = prose.text(each.meaning) if each.meaning else ""
        said = ": ".join(part for part in (each.name, meaning) if part)
        line = f"  {number:>2}  {each.id:<{widest}}  {said}"
        click.echo(line if len(line) <= room else line[: room - 1].rstrip() + "…")
