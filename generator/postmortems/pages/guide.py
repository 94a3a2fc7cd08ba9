"""The guide: Markdown pages that ship with the program or that the team wrote, and their index."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.errors import ConfigurationError
from postmortems.pages.base import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FOLDER = "guide/"
"""Where the texts lie under ``templates/``, and where their pages stand on the site."""

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"(#{1,6}) +(.+?)(?: +\{ *#([A-Za-z0-9][A-Za-z0-9_-]*) *\})?\s*")
_COMMENT = re.compile(r"\s*<!--.*-->\s*")
_LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]*\)")
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
_DEEPEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of level 1 to 3 with its id, and what stands below it."""

    level: int
    title: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page of the guide as others lead to it; ``about`` is its first sentence."""

    title: str
    url: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage(Page):
    """A page of the guide; ``next`` is the one after it, None on the last."""

    template: ClassVar[str] = "guide.md.j2"

    sections: tuple[Section, ...]
    next: Entry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideIndex(Page):
    """What the guide has, in the order in which it is best read."""

    template: ClassVar[str] = "guide_index.md.j2"

    entries: tuple[Entry, ...]


def pages(texts: Mapping[str, str], first: Sequence[str]) -> Iterator[Page]:
    """Yield the index and a page for each text, by its name without folder and ending.

    ``first`` are the names of those that come first; the others follow by name. Raises
    ConfigurationError for a text that does not begin with one heading of the first level.
    """
    order = {name: index for index, name in enumerate(first)}
    names = sorted(texts, key=lambda name: (order.get(name, len(order)), name))
    read = [(name, _sections(name, texts[name])) for name in names]
    entries = tuple(
        Entry(title=own[0].title, url=f"{FOLDER}{name}/", about=_first_sentence(own[0].text))
        for name, own in read
    )
    yield GuideIndex(
        path=f"{FOLDER}index.md",
        title="Guide",
        description="How to begin, how to write an incident down, and how to make all of it yours.",
        entries=entries,
    )
    for index, (name, own) in enumerate(read):
        yield GuidePage(
            path=f"{FOLDER}{name}.md",
            title=entries[index].title,
            description=entries[index].about,
            sections=own,
            next=entries[index + 1] if index + 1 < len(entries) else None,
        )


def _sections(name: str, text: str) -> tuple[Section, ...]:
    """Part a text at its headings, and leave out comments that have a line of their own."""
    found: list[tuple[int, str, str]] = []
    below: list[list[str]] = [[]]
    fence = ""
    for line in text.split("\n"):
        opened = _FENCE.match(line)
        if fence:
            if opened and opened[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif opened:
            fence = opened[1]
        elif _COMMENT.fullmatch(line):
            continue
        elif (match := _HEADING.fullmatch(line)) and len(match[1]) <= _DEEPEST:
            found.append((len(match[1]), match[2], match[3] or ""))
            below.append([])
            continue
        below[-1].append(line)
    levels = [level for level, _, _ in found]
    if levels[:1] != [1] or levels.count(1) > 1 or "".join(below[0]).strip():
        raise ConfigurationError(
            f"templates/{FOLDER}{name}.md: begin with one heading `# …`; it becomes the title"
        )
    taken: set[str] = set()
    return tuple(
        Section(
            level=level,
            title=title,
            anchor=_anchor(anchor or title, taken),
            text="\n".join(lines).strip("\n"),
        )
        for (level, title, anchor), lines in zip(found, below[1:], strict=True)
    )


def _anchor(said: str, taken: set[str]) -> str:
    """Make an id of a heading's words that no other heading of the page has."""
    made = _NOT_IN_IDS.sub("-", said.lower()).strip("-") or "section"
    tries = (made, *(f"{made}-{number}" for number in range(2, len(taken) + 3)))
    anchor = next(each for each in tries if each not in taken)
    taken.add(anchor)
    return anchor


def _first_sentence(text: str) -> str:
    """Return the first sentence of a text's first paragraph, without its links."""
    paragraph = " ".join(text.split("\n\n", 1)[0].split())
    sentence, stop, _ = _LINK.sub(r"\1", paragraph).partition(". ")
    return sentence + stop.strip()
