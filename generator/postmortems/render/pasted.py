"""HTML of ours as Markdown that pastes: what incident text says shows, and nothing of it acts."""

from __future__ import annotations

import re
from typing import Any

from markdownify import ATX, MarkdownConverter

# Mentions and references, which hosts link wherever they stand outside code.
_CALLS = re.compile(r"(?<!\w)@[\w/-]+|#\d+")
_ACTIVE = re.compile(
    r"[\\`*\[\]<~|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?\w+;)|\$(?=[^$]*\$)|(?<=\$)\$"
)
_REFERENCE = re.compile(r"&(?=#?\w+;)")
_AT_START = re.compile(r"\A(\s*)([-+=#>]|\d{1,9}(?=[.)](?:\s|\Z)))")


class _Converter(MarkdownConverter):
    """Escapes what Markdown could read, and makes code of what calls people or links tickets.

    Chats and trackers look for mentions after they have read the Markdown, so that a backslash
    before one does not help. The library's own escaping finds less, and puts a backslash after
    every number that ends a sentence.
    """

    def escape(self, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        out, end = [], 0
        text = text or ""
        for match in _CALLS.finditer(text):
            out += [_escaped(text[end : match.start()]), f"`{match[0]}`"]
            end = match.end()
        found = "".join((*out, _escaped(text[end:])))
        return _AT_START.sub(_start, found)

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ANN401
        # Markdown reads entities even in an address.
        el["href"] = _REFERENCE.sub("&amp;", el["href"])
        found: str = super().convert_a(el, text, parent_tags)  # type: ignore[misc] # not in its stub
        return found

    def convert_code(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ANN401
        found: str = super().convert_code(el, text, parent_tags)  # type: ignore[misc] # not in its stub
        # A cell ends at a bar even inside code.
        return found.replace("|", r"\|") if {"td", "th"} & parent_tags else found


def _escaped(text: str) -> str:
    return _ACTIVE.sub(r"\\\g<0>", text)


def _start(match: re.Match[str]) -> str:
    """Keep what begins a text from opening a list, a quote, a heading or a rule."""
    space, sign = match.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def markdown(html: str) -> str:
    """Turn HTML that the sanitiser and the templates have made safe into GitHub's Markdown."""
    converter = _Converter(
        heading_style=ATX,
        bullets="-",
        default_title=False,
        newline_style="backslash",
    )
    found: str = converter.convert(html)
    return "\n".join(line.rstrip() for line in found.split("\n")).strip("\n") + "\n"
