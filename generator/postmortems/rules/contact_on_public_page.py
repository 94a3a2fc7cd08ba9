"""Where a person can be reached, where everyone can read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.contacts import Patience, finder
from postmortems.rules.public import public_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("contact-on-public-page", family="process")
def contact_on_public_page(incident: Incident, context: Context) -> Iterator[Problem]:
    """A record whose `postmortem.audience` is `public` holds an e-mail address or a phone number.

    Looked at is every text that a public page shows: neither the fields that `public` in
    `audiences.yml` hides, nor names where people appear by role, nor messages to colleagues.
    Mailboxes of a job such as `support@`, domains for documentation such as `example.com`, the
    sender of `audiences.yml` and what is `published` under `contacts` in `language.yml` are left
    alone. Numbers are found that exist: with `+` and the country anywhere, others as the countries
    under `phone_regions` write them. The finding repeats neither the address nor its line.

    Why: An address that was public once is in the hands of whoever collects them, and belongs to a
    person who did not ask for it.

    Fix: Write how the team is reached in place of the person, or move it into `internal`. What
    anyone may know belongs under `published`.

    Source: GDPR, article 5, on keeping to what the purpose needs; ITU-T E.164, on the form of
    telephone numbers.

    Flagged:
        postmortem:
          status: published
          owner: Ana Ruiz
          drafted_at: 2026-03-04 11:00
          published_at: 2026-03-09 15:00
          audience: public
        background: Clients wrote to ana.ruiz@payments.alt.

    Accepted:
        postmortem:
          status: published
          owner: Ana Ruiz
          drafted_at: 2026-03-04 11:00
          published_at: 2026-03-09 15:00
          audience: public
        background: Clients wrote to support@payments.alt.
    """
    known = context.settings.language.contacts
    if known is None:
        return
    search = finder(known, context.settings.audiences.sender)
    patience, unfinished = Patience(), False
    for path, text in public_texts(incident, context.settings):
        found = ["an e-mail address"] if search.mail(text) else []
        found += ["a telephone number"] if search.phone(text, patience) else []
        if patience.ended and not unfinished:
            unfinished = True
            found.append("more figures than are looked through for telephone numbers")
        if found:
            yield Problem(
                rule="contact-on-public-page",
                path=path,
                message=f"a public page would show {' and '.join(found)}",
                why="whoever it belongs to did not ask to be reached by everyone",
                fix="write the role or the team in its place, or move it into `internal`",
                secret=True,
            )
