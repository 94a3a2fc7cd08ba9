"""The search of a finished site: an index in small pieces, read by the browser as it needs them.

The index is made by a program of its own, from the HTML that is there and nothing else. What it
reads is marked in the templates: pages hold ``data-pagefind-body``, incidents also their facets.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from pagefind_bin import get_executable

from postmortems.errors import PublishError

if TYPE_CHECKING:
    from pathlib import Path

INDEX = "pagefind"
"""The folder of the index in the site; scripts of the theme ask for it under this name."""

# Said for want of something to say, on page after page: nobody looks for it.
_SKIPPED = ".headerlink, .pm-absent, .pm-crumbs, [data-pagefind-ignore]"
# The program brings search boxes along, in several makes. Ours is in the theme.
_UNUSED = ("*-ui.css", "*-ui.js", "pagefind-highlight.js")


def index_site(site: Path) -> None:
    """Write the search index of the folder ``site`` into it, in place of one that is there.

    The same pages give the same bytes. Raises PublishError with the program's own words.
    """
    try:
        done = subprocess.run(  # noqa: S603 - a program of a dependency, and no shell
            [get_executable(), "--site", site, "--exclude-selectors", _SKIPPED, "--quiet"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            cwd=site,  # where it looks for a configuration of its own
        )
        for pattern in _UNUSED:
            for file in (site / INDEX).glob(pattern):
                file.unlink()
    except OSError as error:
        message = f"the search index could not be made: {error.strerror or error}"
        raise PublishError(message) from error
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip() or f"exit code {done.returncode}"
        message = f"the search index could not be made:\n{said}"
        raise PublishError(message)
