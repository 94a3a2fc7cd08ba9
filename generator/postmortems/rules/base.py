"""What a rule is, and what it is given to judge by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, Protocol

from postmortems.findings import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from postmortems.config.settings import Settings
    from postmortems.findings import Problem
    from postmortems.model.incident import Incident
    from postmortems.rules.repository import Card, Repository

_FURTHEST_EAST = timedelta(hours=14)

Family = Literal["structure", "time", "response", "process", "language", "integrity"]


class Context:
    """What a rule may look at besides the record itself.

    ``stem`` is the file's name without its ending, empty where it has none; ``text`` is all that
    the file holds, comments too, empty where the record is not from a file; ``as_of`` is now, aware
    and in UTC. ``aged`` tells whether any rule has asked what day it is; if none has, what they
    found holds on every day from ``since`` on.
    """

    __slots__ = ("_as_of", "aged", "settings", "since", "stem", "text")

    def __init__(
        self, *, settings: Settings, as_of: datetime, stem: str = "", text: str = ""
    ) -> None:
        self.settings = settings
        self.stem = stem
        self.text = text
        self.aged = False
        self.since = date.min
        self._as_of = as_of

    @property
    def as_of(self) -> datetime:
        """Return now."""
        self.aged = True
        return self._as_of

    def has_come(self, moment: date) -> bool:
        """Tell whether an aware moment, or a day anywhere on earth, lies in the past.

        What has come stays so: asking for it does not age what is found, other than `as_of`.
        """
        if isinstance(moment, datetime):
            come = moment <= self._as_of
            day = moment.astimezone(UTC).date()
        else:
            come = moment <= (self._as_of + _FURTHEST_EAST).date()
            day = moment
        if not come:
            self.aged = True
        elif day > self.since:
            self.since = day
        return come


class Check(Protocol):
    """A rule's own function: a record in, its problems out. Lacking inputs, it says nothing."""

    __name__: str

    def __call__(self, incident: Incident, context: Context) -> Iterator[Problem]:
        """Yield a problem for each place where the record breaks the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule with its documentation.

    ``level`` is what it proposes; None means off unless configuration switches it on. ``check``
    looks at a record on its own, ``between`` at a record among the others, ``over`` at all of them
    for what they tell about ``file``; all are None for faults that loading itself reports.
    """

    id: str
    family: Family
    level: Level | None
    doc: str
    check: Callable[[Incident, Context], Iterator[Problem]] | None = None
    between: Callable[[Card, Repository], Iterator[Problem]] | None = None
    over: Callable[[Mapping[str, Card], Settings], Iterator[Problem]] | None = None
    file: str = ""


def rule(
    name: str,
    *,
    family: Family,
    level: Level | None = Level.ERROR,
    between: Callable[[Card, Repository], Iterator[Problem]] | None = None,
) -> Callable[[Check], Rule]:
    """Make a rule of a check; its docstring is the rule's page and its tests.

    ``between`` is what the same rule has to say about a record among the others.
    """

    def made(check: Check) -> Rule:
        doc = check.__doc__ or ""
        return Rule(id=name, family=family, level=level, doc=doc, check=check, between=between)

    return made


def rule_between(
    name: str, *, family: Family, level: Level | None = Level.ERROR
) -> Callable[[Callable[[Card, Repository], Iterator[Problem]]], Rule]:
    """Make a rule of a check that looks at a record among the others."""

    def made(between: Callable[[Card, Repository], Iterator[Problem]]) -> Rule:
        doc = between.__doc__ or ""
        return Rule(id=name, family=family, level=level, doc=doc, between=between)

    return made


def rule_over(
    name: str, *, file: str, family: Family = "integrity", level: Level | None = None
) -> Callable[[Callable[[Mapping[str, Card], Settings], Iterator[Problem]]], Rule]:
    """Make a rule of a check of a configuration file, by all records where it looks at them."""

    def made(over: Callable[[Mapping[str, Card], Settings], Iterator[Problem]]) -> Rule:
        doc = over.__doc__ or ""
        return Rule(id=name, family=family, level=level, doc=doc, over=over, file=file)

    return made


def loading_rule(name: str, doc: str, *, family: Family = "structure") -> Rule:
    """Name a fault that loading reports, so that it has a page, a level and can be remapped."""
    return Rule(id=name, family=family, level=Level.ERROR, doc=doc)
