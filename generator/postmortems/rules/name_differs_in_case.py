"""A name that another record writes with other capitals."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule_between

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.rules.repository import Card, Repository


@rule_between("name-differs-in-case", family="integrity", level=Level.WARNING)
def name_differs_in_case(card: Card, repository: Repository) -> Iterator[Problem]:
    """A person or a tag is written with other capitals than in most records.

    Names of services, teams and levels come from the configuration and are checked there. Said
    only when the whole repository is checked; of two spellings that are equally common, the first
    in the alphabet counts as the right one.

    Why: Lists and counts take the two for different people or subjects, and each holds only a part.

    Fix: Write the name as the other records do.

    Source: Users of cState lost incidents to names that differed only in case (cstate/cstate#161).

    Flagged:
        tags: [Certificate]

    Accepted:
        tags: [certificate]
    """
    everyone = repository.everyone()
    if everyone is None:
        return
    spellings = _spellings(everyone)
    for kind, name, path in card.names:
        usual = spellings[kind, name.casefold()]
        if usual != name:
            yield Problem(
                rule="name-differs-in-case",
                path=path,
                message=f"`{printable(name)}` is elsewhere written `{printable(usual)}`",
                why="lists and counts take the two for different ones",
                fix=f"write `{printable(usual)}`",
            )


# One repository is looked at by all its records, one after the other.
_latest: tuple[object, dict[tuple[str, str], str]] = (None, {})


def _spellings(everyone: Mapping[str, Card]) -> dict[tuple[str, str], str]:
    """Return for each kind and name in lower case the spelling that most records use."""
    global _latest  # noqa: PLW0603 - remembers the latest repository only
    if _latest[0] is not everyone:
        counts = Counter((kind, name) for card in everyone.values() for kind, name, _ in card.names)
        usual: dict[tuple[str, str], str] = {}
        for (kind, name), _ in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
            usual.setdefault((kind, name.casefold()), name)
        _latest = (everyone, usual)
    return _latest[1]
