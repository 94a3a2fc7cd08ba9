"""An index of which something has not reached the disk."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from postmortems.errors import PublishError
from postmortems.publish.index import ENTRY, SIGNATURE
from postmortems.publish.search import _settle

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "kept", "told"),
    [
        ("fragment/en_1.pf_fragment", 9, "en_1.pf_fragment is cut off"),
        ("fragment/en_1.pf_fragment", 0, "en_1.pf_fragment is cut off"),
        ("fragment/en_1.pf_fragment", None, "not all pages are in it"),
        ("index/en_2.pf_index", 12, "en_2.pf_index is cut off"),
        ("wasm.en.pagefind", 0, "wasm.en.pagefind is cut off"),
        ("pagefind.js", 0, "pagefind.js is cut off"),
    ],
)
def test_an_index_that_is_not_whole_is_refused(
    tmp_path: Path, name: str, kept: int | None, told: str
) -> None:
    packed = gzip.compress(SIGNATURE + b"words" * 9, mtime=0)
    for file in ("fragment/en_1.pf_fragment", "index/en_2.pf_index", "wasm.en.pagefind"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(packed)
    (tmp_path / "pagefind.js").write_bytes(b"export {}")
    (tmp_path / ENTRY).write_text(json.dumps({"languages": {"en": {"page_count": 1}}}), "utf-8")
    if kept is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:kept])
    with pytest.raises(PublishError) as caught:
        _settle(tmp_path)
    assert str(caught.value) == (f"the search index could not be made: {told}; is the disk full?")
