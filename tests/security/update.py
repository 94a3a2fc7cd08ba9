"""Write the promises of SECURITY.md anew from the tables of defences."""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS))

from support.defences import with_promises  # noqa: E402 - the tests are no package

PAGE = TESTS.parent / ".github" / "SECURITY.md"

if __name__ == "__main__":
    PAGE.write_text(with_promises(PAGE.read_text("utf-8")), "utf-8")
