"""The part of an advice about people: who commands, who may, who holds which role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.answers.advice_entry import Entry, Section
from postmortems.answers.advice_words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postmortems.advice.now import Advice
    from postmortems.config.catalog import Contact


def people(advice: Advice, named: set[str]) -> Section:
    """Say who holds which role; who may command, where nobody does or somebody may not."""
    return Section(title="ROLES", entries=tuple(_people(advice, named)))


def reach(contacts: Iterable[Contact], named: set[str]) -> Iterator[str]:
    """Say whom to call, who else to try, and how when the usual way fails: each contact once.

    ``named`` holds the ids of those that stand further up already, and takes in the new ones.
    """
    for contact in contacts:
        if contact.id in named:
            continue
        named.add(contact.id)
        said = f"{plain(contact.name)}: {plain(contact.primary)}"
        if contact.alternates:
            said += f", then {', '.join(map(plain, contact.alternates))}"
        if contact.emergency_methods:
            said += f"; in an emergency: {', '.join(map(plain, contact.emergency_methods))}"
        yield said


def _people(advice: Advice, named: set[str]) -> Iterator[Entry]:
    command = advice.command
    if not command.needed:
        held = [each for each in command.parts if each.person is not None]
        level = advice.incident.severity
        if advice.clocked and not held:
            yield Entry(mark="", text=f"{level} needs no commander on record.")
    else:
        held = list(command.parts)
    for each in held:
        person = each.person
        if person is None:
            yield Entry(mark="not filled", text=f"{plain(each.name)}: {plain(each.duty)}")
            continue
        tier = f" ({person.tier})" if person.tier else ""
        yield Entry(mark="filled", text=f"{plain(each.name)}: {plain(person.name)}{tier}")
    for warning in command.warnings:
        yield Entry(mark="mind", text=plain(warning))
    if command.needed and command.eligible is not True:
        for may in command.may_command:
            yield Entry(
                mark="may command",
                text=f"{may.tier.id}, {plain(may.tier.role)}",
                lines=tuple(reach(may.contacts, named)),
            )
