"""HTML, as other tools put it into texts, to plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

_BREAKS = frozenset(
    """
    address article aside blockquote body br caption dd details div dl dt figcaption figure footer
    form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol option p pre section select
    summary table tbody tfoot thead title tr ul
    """.split()  # noqa: SIM905 - a column of quoted words is no easier to read
)
_INLINE = frozenset(
    """
    a abbr acronym audio b bdi bdo big button center cite code col colgroup data datalist del dfn em
    embed fieldset font i iframe img input ins kbd label link map mark meta meter noscript object
    output param picture progress q rp rt ruby s samp small source span strike strong sub sup svg td
    template textarea th time track tt u var video wbr
    """.split()  # noqa: SIM905
)
_UNREAD = frozenset({"script", "style"})
_MARK = re.compile(r"<(?:[A-Za-z/!?])|&(?:#|[A-Za-z])")

_OPEN = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_END_OF_COMMENT = re.compile(r"--\s*>")
_MOST_OPEN = 100
"""More marks than this that nothing closes are text: for each, the parser looks at all the rest."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What a reader would see, and what they would not: scripts, styles and comments."""

    text: str
    unseen: tuple[str, ...] = ()


def plain(html: str) -> Plain:
    """Return the text of a fragment of HTML; texts without a mark of HTML stay as they are.

    Breaks and blocks become line breaks, entries of lists begin with ``- ``, addresses of links and
    pictures follow in brackets. What looks like an element and is none of HTML, such as ``<host>``,
    stays as text.
    """
    if not _MARK.search(html):
        return Plain(_tidied(html))
    parser = _Parser()
    parser.feed(_bounded(html))
    parser.close()
    parser.finish()
    return Plain(_tidied("".join(parser.parts)), tuple(parser.unseen))


def _bounded(html: str) -> str:
    """Return HTML in which few marks stand that nothing closes; the others are told as text."""
    if len(_OPEN.findall(html)) > _MOST_OPEN:
        html = _OPEN.sub("&lt;", html)
    end = max((each.end() for each in _END_OF_COMMENT.finditer(html)), default=0)
    if html.count("<!--", end) > _MOST_OPEN:
        html = html[:end] + html[end:].replace("<!--", "&lt;!--")
    return html


def _tidied(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Parser(HTMLParser):
    """Collects text; knows nothing of nesting, so nothing can be nested too deeply."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen: list[str] = []
        self._unread = ""
        self._hidden: list[str] = []
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in _UNREAD:
            self._unread = tag
        elif tag == "a":
            self._links.append((said.get("href", "").strip(), len(self.parts)))
        elif tag == "img":
            self.parts.append(_bracketed(said.get("alt", ""), said.get("src", "")))
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _BREAKS:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")
        elif tag not in _INLINE:
            self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._read_again()
        elif tag == "a" and self._links:
            self._end_link()
        elif tag in _BREAKS and tag != "br":
            self.parts.append("\n")
        elif tag not in _BREAKS | _INLINE:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        (self._hidden if self._unread else self.parts).append(data)

    def handle_comment(self, data: str) -> None:
        self._hide(data)

    def handle_decl(self, decl: str) -> None:
        self._hide(decl)

    def handle_pi(self, data: str) -> None:
        self._hide(data)

    def unknown_decl(self, data: str) -> None:
        self._hide(data)

    def _hide(self, data: str) -> None:
        if data.strip():
            self.unseen.append(data.strip())

    def _read_again(self) -> None:
        self._hide("".join(self._hidden))
        self._hidden, self._unread = [], ""

    def _end_link(self) -> None:
        address, start = self._links.pop()
        label = "".join(self.parts[start:])
        if address and address not in label and address.removeprefix("mailto:") != label:
            self.parts.append(f" ({address})")

    def finish(self) -> None:
        """Put away what a script held that was never closed, and end links that were not."""
        self._hidden.append(self.rawdata)  # the parser keeps to itself what no end tag follows
        self._read_again()
        while self._links:
            self._end_link()


def _bracketed(label: str, address: str) -> str:
    where = f"({address.strip()})" if address.strip() else ""
    return " ".join(part for part in (label.strip(), where) if part)
