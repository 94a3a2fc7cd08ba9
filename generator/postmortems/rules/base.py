"""What a rule is, and what it is given to judge by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from postmortems.findings import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.findings import Problem
    from postmortems.model.incident import Incident

Family = Literal["structure", "time", "response", "process", "language", "integrity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a rule may look at besides the record itself.

    ``stem`` is the file's name without its ending; ``as_of`` is now, aware and in UTC;
    ``library`` holds every readable incident of the repository by id, ``files`` the files that
    carry each id.
    """

    settings: Settings
    as_of: datetime
    stem: str = ""
    library: Mapping[str, Incident] = field(default_factory=dict)
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Check(Protocol):
    """A rule's own function: a record in, its problems out. Lacking inputs, it says nothing."""

    __name__: str

    def __call__(self, incident: Incident, context: Context) -> Iterator[Problem]:
        """Yield a problem for each place where the record breaks the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule with its documentation.

    ``level`` is what it proposes; None means off unless configuration switches it on. ``check``
    is None for faults that loading itself reports.
    """

    id: str
    family: Family
    level: Level | None
    doc: str
    check: Callable[[Incident, Context], Iterator[Problem]] | None = None


def rule(
    name: str, *, family: Family, level: Level | None = Level.ERROR
) -> Callable[[Check], Rule]:
    """Make a rule of a check; its docstring is the rule's page and its tests."""

    def made(check: Check) -> Rule:
        return Rule(id=name, family=family, level=level, doc=check.__doc__ or "", check=check)

    return made


def loading_rule(name: str, doc: str, *, family: Family = "structure") -> Rule:
    """Name a fault that loading reports, so that it has a page, a level and can be remapped."""
    return Rule(id=name, family=family, level=Level.ERROR, doc=doc)
