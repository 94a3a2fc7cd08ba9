"""What the types cannot say about one configuration file: order, overlap and fit of its values."""

from __future__ import annotations

from dataclasses import fields
from itertools import pairwise
from typing import TYPE_CHECKING

from postmortems.config.contacts import of_contacts
from postmortems.config.references import lists
from postmortems.config.site import id_parts
from postmortems.findings import Path, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.escalation import Escalation
    from postmortems.config.language import Language
    from postmortems.config.policy import Policy
    from postmortems.config.rules import RuleSettings
    from postmortems.config.severities import Condition, Severities, Signal
    from postmortems.config.site import Site
    from postmortems.fields import Record

_HOURS_A_DAY = 24
_TAKEN = {
    "services": ("index",),
    "teams": ("index",),
    "levels": ("index",),
    "categories": ("index", "uncategorised"),
    "control_gaps": ("index",),
}
"""Ids that would give an entry's page the address of a page that the site has anyway."""


def duplicates(record: Record) -> Iterator[Problem]:
    """Yield every id that stands twice in one list, or that the site has taken for itself.

    Capitals alone do not tell ids apart.
    """
    for path, entries in lists(record):
        seen: dict[str, str] = {}
        reserved = _TAKEN.get(str(path[-1]), ())
        for index, each in enumerate(entries):
            if each.id.casefold() in reserved:
                yield Problem(
                    rule="config-duplicate-id",
                    path=(*path, index, "id"),
                    message=f"`{each.id}` is already taken by a page of the site itself",
                    why="two pages would have one address, and one of them would be lost",
                    fix="give it another id",
                )
            if each.id.casefold() in seen:
                yield twice(each.id, seen[each.id.casefold()], (*path, index, "id"))
            seen.setdefault(each.id.casefold(), each.id)


def of_site(site: Site) -> Iterator[Problem]:
    """Yield what is wrong with the forms of ids and with the paths of links."""
    for key, form in (("incident_id", site.incident_id), ("undated_id", site.undated_id)):
        tokens = [meaning for meaning, _ in id_parts(form) if meaning]
        if not tokens:
            yield Problem(
                rule="config-invalid-pattern",
                path=(key,),
                message=f"`{form}` has no token, so every incident would have the same id",
                fix="add a date or a number, as in `INC-YYYYMMDD-HHMM` or `INC-NNNN`",
            )
        elif len(set(tokens)) < len(tokens):
            yield Problem(
                rule="config-invalid-pattern",
                path=(key,),
                message=f"`{form}` holds one token twice",
                fix="keep one of the two",
            )
    if _overlap(site.incident_id, site.undated_id):
        yield Problem(
            rule="config-invalid-pattern",
            path=("undated_id",),
            message="one id can have the form of both `incident_id` and `undated_id`",
            why="nobody could tell from the id whether the date is known",
            fix="put a fixed word into one of them, as in `INC-UNDATED-NN`",
        )
    for key, text in (("edit_path", site.edit_path), ("raw_path", site.raw_path)):
        if "{file}" not in text:
            yield Problem(
                rule="config-invalid-pattern",
                path=(key,),
                message="the path does not say where the file's name goes",
                fix="write `{file}` in its place, as in `edit/{branch}/{file}`",
            )


def of_severities(severities: Severities) -> Iterator[Problem]:
    """Yield aliases that are taken, and criteria whose values do not fit their signals."""
    taken = {each.id.casefold(): each.id for each in severities.levels}
    for index, level in enumerate(severities.levels):
        for place, alias in enumerate(level.aliases):
            # Several spellings of one level are welcome, even if only capitals differ.
            holder = taken.setdefault(alias.casefold(), level.id)
            if holder != level.id or alias in {level.id, *level.aliases[:place]}:
                yield twice(alias, holder, ("levels", index, "aliases", place))
        for name, clause in level.sla.clauses():
            applies = clause.applies
            if applies and applies.unresolved_after_minutes and applies.longer_than_minutes:
                yield Problem(
                    rule="config-invalid-range",
                    path=("levels", index, "sla", name, "applies", "longer_than_minutes"),
                    message="the clock would start at two moments",
                    fix="keep `unresolved_after_minutes` or `longer_than_minutes`",
                )
    scale = [each.id for each in severities.levels]
    for index, criterion in enumerate(severities.criteria):
        if criterion.between and criterion.level != min(
            criterion.between, key=lambda name: scale.index(name) if name in scale else len(scale)
        ):
            yield Problem(
                rule="config-contradiction",
                path=("criteria", index, "level"),
                message=f"`{criterion.level}` is not the worse of the levels under `between`",
                why="readers are told that the worse of the two is assumed",
                fix="write the worse of the two, or remove `between`",
            )
        for place, condition in enumerate(criterion.all):
            signal = severities.signals.get(condition.metric)
            if signal is not None:
                yield from fit(condition, signal, ("criteria", index, "all", place))
        for place, citation in enumerate(criterion.cite):
            if severities.cited(citation) is None:
                yield Problem(
                    rule="config-unknown-reference",
                    path=("criteria", index, "cite", place),
                    message=f"there is no sentence `{citation}` in this file",
                    why="readers are shown the sentence that a suggestion rests on",
                    fix="name a level with `definition`, or with `example` and its number from 1",
                )


def of_escalation(escalation: Escalation, severities: Severities) -> Iterator[Problem]:
    """Yield triggers that do not lead up the ladder, and flags that cannot be true."""
    steps = {each.id: step for step, each in enumerate(escalation.tiers)}
    for index, trigger in enumerate(escalation.triggers):
        start, end = steps.get(trigger.from_), steps.get(trigger.to)
        if start is not None and end is not None and end <= start:
            yield Problem(
                rule="config-invalid-range",
                path=("triggers", index, "to"),
                message=f"`{trigger.to}` is not above `{trigger.from_}` on the ladder",
                fix="name a tier that stands further down in `tiers`",
            )
        signal = severities.signals.get(trigger.flag or "")
        if signal is not None and signal.type != "boolean":
            yield Problem(
                rule="config-unfit-condition",
                path=("triggers", index, "flag"),
                message=f"`{trigger.flag}` is a number and cannot be true",
                fix="name a signal of type `boolean`",
            )


def of_policy(policy: Policy) -> Iterator[Problem]:
    """Yield times that end before they begin."""
    owed = policy.postmortem
    first, last = owed.review_business_days
    if first > last:
        yield _inverted(("postmortem", "review_business_days"), f"{first} comes after {last}")
    if owed.draft_within_hours > owed.publish_within_days * _HOURS_A_DAY:
        yield _inverted(
            ("postmortem", "draft_within_hours"),
            f"the draft is due after {owed.draft_within_hours} hours, later than its publication",
        )
    for index, (day, after) in enumerate(pairwise(policy.follow_up_days), start=1):
        if day >= after:
            yield _inverted(("follow_up_days", index), f"{after} does not come after {day}")
    hours = policy.business_hours
    if hours.start >= hours.end:
        yield _inverted(("business_hours", "end"), f"{hours.end} is not after {hours.start}")


def of_postmortems(severities: Severities, policy: Policy) -> Iterator[Problem]:
    """Yield levels that say another thing about postmortems than the policy's conditions do."""
    for index, level in enumerate(severities.levels):
        owed = [
            each
            for each in policy.postmortem.mandatory
            if not each.levels or level.id in each.levels
        ]
        if any(each.always for each in owed):
            right = {"mandatory"}
        else:
            right = {"conditional"} if owed else {"optional", "none"}
        if level.postmortem not in right:
            wanted = " or ".join(f"`{word}`" for word in sorted(right))
            yield Problem(
                rule="config-contradiction",
                path=("levels", index, "postmortem"),
                message=f"`{level.postmortem}` is not what policy.yml asks of {level.id}",
                why="the page would say one thing and the check another",
                fix=f"write {wanted}, or change `postmortem.mandatory` in policy.yml",
            )


def of_language(language: Language) -> Iterator[Problem]:
    """Yield nouns that stand twice under one figure; under two figures they may."""
    for figure in fields(language.counted_nouns):
        seen: dict[str, str] = {}
        for index, noun in enumerate(getattr(language.counted_nouns, figure.name)):
            if noun.casefold() in seen:
                path = ("counted_nouns", figure.name, index)
                yield twice(noun, seen[noun.casefold()], path)
            seen.setdefault(noun.casefold(), noun)
    if language.contacts is not None:
        yield from of_contacts(language.contacts)


def of_rules(rules: RuleSettings) -> Iterator[Problem]:
    """Yield exemptions that cover nothing."""
    for index, each in enumerate(rules.ignore):
        if not each.files and not each.incidents:
            yield Problem(
                rule="config-empty-exemption",
                path=("ignore", index),
                message=f"the exemption from `{each.rule}` names neither files nor incidents",
                why="it would never take effect",
                fix="add `files:` or `incidents:`, or set the rule to `off` under `levels:`",
            )


def fit(condition: Condition, signal: Signal, path: Path) -> Iterator[Problem]:
    """Yield where a comparison makes no sense for the kind of signal."""
    said = "yes or no" if signal.type == "boolean" else "a number"
    if isinstance(condition.value, bool) is not (signal.type == "boolean"):
        yield Problem(
            rule="config-unfit-condition",
            path=(*path, "value"),
            message=f"`{condition.metric}` is {said}; this value is not",
            why="the condition could never be met",
            fix="write `true` or `false`" if signal.type == "boolean" else "write a number",
        )
    elif signal.type == "boolean" and condition.op != "eq":
        yield Problem(
            rule="config-unfit-condition",
            path=(*path, "op"),
            message=f"`{condition.metric}` is yes or no and has no order",
            fix="write `op: eq`",
        )
    elif condition.op == "between" and condition.upper is None:
        yield Problem(
            rule="config-unfit-condition",
            path=path,
            message="`between` needs an upper end",
            fix="add `upper:`",
        )
    elif condition.op != "between" and condition.upper is not None:
        yield Problem(
            rule="config-unfit-condition",
            path=(*path, "upper"),
            message=f"`upper` means nothing to `{condition.op}`",
            fix="remove it, or write `op: between`",
        )
    elif condition.upper is not None and condition.upper < condition.value:
        yield _inverted((*path, "upper"), f"{condition.upper:g} is below {condition.value:g}")


def _overlap(one: str, other: str) -> bool:
    """Tell whether a text can have both forms; right unless fixed letters are digits."""
    shapes = (
        "".join("0" * len(text) if meaning else text for meaning, text in id_parts(form))
        for form in (one, other)
    )
    return len(set(shapes)) == 1


def twice(name: str, holder: str, path: Path) -> Problem:
    """Say that a name stands at a path although another of the list has it already."""
    return Problem(
        rule="config-duplicate-id",
        path=path,
        message=f"`{name}` is already taken"
        + ("" if name == holder else f" by `{holder}`; capitals make no difference"),
        why="nobody could tell which of the two the name means",
        fix="give one of them another name",
    )


def _inverted(path: Path, message: str) -> Problem:
    return Problem(
        rule="config-invalid-range",
        path=path,
        message=message,
        fix="put the smaller value first",
    )
