"""A block of code that is opened and never closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.texts import texts
from postmortems.rules.values import contents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("unclosed-code-fence", family="structure")
def unclosed_code_fence(incident: Incident, context: Context) -> Iterator[Problem]:
    """A text opens a block of code with three backticks or tildes and never closes it.

    Why: Everything that follows in the text is shown as code, and nobody can tell whether the end
    of the text was lost.

    Fix: Close the block with a line that holds the same three characters.

    Source: CommonMark 0.31, section 4.5; a postmortem that this project grew from ends inside
    such a block.

    Flagged:
        background: |
          The failover runs like this:

          ```
          routine failover -> script -> deadlock

    Accepted:
        background: |
          The failover runs like this:

          ```
          routine failover -> script -> deadlock
          ```
    """
    del context
    whole = contents(incident).whole
    if "```" not in whole and "~~~" not in whole:
        return
    for path, text in texts(incident):
        if _open_fence(text):
            yield Problem(
                rule="unclosed-code-fence",
                path=path,
                message="a block of code is opened and never closed",
                why="everything after it is shown as code",
                fix="close it with a line of the same characters",
            )


def _open_fence(text: str) -> bool:
    """Tell whether a fence is opened that nothing closes."""
    mark = ""
    for raw in text.split("\n"):
        line = _INDENT.sub("", raw).rstrip()
        match = _FENCE.match(line)
        if not mark and match and not ("`" in match[0] and "`" in line[match.end() :]):
            mark = match[0]
        elif mark and match and line == match[0] and match[0].startswith(mark):
            mark = ""
    return mark != ""


# Fences may stand in quotations and lists, so what leads up to them does not count.
_INDENT = re.compile(r"\A(?:[ \t]|>|[-*+] |\d{1,9}[.)] )*")
_FENCE = re.compile(r"`{3,}|~{3,}")
