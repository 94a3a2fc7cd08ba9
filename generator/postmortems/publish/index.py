"""Puts the files of a search index in order, so that the same pages give the same bytes.

The program that writes the index lists the values of a filter as they come out of a hash table,
which is another order every time. Names of files are made from what is in them, so the list of
files and the entry to it change with them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from typing import TYPE_CHECKING, Any

import cbor2

from postmortems.errors import PublishError

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = "pagefind-entry.json"
"""The file from which the browser starts to read an index."""

SIGNATURE = b"pagefind_dcd"
"""With what every file of an index begins, once it is unpacked."""
_FILTERS = 3
"""Where the filters stand in the list of files: pairs of a filter's name and its file's."""


def settle(index: Path) -> None:
    """Sort the values of every filter of the folder ``index`` and rename what depends on them."""
    entry = index / ENTRY
    told = json.loads(entry.read_bytes())
    for language in told["languages"].values():
        listing = index / f"pagefind.{language['hash']}.pf_meta"
        files = _read(listing)
        for pair in files[_FILTERS]:
            name = pair[1]
            old = index / "filter" / f"{name}.pf_filter"
            label, values = _read(old)
            old.unlink()
            content = cbor2.dumps([label, sorted(values)])
            pair[1] = _named(name, content)
            _write(old.with_name(f"{pair[1]}.pf_filter"), content)
        files[_FILTERS].sort()
        listing.unlink()
        content = cbor2.dumps(files)
        language["hash"] = _named(language["hash"], content)
        _write(index / f"pagefind.{language['hash']}.pf_meta", content)
    entry.write_text(json.dumps(told, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def verify(index: Path) -> None:
    """Look whether all of an index has reached the disk: the program does not look itself.

    Raises PublishError where a file is cut off or missing, and what comes of reading others.
    """
    told = json.loads((index / ENTRY).read_bytes())
    pages = sum(language["page_count"] for language in told["languages"].values())
    cut = [path.name for path in index.rglob("*") if path.is_file() and not _whole(path)]
    if cut or len([*index.glob("fragment/*")]) != pages:
        lacking = f"{min(cut)} is cut off" if cut else "not all pages are in it"
        message = f"the search index could not be made: {lacking}; is the disk full?"
        raise PublishError(message)


def _whole(path: Path) -> bool:
    if not path.suffix.startswith(".pf_") and not path.name.startswith("wasm."):
        return path.stat().st_size > 0
    try:
        return gzip.decompress(path.read_bytes()).startswith(SIGNATURE)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return False


def _named(old: str, content: bytes) -> str:
    """Name content as the program does: the language, and as many digits of its sum as before."""
    language, _, digits = old.rpartition("_")
    return f"{language}_{hashlib.sha256(content).hexdigest()[: len(digits)]}"


def _read(file: Path) -> Any:  # noqa: ANN401 - lists in lists, as the program writes them
    return cbor2.loads(gzip.decompress(file.read_bytes()).removeprefix(SIGNATURE))


def _write(file: Path, content: bytes) -> None:
    # `gzip.compress` names the system in one version of Python and not in another.
    with file.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
        packed.write(SIGNATURE + content)
