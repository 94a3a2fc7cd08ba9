"""Write anew what is expected of every payload. Look at the difference before you commit it."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from support.imports import EXPECTED, FIXTURES, PAYLOADS, told


def main() -> None:
    """Write a file for each payload and each spoilt one."""
    for name in PAYLOADS:
        for path in (FIXTURES / name, FIXTURES / "spoilt" / name):
            if path.exists():
                made = EXPECTED / path.relative_to(FIXTURES)
                made.parent.mkdir(parents=True, exist_ok=True)
                made.with_name(f"{made.name}.yml").write_text(
                    told(path.read_text("utf-8"), path.name), "utf-8"
                )


if __name__ == "__main__":
    main()
