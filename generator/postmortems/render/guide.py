"""Markdown of the guide, which is trusted like a template, as raw HTML that every publisher keeps.

Other than incident text it may link to pages of the site, and name the file that a listing is of.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML

from postmortems.render.plain import entities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_TITLE = re.compile(r'\btitle="([^"]*)"')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class _Writer(RendererHTML):
    """Writes texts as entities, so that what stands in a page is read by nobody as markup."""

    def text(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:  # noqa: ANN401 - as theirs
        return entities(tokens[idx].content)

    def code_inline(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:  # noqa: ANN401
        return f"<code>{entities(tokens[idx].content)}</code>"

    def code_block(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:  # noqa: ANN401
        return _listing(entities(tokens[idx].content), "", "")

    def fence(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:  # noqa: ANN401
        token = tokens[idx]
        language = token.info.strip().partition(" ")[0]
        title = _TITLE.search(token.info)
        written = _session(token.content) if language == "console" else entities(token.content)
        return _listing(written, language, title[1] if title else "")

    def softbreak(self, *_: Any) -> str:  # noqa: ANN401
        return " "

    def link_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:  # noqa: ANN401
        address = _address(str(tokens[idx].attrs["href"]))
        rel = ' rel="noopener"' if _SCHEME.match(address) else ""
        return f'<a href="{entities(address)}"{rel}>'

    def table_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:  # noqa: ANN401
        head = [token.type for token in tokens].index("thead_close", idx)
        named = ", ".join(token.content for token in tokens[idx:head] if token.type == "inline")
        return (
            f'<div class="pm-scroll" tabindex="0" role="region" aria-label="{entities(named)}">'
            '<table class="pm-table">'
        )

    def table_close(self, *_: Any) -> str:  # noqa: ANN401
        return "</table></div>"

    def th_open(self, *_: Any) -> str:  # noqa: ANN401
        return '<th scope="col">'


_PARSER = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Writer)
_PARSER.enable(["table", "strikethrough"])


def guide(markdown: str) -> str:
    """Render a section of a page of the guide as one raw HTML block on one line.

    Links to ``x.md`` lead to that page's address, seen from a page of the guide.
    """
    html = _PARSER.render(markdown).replace("\n", "")
    return f'<div class="pm-guide">{html}</div>'


def _listing(written: str, language: str, title: str) -> str:
    named = f'<span class="filename">{entities(title)}</span>' if title else ""
    kind = f' class="language-{entities(language)}"' if language else ""
    return f'<div class="highlight">{named}<pre><code{kind}>{written}</code></pre></div>'


def _session(content: str) -> str:
    """Write what is typed apart from what is answered."""
    lines: list[str] = []
    goes_on = False
    for line in content.removesuffix("\n").split("\n"):
        typed = goes_on or line.startswith("$ ")
        goes_on = typed and line.endswith("\\")
        lines.append(f"<strong>{entities(line)}</strong>" if typed else entities(line))
    return entities("\n").join(lines)


def _address(link: str) -> str:
    """Turn a link to a Markdown file of the docs tree into one to its page's address.

    Texts lie in one folder, ``guide/``; their pages in a folder each, so one step further down.
    """
    path, mark, anchor = link.partition("#")
    if _SCHEME.match(link) or not path.endswith(".md"):
        return link
    place = posixpath.normpath(posixpath.join("guide", path)).removesuffix(".md")
    place = place.removesuffix("index").rstrip("/")
    return f"../../{place}/".replace("//", "/") + mark + anchor
