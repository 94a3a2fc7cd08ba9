"""An analysis as plain text, for a terminal."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from postmortems.answers.analysis import hyphened
from postmortems.edit.nested import block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.answers.analysis import Analysis, Choice, Judged, Question
    from postmortems.config.analysis import Method

_WIDTH = 80


def text(found: Analysis) -> str:
    """Write all that is known for an analysis, in lines of at most 80 columns."""
    incident = found.incident
    lines = [
        *_wrapped(f"{incident.id} · {incident.severity} · {incident.status}"),
        *_wrapped(incident.title),
        *_questions(found),
        *_methods(found),
        *_stages(found),
        *_factors(found),
        *_actions(found),
    ]
    return "\n".join(lines) + "\n"


def skeleton_text(method: Method, skeleton: Any) -> str:  # noqa: ANN401 - plain values as in YAML
    """Write a skeleton as the YAML that goes into a record."""
    return block({"analysis": {method.id: skeleton}}, 0) + "\n"


def _questions(found: Analysis) -> Iterator[str]:
    yield from ("", "What calls for a question")
    if not found.questions:
        yield "  Nothing that this looks for."
    kinds: dict[str, list[Question]] = {}
    for each in found.questions:
        kinds.setdefault(each.observation, []).append(each)
    stage = ""
    for alike in kinds.values():
        if alike[0].stage != stage:
            stage = alike[0].stage
            yield f"  {stage.capitalize()}"
        for each in alike[: found.most]:
            yield from _item(f"{each.says} ({each.field})")
            yield from _wrapped(f"→ {each.question}", 6)
        if len(alike) > found.most:
            yield f"    - and {len(alike) - found.most:,} more of the kind"


def _methods(found: Analysis) -> Iterator[str]:
    yield from ("", "Methods")
    for each in found.choices:
        yield from _method(each)
    yield from (
        "",
        *_wrapped("`--method NAME` prints a method's questions for this record, and", 2),
    )
    yield from _wrapped("`--write` puts them into it. Answers are yours.", 2)


def _method(choice: Choice) -> Iterator[str]:
    method = choice.method
    yield f"  {method.name} ({hyphened(method.id)})"
    yield from _wrapped(f"Good for: {method.good_for}", 4)
    yield from _wrapped(f"Less for: {method.less_for}", 4)
    if choice.because:
        yield "    Here, the record speaks for it:"
        for each in choice.because:
            yield from _item(each, 6)
    else:
        yield from _wrapped("Nothing in this record speaks for it in particular.", 4)
    if choice.used:
        yield from _wrapped(f"On record: {_left(choice.open)}", 4)


def _left(number: int) -> str:
    if not number:
        return "no question is open."
    return "1 question is open." if number == 1 else f"{number} questions are open."


def _stages(found: Analysis) -> Iterator[str]:
    yield from ("", "How the stages of the response held up")
    for each in found.stages:
        yield from _stage(each)


def _stage(judged: Judged) -> Iterator[str]:
    if not judged.findings:
        yield f"  {judged.stage.capitalize()}: not recorded"
    for each in judged.findings:
        finding = each.finding
        yield from _wrapped(f"{judged.stage.capitalize()}: {finding.verdict}. {finding.text}", 2)
        gap = f"control gap: {finding.control_gap or 'not recorded'}"
        yield from _wrapped(f"{gap}; {_answered(each.actions, 'no action is named')}", 4)


def _factors(found: Analysis) -> Iterator[str]:
    yield from ("", "What the actions answer")
    if not found.factors:
        yield "  Factors: not recorded"
        return
    answered = sum(bool(each.actions) for each in found.factors)
    yield f"  {answered} of {len(found.factors)} factors"
    for each in found.factors:
        yield from _item(f"{each.factor.id}: {each.factor.text}")
        yield from _wrapped(_answered(each.actions, "no action answers it"), 6)


def _answered(actions: tuple[str, ...], otherwise: str) -> str:
    return f"answered by {', '.join(actions)}" if actions else otherwise


def _actions(found: Analysis) -> Iterator[str]:
    yield from ("", "Actions" + (", as a review would see them" if found.early else ""))
    if not found.actions:
        yield "  not recorded"
    for each in found.actions:
        yield from _item(f"{each.action.id}: {each.action.title}")
        for problem in each.wanting:
            yield from _wrapped(f"{problem.message} ({problem.rule})", 6)
        if not each.wanting:
            yield "      nothing is wanting"
    for problem in found.overall:
        yield from _item(f"All in all: {problem.message} ({problem.rule})")


def _item(said: str, indent: int = 4) -> list[str]:
    before = " " * indent
    return wrap(
        said,
        _WIDTH,
        initial_indent=f"{before}- ",
        subsequent_indent=f"{before}  ",
        break_on_hyphens=False,
    )


def _wrapped(said: str, indent: int = 0) -> list[str]:
    before = " " * indent
    return wrap(
        said,
        _WIDTH,
        initial_indent=before,
        subsequent_indent=before,
        break_on_hyphens=False,
    )
