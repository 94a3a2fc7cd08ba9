"""The YAML between two lines of hyphens at the top of a Markdown file, with its places."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from postmortems.findings import dotted
from postmortems.importers.draft import Spot
from postmortems.load.events import read
from postmortems.load.text import Document as Yaml
from postmortems.load.text import Limits

if TYPE_CHECKING:
    from postmortems.importers.draft import Draft

_BLOCK = re.compile(r"\ufeff?\s*---[ \t]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_COMMENT = re.compile(r"\s*#")


@dataclass(slots=True)
class FrontMatter:
    """The mapping at the top of a file, and the text below it.

    ``body`` begins at the source's line ``first``. Keys are taken by name in any case, and `rest`
    tells those that nobody took. ``fault`` says why the block could not be read; ``raw`` is its
    text.
    """

    values: dict[str, Any]
    body: str
    first: int = 1
    raw: str = ""
    fault: str = ""
    fault_line: int = 1
    _yaml: Yaml = field(default_factory=Yaml)
    _above: int = 0
    _taken: set[str] = field(default_factory=set)

    def spot(self, *path: str | int) -> Spot:
        """Return where a value begins."""
        if self._yaml.place is None:
            return Spot(1, 1, dotted(path))
        place, _ = self._yaml.place.closest(path)
        mark = place.value.start_mark
        return Spot(mark.line + 1 + self._above, mark.column + 1, dotted(path))

    def key(self, name: str) -> str | None:
        """Return a key as the file spells it; None where it has none."""
        folded = _folded(name)
        return next((each for each in self.values if _folded(each) == folded), None)

    def take(self, name: str) -> tuple[str, Spot]:
        """Take a plain value as text without spaces around it; empty where there is none."""
        key = self.key(name)
        value = self.values.get(key) if key is not None else None
        if key is None or value is None or isinstance(value, dict | list):
            return "", Spot()
        self._taken.add(key)
        text = str(value).lower() if isinstance(value, bool) else str(value).strip()
        return text, self.spot(key)

    def take_list(self, name: str) -> list[tuple[str, Spot]]:
        """Take a list of plain values, or one value for a list of one."""
        key = self.key(name)
        held = self.values.get(key) if key is not None else None
        if key is None or not isinstance(held, list):
            text, spot = self.take(name)
            return [(text, spot)] if text else []
        if any(isinstance(each, dict | list) for each in held):
            return []
        self._taken.add(key)
        return [
            (str(each).strip(), self.spot(key, index))
            for index, each in enumerate(held)
            if each is not None and str(each).strip()
        ]

    def keep_rest(self, draft: Draft) -> None:
        """Keep what nobody took, under its own names; a block that could not be read as a whole."""
        if self.fault:
            draft.keep("front matter", self.raw)
            draft.doubt(f"the front matter could not be read: {self.fault}", Spot(self.fault_line))
        for key, value in self.values.items():
            if key not in self._taken:
                text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                draft.keep(key, None if value is None else text)


def front_matter(text: str) -> FrontMatter:
    """Return what stands at the top of a text; without a block, no values and the whole text."""
    match = _BLOCK.match(text)
    if match is None:
        return FrontMatter({}, text)
    block = match[1]
    above = text.count("\n", 0, match.start(1))
    yaml = read(block.encode("utf-8", "replace"), Limits(), positions=True)
    first = text.count("\n", 0, match.end()) + 1
    made = FrontMatter({}, text[match.end() :], first, block, _yaml=yaml, _above=above)
    values = yaml.value
    if isinstance(values, dict):
        made.values = values
    if yaml.faults:
        fault = yaml.faults[0]
        made.fault, made.fault_line = fault.message, fault.span.line + above
    elif not isinstance(values, dict) and any(
        line.strip() and not _COMMENT.match(line) for line in block.split("\n")
    ):
        made.fault, made.fault_line = "it is no mapping of names to values", above + 1
    return made


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()
