"""The parts of a search index: so many that an edit makes only a small one of them anew.

Making an index costs the same time for every page in it. Incidents of the last months are still
written and edited: each of those months is a part of its own. What is older is kept by year, or by
quarter where a year holds many, since the browser has to ask every part there is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PRIMARY = ""
"""The part that every site has: all pages that belong to no month."""
WHOLE = 300
"""Up to so many incidents one index is made quickly enough."""
MONTHS = 12
"""How many of the newest months that hold incidents are parts of their own."""
YEAR = 400
"""A year of more incidents is split into quarters."""


def plan(labels: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the files of each part, sorted; parts are named, such as ``2026-03`` or ``2019``.

    ``labels`` gives for each page, by its file in the site, the month it belongs to in the search:
    that in which the incident began, such as ``2026-03``; empty for all other pages.
    The same labels give the same parts in the same order: the primary one, then the newest first.
    """
    dated = {file: label for file, label in labels.items() if label}
    if len(dated) <= WHOLE:
        return {PRIMARY: tuple(sorted(labels))}
    newest = set(sorted(set(dated.values()))[-MONTHS:])
    years = Counter(label[:4] for label in dated.values() if label not in newest)
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(labels):
        label = labels[file]
        if not label:
            part = PRIMARY
        elif label in newest:
            part = label
        elif years[label[:4]] <= YEAR:
            part = label[:4]
        else:
            part = f"{label[:4]}-q{(int(label[5:7]) + 2) // 3}"
        found[part].append(file)
    names = (PRIMARY, *sorted(found.keys() - {PRIMARY}, reverse=True))
    return {name: tuple(found[name]) for name in names}
