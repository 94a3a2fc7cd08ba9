"""A credential in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.credentials import search
from postmortems.rules.values import contents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("probable-secret", family="structure")
def probable_secret(incident: Incident, context: Context) -> Iterator[Problem]:
    """A text seems to hold a password, a key or a token.

    Looked for are the sorts of `credentials` in `language.yml`, addresses such as
    `https://user:password@host`, and values after words such as `password` and `:` or `=`. Every
    text is looked at, quotations, code and internal notes too. Obvious placeholders are left
    alone: `***`, `<token>`, `xxxx`, `$TOKEN`. The finding repeats neither the value nor its line.

    Why: Whoever can read the repository can use it, and the history keeps it after it is deleted.
    Pasted logs and commands are how it gets in.

    Fix: Revoke the credential first, then write `***` in its place. Of what is none, say so under
    `ignore`.

    Source: CWE-312, cleartext storage of sensitive information; GitHub's documentation on secret
    scanning.

    Flagged:
        background: |
          The client was started with the address amqp://gateway:correct-horse@broker/payments.

    Accepted:
        background: |
          The client was started with the address amqp://gateway:***@broker/payments.
    """
    known = context.settings.language.credentials
    if known is None:
        return
    credentials = search(known)
    # A key such as `password` says what its value is.
    found_in = contents(incident)
    texts = [(path, text) for path, text, _ in found_in.texts] + found_in.quoted
    if not credentials.suspects("\n".join([text for _, text in texts])) and not any(
        path[-1] in credentials.words for path, _ in texts
    ):
        return
    written = [
        (path, f"{path[-1]}: {text}" if path[-1] in credentials.words else text)
        for path, text in texts
    ]
    for path, text in written:
        found = credentials.found(text) if credentials.suspects(text) else []
        if found:
            yield Problem(
                rule="probable-secret",
                path=path,
                message=f"the text holds what looks like {' and '.join(found)}",
                why="whoever can read the repository can use it, and the history keeps it",
                fix="revoke it first, then write `***` in its place",
                secret=True,
            )
