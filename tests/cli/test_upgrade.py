from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from postmortems import __version__
from postmortems.load.defaults import defaults
from postmortems.pipeline import schema_text
from postmortems.scaffold import carry_out

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command, Invoke

SHIPPED = ".postmortems/shipped"
POLICY, MKDOCS = "site_config/policy.yml", "mkdocs.yml"
NOTHING = "Nothing has changed in the defaults.\n"
CHANGED = "What has changed in the defaults:\n"


class Repository:
    """A repository that `init` made, whose defaults can be made those of an earlier time."""

    def __init__(self, root: Path, called: Command) -> None:
        self.root = root
        self.called = called
        assert called("init", root, "--yes", "--name", "ACME").code == 0

    def text(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        text = self.text(path)
        assert text.count(old) == 1
        (self.root / path).write_text(text.replace(old, new), "utf-8")

    def shipped(self, path: str, now: str, then: str) -> None:
        """What is `now` in a default was `then` when the repository was made."""
        self.change(f"{SHIPPED}/{path}", now, then)

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }

    def upgrade(self, *options: str) -> tuple[int, str]:
        said = self.called("upgrade", *options, "--root", self.root)
        assert said.err == ""
        return said.code, said.out


@pytest.fixture
def made(tmp_path: Path, called: Command) -> Repository:
    return Repository(tmp_path, called)


def test_a_fresh_repository_has_nothing_to_do(made: Repository) -> None:
    before = made.files()
    assert made.upgrade() == (0, NOTHING)
    assert made.upgrade("--check") == (0, NOTHING)
    assert made.files() == before


def test_a_default_that_nobody_copied_applies_by_itself_and_is_told_by_value(
    made: Repository,
) -> None:
    made.shipped(POLICY, "stability_minutes: 15", "stability_minutes: 10")
    made.shipped(POLICY, "    name: Automated alert\n", "    name: Alert\n")
    said = (
        f"\n{POLICY}: the default has changed, and you have no copy: it applies by itself\n"
        "  recovery.stability_minutes: 10 -> 15\n"
        "  detection.alert.name: Alert -> Automated alert\n"
    )
    assert made.upgrade("--check") == (1, CHANGED + said)
    assert made.upgrade() == (0, CHANGED + said)
    assert made.upgrade() == (0, NOTHING)
    assert not (made.root / POLICY).exists()


def test_a_file_that_nobody_changed_is_replaced(made: Repository) -> None:
    new = made.text(MKDOCS)
    for path in (MKDOCS, f"{SHIPPED}/{MKDOCS}"):
        made.change(path, "    - toc.follow\n", "    - toc.integrate\n")
    assert made.upgrade() == (
        0,
        f"{CHANGED}\n{MKDOCS}: updated; you had not changed it\n",
    )
    assert made.text(MKDOCS) == new
    assert made.text(f"{SHIPPED}/{MKDOCS}") == new


def test_what_a_team_changed_stays_beside_what_is_new(made: Repository) -> None:
    made.change(MKDOCS, "site_name: ACME\n", "site_name: ACME incidents # as agreed\n")
    wanted = made.text(MKDOCS)
    for path in (MKDOCS, f"{SHIPPED}/{MKDOCS}"):
        made.change(path, "    - toc.follow\n", "    - toc.integrate\n")
    code, said = made.upgrade("--diff")
    assert (code, "-    - toc.integrate\n+    - toc.follow\n" in said) == (0, True)
    assert made.upgrade() == (
        0,
        f"{CHANGED}\n{MKDOCS}: updated, and your changes kept\n",
    )
    assert made.text(MKDOCS) == wanted
    assert made.upgrade() == (0, NOTHING)


def test_where_both_changed_the_same_lines_nothing_is_lost_and_it_is_asked_again(
    made: Repository,
) -> None:
    made.change(MKDOCS, "    - toc.follow\n", "    - ours\n")
    own = made.text(MKDOCS)
    made.shipped(MKDOCS, "    - toc.follow\n", "    - toc.integrate\n")
    code, said = made.upgrade()
    assert code == 1
    head = f"{CHANGED}\n{MKDOCS}: left alone: you and the defaults have changed the same lines"
    assert said.startswith(f"{head}, to this:\n--- a/{MKDOCS}\n+++ b/{MKDOCS}\n")
    assert "-    - toc.integrate\n+    - toc.follow\n" in said
    assert said.endswith(f"Edit it, or say `postmortems upgrade --keep {MKDOCS}`.\n")
    assert made.upgrade() == (1, said)
    assert made.text(MKDOCS) == own
    assert made.upgrade("--keep", MKDOCS) == (0, f"{MKDOCS}: kept as you have it\n")
    assert made.upgrade() == (0, NOTHING)
    assert made.text(MKDOCS) == own


def test_a_conflict_that_somebody_has_settled_by_hand_is_one_no_more(made: Repository) -> None:
    new = made.text(MKDOCS)
    made.change(MKDOCS, "    - toc.follow\n", "    - ours\n")
    made.shipped(MKDOCS, "    - toc.follow\n", "    - toc.integrate\n")
    assert made.upgrade()[0] == 1
    (made.root / MKDOCS).write_text(new, "utf-8")
    assert made.upgrade() == (0, NOTHING)


def test_what_a_team_deleted_stays_deleted(made: Repository) -> None:
    (made.root / ".pre-commit-config.yaml").unlink()
    made.shipped(".pre-commit-config.yaml", "name: postmortems fix\n", "name: fix\n")
    assert made.upgrade() == (
        0,
        (
            f"{CHANGED}\n.pre-commit-config.yaml: its default has changed; you have deleted it, "
            "and it stays so\n"
        ),
    )
    assert not (made.root / ".pre-commit-config.yaml").exists()
    assert made.upgrade() == (0, NOTHING)


def test_a_file_that_was_not_shipped_then_is_written_where_nothing_stands(
    made: Repository,
) -> None:
    wanted = made.text(".pre-commit-config.yaml")
    for path in (".pre-commit-config.yaml", MKDOCS):
        (made.root / SHIPPED / path).unlink()
    (made.root / ".pre-commit-config.yaml").unlink()
    (made.root / MKDOCS).write_text("# our own\n", "utf-8")
    assert made.upgrade() == (0, f"{CHANGED}\n.pre-commit-config.yaml: written; it is new\n")
    assert made.text(".pre-commit-config.yaml") == wanted
    assert made.text(MKDOCS) == "# our own\n"
    assert made.upgrade() == (0, NOTHING)


def test_settings_that_could_not_be_used_are_left_as_they_are(made: Repository) -> None:
    site = "site_config/site.yml"
    block = "playbook:\n  history_entries: 20\n"
    for path in (site, f"{SHIPPED}/{site}"):
        made.change(path, block, "")
    made.change(site, "name: ACME\n", "playbook: {history_entries: 5}\nname: ACME\n")
    own = made.text(site)
    code, said = made.upgrade()
    assert code == 1
    assert f"\n{site}: left alone: the settings could not be used with this:\n" in said
    assert made.text(site) == own
    assert made.called("check", "--root", made.root).code == 0


def test_a_dry_run_a_check_and_a_diff_write_nothing(made: Repository) -> None:
    for path in (MKDOCS, f"{SHIPPED}/{MKDOCS}"):
        made.change(path, "    - toc.follow\n", "    - toc.integrate\n")
    before = made.files()
    line = f"\n{MKDOCS}: would be updated; you have not changed it\n"
    assert made.upgrade("--dry-run") == (0, CHANGED + line)
    assert made.upgrade("--check") == (1, CHANGED + line)
    assert made.upgrade("--diff")[0] == 0
    assert made.files() == before


def test_a_new_version_is_asked_for_and_told(made: Repository) -> None:
    for path in (".postmortems/requirements.txt", f"{SHIPPED}/.postmortems/requirements.txt"):
        made.change(path, f"=={__version__}", "==0.0.9")
    made.change(".postmortems/answers.yml", f"version: {__version__}", "version: 0.0.9")
    code, said = made.upgrade()
    assert (code, said) == (
        0,
        (
            f"What has changed in the defaults from 0.0.9 to {__version__}:\n"
            "\n.postmortems/requirements.txt: updated; you had not changed it\n"
        ),
    )
    assert made.text(".postmortems/requirements.txt").endswith(f"\npostmortems=={__version__}\n")
    assert f"\nversion: {__version__}\n" in made.text(".postmortems/answers.yml")


def test_the_editors_schema_follows(made: Repository) -> None:
    schema = made.root / "site_config/incident.schema.json"
    schema.write_text("{}\n", "utf-8")
    assert made.upgrade() == (
        0,
        (
            f"{NOTHING}\nsite_config/incident.schema.json: written anew, from the settings as they "
            "are now\n"
        ),
    )
    assert schema.read_text("utf-8") == schema_text(made.root)


def test_a_repository_of_another_making_is_followed_from_now_on(
    root: Path, called: Command
) -> None:
    said = called("upgrade", "--root", root)
    assert (said.code, said.out) == (
        0,
        (
            "Nobody wrote down which defaults this repository began with: nothing is compared.\n"
            "From now on .postmortems/ remembers them, and the next upgrade compares.\n"
        ),
    )
    policy = root / SHIPPED / POLICY
    policy.write_text(
        policy.read_text("utf-8").replace("stability_minutes: 15", "stability_minutes: 9")
    )
    said = called("upgrade", "--root", root)
    assert "  recovery.stability_minutes: 9 -> 15\n" in said.out
    assert not (root / MKDOCS).exists()


def test_what_somebody_changes_meanwhile_is_theirs_and_asked_again(
    made: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (MKDOCS, f"{SHIPPED}/{MKDOCS}"):
        made.change(path, "    - toc.follow\n", "    - toc.integrate\n")
    old = made.text(MKDOCS)
    with monkeypatch.context() as patch:
        patch.setattr(carry_out, "save", lambda *_: False)
        code, said = made.upgrade()
    assert (code, said) == (
        1,
        f"{CHANGED}\n{MKDOCS}: left alone: somebody has changed it meanwhile\n",
    )
    assert made.text(MKDOCS) == old
    assert made.upgrade() == (0, f"{CHANGED}\n{MKDOCS}: updated; you had not changed it\n")


def test_keeping_a_file_that_nobody_follows_is_an_error(made: Repository) -> None:
    said = made.called("upgrade", "--keep", "READ.me", "--root", made.root)
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        "postmortems: READ.me is no file whose defaults are followed; nothing was done\n"
    )


def test_nothing_is_written_through_a_link(
    made: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "mkdocs.yml").write_text("x\n", "utf-8")
    for path in (MKDOCS, f"{SHIPPED}/{MKDOCS}"):
        made.change(path, "    - toc.follow\n", "    - toc.integrate\n")
    (made.root / MKDOCS).unlink()
    (made.root / MKDOCS).symlink_to(elsewhere / "mkdocs.yml")
    said = made.called("upgrade", "--root", made.root)
    assert (said.code, said.err) == (2, "postmortems: mkdocs.yml: the file is a symbolic link\n")
    assert (elsewhere / "mkdocs.yml").read_text("utf-8") == "x\n"


def test_a_template_of_ones_own_is_followed_once_it_was_seen(made: Repository) -> None:
    name = "templates/pages/home.md.j2"
    shipped = (defaults() / name).read_text("utf-8")
    own = made.root / name
    own.parent.mkdir(parents=True)
    own.write_text(f"{shipped}{{# ours #}}\n", "utf-8")
    (own.parent / "of_our_own.md.j2").write_text("ours\n", "utf-8")
    assert made.upgrade() == (0, NOTHING)
    assert made.text(f"{SHIPPED}/{name}") == shipped
    assert not (made.root / SHIPPED / "templates/pages/of_our_own.md.j2").exists()
    first = shipped.split("\n")[0]
    made.change(f"{SHIPPED}/{name}", f"{first}\n", "then\n")
    made.change(name, f"{first}\n", "then\n")
    assert made.upgrade() == (0, f"{CHANGED}\n{name}: updated, and your changes kept\n")
    assert own.read_text("utf-8") == f"{shipped}{{# ours #}}\n"


def test_without_the_answers_nothing_of_the_team_is_replaced(
    invoke: Invoke, tmp_path: Path
) -> None:
    assert invoke("init", tmp_path, "--yes").exit_code == 0
    (tmp_path / ".postmortems" / "answers.yml").unlink()
    before = (tmp_path / "site_config" / "catalog.yml").read_bytes()
    said = invoke("upgrade", "--root", tmp_path)
    assert str(said.exception) == ".postmortems/answers.yml is missing; bring it back from git"
    assert (tmp_path / "site_config" / "catalog.yml").read_bytes() == before
