"""What the types cannot say about checklists, remedies, reports and methods of analysis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.config import figures
from postmortems.config.analysis import ALWAYS, PLACES, SINGLE, VALUES
from postmortems.config.audiences import AUDIENCES
from postmortems.config.consistency import fit, twice
from postmortems.findings import Path, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from postmortems.config.analysis import AnalysisGuide, Method
    from postmortems.config.audiences import Audiences
    from postmortems.config.checklist import Checklist
    from postmortems.config.policy import Policy
    from postmortems.config.severities import Severities
    from postmortems.config.timeline import TimelineWords

_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


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


def of_analysis(guide: AnalysisGuide) -> Iterator[Problem]:
    """Yield questions that name unknown values, and parts that stand where nothing asks."""
    listed = {each.id for each in guide.observations}
    for index, sight in enumerate(guide.observations):
        known = (*ALWAYS, *VALUES[sight.id])
        path: Path = ("observations", index)
        yield from _braces(sight.says, known, (*path, "says"))
        yield from _braces(sight.question, known, (*path, "question"))
        own: set[str] = set()
        for place, wording in enumerate(sight.asked_as):
            here: Path = (*path, "asked_as", place)
            yield from _braces(wording.question, known, (*here, "question"))
            if wording.method in own:
                said = f"`{wording.method}` asks about `{sight.id}` twice"
                yield _contradiction((*here, "method"), said, "keep one of the two")
            own.add(wording.method)
    for index, method in enumerate(guide.methods):
        yield from _of_method(method, listed, ("methods", index))


def _of_method(method: Method, listed: Collection[str], path: Path) -> Iterator[Problem]:
    lists = [(method.fits, (*path, "fits"))]
    seen: set[str] = set()
    for index, part in enumerate(method.parts):
        here: Path = (*path, "parts", index)
        lists.append((part.observations, (*here, "observations")))
        yield from _braces(part.question, ALWAYS, (*here, "question"))
        if part.place not in PLACES[method.id]:
            places = ", ".join(f"`{each}`" for each in PLACES[method.id])
            yield _contradiction(
                (*here, "place"), f"`{method.id}` has no place `{part.place}`", f"write {places}"
            )
        if (part.category is not None) != (part.place == "bone"):
            said = "a bone is headed by a category, and nothing else is"
            yield _contradiction(here, said, "add `category:`, or remove it")
        once = part.category or (part.place if part.place in SINGLE else "")
        if once in seen:
            yield _contradiction(here, f"`{once}` is asked about twice", "keep one of the two")
        seen |= {once} - {""}
    for names, place in lists:
        for number, name in enumerate(names):
            if name not in listed:
                yield _contradiction(
                    (*place, number),
                    f"`{name}` is not among the `observations` of this file",
                    "add it there with its question, or remove it here",
                )


def _contradiction(path: Path, message: str, fix: str) -> Problem:
    return Problem(rule="config-contradiction", path=path, message=message, fix=fix)


def _braces(text: str, known: tuple[str, ...], path: Path) -> Iterator[Problem]:
    """Yield each name in braces that stands for no value; numbers of the policy have their own."""
    for match in _BRACES.finditer(text):
        name = match[1] or ""
        if name in known or name.split(".")[0].strip() in figures.FILES:
            continue
        named = ", ".join(f"`{{{each}}}`" for each in known)
        yield Problem(
            rule="config-unknown-reference",
            path=path,
            message=f"`{printable(match[0])}` stands for no value of a record",
            why="readers would see the braces",
            fix=f"known here: {named}",
        )


def of_timeline(timeline: TimelineWords) -> Iterator[Problem]:
    """Yield phases that stand twice, and phrases, names and kinds that speak for two phases."""
    phases: dict[str, str] = {}
    seen: dict[tuple[str, str], str] = {}
    for index, each in enumerate(timeline.phases):
        if each.phase in phases:
            yield twice(each.phase, each.phase, ("phases", index, "phase"))
        phases[each.phase] = each.phase
        for key in ("names", "kinds", "phrases"):
            for place, word in enumerate(getattr(each, key)):
                if (key, word.casefold()) in seen:
                    path = ("phases", index, key, place)
                    yield twice(word, seen[key, word.casefold()], path)
                seen.setdefault((key, word.casefold()), word)


def of_editions(audiences: Audiences, needed: Collection[str]) -> Iterator[Problem]:
    """Yield the fields that an edition hides though no record can be without them."""
    for name in AUDIENCES:
        for index, field in enumerate(audiences.edition(name).hides):
            if field in needed:
                above = field.rpartition(".")[0]
                yield Problem(
                    rule="config-contradiction",
                    path=(name, "hides", index),
                    message=f"`{field}` cannot be left out, since every record needs it",
                    why="pages are made of records that are whole",
                    fix=f"leave `{above}` out as a whole" if above else "take it out of the list",
                )
