"""A person's name where everyone can read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.people import anyone
from postmortems.rules.public import public_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("internal-on-public-page", family="process")
def internal_on_public_page(incident: Incident, context: Context) -> Iterator[Problem]:
    """A record whose `postmortem.audience` is `public` names a person.

    `public` in `audiences.yml` says which fields a public page leaves out, and whether people
    appear by role. Then no other text may name them: neither one of those under `roles` and
    `handoffs`, nor an owner, an actor, a contact, a holder of knowledge or someone at the review.
    Quotations count, since they are shown too. The site puts a role in place of a name that it
    knows, but a sentence that was written about a role reads better, and git shows the record.

    Why: What was public once stays so. People who may be named to the world write and say less.

    Fix: Write the role in place of the name, move the text into a field that is left out, or set
    `postmortem.audience` to `internal`.

    Source: PagerDuty's postmortem guide: name roles, not people; GDPR, article 5, on keeping to
    what the purpose needs.

    Flagged:
        postmortem:
          status: published
          owner: Ana Ruiz
          drafted_at: 2026-03-04 11:00
          published_at: 2026-03-09 15:00
          audience: public
        background: Certificates were renewed by Jon Bell.

    Accepted:
        postmortem:
          status: published
          owner: Ana Ruiz
          drafted_at: 2026-03-04 11:00
          published_at: 2026-03-09 15:00
          audience: public
        background: Certificates were renewed by the engineer on call.
    """
    if incident.postmortem.audience != "public":
        return
    by_role = context.settings.audiences.public.people == "roles"
    names = anyone(incident, context.settings) if by_role else None
    if names is None:
        return
    for path, text in public_texts(incident, context.settings):
        match = names.search(text)
        if match:
            yield _problem(path, f"a public page would name `{printable(match.group())}`, a person")


def _problem(path: Path, message: str) -> Problem:
    return Problem(
        rule="internal-on-public-page",
        path=path,
        message=message,
        why="what was public once stays so",
        fix="write the role in place of a name, or set `postmortem.audience` to `internal`",
    )
