"""A page of the docs tree as MkDocs holds it, read without a Markdown parser.

The tree's pages are headings with fixed ids between blocks of raw HTML, so there is nothing left
for a Markdown parser to do; skipping it halves the time a page costs. A test holds every page of
a site against what the parser makes of the same file.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from postmortems.publish.docs import split

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_HEADING = re.compile(r"(#{1,6}) (.*?)(?: \{ #([A-Za-z0-9_-]+) \})?")
_TAG = re.compile(r"<[^>]*>")
_SLUG = re.compile(r"[^\w\s-]")
_COUNTED = re.compile(r"(.*)_([0-9]+)")


class TreePage(Page):
    """A page that is not in the navigation: the great mass of them."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Read the file; its front matter is JSON, one key a line."""
        del config
        self.meta, self.markdown = split(self.file.content_string)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Turn headings into HTML and leave the rest as it is."""
        del files
        permalink = _permalink(config)
        parts: list[str] = []
        tokens: list[dict[str, Any]] = []
        above: list[dict[str, Any]] = []
        raw = False
        lines = [(line, _HEADING.fullmatch(line)) for line in (self.markdown or "").split("\n")]
        used = {match[3] for _, match in lines if match and match[3]}
        for line, match in lines:
            if match is None:
                if line:
                    raw = True
                    parts.append(line)
                continue
            if raw:
                parts.append("")
            raw = False
            level, text = len(match.group(1)), match.group(2)
            anchor = match.group(3) or _unique(_slug(text), used)
            parts.append(f'<h{level} id="{anchor}">{text}{permalink.format(anchor)}</h{level}>')
            name = _TAG.sub("", text)
            token: dict[str, Any] = {"level": level, "id": anchor, "name": name, "children": []}
            while above and above[-1]["level"] >= level:
                above.pop()
            (above[-1]["children"] if above else tokens).append(token)
            above.append(token)
            if level == 1 and self._title_from_render is None:
                self._title_from_render = html.unescape(name)
        self.content = "\n".join(parts)
        self.toc = get_toc(tokens)  # type: ignore[arg-type]
        self.present_anchor_ids = set()
        self.links_to_anchors = {}


def _permalink(config: MkDocsConfig) -> str:
    options = (config["mdx_configs"] or {}).get("toc", {})
    mark = options.get("permalink")
    if not mark:
        return ""
    sign = "&para;" if mark is True else mark
    title = options.get("permalink_title", "Permanent link")
    return f'<a class="headerlink" href="#{{0}}" title="{title}">{sign}</a>'


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", html.unescape(_TAG.sub("", text)))
    words = _SLUG.sub("", plain.encode("ascii", "ignore").decode("ascii")).strip().lower()
    return re.sub(r"[-\s]+", "-", words)


def _unique(anchor: str, used: set[str]) -> str:
    while anchor in used or not anchor:
        counted = _COUNTED.fullmatch(anchor)
        anchor = f"{counted[1]}_{int(counted[2]) + 1}" if counted else f"{anchor}_1"
    used.add(anchor)
    return anchor
