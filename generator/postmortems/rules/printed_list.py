"""A list or mapping of a programming language printed into prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.texts import own_words, texts
from postmortems.rules.values import contents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("printed-list", family="structure")
def printed_list(incident: Incident, context: Context) -> Iterator[Problem]:
    """Prose holds a list or a mapping the way Python or JSON prints it, outside code.

    Why: It is a program's value, not a sentence. What it shows was pasted or generated, and nobody
    read it afterwards.

    Fix: Write the names as words: the shop, the API and billing. If the notation itself matters,
    put it between backticks.

    Source: A generated review that this project grew from, whose first sentence holds such a
    list of services.

    Flagged:
        summary: >-
          The incident affected ['payment-api', 'checkout'] until the certificate was replaced.

    Accepted:
        summary: >-
          The incident affected `['payment-api', 'checkout']` until the certificate was replaced.
    """
    del context
    if _PRINTED.search(contents(incident).whole) is None:
        return
    for path, text in texts(incident):
        own = own_words(text)
        for match in _PRINTED.finditer(text):
            # The notation has quotation marks of its own, so its bracket tells prose from code.
            if own[match.start()] != " ":
                yield Problem(
                    rule="printed-list",
                    path=path,
                    message=f"`{printable(match.group(), 60)}` is a program's notation in prose",
                    why="it was pasted or generated, and readers have to decode it",
                    fix="write the names as words, or put the notation between backticks",
                )


_QUOTED = r"""(?:'[^'\n]{0,80}'|"[^"\n]{0,80}")"""
_PRINTED = re.compile(
    rf"\[{_QUOTED}(?:, ?{_QUOTED}){{0,50}}\]"
    rf"|\{{{_QUOTED}: ?(?:{_QUOTED}|[\w.-]{{1,40}}|\[)"
)
