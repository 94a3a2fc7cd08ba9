"""An edited file put back in its place, unless somebody else has changed it meanwhile."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from postmortems.load.files import Unreadable, open_bytes
from postmortems.write import disk
from postmortems.write.file import write_file

if TYPE_CHECKING:
    from postmortems.load.files import Source

# What opening it answers where the file has gone, or is a link or a device now.
_NOT_AS_READ = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO}


def save(source: Source, old: bytes, new: bytes) -> bool:
    """Replace a file that still holds the old bytes; return False, and write nothing, if not.

    Raises WriteError when the disk refuses; the file is then as it was.
    """
    path = Path(source.path)
    # Between looking and writing, no other run of ours may write what this one would undo.
    try:
        with disk.locking(path) as free:
            now = open_bytes(source, len(old))
            if not free or isinstance(now, Unreadable) or now != old:
                return False
            write_file(path, new)
            return True
    except OSError as error:
        if error.errno in _NOT_AS_READ:
            return False
        raise disk.refused(f"write {path}", error) from error
