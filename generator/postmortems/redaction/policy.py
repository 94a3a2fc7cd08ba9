"""Settings as an edition shows them: without contacts, and without promises that it cannot show."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from postmortems.config.audiences import Sender
from postmortems.config.severities import Call, Notice
from postmortems.redaction.people import Named
from postmortems.redaction.walk import reworded

if TYPE_CHECKING:
    from collections.abc import Container

    from postmortems.config.audiences import Edition
    from postmortems.config.catalog import Catalog
    from postmortems.config.settings import Settings
    from postmortems.config.severities import Severities
    from postmortems.redaction.links import Links
    from postmortems.redaction.people import People

# What programs look for in texts, and what other programs write: nothing in it is shown.
_MACHINES = frozenset(
    {"analysis", "audiences", "importing", "language", "rules", "site", "timeline"}
)


def settings_shown(
    settings: Settings,
    edition: Edition,
    people: People,
    links: Links,
    present: Container[str],
    named: Container[str] | None = None,
) -> Settings:
    """Return the settings by which an edition's pages are made; ``present`` are its incidents.

    ``named`` are the services and teams that they name, where it has no others: one that only
    internal incidents name is as internal as they are.
    """
    hidden = frozenset(edition.hides_settings)
    example = settings.policy.postmortem.example
    policy = replace(
        settings.policy,
        regimes=() if "regimes" in hidden else settings.policy.regimes,
        postmortem=replace(
            settings.policy.postmortem, example=example if example in present else None
        ),
    )
    catalog = _catalog(settings.catalog, hidden)
    if named is not None:
        catalog = _limited(catalog, named)
    kept = {each.id for each in catalog.services}
    made = replace(
        settings,
        catalog=catalog,
        importing=replace(
            settings.importing,
            services=tuple(each for each in settings.importing.services if each.service in kept),
        ),
        severities=_severities(settings.severities, edition),
        policy=policy,
        audiences=replace(
            settings.audiences,
            sender=Sender() if "sender" in hidden else settings.audiences.sender,
        ),
        # Records lie there as they are, with all that is hidden here.
        site=replace(settings.site, repository_url=None),
        rules=replace(settings.rules, ignore=()),
    )
    persons = Named(people) if edition.people == "roles" else None

    def change(field: str, text: str) -> str:
        del field
        # Addresses in settings are the team's own choice; ids of absent incidents are not.
        text = links.without_ids(text)
        return persons.text(text) if persons is not None else text

    values: dict[str, Any] = {each.name: getattr(made, each.name) for each in fields(made)}
    return replace(
        made,
        **{
            name: reworded(value, change) for name, value in values.items() if name not in _MACHINES
        },
    )


def _catalog(catalog: Catalog, hidden: frozenset[str]) -> Catalog:
    if "contacts" in hidden:
        catalog = replace(
            catalog,
            contacts=(),
            teams=tuple(replace(each, contacts=()) for each in catalog.teams),
            procedures=tuple(replace(each, contacts=()) for each in catalog.procedures),
        )
    return replace(catalog, procedures=()) if "procedures" in hidden else catalog


def _limited(catalog: Catalog, named: Container[str]) -> Catalog:
    """Leave out the services and teams that nothing names, but for the teams of those services."""
    services = tuple(each for each in catalog.services if each.id in named)
    kept = {each.id for each in services}
    owners = {each.team for each in services}
    return replace(
        catalog,
        services=services,
        teams=tuple(each for each in catalog.teams if each.id in named or each.id in owners),
        procedures=tuple(
            replace(each, services=tuple(name for name in each.services if name in kept))
            for each in catalog.procedures
        ),
    )


def _severities(scale: Severities, edition: Edition) -> Severities:
    """Leave out the promises that would look broken, since what kept them is not shown."""
    told = edition.communications
    fields_of = {"detection": "times.detected", "acknowledgement": "times.acknowledged"}

    def kept(name: str, clause: Any) -> Any:  # noqa: ANN401 - one of several kinds of clauses
        match clause:
            case Notice():
                unseen = told is not None and not set(told).issuperset(clause.audiences)
                return None if unseen or "communications" in edition.hidden else clause
            case Call():
                return None if edition.conceals("escalations") else clause
            case _:
                return None if edition.conceals(fields_of.get(name, name)) else clause

    return replace(
        scale,
        levels=tuple(
            replace(
                level,
                sla=replace(
                    level.sla,
                    **{
                        each.name: kept(each.name, getattr(level.sla, each.name))
                        for each in fields(level.sla)
                    },
                ),
            )
            for level in scale.levels
        ),
    )
