"""Text that was read in the wrong encoding somewhere on its way."""

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


@rule("mojibake", family="structure")
def mojibake(incident: Incident, context: Context) -> Iterator[Problem]:
    """A text holds the debris of a wrong encoding, such as `\u00c3\u00a9` for \u00e9.

    The replacement mark, which stands for a letter that is lost, is reported as well.

    Why: Names and quotations come out mangled for every reader, and the original letters are lost
    as soon as the source of the copy is gone.

    Fix: Copy the text again from its source, or retype the letters.

    Source: The repaired copy of this project's playbook: its first one had every emoji in pieces.

    Flagged:
        background: The caf\u00c3\u00a9 on the ground floor had no signal.

    Accepted:
        background: The caf\u00e9 on the ground floor had no signal, said \u201eder Spa\u00df\u201c.
    """
    del context
    whole = contents(incident).whole
    if whole.isascii() or not ("\ufffd" in whole or _RUN.search(whole)):
        return
    for path, text in texts(incident):
        debris = _debris(text)
        if debris:
            said, meant = debris
            yield Problem(
                rule="mojibake",
                path=path,
                message=f"`{said}` was read in the wrong encoding",
                why="the letters come out mangled for every reader",
                fix=f"it stands for `{meant}`" if meant else "copy the text again from its source",
            )


def _debris(text: str) -> tuple[str, str] | None:
    """Return the first garbled piece and what it stands for; that is empty when nobody can tell."""
    if text.isascii():
        return None
    if "\ufffd" in text:
        return "\ufffd", ""
    for match in _RUN.finditer(text):
        for start in range(len(match.group()) - 1):
            for size in (4, 3, 2):
                piece = match.group()[start : start + size]
                meant = _decoded(piece) if len(piece) == size else ""
                if meant and _LIKELY.fullmatch(meant):
                    return piece, meant
    return ("\u00e2\u20ac", "") if "\u00e2\u20ac" in text else None


def _decoded(piece: str) -> str:
    try:
        return piece.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""


# Two or more letters beyond ASCII in a row, as Windows-1252 shows the bytes of UTF-8.
_RUN = re.compile(
    r"[\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    r"\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{2,}"
)
# What people do write: accented Latin letters, punctuation, arrows, symbols and emoji. Other
# scripts are left out, since a quotation mark after an accented letter can look like one of them.
_LIKELY = re.compile(
    r"[\u00a0-\u017f\u2010-\u205e\u20ac\u2122\u2190-\u21ff\u2500-\u27bf\ufe0f"
    r"\U0001f300-\U0001faff]"
)
