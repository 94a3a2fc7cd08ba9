"""The playbook's methods of analysis: when to choose which, how to go about it, what it asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems import clock
from postmortems.pages.base import Page
from postmortems.pages.playbook.sources import sources

if TYPE_CHECKING:
    from postmortems.config.analysis import AnalysisGuide, Method, Part, Place, Sight
    from postmortems.config.settings import Settings
    from postmortems.load.history import History
    from postmortems.pages.playbook.sources import Source

_NAMED = re.compile(r"\{([a-z_]+)\}")
_PLACES: dict[Place, str] = {
    "why": "",
    "bone": "",
    "top": "At the top",
    "cause": "Below it",
    "comparison": "",
    "event": "In the middle",
    "threats": "Threats",
    "preventions": "Preventions",
    "consequences": "Consequences",
    "mitigations": "Mitigations",
}
"""Where a question stands, in words; empty where the method has one kind of place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of a method; ``place`` is its heading or where it stands, empty where neither.

    ``only`` says when it is asked, empty where it always is. ``below`` are the questions about
    what a record shows that stand with it.
    """

    place: str
    question: str
    only: str
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """A method with what it asks; ``option`` is its name for the command."""

    name: str
    anchor: str
    option: str
    good_for: str
    less_for: str
    steps: tuple[str, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a record may show, the stage that it is about, and what is asked then."""

    stage: str
    says: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodsPage(Page):
    """Methods of analysis, and what calls for a question; ``limits`` say from when on."""

    template: ClassVar[str] = "playbook_analysis.md.j2"

    methods: tuple[MethodView, ...]
    seen: tuple[Seen, ...]
    limits: tuple[str, ...]
    sources: tuple[Source, ...]


def page(settings: Settings, history: History) -> MethodsPage:
    """Make the page of methods of analysis."""
    guide = settings.analysis
    return MethodsPage(
        path="playbook/analysis.md",
        title="Analysis methods",
        methods=tuple(_method(each, settings) for each in guide.methods),
        seen=tuple(
            Seen(stage=each.stage, says=_blank(each.says), question=_blank(each.question))
            for each in guide.observations
        ),
        limits=_limits(settings),
        sources=sources(("analysis",), history),
    )


def _method(method: Method, settings: Settings) -> MethodView:
    guide = settings.analysis
    categories = {each.id: each.name for each in settings.taxonomy.categories}
    return MethodView(
        name=method.name,
        anchor=method.id.replace("_", "-"),
        option=method.id.replace("_", "-"),
        good_for=method.good_for,
        less_for=method.less_for,
        steps=method.steps,
        asked=tuple(
            Asked(
                place=categories[part.category] if part.category else _PLACES[part.place],
                question=_blank(part.question),
                only="only where the record shows something of it"
                if part.asked == "observed"
                else "",
                below=tuple(_blank(each) for each in _below(method, part, guide)),
            )
            for part in method.parts
        ),
    )


def _below(method: Method, part: Part, guide: AnalysisGuide) -> tuple[str, ...]:
    return tuple(
        _worded(each, method) for each in guide.observations if each.id in part.observations
    )


def _worded(sight: Sight, method: Method) -> str:
    own = (each.question for each in sight.asked_as if each.method == method.id)
    return next(own, sight.question)


def _blank(text: str) -> str:
    """Show where a recorded value goes: `{first_at}` as an emphasised `first at`."""
    return _NAMED.sub(lambda match: f"*{match[1].replace('_', ' ')}*", text)


def _limits(settings: Settings) -> tuple[str, ...]:
    guide, timeline = settings.analysis, settings.policy.timeline
    levels = f" at {', '.join(timeline.gap_levels)}" if timeline.gap_levels else ""
    lasting = clock.minutes(guide.slow_mitigation_minutes)
    return (
        f"A silence is longer than {clock.minutes(timeline.gap_minutes)}{levels}.",
        f"A slow answer took longer than {clock.minutes(guide.slow_answer_minutes)}.",
        f"Harm lasted long when it went on for {lasting} and more after it had been found.",
        f"A skeleton asks about {guide.most_of_a_kind} of a kind at most.",
        f"A question repeats {guide.longest_value} characters of a recorded text at most.",
    )
