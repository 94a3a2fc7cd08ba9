"""A service or team of the catalogue that no record names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule_over

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.config.settings import Settings
    from postmortems.rules.repository import Card


@rule_over("catalogue-entry-unused", file="site_config/catalog.yml")
def catalogue_entry_unused(everyone: Mapping[str, Card], settings: Settings) -> Iterator[Problem]:
    """A service or team of `site_config/catalog.yml` is named by no record.

    Off unless switched on: a service that never failed is no fault. Said only when the whole
    repository is checked, and never of an empty one. A team that a service belongs to is in use.

    Why: A long catalogue of names that nobody uses hides the one that should be chosen, and an
    entry that was renamed elsewhere keeps its old name alive here.

    Fix: Remove the entry, or leave it for the day it is needed and keep the rule off.

    Source: Domain rule of this project: the catalogue lists what incidents can happen to.

    Flagged:
        # site_config/catalog.yml holds the team `designers`, and neither a service nor a record
        # names it.

    Accepted:
        services: [payment-api]
    """
    if not everyone:
        return
    used = {name for card in everyone.values() for name in card.used}
    catalog = settings.catalog
    used.update(each.team for each in catalog.services if each.team is not None)
    listed = {
        "services": [each.id for each in catalog.services],
        "teams": [each.id for each in catalog.teams],
    }
    for field, names in listed.items():
        for index, name in enumerate(names):
            if name not in used:
                yield Problem(
                    rule="catalogue-entry-unused",
                    path=(field, index, "id"),
                    message=f"no record names the {field.removesuffix('s')} `{name}`",
                    why="names that nobody uses hide the one that should be chosen",
                    fix="remove the entry, or keep it for the day it is needed",
                )
