from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from postmortems import today
from postmortems.checking.both import Both, check_both
from postmortems.checking.memory import Memory
from postmortems.load.files import discover
from support.example import BASE_ID, example
from support.git import alone, git

if TYPE_CHECKING:
    from pathlib import Path

FILE = f"incidents/2026/{BASE_ID}.yml"
OTHER = "incidents/2026/INC-20260303-0906.yml"
AS_OF = today.instant("2026-03-20")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sound incidents, of which one names the other."""
    alone(monkeypatch)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    there = tmp_path / "repository"
    (there / "incidents" / "2026").mkdir(parents=True)
    (there / FILE).write_bytes(example())
    (there / OTHER).write_bytes(example(f"id: INC-20260303-0906\nrelated: [{BASE_ID}]\n"))
    git(there, "init", "-q", "-b", "main")
    git(there, "add", "-A")
    git(there, "commit", "-q", "-m", "x")
    return there


def both(root: Path, *, cache: bool = False) -> Both:
    memory = Memory(root, AS_OF, discover(root / "incidents", root), None) if cache else None
    return check_both(root, "main", AS_OF, memory=memory)


def rules(found: Both) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    before = {(each.file, each.rule) for each in found.before}
    now = {(each.file, each.rule) for each in found.now.findings}
    return before - now, now - before


@pytest.mark.parametrize("cache", [False, True])
def test_both_sides_are_judged_by_the_same_rules(root: Path, *, cache: bool) -> None:
    assert rules(both(root, cache=cache)) == (set(), set())
    (root / FILE).write_bytes(example("lessons:\n  - text: It was human error.\n"))
    found = both(root, cache=cache)
    assert rules(found) == (set(), {(FILE, "human-error")})
    (twin,) = found.twins
    assert twin.before is not None
    assert twin.now is not None
    assert twin.before.lessons != twin.now.lessons
    assert (found.now.count, found.policy, found.now.broken) == (2, "same", False)
    assert rules(both(root, cache=cache)) == (set(), {(FILE, "human-error")})


def test_a_record_that_goes_leaves_others_wrong_that_nobody_touched(root: Path) -> None:
    (root / FILE).unlink()
    found = both(root)
    assert (OTHER, "broken-reference") in rules(found)[1]
    assert [(each.now, each.before is None) for each in found.twins] == [(None, False)]


def test_what_cannot_be_read_is_no_record_and_no_crash(root: Path) -> None:
    (root / FILE).write_bytes(b"\x00{")
    (twin,) = both(root).twins
    assert (twin.before is None, twin.now) == (False, None)
    git(root, "commit", "-q", "-a", "-m", "broken")
    git(root, "checkout", "-q", "-b", "mended")
    (root / FILE).write_bytes(example())
    (twin,) = both(root).twins
    assert (twin.before, twin.now is None) == (None, False)


def test_each_side_is_judged_by_its_own_policy(root: Path) -> None:
    lessons = "lessons:\n  - text: It was human error.\n"
    (root / FILE).write_bytes(example(lessons))
    git(root, "commit", "-q", "-a", "-m", "x")
    (root / "site_config").mkdir()
    (root / "site_config" / "rules.yml").write_text("levels:\n  human-error: off\n", "utf-8")
    found = both(root)
    assert found.policy == "changed"
    assert rules(found) == ({(FILE, "human-error")}, set())
    assert found.twins == ()


def test_where_the_policy_of_the_base_is_broken_that_of_now_counts(root: Path) -> None:
    (root / "site_config").mkdir()
    file = root / "site_config" / "rules.yml"
    file.write_text("levels: [\n", "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")
    file.unlink()
    found = both(root)
    assert (found.policy, rules(found)) == ("unusable", (set(), set()))


def test_where_the_policy_of_now_is_broken_nothing_else_is_looked_at(root: Path) -> None:
    (root / "site_config").mkdir()
    (root / "site_config" / "rules.yml").write_text("levels: [\n", "utf-8")
    found = both(root)
    assert found.now.broken
    assert {each.file for each in found.now.findings} == {"site_config/rules.yml"}
    assert (found.before, found.twins) == ((), ())
