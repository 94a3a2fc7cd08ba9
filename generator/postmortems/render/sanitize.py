"""HTML from a stranger's Markdown, cut down to a short allow-list and encoded."""

from __future__ import annotations

import html
import re

import nh3

from postmortems.characters import tame
from postmortems.render.plain import entities

INLINE_TAGS = frozenset({"a", "br", "code", "em", "s", "strong"})
BLOCK_TAGS = INLINE_TAGS | {
    *("blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
VOID_TAGS = frozenset({"br", "hr"})
REL = "noopener noreferrer nofollow ugc"
# What stands before an `@` in the address of a page looks like the host and is none.
SAFE_LINK = re.compile(r"(?i:https?://)[^/?#\\\s@]+(?:[/?#]\S*)?|(?i:mailto:)[^/?#\\\s]\S*")
"""A link that leaves for a named host or mailbox; nothing relative to our own page."""

_ALIGN = {"align": {"left", "center", "right"}}
_CLEANERS = {
    tags: nh3.Cleaner(
        tags=tags,
        attributes={"a": {"href"}, "ol": {"start"}},
        tag_attribute_values={"td": _ALIGN, "th": _ALIGN},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel=REL,
    )
    for tags in (INLINE_TAGS, BLOCK_TAGS)
}

# nh3 writes what a browser would: quoted attributes, lower-case names, `<` and `>` only in tags.
_PIECE = re.compile(r"<(/?)([a-z][a-z0-9]*+)([^<>]*+)>|[^<]+|<")
_HREF = re.compile(r' href="([^"]*)"')
_START = re.compile(r' start="(\d{1,9})"')
_ALIGNED = re.compile(r' align="(left|center|right)"')
_SPACE = re.compile(r"[\t\n ]+")


def sanitize(markup: str, tags: frozenset[str]) -> str:
    """Clean HTML down to `tags`, either `INLINE_TAGS` or `BLOCK_TAGS`, on one line."""
    return encode(_CLEANERS[tags].clean(markup), tags)


def encode(markup: str, tags: frozenset[str]) -> str:
    """Write normalised HTML anew, so that nothing but the tags in `tags` is left as markup.

    Whatever the input, the result is balanced, on one line, has no attributes but a safe
    ``href`` with its ``rel``, ``start`` and ``align``, and its texts are entities.
    """
    written: list[str] = []
    opened: list[tuple[str, bool]] = []
    at_edge = True  # white space beside a block's tag shows nothing
    in_pre = False
    for piece in _PIECE.finditer(markup):
        slash, tag, attributes = piece.groups()
        if tag not in tags:
            text = html.unescape(piece[0])
            if not in_pre:
                text = _SPACE.sub(" ", text)
                text = text.lstrip(" ") if at_edge else text
            written.append(entities(tame(text)))
            continue
        if slash:
            if opened and opened[-1][0] == tag:
                shown = opened.pop()[1]
                written.append(f"</{tag}>" if shown else "")
                in_pre = in_pre and tag != "pre"
        else:
            start = _start(tag, attributes)
            written.append(start)
            if tag not in VOID_TAGS:
                opened.append((tag, bool(start)))
                in_pre = in_pre or tag == "pre"
        at_edge = tag not in INLINE_TAGS or tag == "br"
    written += [f"</{tag}>" for tag, shown in reversed(opened) if shown]
    return "".join(written)


def _start(tag: str, attributes: str) -> str:
    """Write a start tag; none for a link that leads nowhere safe."""
    if tag == "a":
        found = _HREF.match(attributes)
        href = tame(html.unescape(found[1])) if found else ""
        safe = SAFE_LINK.fullmatch(href)
        return f'<a href="{entities(href)}" rel="{REL}">' if safe else ""
    if tag == "ol" and (found := _START.fullmatch(attributes)):
        return f'<ol start="{found[1]}">'
    if tag in {"td", "th"} and (found := _ALIGNED.fullmatch(attributes)):
        return f'<{tag} align="{found[1]}">'
    return f"<{tag}>"
