from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest

from postmortems.importers.document import Document
from postmortems.importers.events.archive import is_archive, members
from postmortems.importers.events.event import Skipped
from support.timelines import gathered


def archive(**more: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in more.items():
            made.writestr(name.replace("_", "."), content)
    return into.getvalue()


def test_texts_are_read_by_name_and_others_are_told() -> None:
    content = archive(a_txt=b"10:02 ada: \xff", b_png=b"x")
    text, other = members("e.zip", content)
    assert isinstance(text, Document)
    assert (text.name, text.text) == ("e.zip/a.txt", "10:02 ada: \ufffd")
    assert isinstance(other, Skipped)
    assert (other.source, other.reason, other.fault) == ("e.zip/b.png", "this is no text", False)


def test_names_that_lead_elsewhere_are_names_only() -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        made.writestr("../../etc/passwd.txt", "10:02 ada: hm")
    (found,) = gathered(("e.zip", into.getvalue())).sources
    assert found.name == "e.zip/../../etc/passwd.txt"


def test_a_bomb_is_refused_unread() -> None:
    (found,) = members("e.zip", archive(a_txt=b"0" * (17 * 2**20)))
    assert isinstance(found, Skipped)
    assert found.reason == "it would be 17,825,792 bytes, which is too many"
    many = members("e.zip", archive(**{f"{n}_txt": b"0" * (15 * 2**20) for n in range(9)}))
    assert sum(isinstance(each, Skipped) for each in many) == 1


def test_what_is_damaged_is_told() -> None:
    whole = archive(a_txt=b"10:02 ada: hm")
    assert is_archive(whole)
    cut = whole[: len(whole) // 2]
    assert [type(each) for each in members("e.zip", cut)] == [Skipped]
    spoilt = whole.replace(b"a.txt", b"a.txt", 1)
    spoilt = spoilt[:36] + bytes(each ^ 255 for each in spoilt[36:40]) + spoilt[40:]
    (found,) = members("e.zip", spoilt)
    assert isinstance(found, Skipped)
    assert "export it again" in found.reason


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_without_bounds_is_refused_unread(method: int) -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", method) as made:
        made.writestr("a.txt", b"0" * 1_000)
    (found,) = members("e.zip", into.getvalue())
    assert isinstance(found, Skipped)
    assert found.reason == "it is packed in an unusual way; pack it as ZIP usually is"


def test_a_member_that_lies_about_its_size_is_not_unpacked_further() -> None:
    made = bytearray(archive(a_txt=b"0" * (64 * 2**20)))
    entry = made.rindex(b"PK\x01\x02")
    made[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    content = bytes(made)
    tracemalloc.start()
    (found,) = members("e.zip", content)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(found, Skipped)
    assert found.reason == "it is damaged; export it again"
    assert most < 4 * 2**20
