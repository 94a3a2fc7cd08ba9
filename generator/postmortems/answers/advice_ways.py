"""The part of an advice about the work: the phase's checklist, and ways to contain and remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.answers.advice_entry import Entry, Section
from postmortems.answers.advice_words import moment, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postmortems.advice.evidence import Checked
    from postmortems.advice.now import Advice

_MARKS = {"shown": "[x]", "not_shown": "[ ]", "judge": "[?]", "not_applicable": "[-]"}


def checklists(advice: Advice) -> Section:
    """Say the phase, from what it follows, and where its entries and the commander's stand."""
    stage = advice.stage
    if stage.phase is None:
        entry = Entry(mark="", text=f"The phase is not known: {plain(stage.because)}.")
        return Section(title="CHECKLIST", entries=(entry,))
    entries = list(_checked(stage.checklist, advice))
    if stage.guide is not None and not stage.checklist:
        entries += [Entry(mark="", text=plain(each)) for each in stage.guide.notes]
    if stage.duty is not None:
        entries.append(Entry(mark="", text=f"The commander, {plain(stage.duty.name).lower()}:"))
        entries += _checked(stage.duty_checklist, advice)
    because = Entry(mark="", text=f"In this phase, as {plain(stage.because)}.")
    key = Entry(mark="", text="[x] the record shows it, [ ] it does not, [?] judge for yourself")
    title = f"CHECKLIST: {plain(stage.phase.name)}"
    return Section(title=title, entries=(because, *entries, key))


def _checked(entries: Iterable[Checked], advice: Advice) -> Iterator[Entry]:
    for each in entries:
        said = plain(each.what)
        if each.at is not None:
            said = f"{said} {moment(each.at, advice)}".strip()
        text = plain(each.item.text)
        yield Entry(mark=_MARKS[each.state], text=f"{text} ({said})" if said else text)


def remedies(advice: Advice) -> Section:
    """Say how to contain it and how to remove its cause, with what in the record points there."""
    found = advice.remedies
    entries: list[Entry] = []
    if found.containment and not found.contained_by_data:
        entries.append(
            Entry(mark="", text="Nothing on record points to one type of incident; all of them:")
        )
    for way in found.containment:
        lines = [*map(plain, way.way.measures)]
        if way.because:
            lines.insert(0, f"as {' and '.join(map(plain, way.because))}")
        entries.append(
            Entry(
                mark="contain",
                text=f"{plain(way.way.incident)}: {plain(way.way.strategy)}",
                lines=tuple(lines),
                commands=way.way.commands,
            )
        )
    for each in found.questions:
        answers = (f"yes: {plain(each.if_yes)}", f"no: {plain(each.if_no)}")
        entries.append(Entry(mark="ask", text=plain(each.question), lines=answers))
    for one in found.eradication:
        lines = [f"gone when: {plain(one.way.validation)}"]
        if one.factors:
            lines.insert(0, f"factors: {', '.join(one.factors)}")
        text = f"{plain(one.way.cause)}: {plain(one.way.strategy)}"
        entries.append(Entry(mark="remove", text=text, lines=tuple(lines)))
    return Section(title="WAYS OUT", entries=tuple(entries))
