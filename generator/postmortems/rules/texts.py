"""The texts of a record, and the parts of a text that are the author's own words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from postmortems.rules.values import contents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.model.incident import Incident

# Code, quotations and link targets are not the author's claims; blanked so offsets stay true.
_QUOTED = re.compile(
    r"```[^`]*(?:```|\Z)"
    r"|~~~[^~]*(?:~~~|\Z)"
    r"|`[^`\n]*`"
    r"|^[ ]{0,3}>[^\n]*"
    r"|\"[^\"\n]{1,400}\""
    r"|\u201c[^\u201d\n]{1,400}\u201d"
    r"|\]\([^()\s]*\)"
    r"|https?://\S+",
    re.MULTILINE,
)
_MARKS = re.compile(r"[`~>\"\u201c\]]|://")


@lru_cache(maxsize=4_096)
def own_words(text: str) -> str:
    """Blank out code, quotations and links, keeping every other character where it is."""
    if _MARKS.search(text) is None:
        return text
    return _QUOTED.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def texts(incident: Incident) -> Iterator[tuple[Path, str]]:
    """Yield every prose, sentence and line of a record with its path, in the fields' order."""
    for path, text, _ in contents(incident).texts:
        yield path, text
