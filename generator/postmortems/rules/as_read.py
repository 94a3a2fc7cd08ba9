"""A text as a page shows it, where Markdown's escapes and entities stand for other characters."""

from __future__ import annotations

import html
import re

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def as_read(text: str) -> str:
    r"""Return a text, and on further lines the same as Markdown reads it where that differs.

    `ana&#64;example.com` and `ana@example\.com` are one address to whoever reads the page. In code
    Markdown reads nothing; there, too, both are returned.
    """
    if "&" not in text and "\\" not in text:
        return text
    read = html.unescape(_ESCAPED.sub(r"\1", text))
    return text if read == text else f"{text}\n{read}"
