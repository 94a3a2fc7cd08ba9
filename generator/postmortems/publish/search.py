"""The search of a finished site: an index in small pieces, read by the browser as it needs them.

The index is made by a program of its own, from the HTML that is there and nothing else. What it
reads is marked in the templates: pages hold ``data-pagefind-body``, incidents also their facets.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from typing import TYPE_CHECKING

import cbor2
from pagefind_bin import get_executable

from postmortems.errors import PublishError
from postmortems.publish.index import settle

if TYPE_CHECKING:
    from pathlib import Path

INDEX = "pagefind"
"""The folder of the index in the site; scripts of the theme ask for it under this name."""

# What stands on every page, or stands there as a picture or number of what the text says.
_SKIPPED = (
    ".headerlink, .pm-absent, .pm-crumbs, .pm-head, .pm-bar, .pm-star, .pm-milestones, "
    ".pm-facts dt, .pm-when .pm-meta"
)
# The program brings search boxes along, in several makes. Ours is in the theme.
_UNUSED = ("*-ui.css", "*-ui.js", "pagefind-highlight.js")
# What comes of reading files that are laid out in another way.
_UNREADABLE = (
    *(AttributeError, EOFError, LookupError, TypeError, ValueError),
    *(cbor2.CBORError, zlib.error),
)
# Scripts without spaces between words: Han, Hiragana, Katakana.
_UNSPACED = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,}"
)

# Cells and terms that stand wall to wall: the index would run the end of one into the next.
_JOINED = re.compile(r"(</(?:t[hd]|d[td])>)(?=<(?:t[hd]|d[td])\b)")


def index_site(site: Path) -> None:
    """Write the search index of the folder ``site`` into it, in place of one that is there.

    The same pages give the same bytes. Raises PublishError with the program's own words.
    """
    try:
        if (site / INDEX).is_dir():
            shutil.rmtree(site / INDEX)  # the program only ever adds
        done = subprocess.run(  # noqa: S603 - a program of a dependency, and no shell
            [get_executable(), "--site", site, "--exclude-selectors", _SKIPPED, "--quiet"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            cwd=site,  # where it looks for settings of its own: there are none
        )
        if done.returncode != 0:
            said = (done.stderr or done.stdout).strip() or f"exit code {done.returncode}"
            message = f"the search index could not be made:\n{said}"
            raise PublishError(message)
        _settle(site / INDEX)
        for pattern in _UNUSED:
            for file in (site / INDEX).glob(pattern):
                file.unlink()
    except OSError as error:
        message = f"the search index could not be made: {error.strerror or error}"
        raise PublishError(message) from error


def parted(content: str) -> str:
    """Return HTML with a space between cells of a table and between terms and what they mean."""
    return _JOINED.sub(r"\1 ", content)


def _settle(index: Path) -> None:
    try:
        settle(index)
    except _UNREADABLE as error:
        message = f"the search index could not be read: {type(error).__name__}: {error}"
        raise PublishError(message) from error


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
