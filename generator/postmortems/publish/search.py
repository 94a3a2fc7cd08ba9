"""The search of a finished site: an index in small pieces, read by the browser as it needs them.

The index is made by a program of its own, from the HTML that is there and nothing else. What it
reads is marked in the templates: pages hold ``data-pagefind-body``, incidents also their facets.
Of many incidents there are several indexes (`parts.plan`), which the browser asks together: the
primary one with the program that runs there, and in ``parts/`` those that only hold pages.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import cbor2
from pagefind_bin import get_executable

from postmortems.errors import PublishError
from postmortems.parallel import usable_cores
from postmortems.publish.index import ENTRY, SIGNATURE, settle, verify
from postmortems.publish.parts import plan
from postmortems.publish.searched import lean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

INDEX = "pagefind"
"""The folder of the index in the site; scripts of the theme ask for it under this name."""

# What stands on every page, or stands there as a picture or number of what the text says.
_SKIPPED = (
    ".headerlink, .pm-absent, .pm-crumbs, .pm-head, .pm-bar, .pm-star, .pm-milestones, "
    ".pm-facts dt, .pm-when .pm-meta"
)
# The program brings search boxes along, in several makes. Ours is in the theme.
_UNUSED = ("*-ui.css", "*-ui.js", "pagefind-highlight.js")
# What runs in the browser comes with the primary part and is there once for all of them.
_SCRIPTS = "*.js"
_PROGRAMS = "wasm.*"
_PARTS = "parts"
_REFUSED = re.compile(r'Os \{ code: [0-9]+, kind: \w+, message: "([^"]*)"')
_LIST = "parts.json"
"""What tells the browser which parts there are, the primary one first, then the newest."""
# What comes of reading files that are laid out in another way.
_UNREADABLE = (
    *(AttributeError, EOFError, LookupError, TypeError, ValueError),
    *(cbor2.CBORError, zlib.error),
)


def index_site(site: Path, labels: Mapping[str, str] | None = None) -> None:
    """Write the search index of the folder ``site`` into it, in place of one that is there.

    ``labels`` gives the month of pages that belong to one, as `parts.plan` takes them. The same
    pages give the same bytes. Raises PublishError with the program's own words.
    """
    known = labels or {}
    files = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    parts = plan({file: known.get(file, "") for file in files})
    make(site, site, parts, parts)


def make(
    site: Path, pages: Path, parts: Mapping[str, Sequence[str]], changed: Collection[str]
) -> None:
    """Make the parts ``changed`` of the index in the folder ``site`` anew, on all cores.

    ``parts`` is all of `parts.plan`: what lies in the index of others is removed, and those that
    are not in ``changed`` must lie there as an earlier run has left them. ``pages`` is the folder
    that holds the finished pages. The bytes of a part depend on its own pages alone. Files are
    removed and put, never written to where they lie. Raises PublishError with the program's own
    words; the index is then to be made anew.
    """
    index = site / INDEX
    try:
        index.mkdir(parents=True, exist_ok=True)
        kept = {place(part) for part in parts}
        for path in index.glob(f"{_PARTS}/*"):
            if path.relative_to(site).as_posix() not in kept:
                _remove(path)
        with (
            tempfile.TemporaryDirectory(prefix=".parts-", dir=site) as scratch,
            ThreadPoolExecutor(usable_cores()) as pool,
        ):
            # The largest first, so that no core waits long for the other at the end.
            order = sorted(changed, key=lambda part: (-len(parts[part]), part))
            work = [
                pool.submit(_make, site, part, pages, parts[part], Path(scratch, str(at)))
                for at, part in enumerate(order)
            ]
            try:
                for each in work:
                    each.result()
            finally:
                pool.shutdown(cancel_futures=True)
        _list(site, parts)
        if (index / _PARTS).is_dir() and not any((index / _PARTS).iterdir()):
            (index / _PARTS).rmdir()
    except OSError as error:
        message = f"the search index could not be made: {error.strerror or error}"
        raise PublishError(message) from error


def place(part: str) -> str:
    """Return the folder of a part in the site."""
    return f"{INDEX}/{_PARTS}/{part}" if part else INDEX


def _make(site: Path, part: str, pages: Path, files: Sequence[str], scratch: Path) -> None:
    """Make one part from the named pages, in place of what lies there."""
    folder = site / place(part)
    fed = scratch / "pages"
    fed.mkdir(parents=True)
    for file in files:
        content = lean((pages / file).read_bytes())
        if content:
            (fed / file).parent.mkdir(parents=True, exist_ok=True)
            (fed / file).write_bytes(content)
    if part and not any(fed.iterdir()):
        _remove(folder)  # the team's own theme keeps these pages from the search
        return
    done = subprocess.run(  # noqa: S603 - a program of a dependency, and no shell
        [get_executable(), "--site", fed, "--exclude-selectors", _SKIPPED, "--quiet"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        cwd=fed,  # where it looks for settings of its own: there are none
    )
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip() or f"exit code {done.returncode}"
        # Of a disk that refuses, it tells within the details of a crash.
        refusal = _REFUSED.search(said)
        said = refusal[1] if refusal else said
        message = f"the search index could not be made:\n{said}"
        raise PublishError(message)
    made = fed / INDEX
    _settle(made)
    for pattern in (*_UNUSED, *((_SCRIPTS,) if part else ())):
        for path in made.glob(pattern):
            path.unlink()
    for path in made.glob(_PROGRAMS) if part else ():
        path.write_bytes(SIGNATURE)  # the browser asks for it, and uses the one that it has
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name != _PARTS:
            _remove(path)
    for path in made.iterdir():
        path.rename(folder / path.name)
    shutil.rmtree(scratch)


def _list(site: Path, parts: Iterable[str]) -> None:
    """Tell the browser which parts there are, how many pages each holds, and its edition."""
    listed = []
    for part in parts:
        folder = site / place(part)
        if not folder.is_dir():
            continue
        entry = (folder / ENTRY).read_bytes()
        languages = json.loads(entry)["languages"].values()
        listed.append(
            {
                "folder": f"{_PARTS}/{part}/" if part else "",
                "pages": sum(each["page_count"] for each in languages),
                "edition": hashlib.sha256(entry).hexdigest()[:12],
            }
        )
    file = site / INDEX / _LIST
    file.unlink(missing_ok=True)
    file.write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _settle(index: Path) -> None:
    try:
        verify(index)
        settle(index)
    except _UNREADABLE as error:
        message = f"the search index could not be read: {type(error).__name__}: {error}"
        raise PublishError(message) from error
