from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from postmortems.checking.memory import Memory
from postmortems.checking.run import check
from postmortems.load.files import discover
from support.example import BASE_ID, example

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", f"{tmp_path}-home")


def test_two_files_whose_shown_names_are_cut_alike_are_both_checked(tmp_path: Path) -> None:
    folder = tmp_path / "incidents" / ("d" * 200) / ("e" * 100)
    folder.mkdir(parents=True)
    (folder / f"{BASE_ID}.yml").write_bytes(example())
    (folder / f"{BASE_ID}-broken.yml").write_text("a: [")
    sources = discover(tmp_path / "incidents", tmp_path)
    assert len({each.file for each in sources}) == 1
    checked = check(tmp_path, NOW, sources)
    assert checked.count == 2
    assert "yaml-syntax" in {each.rule for each in checked.findings}


def test_a_name_that_is_no_text_is_remembered_like_any_other(tmp_path: Path) -> None:
    folder = tmp_path / "incidents"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/\xff\xfe.yml", "wb") as stream:  # noqa: PTH123 - bytes
        stream.write(b"a: [")
    sources = discover(folder, tmp_path)
    assert Memory(tmp_path, NOW, sources, sources).recall() is None
    checked = check(tmp_path, NOW, sources, memory=Memory(tmp_path, NOW, sources, sources))
    assert [each.file for each in checked.findings] == [r"incidents/\udcff\udcfe.yml"]
    again = Memory(tmp_path, NOW, sources, sources).recall()
    assert again is not None
    assert again.findings == checked.findings
