"""Problems and faults to findings: where each stands in its file, and how much it weighs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from postmortems.findings import Finding, Problem, dotted
from postmortems.load.locate import Located, excerpt, locate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from postmortems.findings import Level
    from postmortems.load.text import Fault, Limits

_REPEATED = re.compile(r"`[^`0-9]*[0-9][^`]*`")
_KEY_WITH_FIGURES = re.compile(r"(?=.{8})[^0-9]*[0-9].*", re.DOTALL)
_MASKED = "`***`"


def placed(
    file: str,
    content: bytes,
    problems: Sequence[Problem],
    faults: Sequence[Fault],
    level_for: Callable[[str], Level | None],
    limits: Limits,
) -> list[Finding]:
    """Give problems and faults their place and level; those that are switched off fall away."""
    kept = [each for each in problems if level_for(each.rule) is not None]
    if not kept and not faults:
        return []
    found = locate(content, kept, limits)
    if faults:
        lines = content.decode("utf-8", "replace").split("\n")
        found += [
            Located(
                problem=Problem(
                    rule=each.rule, path=(), message=each.message, why=each.why, fix=each.fix
                ),
                span=each.span,
                excerpt=excerpt(lines, each.span),
            )
            for each in faults
        ]
    untold = {each.span.line for each in found if each.problem.secret and each.span}
    return [
        finding(file, told.problem, level, told)
        for each in found
        if (level := level_for(each.problem.rule)) is not None
        for told in (_untold(each) if each.span and each.span.line in untold else each,)
    ]


def _untold(located: Located) -> Located:
    """Take out what a finding repeats of a line that holds something not to be told."""
    problem = located.problem
    kept = replace(
        problem,
        message=_REPEATED.sub(_MASKED, problem.message),
        fix=_REPEATED.sub(_MASKED, problem.fix),
        path=tuple(
            "***" if isinstance(each, str) and _KEY_WITH_FIGURES.fullmatch(each) else each
            for each in problem.path
        ),
    )
    return replace(located, problem=kept, excerpt="")


def finding(file: str, problem: Problem, level: Level, at: Located | None = None) -> Finding:
    """Return a problem as a finding; without a place it belongs to the file as a whole."""
    return Finding(
        rule=problem.rule,
        level=level,
        file=file,
        message=problem.message,
        span=at.span if at else None,
        field=dotted(problem.path),
        why=problem.why,
        fix=problem.fix,
        excerpt=at.excerpt if at else "",
    )
