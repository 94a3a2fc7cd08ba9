"""The documents in a ZIP file from strangers: read in memory, bounded, never unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.importers.document import Document
from postmortems.importers.draft import Spot
from postmortems.importers.events.event import Skipped
from postmortems.load.attachments import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_MEMBERS = 20_000
_MOST_BYTES = 16 * 2**20
_MOST_IN_ALL = 128 * 2**20
_ENDINGS = (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".txt", ".log", ".md")
_ENCRYPTED = 0x1
_BOUNDED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How members may be packed: the others unpack all of a piece at once, however much that is."""


def is_archive(content: bytes) -> bool:
    """Tell whether bytes begin as a ZIP file does."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def members(name: str, content: bytes) -> Iterator[Document | Skipped]:
    """Yield the texts of an archive, named like ``export.zip/inc-42/2026-03-04.json``.

    The names are only shown. What cannot or must not be read is yielded with the reason.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from _members(name, archive)
    except (zipfile.BadZipFile, ValueError, EOFError, RuntimeError):
        yield _refused(name, "this is no whole ZIP file; export it again")


def _members(name: str, archive: zipfile.ZipFile) -> Iterator[Document | Skipped]:
    listed = [each for each in archive.infolist() if not each.filename.endswith("/")]
    if len(listed) > _MOST_MEMBERS:
        yield _refused(name, f"it holds {len(listed):,} files; the most is {_MOST_MEMBERS:,}")
        return
    left = _MOST_IN_ALL
    for each in sorted(listed, key=lambda one: one.filename):
        path = f"{name}/{printable(each.filename, 200)}"
        if not each.filename.lower().endswith(_ENDINGS):
            yield _refused(path, "this is no text", fault=False)
        elif each.flag_bits & _ENCRYPTED:
            yield _refused(path, "it is locked with a password")
        elif each.compress_type not in _BOUNDED:
            yield _refused(path, "it is packed in an unusual way; pack it as ZIP usually is")
        # What is said of the size holds: reading stops there.
        elif each.file_size > min(left, _MOST_BYTES):
            yield _refused(path, f"it would be {each.file_size:,} bytes, which is too many")
        else:
            left -= each.file_size
            try:
                content = unpacked(archive, each)
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
                yield _refused(path, "it is damaged; export it again")
            else:
                yield document(path, content)


def document(name: str, content: bytes) -> Document:
    """Return bytes as a document; what is no UTF-8 becomes the sign for it."""
    text = content.decode("utf-8-sig", "replace")
    return Document(name=name, text=text.replace("\r\n", "\n").replace("\r", "\n"))


def _refused(name: str, reason: str, *, fault: bool = True) -> Skipped:
    return Skipped(source=name, spot=Spot(), excerpt="", reason=reason, fault=fault)
