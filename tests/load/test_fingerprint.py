from __future__ import annotations

import os
from typing import TYPE_CHECKING

from postmortems.load.cache import fingerprint

if TYPE_CHECKING:
    from pathlib import Path


def test_configuration_is_not_read_through_links(tmp_path: Path) -> None:
    (tmp_path / "site_config").mkdir()
    own = tmp_path / "site_config" / "rules.yml"
    target = tmp_path / "target.yml"
    target.write_text("levels: {}\n")
    own.symlink_to(target)
    linked = fingerprint(tmp_path)
    target.write_text("levels: {timeline-gap: off}\n")
    assert fingerprint(tmp_path) == linked
    own.unlink()
    # Reading a pipe that nobody writes to would never end.
    os.mkfifo(own)
    assert fingerprint(tmp_path) == linked
