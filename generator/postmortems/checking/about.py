"""What reports may say about the rules that found something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.reports.base import RuleText
from postmortems.rules.check import configured
from postmortems.rules.documentation import documentation
from postmortems.rules.registry import every_rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.config.settings import Settings
    from postmortems.findings import Finding
    from postmortems.rules.base import Rule


def about(findings: Iterable[Finding], settings: Settings | None) -> dict[str, RuleText]:
    """Return the texts of every rule with a finding, in the order of the registry."""
    found = {each.rule for each in findings}
    return {rule.id: rule_text(rule, settings) for rule in every_rule() if rule.id in found}


def rule_text(rule: Rule, settings: Settings | None) -> RuleText:
    """Say what a rule is about, and how much it weighs under these settings."""
    text = documentation(rule.doc)
    return RuleText(
        what=text.what,
        why=text.why,
        fix=text.fix,
        family=rule.family,
        level=rule.level if settings is None else configured(rule, settings),
        url=None if settings is None else settings.site.rule_url(rule.id),
    )
