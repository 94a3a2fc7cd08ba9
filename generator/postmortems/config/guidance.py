"""What the types cannot say about checklists, remedies and reports to authorities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.config.consistency import fit
from postmortems.findings import Path, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postmortems.config.checklist import Checklist
    from postmortems.config.policy import Policy
    from postmortems.config.severities import Severities


def of_remedies(policy: Policy, severities: Severities) -> Iterator[Problem]:
    """Yield conditions of containment that do not fit their signals."""
    for index, entry in enumerate(policy.containment):
        for place, condition in enumerate(entry.when.signals if entry.when else ()):
            signal = severities.signals.get(condition.metric)
            if signal is not None:
                path: Path = ("containment", index, "when", "signals", place)
                yield from fit(condition, signal, path)


def of_regimes(policy: Policy) -> Iterator[Problem]:
    """Yield limits of reports without one length, or that hang on no earlier report."""
    for index, regime in enumerate(policy.regimes):
        earlier: set[str] = set()
        for place, report in enumerate(regime.clocks):
            for number, limit in enumerate(report.limits):
                path: Path = ("regimes", index, "clocks", place, "limits", number)
                lengths = (limit.hours, limit.business_days, limit.months)
                if sum(each is not None for each in lengths) != 1:
                    yield Problem(
                        rule="config-contradiction",
                        path=path,
                        message="a limit is one length of time",
                        fix="write one of `hours`, `business_days` and `months`",
                    )
                if limit.counted_from == "filing" and limit.after not in earlier:
                    yield Problem(
                        rule="config-contradiction",
                        path=path,
                        message="`filing` counts from a report that stands before this one",
                        fix="write the earlier report's `stage` under `after`",
                    )
                elif limit.counted_from != "filing" and limit.after is not None:
                    yield Problem(
                        rule="config-contradiction",
                        path=(*path, "after"),
                        message=f"`after` means nothing to `{limit.counted_from}`",
                        fix="remove it, or write `counted_from: filing`",
                    )
            earlier.add(report.stage)


def of_checklists(checklists: Iterable[tuple[Path, Checklist]]) -> Iterator[Problem]:
    """Yield entries with a number of minutes that nothing looks at; lists come with their paths."""
    for path, entries in checklists:
        for index, entry in enumerate(entries):
            if entry.at_least_minutes is not None and entry.shown_by != "stable":
                yield Problem(
                    rule="config-contradiction",
                    path=(*path, index, "at_least_minutes"),
                    message="`at_least_minutes` means nothing without `shown_by: stable`",
                    fix="remove it, or write `shown_by: stable`",
                )
