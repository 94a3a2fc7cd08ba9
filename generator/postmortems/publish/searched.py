"""What the search index is given to read of a page."""

from __future__ import annotations

import hashlib
import re

# Scripts without spaces between words: Han, Hiragana, Katakana.
_UNSPACED = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,}"
)
# Cells and terms that stand wall to wall: the index would run the end of one into the next.
_JOINED = re.compile(r"(</(?:t[hd]|d[td])>)(?=<(?:t[hd]|d[td])\b)")
_BODY = re.compile(rb"<div\b[^<>]*\bdata-pagefind-body\b")
_HEAD = re.compile(rb"(<html\b[^<>]*>).*?(<title>[^<]*</title>)", re.DOTALL)


def lean(content: bytes) -> bytes:
    """Return as much of a finished page as the index is made from; nothing if it is not searched.

    The program parses whatever it is given: the frame around a page is the same on all of them
    and costs a fifth of the time.
    """
    start = _BODY.search(content)
    if start is None:
        return b""
    end = content.rfind(b"</article>", start.end())
    before, after = content[: start.start()], content[end:]
    head = _HEAD.search(before)
    if end < 0 or head is None or b"data-pagefind-" in before or b"data-pagefind-" in after:
        return content  # laid out by the team's own theme
    frame = head[1] + b"<head>" + head[2] + b"</head><body>"
    return frame + content[start.start() : end] + b"</body></html>"


def searched_digest(content: bytes) -> str:
    """Identify what the index is made from of a finished page."""
    return hashlib.blake2b(lean(content), digest_size=16).hexdigest()


def parted(content: str) -> str:
    """Return HTML with a space between cells of a table and between terms and what they mean."""
    return _JOINED.sub(r"\1 ", content)


def spaced(content: str) -> str:
    """Return what the index has to read besides ``content``, as hidden HTML; mostly nothing.

    The index tells words apart by spaces. Of scripts without them it is given every character as
    a word, and a phrase in quotes finds them in their order.
    """
    runs = dict.fromkeys(_UNSPACED.findall(content))
    if not runs:
        return ""
    words = " . ".join(map(" ".join, runs))
    mark = 'hidden id="pm-unspaced" data-pagefind-index-attrs="data-words"'
    return f'\n<div {mark} data-words="{words}"></div>'
