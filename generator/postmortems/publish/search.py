"""What the publisher's search reads of a page: its headings and its words, without the markup.

The search plugin parses every page's HTML with a parser written in Python, and on a page of ours
three tags in four are layout. Handing it sections of plain words takes a fraction of the time,
and the index holds no captions of pictures.
"""

from __future__ import annotations

import html
import re

_PICTURES = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_PERMALINK = re.compile(r'<a class="headerlink".*?</a>')
_HEADING = re.compile(r"(<h[1-6][^>]*>.*?</h[1-6]>)", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/?(?:p|li|td|th|dt|dd|tr|div|pre|summary|figcaption))\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")


def searchable(content: str) -> str:
    """Reduce a page's HTML to its headings, each followed by one paragraph of its words."""
    parts: list[str] = []
    bare = _PERMALINK.sub("", _PICTURES.sub(" ", content))
    for part in _HEADING.split(bare):
        if part.startswith("<h"):
            parts.append(part)
            continue
        words = _SPACE.sub(" ", html.unescape(_TAG.sub("", _BREAK.sub(" ", part)))).strip()
        if words:
            parts.append(f"<p>{html.escape(words, quote=False)}</p>")
    return "\n".join(parts)
