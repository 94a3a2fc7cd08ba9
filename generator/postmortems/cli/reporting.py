"""From a checked repository to a report: the texts of its rules, and what the user asked to see.

The rules are imported when there is something to say about them, which a sound run has not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import __version__
from postmortems.findings import Level
from postmortems.reports.base import Report, RuleText

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from postmortems.config.settings import Settings
    from postmortems.pipeline import Checked
    from postmortems.rules.base import Rule


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
    broken = checked.settings is None
    findings = checked.findings
    if wanted is not None and not broken:
        findings = tuple(each for each in findings if each.rule in wanted)
    found = {each.rule for each in findings}
    if found:
        from postmortems.rules.registry import RULES

        about = {rule.id: rule_text(rule, checked.settings) for rule in RULES if rule.id in found}
    else:
        about = {}
    return Report(
        findings=findings,
        count=checked.count,
        as_of=checked.as_of.date(),
        version=__version__,
        files=tuple(files),
        rules=about,
        fail_on=fail_on,
        broken=broken,
        statistics=statistics,
    )


def rule_text(rule: Rule, settings: Settings | None) -> RuleText:
    """Say what a rule is about, and how much it weighs under these settings."""
    from postmortems.rules.check import configured
    from postmortems.rules.documentation import documentation

    text = documentation(rule.doc)
    return RuleText(
        what=text.what,
        why=text.why,
        fix=text.fix,
        family=rule.family,
        level=rule.level if settings is None else configured(rule, settings),
        url=None if settings is None else settings.site.rule_url(rule.id),
    )


def selection(select: Sequence[str], ignore: Sequence[str]) -> frozenset[str] | None:
    """Read ``--select`` and ``--ignore`` as the ids of rules; None is all of them."""
    if not select and not ignore:
        return None
    from postmortems.cli.names import chosen
    from postmortems.rules.registry import RULES

    every = frozenset(rule.id for rule in RULES)
    return (chosen(select, RULES) if select else every) - chosen(ignore, RULES)


def off(
    wanted: Collection[str] | None, said: Sequence[str], settings: Settings | None
) -> tuple[str, ...]:
    """Name the rules that the user selected by name although they are off in this repository."""
    if settings is None or wanted is None or not said:
        return ()
    from postmortems.rules.check import configured
    from postmortems.rules.registry import RULES

    names = {part.strip() for text in said for part in text.split(",")} & set(wanted)
    return tuple(
        rule.id for rule in RULES if rule.id in names and configured(rule, settings) is None
    )
