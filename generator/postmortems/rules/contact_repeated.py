"""A contact whose alternate is somebody who has been called already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule_over

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.config.settings import Settings
    from postmortems.rules.repository import Card


@rule_over(
    "contact-repeated", file="site_config/catalog.yml", family="response", level=Level.WARNING
)
def contact_repeated(everyone: Mapping[str, Card], settings: Settings) -> Iterator[Problem]:
    """A contact of `site_config/catalog.yml` lists the same name twice, as primary or alternate.

    Capitals make no difference. Said only when the whole repository is checked.

    Why: Whoever did not answer the first call is called once more, and nobody else is tried.

    Fix: Name somebody else, or take the alternate out, so that the gap can be seen.

    Source: A response that stood still for want of one person who could not be reached.

    Flagged:
        # site_config/catalog.yml
        contacts:
          - id: database-on-call
            name: Database on call
            primary: Database rota
            alternates: [Database rota]

    Accepted:
        # site_config/catalog.yml
        contacts:
          - id: database-on-call
            name: Database on call
            primary: Database rota
            alternates: [Engineering rota]
    """
    del everyone
    for index, contact in enumerate(settings.catalog.contacts):
        called = {contact.primary.casefold()}
        for place, other in enumerate(contact.alternates):
            if other.casefold() in called:
                yield Problem(
                    rule="contact-repeated",
                    path=("contacts", index, "alternates", place),
                    message=f"`{contact.id}` calls `{other}` twice",
                    why="whoever did not answer is called once more, and nobody else is tried",
                    fix="name somebody else, or take it out",
                )
            called.add(other.casefold())
