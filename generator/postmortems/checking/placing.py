"""Problems and faults to findings: where each stands in its file, and how much it weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Finding, Problem, dotted
from postmortems.load.locate import Located, excerpt, locate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from postmortems.findings import Level
    from postmortems.load.text import Fault, Limits


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
        finding(
            file, each.problem, level, each, quote=not each.span or each.span.line not in untold
        )
        for each in found
        if (level := level_for(each.problem.rule)) is not None
    ]


def finding(
    file: str, problem: Problem, level: Level, at: Located | None = None, *, quote: bool = True
) -> Finding:
    """Return a problem as a finding; without a place it belongs to the file as a whole.

    Without ``quote``, its line is not shown: something on it must not be repeated.
    """
    return Finding(
        rule=problem.rule,
        level=level,
        file=file,
        message=problem.message,
        span=at.span if at else None,
        field=dotted(problem.path),
        why=problem.why,
        fix=problem.fix,
        excerpt=at.excerpt if at and quote else "",
    )
