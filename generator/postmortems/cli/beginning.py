"""The questions that begin a repository, each asked unless an option says it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from postmortems import __version__
from postmortems.cli.terminal import somebody_there
from postmortems.errors import UsageError
from postmortems.load.moments import zone_exists
from postmortems.load.starter import ANSWERS, checked_answers, load_answers, stands
from postmortems.scaffold.begin import named

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from postmortems.config.starter import Answers, Starter

_SERVICE = "website"
_ZONE = "Etc/UTC"
_OPTIONS = {"name": "--name", "services": "--service", "severities": "--severities", "ci": "--ci"}
"""What has to be answered, with the option that does it."""


def answered(root: Path, starter: Starter, said: dict[str, Any], *, yes: bool) -> Answers:
    """Return all answers: those of options, else of the person, else what is suggested.

    A repository that was begun before keeps the answers of that time. Raises UsageError for an
    answer that cannot stand, and where nobody is there to be asked.
    """
    given = {key: value for key, value in said.items() if value}
    if (before := load_answers(root)) is not None:
        if given:
            raise UsageError(
                f"this repository was begun before, with the answers of {ANSWERS}; "
                "change its settings in site_config/ instead"
            )
        return before
    scales = [each.id for each in starter.scales]
    suggested = {
        "name": root.name or "Postmortems",
        "services": (_SERVICE,),
        "teams": (),
        "timezone": _ZONE,
        "severities": scales[0],
        "ci": "gitlab" if stands(root, ".gitlab-ci.yml") else "github",
    }
    if yes:
        given = suggested | given
    elif somebody_there():
        given |= _asked(given, suggested, scales)
    elif missing := [option for key, option in _OPTIONS.items() if key not in given]:
        raise UsageError(
            f"nobody is there to be asked; give {', '.join(missing)} as well, or --yes"
        )
    return _checked(suggested | given, scales)


def _checked(given: dict[str, Any], scales: list[str]) -> Answers:
    values = given | {
        "version": __version__,
        "services": _distinct("service", given["services"]),
        "teams": _distinct("team", given["teams"]),
    }
    values["severities"] = _scale(given["severities"], scales)
    _zone(given["timezone"])
    return checked_answers(values)


def _distinct(what: str, texts: tuple[str, ...]) -> list[dict[str, str]]:
    found = [named(each) for each in texts]
    ids = [each["id"] for each in found]
    for each in ids:
        if ids.count(each) > 1:
            raise UsageError(f"two answers give the {what} id {each!r}; name each once")
    return found


def _scale(text: str, scales: list[str]) -> str:
    plain = re.sub("[\u2010-\u2015\u2212]", "-", text.strip().upper())
    for each in scales:
        first, _, last = each.partition("-")
        letters = first.rstrip("0123456789")
        if plain in {each, letters, f"{first}-{last.removeprefix(letters)}"}:
            return each
    raise UsageError(f"there is no scale {text!r}; choose {' or '.join(scales)}")


def _zone(text: str) -> str:
    if not zone_exists(text):
        raise UsageError(f"there is no time zone {text!r}; name one such as Europe/Berlin or UTC")
    return text


def _host(text: str) -> str:
    if text not in {"github", "gitlab", "none"}:
        raise UsageError(f"{text!r} is none of github, gitlab and none")
    return text


def _list(text: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in text.split(",") if part.strip())
    _distinct("", parts)
    return parts


def _asked(given: dict[str, Any], suggested: dict[str, Any], scales: list[str]) -> dict[str, Any]:
    questions: dict[str, tuple[str, Callable[[str], Any]]] = {
        "name": ("What is the site called?", str),
        "services": ("What can break? Services, with commas between.", _list),
        "teams": ("Which teams look after them? With commas between; none: Enter.", _list),
        "timezone": ("In which zone are your business hours?", _zone),
        "severities": (
            f"Which severity scale? {' or '.join(scales)}.",
            lambda said: _scale(said, scales),
        ),
        "ci": ("Where are changes proposed? github, gitlab or none.", _host),
    }
    found: dict[str, Any] = {}
    for key, (question, read) in questions.items():
        if key not in given:
            hint = suggested[key]
            shown = ", ".join(hint) if isinstance(hint, tuple) else hint
            found[key] = _answer(question, shown, read)
    click.echo()
    return found


def _answer(question: str, suggested: str, read: Callable[[str], Any]) -> Any:  # noqa: ANN401
    click.echo(f"\n{click.style(question, bold=True)}")
    while True:
        said = click.prompt(
            ">", default=suggested, show_default=bool(suggested), prompt_suffix=" "
        ).strip()
        try:
            return read(said)
        except UsageError as error:
            click.echo(f"  {error}")
