"""A tier, service or procedure for which there is one person to call, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule_over

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from postmortems.config.settings import Settings
    from postmortems.findings import Path
    from postmortems.rules.repository import Card

_ENOUGH = 2


@rule_over("single-contact", file="site_config/catalog.yml", family="response", level=Level.WARNING)
def single_contact(everyone: Mapping[str, Card], settings: Settings) -> Iterator[Problem]:
    """Fewer than two can be called for an escalation tier, a service or a critical procedure.

    Counted are the different names among the primary and the alternates of its contacts: for a tier
    those that carry it, for a service those of its team, for a procedure its own and its `holders`.
    A rota is one name, whoever is on it. Where no contact is listed at all, that is said once. Said
    only when the whole repository is checked.

    Why: The response lasts until that one person answers, and nobody can say how long that is.

    Fix: Add an alternate, or a second contact. Teach the procedure to somebody else.

    Source: A response that stood still because a single person knew how to cancel a query safely.

    Flagged:
        # site_config/catalog.yml
        procedures:
          - id: cancel-query
            name: Cancel a query that holds locks
            holders: [Jon Bell]

    Accepted:
        # site_config/catalog.yml
        procedures:
          - id: cancel-query
            name: Cancel a query that holds locks
            holders: [Jon Bell, Ana Ruiz]
    """
    del everyone
    catalog = settings.catalog
    for index, each in enumerate(catalog.procedures):
        yield from _too_few(catalog.able(each), f"`{each.name}`", ("procedures", index))
    if not catalog.contacts:
        yield from _too_few((), "any tier or service: there are no contacts", ("contacts",))
        return
    for tier in settings.escalation.tiers:
        places = [place for place, each in enumerate(catalog.contacts) if each.tier == tier.id]
        path: Path = ("contacts", places[0], "alternates") if places else ("contacts",)
        held = catalog.reached([catalog.contacts[place].id for place in places])
        yield from _too_few(held, f"tier {tier.id}", path)
    for index, service in enumerate(catalog.services):
        if service.team is None:
            yield from _too_few((), f"`{service.id}`, which has no team", ("services", index))
    run = {each.team for each in catalog.services}
    for index, team in enumerate(catalog.teams):
        if team.id in run:
            held = catalog.reached(team.contacts)
            what = f"the services of `{team.id}`"
            yield from _too_few(held, what, ("teams", index, "contacts"))


def _too_few(held: Collection[str], what: str, path: Path) -> Iterator[Problem]:
    if len(held) < _ENOUGH:
        who = f"only `{next(iter(held))}` is" if held else "nobody is"
        yield Problem(
            rule="single-contact",
            path=path,
            message=f"{who} listed to call for {what}",
            why="the response lasts until that one person answers",
            fix="add an alternate or a second contact",
        )
