from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from postmortems.errors import UsageError
from postmortems.load.base import Base, base_of
from postmortems.load.files import discover
from postmortems.rules.registry import rule_names
from support.git import alone, git

if TYPE_CHECKING:
    from pathlib import Path

MOST = 1_000


@pytest.fixture(autouse=True)
def _git(monkeypatch: pytest.MonkeyPatch) -> None:
    alone(monkeypatch)


def write(root: Path, text: str, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with three files of incidents on `main`, and a branch checked out."""
    git(tmp_path, "init", "-q", "-b", "main")
    for name in "abc":
        write(tmp_path, f"title: {name}\n" * 9, f"incidents/{name}.yml")
    commit(tmp_path)
    git(tmp_path, "checkout", "-q", "-b", "branch")
    return tmp_path


def base(root: Path, ref: str = "main", folder: str = "") -> Base:
    there = root / folder if folder else root
    return base_of(there, ref, discover(there / "incidents", there), MOST, rule_names())


def pairs(found: Base) -> list[tuple[str, str]]:
    return [
        (each.before.file if each.before else "", each.now.file if each.now else "")
        for each in found.pairs
    ]


def test_without_a_change_the_base_is_what_is_there(root: Path) -> None:
    found = base(root)
    assert found.commit == git(root, "rev-parse", "main")
    assert found.pairs == ()
    assert found.configured is None
    assert found.sources == tuple(discover(root / "incidents", root))


def test_edited_new_and_deleted_files_come_with_what_they_held(root: Path) -> None:
    write(root, "title: other\n", "incidents/a.yml")
    (root / "incidents" / "b.yml").unlink()
    commit(root)
    write(root, "title: new\n", "incidents/new.yml")
    found = base(root)
    assert pairs(found) == [
        ("incidents/a.yml", "incidents/a.yml"),
        ("incidents/b.yml", ""),
        ("", "incidents/new.yml"),
    ]
    held = {each.file: each.content for each in found.sources}
    assert held == {
        "incidents/a.yml": b"title: a\n" * 9,
        "incidents/b.yml": b"title: b\n" * 9,
        "incidents/c.yml": None,
    }


def test_a_renamed_file_is_one_and_not_two(root: Path) -> None:
    git(root, "mv", "incidents/a.yml", "incidents/z.yml")
    write(root, "title: a\n" * 8 + "title: b\n", "incidents/z.yml")
    assert pairs(base(root)) == [("incidents/a.yml", "incidents/z.yml")]


def test_a_file_that_was_moved_without_git_is_known_by_its_name(root: Path) -> None:
    (root / "incidents" / "2026").mkdir()
    (root / "incidents" / "a.yml").rename(root / "incidents" / "2026" / "a.yml")
    assert pairs(base(root)) == [("incidents/a.yml", "incidents/2026/a.yml")]


def test_what_happened_on_the_other_branch_since_is_not_ours(root: Path) -> None:
    write(root, "title: ours\n", "incidents/b.yml")
    commit(root)
    git(root, "checkout", "-q", "main")
    write(root, "title: theirs\n", "incidents/a.yml")
    commit(root)
    git(root, "checkout", "-q", "branch")
    assert pairs(base(root)) == [("incidents/b.yml", "incidents/b.yml")]


def test_what_no_check_looks_at_is_left_out(root: Path) -> None:
    write(root, "x", "incidents/notes.txt", "incidents/.hidden/x.yml", "incidents/.x.yml", "x.yml")
    assert pairs(base(root)) == []
    commit(root)
    assert pairs(base(root)) == []
    git(root, "rm", "-q", "-r", "incidents/notes.txt", "incidents/.hidden", "incidents/.x.yml")
    assert pairs(base(root, "HEAD")) == []


@pytest.mark.parametrize("name", ["a b.yml", "größe.yml", "-x.yml", ":(top).yml", "line\n.yml"])
def test_unusual_names_are_found(root: Path, name: str) -> None:
    git(root, "config", "core.quotePath", "true")
    write(root, "title: x\n", f"incidents/{name}")
    commit(root)
    git(root, "rm", "-q", "--", f":(literal)incidents/{name}")
    ((before, now),) = pairs(base(root, "HEAD"))
    assert (before, now) == (f"incidents/{name}".replace("\n", "\\n"), "")


def test_links_and_giants_of_the_base_are_refused_and_not_read(root: Path) -> None:
    (root / "incidents" / "link.yml").symlink_to("a.yml")
    write(root, "x" * (MOST + 1), "incidents/giant.yml")
    write(root, "y" * MOST, "incidents/large.yml")
    commit(root)
    git(root, "rm", "-q", "incidents/link.yml", "incidents/giant.yml", "incidents/large.yml")
    found = {each.before.file: each.before for each in base(root, "HEAD").pairs if each.before}
    for name in ("incidents/link.yml", "incidents/giant.yml"):
        assert found[name].content is None
        assert found[name].refused == "it was a link, or too large"
    assert found["incidents/large.yml"].content == b"y" * MOST


def test_another_policy_of_the_base_is_read(root: Path) -> None:
    write(root, "levels:\n  human-error: error\n", "site_config/rules.yml")
    write(root, "{}\n", "site_config/other.schema.json")
    commit(root)
    before, now = base(root).configured, base(root, "HEAD").configured
    assert now is None
    assert before is not None
    assert before.settings is not None
    assert before.settings.rules.levels == {}
    write(root, "levels: {}\n", "site_config/rules.yml")
    again = base(root, "HEAD").configured
    assert again is not None
    assert again.settings is not None
    assert again.settings.rules.levels == {"human-error": "error"}


@pytest.mark.parametrize("broken", ["levels: [\n", "link"])
def test_a_policy_of_the_base_that_is_broken_is_no_policy(root: Path, broken: str) -> None:
    file = root / "site_config" / "rules.yml"
    write(root, broken, "site_config/rules.yml")
    if broken == "link":
        file.unlink()
        file.symlink_to("elsewhere.yml")
    commit(root)
    file.unlink()
    found = base(root, "HEAD").configured
    assert found is not None
    assert found.settings is None


def test_a_repository_may_lie_inside_another(root: Path) -> None:
    write(root, "title: x\n", "deep/incidents/x.yml")
    commit(root)
    write(root, "title: y\n", "deep/incidents/x.yml", "incidents/a.yml")
    found = base(root, "HEAD", "deep")
    assert pairs(found) == [("incidents/x.yml", "incidents/x.yml")]
    assert [each.content for each in found.sources] == [b"title: x\n"]


def test_a_clone_that_lacks_what_is_compared_says_so(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    write(root, "title: other\n", "incidents/a.yml")
    commit(root)
    git(root, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "-q", "--filter=blob:none", f"file://{root}", ".")
    with pytest.raises(UsageError, match="clone it without a filter"):
        base(clone, "origin/main")


@pytest.mark.parametrize("committed", [False, True])
def test_attributes_that_have_git_see_other_files_are_refused(
    root: Path,
    committed: bool,
) -> None:
    utf_16 = "*.yml working-tree-encoding=UTF-16LE\n"
    write(root, utf_16, "incidents/2026/.gitattributes")
    if committed:
        commit(root)
    with pytest.raises(UsageError, match=r"2026/\.gitattributes came or changed, and has"):
        base(root)
    git(root, "add", "-A")
    (root / "incidents" / "2026" / ".gitattributes").unlink()
    assert pairs(base(root, "HEAD")) == []


@pytest.mark.parametrize("ref", ["--output=x", "", "nowhere", "main..branch", "a\nb"])
def test_what_is_no_commit_is_refused(root: Path, ref: str) -> None:
    with pytest.raises(UsageError, match="git knows no commit"):
        base(root, ref)


def test_outside_of_git_it_cannot_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="--base asks git, which cannot tell about"):
        base(tmp_path)
