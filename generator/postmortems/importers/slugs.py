"""Names as ids of the catalogue spell them."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 64
"""Characters of an id, at most."""


def slug(text: str) -> str:
    """Return a name in lower case with single hyphens, fit for the catalogue; perhaps empty."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")
