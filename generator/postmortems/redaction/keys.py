"""Tags, words of a glossary and ids: what names somebody or an absent incident goes, or is anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from postmortems.model.incident import Incident

    Tells = Callable[[str], bool]


def untold(record: Incident, tells: Tells) -> Incident:
    """Return a record none of whose keys tells what is not shown.

    Tags and words of the glossary are left out; factors and actions get other ids, wherever the
    record refers to them.
    """
    factors = _renamed([each.id for each in record.factors], "F", tells)
    actions = _renamed([each.id for each in record.actions], "A", tells)
    glossary = {
        key: text for key, text in (record.glossary or {}).items() if not tells(key)
    } or None
    return replace(
        record,
        tags=tuple(each for each in record.tags if not tells(each)),
        glossary=glossary,
        factors=tuple(
            replace(each, id=factors.get(_key(each.id), each.id)) for each in record.factors
        ),
        actions=tuple(
            replace(
                each,
                id=actions.get(_key(each.id), each.id),
                factors=tuple(factors.get(_key(name), name) for name in each.factors),
            )
            for each in record.actions
        ),
        findings=tuple(
            replace(each, actions=tuple(actions.get(_key(name), name) for name in each.actions))
            for each in record.findings
        ),
    )


def _renamed(ids: Iterable[str], letter: str, tells: Tells) -> dict[str, str]:
    """Name those that tell something by their place, or by the next number that is free."""
    ids = list(ids)
    taken = {_key(each) for each in ids}
    made: dict[str, str] = {}
    for number, each in enumerate(ids, 1):
        if not tells(each):
            continue
        while _key(f"{letter}{number}") in taken:
            number += 1  # noqa: PLW2901 - the place is where the search begins
        made[_key(each)] = f"{letter}{number}"
        taken.add(_key(f"{letter}{number}"))
    return made


def _key(name: str) -> str:
    return name.casefold()
