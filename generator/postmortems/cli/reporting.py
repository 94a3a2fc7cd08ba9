"""From a checked repository to a report: what the user asked to see of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import __version__
from postmortems.findings import Level
from postmortems.reports.base import Report

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from postmortems.checking.result import Checked
    from postmortems.config.settings import Settings


def report_of(
    checked: Checked,
    *,
    wanted: Collection[str] | None = None,
    files: Sequence[str] = (),
    fail_on: Level | None = Level.ERROR,
    statistics: bool = False,
) -> Report:
    """Report a run, or of its findings those of the ``wanted`` rules.

    All rules were run, so what a choice leaves out is no unused suppression. Broken configuration
    is always told.
    """
    broken = checked.broken
    findings = checked.findings
    if wanted is not None and not broken:
        findings = tuple(each for each in findings if each.rule in wanted)
    found = {each.rule for each in findings}
    return Report(
        findings=findings,
        count=checked.count,
        as_of=checked.as_of.date(),
        version=__version__,
        files=tuple(files),
        rules={name: text for name, text in checked.about.items() if name in found},
        fail_on=fail_on,
        broken=broken,
        statistics=statistics,
    )


def selection(select: Sequence[str], ignore: Sequence[str]) -> frozenset[str] | None:
    """Read ``--select`` and ``--ignore`` as the ids of rules; None is all of them."""
    if not select and not ignore:
        return None
    from postmortems.cli.names import chosen
    from postmortems.rules.registry import every_rule

    rules = every_rule()
    every = frozenset(rule.id for rule in rules)
    return (chosen(select, rules) if select else every) - chosen(ignore, rules)


def off(
    wanted: Collection[str] | None, said: Sequence[str], settings: Settings | None
) -> tuple[str, ...]:
    """Name the rules that the user selected by name although they are off in this repository."""
    if settings is None or wanted is None or not said:
        return ()
    from postmortems.rules.check import configured
    from postmortems.rules.registry import every_rule

    names = {part.strip() for text in said for part in text.split(",")} & set(wanted)
    return tuple(
        rule.id for rule in every_rule() if rule.id in names and configured(rule, settings) is None
    )
