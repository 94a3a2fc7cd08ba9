from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from support.git import alone, git
from support.pull_request import AS_OF, REVIEW, pull_request

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

SUM = (
    "One incident added, three changed. New: two errors and eight warnings. "
    "Fixed: one error and three warnings."
)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pull request that two incidents are edited in, one is broken in and one is added by."""
    alone(monkeypatch)
    pull_request(tmp_path)
    return tmp_path


def review(
    called: Command, root: Path, *arguments: str, base: str = "main"
) -> tuple[int, str, str]:
    said = called("review", "--base", base, "--as-of", AS_OF, *arguments, folder=root)
    return said.code, said.out, said.err


def test_it_says_what_the_branch_does_and_fails_for_the_new_errors(
    repository: Path, called: Command
) -> None:
    commit = git(repository, "rev-parse", "main")[:12]
    code, out, err = review(called, repository)
    assert (code, err) == (1, "")
    golden = (REVIEW / "expected.txt").read_text("utf-8")
    assert out == golden.replace("0123456789ab", commit)
    assert review(called, repository, "--no-cache") == (code, out, err)


def test_the_same_without_a_commit(repository: Path, called: Command) -> None:
    _, said, _ = review(called, repository)
    git(repository, "reset", "-q", "main")
    assert review(called, repository)[1] == said


@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("warning", 1), ("never", 0)])
def test_what_fails_the_run_is_chosen(
    repository: Path, called: Command, fail_on: str, code: int
) -> None:
    assert review(called, repository, "--fail-on", fail_on)[0] == code
    assert review(called, repository, "--fail-on", fail_on, base="HEAD")[0] == 0


def test_several_formats_go_where_they_are_sent(repository: Path, called: Command) -> None:
    sent = ("--output", "markdown=s.md", "--output", "comment=c.md", "--output", "json=r.json")
    code, out, err = review(called, repository, "--output", "github", *sent)
    assert (code, err) == (1, f"{SUM}\n")
    assert out == (REVIEW / "annotations.txt").read_text("utf-8")
    summary, comment = ((repository / name).read_text("utf-8") for name in ("s.md", "c.md"))
    assert comment == f"<!-- postmortems review -->\n{summary}"
    document = json.loads((repository / "r.json").read_text("utf-8"))
    assert document["base"] == {"ref": "main", "commit": git(repository, "rev-parse", "main")}
    assert review(called, repository, "--output", "json=again.json") == (1, "", f"{SUM}\n")


def test_a_base_that_nobody_knows_is_wrong_use(repository: Path, called: Command) -> None:
    code, out, err = review(called, repository, base="origin/main")
    assert (code, out) == (2, "")
    assert err.startswith("postmortems: git knows no commit 'origin/main'; fetch it first: `git ")
    code, out, err = review(called, repository, base="--help")
    assert (code, out) == (2, "")
    assert called("review", folder=repository).code == 2


def test_a_shallow_clone_says_what_to_fetch(
    repository: Path, called: Command, tmp_path_factory: pytest.TempPathFactory
) -> None:
    git(repository, "checkout", "-q", "main")
    git(repository, "commit", "-q", "--allow-empty", "-m", "x")
    git(repository, "checkout", "-q", "branch")
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{repository}", ".")
    code, out, err = review(called, clone, base="origin/main")
    assert (code, out) == (2, "")
    assert "`fetch-depth: 0` for GitHub's checkout action" in err


def test_settings_that_cannot_be_used_are_told(repository: Path, called: Command) -> None:
    (repository / "site_config").mkdir()
    (repository / "site_config" / "rules.yml").write_text("levels: 7\n", "utf-8")
    code, out, _ = review(called, repository)
    assert code == 2
    assert "The settings cannot be used, so no incident was looked at.\n" in out
    assert "site_config/rules.yml:1:9: error wrong-type\n" in out
