"""A text as a page shows it, where Markdown's escapes and entities stand for other characters."""

from __future__ import annotations


def as_read(text: str) -> str:
    r"""Return a text, and on further lines the same as Markdown reads it where that differs.

    `ana&#64;example.com` and `ana@example\.com` are one address to whoever reads the page.
    """
    if "&" not in text and "\\" not in text:
        return text
    # Importing it takes longer than most checks.
    from markdown_it.common.utils import unescapeAll  # noqa: PLC0415

    read = unescapeAll(text)
    return text if read == text else f"{text}\n{read}"
