"""Which findings a change brings and which it takes away, whatever lines they moved to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from postmortems.reports.base import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from postmortems.findings import Finding


def new_and_fixed(
    before: Sequence[Finding],
    now: Sequence[Finding],
    moved: Mapping[str, str],
    gone: Collection[str],
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings that only now are there, and those that only were.

    ``moved`` maps a file's name before to its name now, where it has another; what was wrong in a
    file that is ``gone`` is not called fixed. Two findings are the same when rule, field and the
    text of the line agree; of those that are left, when rule and place in the record do.
    """
    old = [each for each in before if each.file not in gone]
    new = list(now)
    for key in (identity, _by_place):
        old, new = _unmatched(old, new, moved, key)
    return tuple(new), tuple(old)


def _by_place(each: Finding) -> tuple[str, ...]:
    return each.rule, each.field


def _unmatched(
    old: Sequence[Finding],
    new: Sequence[Finding],
    moved: Mapping[str, str],
    key: Callable[[Finding], tuple[str, ...]],
) -> tuple[list[Finding], list[Finding]]:
    waiting: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for each in reversed(old):
        waiting[moved.get(each.file, each.file), *key(each)].append(each)
    left = []
    for each in new:
        if held := waiting[each.file, *key(each)]:
            held.pop()
        else:
            left.append(each)
    kept = {id(each) for found in waiting.values() for each in found}
    return [each for each in old if id(each) in kept], left
