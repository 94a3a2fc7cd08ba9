from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from postmortems.edit.catalogue import enter_services
from postmortems.edit.new_file import create_record
from postmortems.errors import UsageError, WriteError
from postmortems.write.inside import require_inside
from write.faults import names_in

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root" / "incidents" / "2026").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    return tmp_path / "root"


@pytest.mark.parametrize("file", ["a.yml", "incidents/2026/a.yml", "new/folder/a.yml"])
def test_what_lies_in_the_folder_may_be_written(root: Path, file: str) -> None:
    require_inside(root / file, root)


@pytest.mark.parametrize("file", ["../outside/a.yml", "incidents/../../outside/a.yml", "", "../x"])
def test_what_lies_elsewhere_may_not(root: Path, file: str) -> None:
    with pytest.raises(WriteError, match="it lies outside of"):
        require_inside(root / file, root)


@pytest.mark.parametrize("link", ["incidents", "incidents/2026"])
def test_nothing_is_written_through_a_link(root: Path, link: str) -> None:
    folder = root / link
    for each in sorted(folder.rglob("*"), reverse=True):
        each.rmdir()
    folder.rmdir()
    folder.symlink_to(root.parent / "outside")
    with pytest.raises(WriteError) as caught:
        create_record(root / "incidents" / "2026" / "a.yml", "a: 1\n", root)
    assert str(caught.value) == (
        f"cannot write {root}/incidents/2026/a.yml: {folder} is a symbolic link, which may lead "
        "anywhere; put a real folder there"
    )
    assert names_in(root.parent / "outside") == []


def test_a_file_is_no_folder(root: Path) -> None:
    (root / "build").write_text("")
    with pytest.raises(WriteError, match="build is not a folder"):
        require_inside(root / "build" / "docs" / "a", root)


def test_a_folder_that_somebody_named_elsewhere_is_theirs(root: Path) -> None:
    create_record(root.parent / "outside" / "a.yml", "a: 1\n", root)
    assert names_in(root.parent / "outside") == ["a.yml"]


def test_services_are_not_entered_through_a_link(root: Path) -> None:
    (root / "site_config").symlink_to(root.parent / "outside")
    with pytest.raises(UsageError, match="site_config: the file is a symbolic link"):
        enter_services(root, {"api": "API"})
    assert names_in(root.parent / "outside") == []
