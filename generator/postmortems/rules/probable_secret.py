"""A credential in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.findings import Problem, Span
from postmortems.rules.as_read import as_read
from postmortems.rules.base import rule
from postmortems.rules.credentials import search
from postmortems.rules.values import contents

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from postmortems.config.settings import Settings
    from postmortems.findings import Path
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context
    from postmortems.rules.credentials import Search

# With these a value, or a page, can show what no line of the file does: another character for an
# escape or an entity, a line joined.
_ESCAPE = re.compile(r"\\[xuU\n!-/:-@\[-`{-~]|&[#A-Za-z]")


@rule("probable-secret", family="structure")
def probable_secret(incident: Incident, context: Context) -> Iterator[Problem]:
    """A text seems to hold a password, a key or a token.

    Looked for are the sorts of `credentials` in `language.yml`, most of which the library
    detect-secrets knows, addresses such as `https://user:password@host`, and values after words
    such as `password` and `:` or `=`. The whole file is looked at: every text, quotations, code and
    internal notes, and comments and keys, since git publishes those, too. Obvious placeholders are
    left alone: `***`, `<token>`, `xxxx`, `$TOKEN`. The finding repeats neither the value nor its
    line, and nothing is sent anywhere to find out whether a credential is still good.

    What is none is set aside under `ignore`, with a reason that reviewers read. The comment
    `pragma: allowlist secret` of detect-secrets does nothing here: it gives no reason, and inside
    a text it would be published.

    Why: Whoever can read the repository can use it, and the history keeps it after it is deleted.
    Pasted logs and commands are how it gets in.

    Fix: Revoke the credential first, then write `***` in its place. Of what is none, say so under
    `ignore`.

    Source: CWE-312, cleartext storage of sensitive information; GitHub's documentation on secret
    scanning.

    Flagged:
        background: |
          The client was started with the address amqp://gateway:correct-horse@broker/payments.

    Flagged:
        # Until Monday: api_key=k3yOfTheGateway
        background: The client was started with a key of the gateway.

    Accepted:
        background: |
          The client was started with the address amqp://gateway:***@broker/payments.
    """
    known = context.settings.language.credentials
    if known is None:
        return
    credentials = search(known)
    text = context.text
    if text and _ESCAPE.search(text) is None and not credentials.suspects(text):
        return
    seen: set[str] = set()
    for path, written in _written(incident, credentials):
        leaks = credentials.leaks(written) if credentials.suspects(written) else []
        if leaks:
            seen.update(each.value for each in leaks)
            yield _problem(list(dict.fromkeys(each.name for each in leaks)), path=path)
    yield from _between_values(text, credentials, seen)


def leaked(text: str, settings: Settings) -> Iterator[Problem]:
    """Yield the credentials in the text of a file that holds no record."""
    known = settings.language.credentials
    if known is not None and text and search(known).suspects(text):
        yield from _between_values(text, search(known), ())


def _written(incident: Incident, credentials: Search) -> Iterator[tuple[Path, str]]:
    """Yield every text; a key such as `password` says what its value is."""
    found_in = contents(incident)
    for path, text in [(path, text) for path, text, _ in found_in.texts] + found_in.quoted:
        written = as_read(text)
        yield path, f"{path[-1]}: {written}" if path[-1] in credentials.words else written


def _between_values(text: str, credentials: Search, seen: Collection[str]) -> Iterator[Problem]:
    """Yield what stands in lines and is none of the values that were told already."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not credentials.suspects(line):
            continue
        leaks = [each for each in credentials.leaks(line) if each.value not in seen]
        if leaks:
            start = line.find(leaks[0].value) + 1 or 1
            span = Span(line=number, column=start, end=start + len(leaks[0].value))
            yield _problem(list(dict.fromkeys(each.name for each in leaks)), span=span)


def _problem(names: list[str], path: Path = (), span: Span | None = None) -> Problem:
    return Problem(
        rule="probable-secret",
        path=path,
        message=f"the text holds what looks like {' and '.join(names)}",
        why="whoever can read the repository can use it, and the history keeps it",
        fix="revoke it first, then write `***` in its place",
        secret=True,
        span=span,
    )
