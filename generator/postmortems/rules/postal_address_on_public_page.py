"""A street and a number, where everyone can read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.contacts import finder
from postmortems.rules.public import public_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("postal-address-on-public-page", family="process", level=Level.WARNING)
def postal_address_on_public_page(incident: Incident, context: Context) -> Iterator[Problem]:
    """A record whose `postmortem.audience` is `public` seems to hold a postal address.

    An address is told by a number beside the name of a street or a box at the post office, by the
    words under `contacts` in `language.yml`; a town alone is none. Looked at is every text that a
    public page shows. The finding repeats neither the address nor its line.

    Why: Where a client, a colleague or a rack of servers is to be found helps nobody who reads what
    went wrong, and some who want it to go wrong again.

    Fix: Write the town or the region, or move it into `internal`. What anyone may know, such as the
    seat of the company, belongs under `published` in `contacts`.

    Source: GDPR, article 4, by which an address can identify a person.

    Flagged:
        postmortem:
          status: published
          owner: Ana Ruiz
          drafted_at: 2026-03-04 11:00
          published_at: 2026-03-09 15:00
          audience: public
        background: The technician went to 17 Baker Street.

    Accepted:
        postmortem:
          status: published
          owner: Ana Ruiz
          drafted_at: 2026-03-04 11:00
          published_at: 2026-03-09 15:00
          audience: public
        background: The technician went to the site in London.
    """
    known = context.settings.language.contacts
    if known is None:
        return
    search = finder(known, context.settings.audiences.sender)
    for path, text in public_texts(incident, context.settings):
        if search.street(text):
            yield Problem(
                rule="postal-address-on-public-page",
                path=path,
                message="a public page would show what looks like a postal address",
                why="it tells everyone where people or machines are to be found",
                fix="write the town or the region in its place, or move it into `internal`",
                secret=True,
            )
