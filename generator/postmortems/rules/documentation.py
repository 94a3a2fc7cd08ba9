"""A rule's docstring, taken apart: what, why, source, and the examples that are its tests."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass

from postmortems.errors import PostmortemsError

_SECTION = re.compile(r"^(Why|Source|Flagged|Accepted|Fix):[ ]*+(.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Documentation:
    """A rule's page. ``flagged`` and ``accepted`` are YAML fragments laid over a valid record."""

    what: str
    why: str
    source: str
    fix: str
    flagged: tuple[str, ...]
    accepted: tuple[str, ...]


def summary(doc: str) -> str:
    """Return the first sentence of a rule's docstring, with its full stop."""
    first, stop, _ = documentation(doc).what.partition(". ")
    return first + stop.strip()


def documentation(doc: str) -> Documentation:
    """Take a docstring apart. Raises PostmortemsError when a section is missing or empty."""
    lines = inspect.cleandoc(doc).split("\n")
    sections: dict[str, list[list[str]]] = {"What": [[]]}
    current = sections["What"][0]
    for line in lines:
        match = _SECTION.match(line)
        if match:
            current = [match.group(2)]
            sections.setdefault(match.group(1), []).append(current)
        else:
            current.append(line)
    absent = [name for name in ("Why", "Source", "Flagged", "Accepted") if name not in sections]
    if absent:
        message = f"a rule's docstring lacks {', '.join(absent)}: {lines[0]!r}"
        raise PostmortemsError(message)

    def prose(name: str) -> str:
        return " ".join(" ".join(part).strip() for part in sections.get(name, [])).strip()

    def examples(name: str) -> tuple[str, ...]:
        return tuple(inspect.cleandoc("\n".join(["", *part])) + "\n" for part in sections[name])

    return Documentation(
        what=" ".join(prose("What").split()),
        why=" ".join(prose("Why").split()),
        source=" ".join(prose("Source").split()),
        fix=" ".join(prose("Fix").split()),
        flagged=examples("Flagged"),
        accepted=examples("Accepted"),
    )
