"""A severity scale put in place of the shipped one, in the text of the settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postmortems.config.starter import Scale


def rescaled(text: str, scale: Scale) -> str:
    """Return the text with a scale's words swapped, both ways, and everything else as it was.

    So what was a level's name is one of its aliases afterwards, and the other way round.
    """
    if not scale.words:
        return text
    swap = {**scale.words, **{new: old for old, new in scale.words.items()}}
    # What stays is matched first, and given back as it is.
    kept = [f"(?:{each})" for each in scale.keep]
    words = rf"\b(?P<word>{'|'.join(map(re.escape, swap))})\b"
    return re.sub("|".join([*kept, words]), lambda found: _swapped(found, swap), text)


def level(name: str, scale: Scale) -> str:
    """Return what a level of the shipped scale is called in another."""
    return (scale.words or {}).get(name, name)


def _swapped(found: re.Match[str], swap: dict[str, str]) -> str:
    word = found["word"]
    return swap[word] if word else found.group()
