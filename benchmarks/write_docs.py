"""Writes the docs tree alone, as a build does before MkDocs: ``write_docs.py TARGET DAY``."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from postmortems import today
from postmortems.load.history import history
from postmortems.pipeline import check, open_ledger, write_docs

if __name__ == "__main__":
    root, target, day = Path.cwd(), Path(sys.argv[1]), today.instant(sys.argv[2])
    with closing(open_ledger(root)) as ledger:
        checked = check(root, day, ledger=ledger)
        write_docs(target, root, checked, history(root), ledger)
