"""What a repository holds that was made with given answers: every file, by its path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.edit.marks import marks
from postmortems.edit.quoting import inline
from postmortems.edit.splice import Splice, spliced
from postmortems.errors import ConfigurationError
from postmortems.load.starter import default_settings, starter_text
from postmortems.render.starter import filled
from postmortems.scaffold.scale import level, rescaled

if TYPE_CHECKING:
    from postmortems.config.starter import Answers, Scale, Starter, StarterFile

POLICY = "site_config/policy.yml"
SITE = "site_config/site.yml"
_UPPER, _LOWER = "P1", "P2"
"""The levels of the shipped scale that the example uses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The files of a repository.

    ``files`` are written; ``settings`` are the shipped settings, of which those that nobody has to
    own apply without being copied. ``entries`` says of each written file where it comes from; what
    is in none of them is a copy of settings that an answer has changed.
    """

    files: dict[str, str]
    settings: dict[str, str]
    entries: dict[str, StarterFile]

    def maintained(self) -> dict[str, str]:
        """Return what `upgrade` compares: written files that it follows, and all settings."""
        once = {path for path, each in self.entries.items() if each.once}
        return self.settings | {path: text for path, text in self.files.items() if path not in once}


def contents(starter: Starter, answers: Answers) -> Contents:
    """Make every file for the answers; raises ConfigurationError for a scale that is not there."""
    scale = scale_of(starter, answers.severities)
    entries = {each.path: each for each in starter.files if each.ci in {None, answers.ci}}
    files = {path: _text(each, answers, scale) for path, each in entries.items()}
    settings = default_settings()
    for path, shipped in settings.items():
        text = rescaled(shipped, scale)
        if path == POLICY:
            text = with_value(text, ("business_hours", "timezone"), answers.timezone)
        elif path == SITE:
            text = _site(text, starter, answers)
        if path not in files and text != shipped:
            files[path] = text
    return Contents(files=files, settings=settings, entries=entries)


def scale_of(starter: Starter, name: str) -> Scale:
    """Return a scale by its name."""
    for each in starter.scales:
        if each.id == name:
            return each
    raise ConfigurationError(f"there is no severity scale {name!r} to choose")


def with_value(text: str, path: tuple[str, ...], value: str) -> str:
    """Return a YAML text in which one value is another; the same text where it is that already."""
    mark = marks(text).values.get(path)
    if mark is None:
        raise ConfigurationError(f"the defaults have no {'.'.join(path)}")
    new = spliced(text, [Splice(mark.start, mark.end, inline(value))])
    return text if new is None else new


def _site(text: str, starter: Starter, answers: Answers) -> str:
    """Name the site, and its host's ways to files."""
    text = with_value(text, ("name",), answers.name)
    for each in starter.hosts:
        if each.id == answers.ci:
            text = with_value(text, ("edit_path",), each.edit_path)
            text = with_value(text, ("raw_path",), each.raw_path)
    return text


def _text(entry: StarterFile, answers: Answers, scale: Scale) -> str:
    text = starter_text(entry.source)
    if entry.named:
        return with_value(text, ("site_name",), answers.name)
    if not entry.source.endswith(".j2"):
        return text
    return filled(
        text,
        name=answers.name,
        services=answers.services,
        teams=answers.teams,
        timezone=answers.timezone,
        ci=answers.ci,
        requirement=f"postmortems=={answers.version}",
        level=level(_UPPER, scale),
        lower_level=level(_LOWER, scale),
    )
