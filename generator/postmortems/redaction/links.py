"""Addresses and ids in texts: what leads to places that an edition does not show is taken out."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from postmortems.config.audiences import Edition

# Each is linear: nothing that repeats can begin inside what it has just passed.
_INLINE = re.compile(
    r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*+)\]\(((?:[^()]|\([^()]*\))*+)\)",
)
_DEFINITION = re.compile(r"(?m)^ {0,3}\[[^\[\]\n]+\]:[^\n]*$")
_BARE = re.compile(
    r"<?(?:(?<![A-Za-z0-9+.-])[A-Za-z0-9+.-]+://|(?<![\w:/.])//(?=\w)|(?<![\w.-])www\.(?=\w))"
    r"(?:[^\s<>\"'`()\]}]|\([^\s<>\"'`()]*\))*"
    r"(?:[^\s<>\"'`()\]}.,;:!?]|\([^\s<>\"'`()]*\))>?",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKS = re.compile(r"[*`~]+")
_DEEPEST = 4
_ALIKE = dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF), "") | (
    dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")
)
"""What is invisible, and what looks like a hyphen."""
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_SEPARATORS = re.compile(r"([-_]+)")
_MOST_PARTS = 12


class Links:
    """Knows which hosts may be linked to, and which incidents are absent."""

    def __init__(self, edition: Edition, absent: Collection[str]) -> None:
        """Take the ids of incidents that the edition does not have, in any case."""
        self._edition = edition
        self._absent = frozenset(each.casefold() for each in absent)

    def mentioned(self, text: str) -> list[str]:
        """List the absent incidents that a text names, in lower case, sorted."""
        said = text
        for _ in range(_DEEPEST):
            said += f"\n{(text := _flat(text))}"
        return sorted({name.casefold() for _, _, name in self._ids(said)})

    def shows(self, address: str) -> bool:
        """Tell whether an address may be shown."""
        return not any(self._ids(unquote(address))) and self._edition.leads(address)

    def text(self, text: str) -> str:
        """Return a text without the addresses and ids that are not shown.

        What only entities, escapes or marks of emphasis keep from being one is one to readers:
        such a text loses them all.
        """
        said = self._searched(text)
        for _ in range(_DEEPEST):
            flat = _flat(said)
            if flat == said or (searched := self._searched(flat)) == flat:
                return said
            said = searched
        return self._searched(re.sub(r"[&\\]", "", said))

    def _searched(self, text: str) -> str:
        if "]" in text:
            text = _INLINE.sub(self._inline, text)
            text = _DEFINITION.sub(self._definition, text)
        if "//" in text or "www." in text.lower():
            text = _BARE.sub(self._bare, text)
        return self.without_ids(text)

    def without_ids(self, text: str) -> str:
        """Return a text without the ids of absent incidents."""
        for begin, end, _ in reversed(list(self._ids(text))):
            text = f"{text[:begin]}{self._edition.unlisted}{text[end:]}"
        return text

    def _inline(self, match: re.Match[str]) -> str:
        words = match[2].strip().removeprefix("<").split(maxsplit=1)
        target = words[0].removesuffix(">") if words else ""
        if target.startswith("#") or self._led(target):
            return match[0]
        return _INLINE.sub(self._inline, match[1])

    def _definition(self, match: re.Match[str]) -> str:
        target = match[0].partition("]:")[2].strip().removeprefix("<").split(maxsplit=1)
        return match[0] if target and self._led(target[0].removesuffix(">")) else ""

    def _bare(self, match: re.Match[str]) -> str:
        return match[0] if self._led(match[0].strip("<>")) else self._edition.unlinked

    def _led(self, target: str) -> bool:
        """Tell whether a target may stay; without a list of hosts, whatever names no absent id."""
        if self._edition.hosts is None:
            return not any(self._ids(target))
        if target.startswith("//"):
            target = f"https:{target}"
        elif target.lower().startswith("www."):
            target = f"https://{target}"
        return target.lower().startswith(("https://", "http://")) and self.shows(target)

    def _ids(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where a text names absent incidents: alone, or as part of a longer name."""
        if not self._absent:
            return
        for match in _TOKEN.finditer(text):
            token = match[0].casefold()
            if token in self._absent:
                yield match.start(), match.end(), match[0]
                continue
            parts = _SEPARATORS.split(token)
            if len(parts) > 1:
                yield from self._within(match[0], parts, match.start())

    def _within(self, token: str, parts: list[str], offset: int) -> Iterator[tuple[int, int, str]]:
        places = [0]
        for part in parts:
            places.append(places[-1] + len(part))
        begin = 0
        while begin < len(parts):
            for end in range(min(len(parts), begin + 2 * _MOST_PARTS), begin + 1, -1):
                name = token[places[begin] : places[end]]
                if (end - begin) % 2 and name.casefold() in self._absent:
                    yield offset + places[begin], offset + places[end], name
                    begin = end - 1
                    break
            begin += 1


def _flat(text: str) -> str:
    """Return a text as it looks, once: without entities, escapes and emphasis."""
    text = unescape(_ESCAPED.sub(r"\1", text))
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    return _MARKS.sub("", text)
