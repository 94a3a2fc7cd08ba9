from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from postmortems.errors import ConfigurationError, UsageError
from postmortems.load.documents import document_text, documents
from postmortems.load.files import (
    DEEPEST,
    Source,
    Unreadable,
    discover,
    find_root,
    gather,
    incidents_of,
    odd_name,
    open_bytes,
    piped,
    source,
)
from postmortems.load.settings import load_settings
from postmortems.load.templates import MAX_BYTES, load_templates

if TYPE_CHECKING:
    from pathlib import Path


def _write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a: 1\n", encoding="utf-8")


def _refusal(path: Path, root: Path) -> str:
    content = open_bytes(source(path, root), 100)
    assert isinstance(content, Unreadable)
    assert content.problem.rule == "unreadable-file"
    assert content.file == path.relative_to(root).as_posix()
    return content.problem.message


def test_yaml_files_are_listed_in_one_order_and_hidden_ones_left_alone(tmp_path: Path) -> None:
    _write(
        tmp_path,
        *("incidents/2025/b.yml", "incidents/2024/z.yaml", "incidents/2024/a.YML"),
        *("incidents/.hidden.yml", "incidents/.git/c.yml", "incidents/readme.md", "other/d.yml"),
    )
    found = discover(tmp_path / "incidents", tmp_path)
    assert [each.file for each in found] == [
        "incidents/2024/a.YML",
        "incidents/2024/z.yaml",
        "incidents/2025/b.yml",
    ]
    assert [each.stem for each in found] == ["a", "z", "b"]


@pytest.mark.parametrize("name", ["a.yml.", "a.yml ", "a.YAML. ."])
def test_a_slip_behind_the_ending_does_not_hide_a_file(tmp_path: Path, name: str) -> None:
    _write(tmp_path, f"incidents/{name}", "incidents/b.yml.orig", "incidents/c.yml~")
    (found,) = discover(tmp_path / "incidents", tmp_path)
    assert found.file == f"incidents/{name}"
    assert found.refused == "its name begins or ends with a space, or ends with a dot"


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert discover(tmp_path / "incidents", tmp_path) == []


def test_a_folder_that_is_a_link_is_not_entered(tmp_path: Path) -> None:
    _write(tmp_path, "elsewhere/a.yml")
    root = tmp_path / "root"
    root.mkdir()
    (root / "incidents").symlink_to(tmp_path / "elsewhere")
    for found in (discover(root / "incidents", root), gather([root / "incidents"], root)):
        assert [each.file for each in found] == ["incidents"]
    assert _refusal(root / "incidents", root) == "the file is a symbolic link"


def test_a_regular_file_is_read_to_one_byte_past_the_limit(tmp_path: Path) -> None:
    _write(tmp_path, "a.yml")
    each = source(tmp_path / "a.yml", tmp_path)
    assert open_bytes(each, 100) == b"a: 1\n"
    assert open_bytes(each, 5) == b"a: 1\n"
    assert open_bytes(each, 2) == b"a: "


def test_links_are_listed_and_refused_wherever_they_lead(tmp_path: Path) -> None:
    _write(tmp_path, "secret.txt", "incidents/a.yml", "outside/b.yml")
    folder = tmp_path / "incidents"
    (folder / "file.yml").symlink_to(tmp_path / "secret.txt")
    (folder / "inside.yml").symlink_to("a.yml")
    (folder / "loop.yml").symlink_to("loop.yml")
    (folder / "nowhere.yml").symlink_to("nothing")
    (folder / "zero.yml").symlink_to("/dev/zero")
    (folder / "folder").symlink_to(tmp_path / "outside")
    found = [each.file for each in discover(folder, tmp_path)]
    links = ["file.yml", "folder", "inside.yml", "loop.yml", "nowhere.yml", "zero.yml"]
    assert found == ["incidents/a.yml", *(f"incidents/{name}" for name in links)]
    for name in links:
        assert _refusal(folder / name, tmp_path) == "the file is a symbolic link"


def test_pipes_and_folders_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yml")
    (tmp_path / "folder.yml").mkdir()
    assert _refusal(tmp_path / "pipe.yml", tmp_path) == "this is not a regular file"
    assert _refusal(tmp_path / "folder.yml", tmp_path) == "this is not a regular file"


def test_a_folder_named_like_a_file_is_looked_into(tmp_path: Path) -> None:
    _write(tmp_path, "incidents/folder.yml/a.yml")
    assert [each.file for each in discover(tmp_path / "incidents", tmp_path)] == [
        "incidents/folder.yml/a.yml"
    ]


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    assert _refusal(tmp_path / "gone.yml", tmp_path) == (
        "the file cannot be opened: No such file or directory"
    )


def test_a_name_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    content = open_bytes(Source(path=f"{tmp_path}/a\0b.yml", file="a"), 10)
    assert isinstance(content, Unreadable)
    assert content.problem.message == "the file cannot be opened: its name is not usable"


def test_a_hostile_name_is_shown_escaped(tmp_path: Path) -> None:
    _write(tmp_path, "incidents/a\x1b[31m\u202eb.yml")
    (found,) = discover(tmp_path / "incidents", tmp_path)
    assert found.file == "incidents/a\\x1b[31m\\u202eb.yml"
    content = open_bytes(found, 100)
    assert isinstance(content, Unreadable)
    assert content.problem.message == (
        "the file is not opened: a character in its name cannot be seen"
    )


def test_a_name_that_is_no_text_is_shown_escaped(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "incidents")
    os.mkdir(folder)  # noqa: PTH102 - the name is bytes
    with open(folder + b"/\xff.yml", "wb") as stream:  # noqa: PTH123
        stream.write(b"a: 1\n")
    (found,) = discover(tmp_path / "incidents", tmp_path)
    assert found.file == "incidents/\\udcff.yml"
    content = open_bytes(found, 100)
    assert isinstance(content, Unreadable)
    assert content.problem.message == (
        "the file is not opened: a character in its name cannot be seen"
    )


def test_a_file_elsewhere_keeps_the_name_it_was_given(tmp_path: Path) -> None:
    _write(tmp_path, "here/mkdocs.yml", "there/a.yml")
    assert source(tmp_path / "there" / "a.yml", tmp_path / "here").file == str(
        tmp_path / "there" / "a.yml"
    )


def test_the_root_is_the_closest_folder_upwards_that_looks_like_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path, "repository/mkdocs.yml", "repository/incidents/2024/a.yml", "empty/a.txt")
    monkeypatch.chdir(tmp_path / "repository" / "incidents" / "2024")
    assert find_root(None) == (tmp_path / "repository").resolve()
    assert find_root(tmp_path / "empty") == (tmp_path / "empty").resolve()
    monkeypatch.chdir(tmp_path / "empty")
    with pytest.raises(UsageError, match="no incidents/"):
        find_root(None)


def test_paths_name_files_and_everything_under_folders(tmp_path: Path) -> None:
    _write(tmp_path, "incidents/2024/b.yml", "incidents/2025/a.yml", "one.txt")
    found = gather([tmp_path / "one.txt", tmp_path / "incidents"], tmp_path)
    assert [each.file for each in found] == [
        "one.txt",
        "incidents/2024/b.yml",
        "incidents/2025/a.yml",
    ]
    with pytest.raises(UsageError, match="does not exist"):
        gather([tmp_path / "gone.yml"], tmp_path)


def test_piped_text_is_taken_for_the_file_and_nothing_is_read(tmp_path: Path) -> None:
    _write(tmp_path, "incidents/a.yml")
    each = piped(b"b: 2\n", tmp_path / "incidents" / "a.yml", tmp_path)
    assert (each.file, each.stem) == ("incidents/a.yml", "a")
    assert open_bytes(each, 100) == b"b: 2\n"
    assert open_bytes(each, 2) == b"b: "
    new = piped(b"", tmp_path / "incidents" / "new.yml", tmp_path)
    assert (new.file, new.stem, open_bytes(new, 100)) == ("incidents/new.yml", "new", b"")


def test_piped_text_without_a_file_has_no_name_to_judge_by(tmp_path: Path) -> None:
    each = piped(b"b: 2\n", None, tmp_path)
    assert (each.file, each.stem) == ("-", "")


def test_the_incidents_of_a_repository_are_under_their_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no incidents/; name the repository's folder"):
        incidents_of(tmp_path, "incidents")
    (tmp_path / "incidents").mkdir()
    assert incidents_of(tmp_path, "incidents") == []
    _write(tmp_path, "incidents/a.yml", "other/b.yml")
    assert [each.file for each in incidents_of(tmp_path, "incidents")] == ["incidents/a.yml"]


def test_a_path_that_does_not_exist_cannot_add_lines_to_the_message(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        gather([tmp_path / "a\n::error::forged"], tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("INC-20260303-0905.yml", ""),
        ("zürich.yml", ""),
        ("console.yml", ""),
        ("compass", ""),
        ("2026.archive", ""),
        ("a\nb.yml", "a character in its name cannot be seen"),
        ("a\x1b]8;;x.yml", "a character in its name cannot be seen"),
        ("a\u202eb.yml", "a character in its name cannot be seen"),
        ("\udcff.yml", "a character in its name cannot be seen"),
        ("CON.yml", "its name means a device on Windows"),
        ("aux", "its name means a device on Windows"),
        ("lpt1.old.yml", "its name means a device on Windows"),
        ("2026.", "its name begins or ends with a space, or ends with a dot"),
        ("2026 ", "its name begins or ends with a space, or ends with a dot"),
        (" 2026", "its name begins or ends with a space, or ends with a dot"),
        ("a:b.yml", "its name holds `:`"),
        ("..\\..\\a.yml", "its name holds `\\`"),
        ("é" * 126 + ".yml", "its name is longer than 255 bytes"),
    ],
)
def test_a_name_that_not_every_system_can_hold_is_refused(name: str, reason: str) -> None:
    assert odd_name(name) == reason


def test_a_folder_of_an_odd_name_refuses_what_is_in_it(tmp_path: Path) -> None:
    _write(tmp_path, "incidents/nul/a.yml", "incidents/2026/a.yml")
    sound, odd = discover(tmp_path / "incidents", tmp_path)
    assert open_bytes(sound, 100) == b"a: 1\n"
    assert isinstance(open_bytes(odd, 100), Unreadable)


def test_folders_deeper_than_anybody_needs_are_refused_and_not_entered(tmp_path: Path) -> None:
    folder = tmp_path / "incidents"
    deep = folder.joinpath(*"d" * DEEPEST)
    _write(deep, "a.yml", "e/b.yml")
    inside, below = discover(folder, tmp_path)
    assert (inside.stem, inside.refused) == ("a", "")
    assert below.file.endswith("/d/e")
    content = open_bytes(below, 100)
    assert isinstance(content, Unreadable)
    assert content.problem.message == "the file is not opened: folders lie more than 32 deep"


def test_a_document_beyond_its_limit_is_refused_and_not_cut(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a" * 11)
    (tmp_path / "b.md").write_text("a" * 10)
    found = document_text(source(tmp_path / "a.md", tmp_path), 10)
    assert isinstance(found, Unreadable)
    assert found.problem.message == "the file is larger than 10 bytes"
    assert document_text(source(tmp_path / "b.md", tmp_path), 10) == "a" * 10


def test_documents_in_folders_come_in_order_and_not_from_the_deep(tmp_path: Path) -> None:
    for name in ("b.md", "a/c.txt", "a/.hidden/d.md", "a/e.pdf", "f/g.csv"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text("x")
    (tmp_path / "in" / "link.md").symlink_to("/etc/hostname")
    found = [each.file for each in documents([tmp_path / "in"], tmp_path)]
    assert found == ["in/b.md", "in/link.md", "in/a/c.txt", "in/f/g.csv"]
    (tmp_path / "in").joinpath(*"d" * (DEEPEST + 1)).mkdir(parents=True)
    with pytest.raises(UsageError, match="folders lie more than 32 deep"):
        documents([tmp_path / "in"], tmp_path)


@pytest.mark.parametrize("folder", ["templates", "templates/pages"])
def test_templates_behind_a_link_are_not_read(tmp_path: Path, folder: str) -> None:
    (tmp_path / "outside" / "pages").mkdir(parents=True)
    (tmp_path / "root" / folder).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "root" / folder).symlink_to(tmp_path / "outside")
    with pytest.raises(ConfigurationError, match=f"{folder} is a symbolic link"):
        load_templates(tmp_path / "root")


def test_a_template_beyond_its_limit_is_refused_and_not_cut(tmp_path: Path) -> None:
    (tmp_path / "templates" / "pages").mkdir(parents=True)
    (tmp_path / "templates" / "pages" / "a.md.j2").write_text("a" * (MAX_BYTES + 1))
    with pytest.raises(ConfigurationError, match=r"pages/a.md.j2 is larger than 1,048,576 bytes"):
        load_templates(tmp_path)


def test_settings_behind_a_link_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "site.yml").write_text("name: Elsewhere\n")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "site_config").symlink_to(tmp_path / "outside")
    loaded = load_settings(tmp_path / "root")
    assert loaded.settings is None
    assert {problem.message for bad in loaded.bad for problem in bad.problems} == {
        "the file is a symbolic link"
    }
