"""How the work over all records grows with their number: about 1.0 is linear, 2.0 a square.

    python benchmarks/linear.py ROOT [MOST]

ROOT is a repository with some hundreds of records, such as `generate.py` writes; they are repeated
under other ids until there are MOST (8,000), and each step is measured for that many and for half.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from math import log2
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from postmortems import pipeline, today
from postmortems.metrics.similarity import similar
from postmortems.pages.base import Library
from postmortems.pages.dashboard import dashboards

if TYPE_CHECKING:
    from collections.abc import Callable

    from postmortems.model.incident import Incident


def enlarged(library: Library, number: int) -> Library:
    """Return a library of so many records: those there are, again and again, under other ids."""
    records = list(library.incidents.values())
    found: dict[str, Incident] = {}
    files: dict[str, str] = {}
    for at in range(number):
        again, place = divmod(at, len(records))
        record = records[place]
        name = f"{record.id}-{again:02d}" if again else record.id
        found[name] = replace(record, id=name) if again else record
        files[name] = library.files[record.id]
    return replace(library, incidents=dict(sorted(found.items())), files=files)


def main(root: Path, most: int = 8_000) -> None:
    """Print the seconds of CPU of each step at half and at all of the records."""
    checked = pipeline.check(root, today.instant("2026-06-30"))
    if checked.settings is None:
        sys.exit("the configuration of that repository holds errors")
    library = Library(
        settings=checked.settings,
        incidents=checked.incidents,
        files=checked.files,
        as_of=checked.as_of,
    )
    steps: dict[str, Callable[[Library], object]] = {
        "similar": lambda each: similar(each.incidents, each.settings.site.similar),
        "dashboards": dashboards,
    }
    half, whole = enlarged(library, most // 2), enlarged(library, most)
    for name, step in steps.items():
        taken = []
        for each in (half, whole):
            begun = process_time()
            step(each)
            taken.append(process_time() - begun)
        first, last = taken
        print(
            f"{name}: {first:.2f} s of {most // 2:,}, {last:.2f} s of {most:,} records, "
            f"exponent {log2(last / first):.2f}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
