from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from postmortems.errors import UsageError
from postmortems.load.changes import changed_since
from postmortems.load.files import discover, gather
from support.git import alone, git

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _git(monkeypatch: pytest.MonkeyPatch) -> None:
    alone(monkeypatch)


def write(root: Path, *names: str, text: str = "a: 1\n") -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")


def commit(root: Path, *names: str, text: str = "a: 1\n") -> None:
    write(root, *names, text=text)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with three incidents and a setting on `main`, and a branch checked out."""
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "incidents/a.yml", "incidents/b.yml", "incidents/c.yml", "site_config/s.yml")
    git(tmp_path, "checkout", "-q", "-b", "branch")
    return tmp_path


def changed(root: Path, ref: str = "main") -> list[str]:
    found = changed_since(discover(root / "incidents", root), ref, "incidents", root)
    return [each.file for each in found]


def refused(root: Path, ref: str) -> str:
    with pytest.raises(UsageError) as caught:
        changed(root, ref)
    return str(caught.value)


def test_without_a_change_there_is_nothing(root: Path) -> None:
    assert changed(root) == []
    write(root, "readme.md", "other/d.yml")
    assert changed(root) == []


def test_committed_staged_edited_and_new_files_are_changed(root: Path) -> None:
    commit(root, "incidents/a.yml", text="a: 2\n")
    assert changed(root) == ["incidents/a.yml"]
    write(root, "incidents/b.yml", text="a: 3\n")
    git(root, "add", "incidents/b.yml")
    write(root, "incidents/c.yml", text="a: 4\n")
    write(root, "incidents/new.yml")
    names = [f"incidents/{name}.yml" for name in ("a", "b", "c", "new")]
    assert changed(root) == names


def test_what_happened_on_the_other_branch_since_is_not_ours(root: Path) -> None:
    commit(root, "incidents/b.yml", text="a: 2\n")
    git(root, "checkout", "-q", "main")
    commit(root, "incidents/a.yml", text="a: 2\n")
    git(root, "checkout", "-q", "branch")
    assert changed(root) == ["incidents/b.yml"]
    assert changed(root, "HEAD") == []
    assert changed(root, "HEAD~1") == ["incidents/b.yml"]


def test_others_may_name_a_record_that_is_gone_or_renamed(root: Path) -> None:
    (root / "incidents" / "a.yml").unlink()
    assert changed(root) == ["incidents/b.yml", "incidents/c.yml"]
    git(root, "checkout", "-q", "--", "incidents")
    git(root, "mv", "incidents/b.yml", "incidents/z.yml")
    assert changed(root) == ["incidents/a.yml", "incidents/c.yml", "incidents/z.yml"]


def test_a_file_that_only_git_forgets_has_changed_and_no_other(root: Path) -> None:
    git(root, "rm", "-q", "--cached", "incidents/c.yml")
    assert changed(root) == ["incidents/c.yml"]


def test_nobody_names_what_is_no_record(root: Path) -> None:
    commit(root, "incidents/notes.txt")
    git(root, "rm", "-q", "incidents/notes.txt")
    assert changed(root, "HEAD") == []


@pytest.mark.parametrize(
    "name",
    ["a b.yml", "größe.yml", '"quoted".yml', "-x.yml", "tab\t.yml", "line\n.yml", ":(top).yml"],
)
def test_unusual_names_are_found(root: Path, name: str) -> None:
    git(root, "config", "core.quotePath", "true")
    write(root, f"incidents/{name}")
    (new,) = changed(root)
    commit(root)
    assert changed(root) == [new]


def test_a_changed_setting_may_change_everything(root: Path) -> None:
    everything = ["incidents/a.yml", "incidents/b.yml", "incidents/c.yml"]
    write(root, "site_config/s.yml", text="a: 2\n")
    assert changed(root) == everything
    (root / "site_config" / "s.yml").unlink()
    assert changed(root) == everything
    git(root, "checkout", "-q", "--", "site_config")
    assert changed(root) == []
    write(root, "site_config/new.yml")
    assert changed(root) == everything


def test_only_given_files_are_kept(root: Path) -> None:
    write(root, "incidents/a.yml", "incidents/b.yml", text="a: 2\n")
    given = gather([root / "incidents" / "b.yml", root / "incidents" / "c.yml"], root)
    found = changed_since(given, "main", "incidents", root)
    assert [each.file for each in found] == ["incidents/b.yml"]


def test_a_repository_may_lie_inside_another(root: Path) -> None:
    commit(root, "deep/incidents/x.yml", "deep/incidents/y.yml")
    write(root, "deep/incidents/x.yml", "incidents/a.yml", text="a: 2\n")
    assert changed(root / "deep", "HEAD") == ["incidents/x.yml"]


def test_a_file_named_like_the_commit_is_in_nobodys_way(root: Path) -> None:
    write(root, git(root, "rev-parse", "main"), "main", "incidents/new.yml")
    assert changed(root) == ["incidents/new.yml"]


@pytest.mark.parametrize(
    "ref",
    [
        "--output=x",
        "--all",
        "-h",
        "",
        "nowhere",
        "main..branch",
        "^main",
        "main:incidents",
        "main --all",
        "$(touch x)",
        "a\nb",
    ],
)
def test_what_is_no_commit_is_refused_and_does_nothing(root: Path, ref: str) -> None:
    before = git(root, "status", "--porcelain")
    said = refused(root, ref)
    assert said.startswith(f"git knows no commit {ref!r}; fetch it first: `git fetch origin main`")
    assert git(root, "status", "--porcelain") == before


@pytest.mark.parametrize("ref", ["main", "main~0", "refs/heads/main", "HEAD", "@", "tag"])
def test_whatever_names_a_commit_will_do(root: Path, ref: str) -> None:
    git(root, "tag", "-a", "tag", "-m", "x", "main")
    write(root, "incidents/new.yml")
    assert changed(root, ref) == ["incidents/new.yml"]


def test_outside_of_git_it_cannot_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    said = refused(tmp_path, "main")
    assert said.startswith(f"--changed-since asks git, which cannot tell about {tmp_path}: ")
    assert "not a git repository" in said


def test_without_git_it_cannot_tell(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    assert refused(root, "main").startswith("--changed-since needs git: ")


def test_a_shallow_clone_says_what_to_fetch(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    git(root, "checkout", "-q", "main")
    commit(root, "incidents/a.yml", text="a: 2\n")
    git(root, "checkout", "-q", "branch")
    commit(root, "incidents/b.yml", text="a: 2\n")
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{root}", ".")
    git(clone, "checkout", "-q", "branch")
    said = refused(clone, "origin/main")
    assert said.startswith(
        "the commit where 'origin/main' and HEAD parted is not in this clone; fetch it first: "
    )
    assert "`fetch-depth: 0`" in said
    git(clone, "fetch", "-q", "--unshallow")
    assert changed(clone, "origin/main") == ["incidents/b.yml"]
