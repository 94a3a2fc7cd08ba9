from __future__ import annotations

import os
import subprocess
from datetime import date
from typing import TYPE_CHECKING

import pytest

from postmortems.load import history as module
from postmortems.load.history import MOST, UNKNOWN, History, history
from support.git import alone, git

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _git(monkeypatch: pytest.MonkeyPatch) -> None:
    alone(monkeypatch)


def commit(root: Path, day: str, subject: str, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"# {subject}\n", "utf-8")
    git(root, "add", "-A")
    git(
        root,
        "commit",
        "-q",
        "--allow-empty",
        "--allow-empty-message",
        "-m",
        subject,
        at=f"{day}T23:30:00+02:00",
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with three commits, two of which changed the policy."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "2026-03-01", "Begin", "site_config/policy.yml", "site_config/site.yml")
    commit(folder, "2026-03-02", "An incident", "incidents/a.yml")
    commit(folder, "2026-03-03", "Answer sooner", "site_config/policy.yml", "incidents/a.yml")
    return folder


def told(found: History) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.day.isoformat(), each.subject, each.files) for each in found.changes]


def test_the_commits_that_changed_the_policy_are_told_newest_first(root: Path) -> None:
    found = history(root)
    assert told(found) == [
        ("2026-03-03", "Answer sooner", ("policy.yml",)),
        ("2026-03-01", "Begin", ("policy.yml", "site.yml")),
    ]
    assert found.changes[0].commit == git(root, "rev-parse", "HEAD")
    assert (found.known, found.cut) == (True, None)
    assert found.last == {"policy.yml": date(2026, 3, 3), "site.yml": date(2026, 3, 1)}
    assert history(root) == found


def test_nobody_is_named(root: Path) -> None:
    assert "Ana" not in repr(history(root))


def test_a_site_in_a_folder_of_a_repository_has_its_own_history(root: Path) -> None:
    commit(root, "2026-03-04", "Inside", "docs/site/site_config/policy.yml")
    assert told(history(root / "docs" / "site")) == [("2026-03-04", "Inside", ("policy.yml",))]
    assert told(history(root))[0][1] == "Answer sooner"


def test_files_that_are_no_settings_and_folders_below_are_left_out(root: Path) -> None:
    commit(root, "2026-03-04", "A", "site_config/x.json", "site_config/old/policy.yml")
    commit(root, "2026-03-05", "B", "site_config/x.json", "site_config/rules.yml")
    assert told(history(root))[0] == ("2026-03-05", "B", ("rules.yml",))
    assert "A" not in [each.subject for each in history(root).changes]


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("", ""),
        ("<script>alert(1)</script> {{ 7*7 }}", "<script>alert(1)</script> {{ 7*7 }}"),
        ("a" * 40, "a" * 40),
        ("site_config/policy.yml", "site_config/policy.yml"),
        ("turn \u202e and \x1b[31m red", r"turn \u202e and \x1b[31m red"),
        ("x" * 5_000, "x" * 199 + "…"),
        ("Grüße 👋", "Grüße 👋"),
    ],
)
def test_any_subject_stays_a_subject(root: Path, subject: str, said: str) -> None:
    commit(root, "2026-03-04", subject, "site_config/policy.yml")
    found = told(history(root))
    assert found[0] == ("2026-03-04", said, ("policy.yml",))
    assert len(found) == 3


@pytest.mark.parametrize(
    "moment", ["@0 -1200", "@253402300800 +0000", "@9223372036854775807 +0000"]
)
def test_a_commit_of_no_day_that_can_be_hides_no_other(root: Path, moment: str) -> None:
    (root / "site_config" / "policy.yml").write_text("# Odd\n", "utf-8")
    env = {**os.environ, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    subprocess.run(["git", "commit", "-qam", "Odd"], cwd=root, env=env, check=True)
    commit(root, "2026-03-05", "Later", "site_config/policy.yml")
    assert [each[1] for each in told(history(root))] == ["Later", "Answer sooner", "Begin"]


def test_a_merge_is_told_by_what_it_brought(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "other", "HEAD~1")
    commit(root, "2026-03-04", "On the branch", "site_config/rules.yml")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "Merge", "other", at="2026-03-05T23:30:00+02:00")
    assert [each.subject for each in history(root).changes] == [
        "On the branch",
        "Answer sooner",
        "Begin",
    ]


def test_without_git_or_without_a_commit_nothing_is_known(tmp_path: Path) -> None:
    assert history(tmp_path) == UNKNOWN
    git(tmp_path, "init", "-q")
    assert history(tmp_path) == UNKNOWN
    commit(tmp_path, "2026-03-01", "Nothing of the policy", "incidents/a.yml")
    assert history(tmp_path) == UNKNOWN


def test_without_the_program_nothing_is_known(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    assert history(root) == UNKNOWN


def test_a_shallow_clone_says_from_when_on_it_knows(root: Path, tmp_path: Path) -> None:
    for depth, changes in ((1, []), (2, ["Answer sooner"])):
        clone = tmp_path / f"clone-{depth}"
        git(tmp_path, "clone", "-q", f"--depth={depth}", f"file://{root}", str(clone))
        found = history(clone)
        assert [each.subject for each in found.changes] == changes
        assert found.known
        # All that the clone begins with looks as if its first commit had made it.
        assert found.cut == date(2026, 3, 3 if depth == 1 else 2)
    assert history(root).cut is None


def test_nothing_that_a_repository_configures_is_run(root: Path) -> None:
    trap = root / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{root}/sprung'\ncat\n", "utf-8")
    trap.chmod(0o755)
    (root / ".gitattributes").write_text("* diff=trap filter=trap\n", "utf-8")
    for key in (
        "core.pager",
        "pager.log",
        "core.fsmonitor",
        "core.sshCommand",
        "diff.external",
        "diff.trap.command",
        "diff.trap.textconv",
        "filter.trap.smudge",
        "filter.trap.clean",
        "gpg.program",
        "gpg.ssh.program",
    ):
        git(root, "config", key, str(trap))
    for key, value in (
        ("log.showSignature", "true"),
        ("log.follow", "true"),
        ("log.diffMerges", "on"),
        ("diff.renames", "copies"),
        ("core.hooksPath", str(root)),
        ("format.pretty", "full"),
        ("color.ui", "always"),
    ):
        git(root, "config", key, value)
    signed = git(root, "cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n", 1
    )
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=root,
        input=f"{signed}\n".encode(),
        check=True,
        capture_output=True,
    )
    git(root, "update-ref", "HEAD", made.stdout.decode().strip())
    (root / "sprung").unlink(missing_ok=True)
    assert [each.subject for each in history(root).changes] == ["Answer sooner", "Begin"]
    assert not (root / "sprung").exists()


def test_what_a_partial_clone_lacks_is_not_fetched(root: Path, tmp_path: Path) -> None:
    git(root, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "partial"
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=tree:0", f"file://{root}", str(clone))
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\n", "utf-8")
    trap.chmod(0o755)
    git(clone, "config", "remote.origin.uploadpack", str(trap))
    git(clone, "config", "protocol.file.allow", "always")
    assert history(clone) == UNKNOWN
    assert not (tmp_path / "sprung").exists()


def test_only_so_many_commits_are_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [each.replace(str(MOST), "1") for each in module._LOG]
    monkeypatch.setattr(module, "_LOG", asked)
    assert [each.subject for each in history(root).changes] == ["Answer sooner"]
