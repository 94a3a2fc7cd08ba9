"""Questions made of the configuration's words and a record's values, and of nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postmortems.advice.observation import Observation
    from postmortems.advice.situation import Situation
    from postmortems.config.analysis import MethodId, Sight

_NAMED = re.compile(r"\{([a-z_]+)\}")
_MARKDOWN = re.compile(r"[\\`*\[\]<>~]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")


def sight_of(at: Situation, observation: Observation) -> Sight:
    """Return what the configuration says about an observation."""
    return next(each for each in at.settings.analysis.observations if each.id == observation.id)


def said(at: Situation, observation: Observation) -> str:
    """Say what the record shows, as one paragraph of Markdown."""
    return _filled(sight_of(at, observation).says, at, observation)


def asked(at: Situation, observation: Observation, method: MethodId | None = None) -> str:
    """Ask about an observation, in the words of a method where it has its own."""
    sight = sight_of(at, observation)
    own = (each.question for each in sight.asked_as if each.method == method)
    return _filled(next(own, sight.question), at, observation)


def of_title(question: str, at: Situation) -> str:
    """Fill in a method's own question, which may name the incident's title."""
    return _filled(question, at, None)


def _filled(template: str, at: Situation, observation: Observation | None) -> str:
    """Put values in place of their names, once: braces inside a value stay what they are."""
    longest = at.settings.analysis.longest_value
    values = {"title": _plain(at.incident.title, longest)}
    if observation is not None:
        values |= {
            name: _short(value, longest) if name in observation.written else _plain(value, longest)
            for name, value in observation.values.items()
        }
    return _NAMED.sub(lambda match: values.get(match[1], match[0]), template)


def _plain(text: str, longest: int) -> str:
    """Return a text in which Markdown sees nothing but words."""
    return _MARKDOWN.sub(lambda match: "\\" + match[0], _short(text, longest))


def _short(text: str, longest: int) -> str:
    """Return a text as one line, cut after a whole word where it is too long."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space else cut) + "…"
