"""A host or network address of the inside, where everyone can read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.contacts import finder
from postmortems.rules.public import public_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context

_MOST = 3


@rule("internal-host-on-public-page", family="process", level=Level.WARNING)
def internal_host_on_public_page(incident: Incident, context: Context) -> Iterator[Problem]:
    """A record whose `postmortem.audience` is `public` names a host of the inside.

    Which hosts and IP addresses those are is said by `internal_domains` and `internal_networks`
    under `contacts` in `language.yml`. Looked at is every text that a public page shows, addresses
    of links too.

    Why: Names and numbers of the network are a map for whoever gets in, and nobody outside can open
    the link.

    Fix: Write what the host does, such as `the first database server`, or move it into `internal`.

    Source: CWE-200, exposure of sensitive information; RFC 1918 and RFC 6762, on private addresses
    and names.

    Flagged:
        postmortem:
          status: published
          owner: Ana Ruiz
          drafted_at: 2026-03-04 11:00
          published_at: 2026-03-09 15:00
          audience: public
        background: The disk of db01.payments.internal was full.

    Accepted:
        postmortem:
          status: published
          owner: Ana Ruiz
          drafted_at: 2026-03-04 11:00
          published_at: 2026-03-09 15:00
          audience: public
        background: The disk of the first database server was full.
    """
    known = context.settings.language.contacts
    if known is None:
        return
    search = finder(known, context.settings.audiences.sender)
    for path, text in public_texts(incident, context.settings):
        found = search.internal(text)
        if found:
            named = ", ".join(f"`{printable(each, 80)}`" for each in found[:_MOST])
            more = f" and {len(found) - _MOST:,} more" if len(found) > _MOST else ""
            yield Problem(
                rule="internal-host-on-public-page",
                path=path,
                message=f"a public page would name {named}{more} of the internal network",
                why="names and numbers of the network are a map for whoever gets in",
                fix="write what the host does in its place, or move it into `internal`",
            )
