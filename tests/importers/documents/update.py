"""Writes anew what each document beside this file is read as; look at the difference afterwards.

Run it with `python tests/importers/documents/update.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).parents[2]))

from postmortems.importers import cstate, markdown
from support.documents import DOCUMENTS, expected, read, told

for path in DOCUMENTS:
    by = cstate.FORMAT if path.parent.name == "cstate" else markdown.FORMAT
    draft = read(by, path.read_text("utf-8"), zone="Europe/Berlin")
    text = yaml.safe_dump(told(draft), sort_keys=False, allow_unicode=True, width=100)
    expected(path).write_text(text, "utf-8")
