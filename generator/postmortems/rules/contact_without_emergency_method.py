"""A contact who can be reached in the usual way only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule_over

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.config.settings import Settings
    from postmortems.rules.repository import Card


@rule_over(
    "contact-without-emergency-method",
    file="site_config/catalog.yml",
    family="response",
    level=Level.WARNING,
)
def contact_without_emergency_method(
    everyone: Mapping[str, Card], settings: Settings
) -> Iterator[Problem]:
    """A contact of `site_config/catalog.yml` has no `emergency_methods`.

    Said only when the whole repository is checked.

    Why: The way by which people are usually called may be what has failed.

    Fix: Write down how else to reach them, such as a telephone number that somebody answers.

    Source: A response that stood still for want of one person who could not be reached.

    Flagged:
        # site_config/catalog.yml
        contacts:
          - id: database-on-call
            name: Database on call
            primary: Database rota
            alternates: [Engineering rota]

    Accepted:
        # site_config/catalog.yml
        contacts:
          - id: database-on-call
            name: Database on call
            primary: Database rota
            alternates: [Engineering rota]
            emergency_methods: [Phone]
    """
    del everyone
    for index, contact in enumerate(settings.catalog.contacts):
        if not contact.emergency_methods:
            yield Problem(
                rule="contact-without-emergency-method",
                path=("contacts", index, "emergency_methods"),
                message=f"`{contact.id}` has no way to be reached in an emergency",
                why="the usual way may be what has failed",
                fix="write down how else to reach them under `emergency_methods`",
            )
