"""site.yml, `similar`: which incidents are called similar, and how much each likeness says."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.fields import Line, Record

Points = Annotated[int, at.Ge(0), at.Le(100)]
LanguageName = Literal[
    "arabic",
    "bulgarian",
    "catalan",
    "chinese",
    "czech",
    "danish",
    "dutch",
    "english",
    "finnish",
    "french",
    "german",
    "greek",
    "gujarati",
    "hebrew",
    "hindi",
    "hungarian",
    "indonesian",
    "italian",
    "japanese",
    "korean",
    "malaysian",
    "norwegian",
    "persian",
    "polish",
    "portuguese",
    "romanian",
    "russian",
    "slovak",
    "spanish",
    "swedish",
    "turkish",
    "ukrainian",
    "vietnamese",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar(Record):
    """How similar incidents are found.

    Points count once for what many incidents share, and up to four times for what hardly any other
    has.
    """

    most: Annotated[int, at.Ge(1), at.Le(50)] = 5
    """How many similar incidents a page lists at most."""
    threshold: Annotated[int, at.Ge(1), at.Le(1_000)] = 12
    """The points from which two incidents are called similar."""
    service: Points = 2
    """The points for a service that both were felt in or began in."""
    factor: Points = 2
    """The points for a category of contributing factors that both have."""
    gap: Points = 2
    """The points for a control gap that both have."""
    tag: Points = 2
    """The points for a tag that both carry."""
    change: Points = 1
    """The points when both were set off by a change."""
    word: Points = 1
    """The points for a word that both use in title, summary, trigger or factors."""
    words: Annotated[int, at.Ge(1), at.Le(200)] = 24
    """How many of a record's words are compared, the rarest first."""
    words_shown: Annotated[int, at.Ge(1), at.Le(50)] = 6
    """How many shared words a page names at most, the rarest of them."""
    words_in_percent: Annotated[int, at.Ge(1), at.Le(100)] = 10
    """The share of all incidents, in percent, above which a word is too common to be compared."""
    crowd: Annotated[int, at.Ge(2), at.Le(500)] = 32
    """What more incidents than this have in common still counts, and brings none together."""
    languages: Annotated[tuple[LanguageName, ...], at.MaxLen(33)] = ("english",)
    """The languages of the records; their everyday words are not compared."""
    everyday: Annotated[tuple[Line, ...], at.MaxLen(1_000)] = ()
    """Further words that are not compared, because they are everyday ones in incident records."""
