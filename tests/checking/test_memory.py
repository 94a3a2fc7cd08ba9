"""What a run remembers is what a run without memory finds."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from postmortems.checking import run
from postmortems.checking.memory import Memory
from postmortems.checking.record import examine
from postmortems.load.files import discover, gather
from support.example import BASE, BASE_ID, EARLIER_ID, example

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from postmortems.checking.result import Checked

FOLDER = "incidents/2026"
OTHER = "INC-20260304-0905"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    for name in (BASE_ID, OTHER):
        write(root, name)
    return root


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read and judged anew, in order."""
    found: list[str] = []

    def noted(source, content, by):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        found.append(source.file)
        return examine(source, content, by)

    monkeypatch.setattr("postmortems.checking.look.examine", noted)
    return found


def write(root: Path, name: str, fragment: str = "") -> Path:
    path = root / FOLDER / f"{name}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(example(f"id: {name}\n{fragment}"))
    return path


def check(root: Path, *paths: Path, day: str = "2026-03-20", remember: bool = True) -> Checked:
    as_of = datetime.fromisoformat(day).replace(hour=23, minute=59, second=59, tzinfo=UTC)
    sources = gather(paths, root) if paths else None
    if not remember:
        return run.check(root, as_of, sources)
    memory = Memory(root, as_of, discover(root / "incidents", root), sources)
    known = memory.recall()
    found = known if known is not None else run.check(root, as_of, sources, memory=memory)
    memory.cache.close()
    return found


def same(root: Path, *paths: Path, day: str = "2026-03-20") -> Checked:
    """Checks with and without memory, and that both say the same."""
    found, afresh = check(root, *paths, day=day), check(root, *paths, day=day, remember=False)
    assert (found.findings, found.count, found.about) == (
        afresh.findings,
        afresh.count,
        afresh.about,
    )
    return found


def rules(checked: Checked) -> list[str]:
    return [each.rule for each in checked.findings]


def test_nothing_is_read_again_while_nothing_changes(root: Path, read: list[str]) -> None:
    write(root, OTHER, "title: Shoppers could not pay by card for eighteen hours\n")
    first = check(root)
    assert read == [f"{FOLDER}/{BASE_ID}.yml", f"{FOLDER}/{OTHER}.yml"]
    assert rules(first) == ["id-date-differs-from-start", "stated-duration"]
    again = check(root)
    assert len(read) == 2
    assert (again.findings, again.count, again.about) == (first.findings, 2, first.about)
    assert list(first.about) == ["id-date-differs-from-start", "stated-duration"]


def test_only_what_changed_is_read_again(root: Path, read: list[str]) -> None:
    check(root)
    write(root, OTHER, "title: Shoppers could not pay by card for eighteen hours\n")
    assert "stated-duration" in rules(same(root))
    assert read[2:3] == [f"{FOLDER}/{OTHER}.yml"]


def test_a_fresh_clone_is_compared_by_content(root: Path, read: list[str]) -> None:
    check(root)
    for path in (root / FOLDER).iterdir():
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
    check(root)
    assert len(read) == 2
    check(root)
    assert len(read) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / FOLDER / f"{OTHER}.yml").unlink(),
        lambda root: shutil.copy(
            root / FOLDER / f"{BASE_ID}.yml", root / "incidents" / f"{BASE_ID}.yml"
        ),
        lambda root: write(root, "INC-20260305-0905"),
        lambda root: write(root, BASE_ID, f"related: [{OTHER}]\n"),
        lambda root: (root / FOLDER / f"{OTHER}.yml").write_bytes(b"\xff"),
        lambda root: (root / FOLDER / f"{OTHER}.yml").rename(root / FOLDER / "INC-1.yml"),
    ],
    ids=["gone", "copied", "new", "related", "unreadable", "renamed"],
)
def test_a_change_of_the_folder_is_seen(root: Path, change: Callable[[Path], object]) -> None:
    before = check(root)
    change(root)
    after = same(root)
    assert (after.count, rules(after)) != (before.count, rules(before))


def test_a_change_of_the_configuration_is_seen(root: Path) -> None:
    assert rules(check(root)) == ["id-date-differs-from-start"]
    (root / "site_config").mkdir()
    (root / "site_config/rules.yml").write_text(
        "levels: {id-date-differs-from-start: off}\nignore: []\n"
    )
    assert rules(same(root)) == []
    (root / "site_config/rules.yml").write_text("levels: {no-such-rule: off}\n")
    broken = check(root)
    assert broken.broken
    assert rules(broken) == ["config-unknown-reference"]
    assert rules(check(root)) == ["config-unknown-reference"]


def test_a_record_without_open_ends_holds_on_every_later_day(root: Path, read: list[str]) -> None:
    check(root)
    same(root, day="2031-01-01")
    assert len(read) == 4  # the two that `same` reads without memory


def test_a_record_is_judged_anew_on_an_earlier_day(root: Path) -> None:
    check(root, day="2031-01-01")
    assert "future-time" in rules(same(root, day="2026-03-03"))


def test_what_is_open_is_judged_on_its_day(root: Path) -> None:
    actions = BASE[BASE.index("actions:\n  - id: A1") :]
    opened = actions.replace("status: done\n    done_at: 2026-03-09", "status: open", 1)
    write(root, BASE_ID, opened)
    assert "action-overdue" not in rules(check(root, day="2026-03-10"))
    assert "action-overdue" in rules(same(root, day="2026-03-11"))
    assert "action-overdue" not in rules(same(root, day="2026-03-10"))


def test_one_file_is_remembered_with_those_it_names(root: Path, read: list[str]) -> None:
    path = write(root, BASE_ID, f"related: [{OTHER}]\n")
    named = f"{FOLDER}/{OTHER}.yml"
    assert rules(check(root, path)) == ["relation-one-way"]
    assert read == [f"{FOLDER}/{BASE_ID}.yml", named]
    assert rules(check(root, path)) == ["relation-one-way"]
    assert len(read) == 2
    write(root, OTHER, f"related: [{BASE_ID}]\n")
    assert rules(check(root, path)) == []
    assert read[2:] == [named]


def test_one_file_is_judged_anew_when_another_takes_its_id(root: Path) -> None:
    path = root / FOLDER / f"{BASE_ID}.yml"
    assert rules(check(root, path)) == []
    shutil.copy(path, root / "incidents" / f"{BASE_ID}.yml")
    assert rules(same(root, path)) == ["duplicate-id"]


def test_what_one_file_names_is_not_asked_about(root: Path) -> None:
    write(root, OTHER, "title: Shoppers could not pay by card for eighteen hours\n")
    path = write(root, BASE_ID, f"related: [{OTHER}, {EARLIER_ID}]\n")
    found = same(root, path)
    assert rules(found) == ["relation-one-way", "broken-reference"]
    assert found.count == 1


def test_a_result_that_nobody_wrote_is_not_believed(root: Path) -> None:
    first = check(root)
    as_of = datetime(2026, 3, 20, 23, 59, 59, tzinfo=UTC)
    for text in ("", "[]", "[1, [], [[]], {}]", '[1, [], [], {"x": [1]}]', "null"):
        memory = Memory(root, as_of, discover(root / "incidents", root), None)
        memory.cache.keep_result(memory._name, memory._state, text)
        memory.cache.close()
        assert check(root).findings == first.findings


@pytest.mark.parametrize("text", ["", "[]", "{}", '[[["x"]], "2026-01-01", null, null]', "[[], 5]"])
def test_an_entry_that_nobody_wrote_is_not_believed(root: Path, read: list[str], text: str) -> None:
    first = check(root)
    as_of = datetime(2026, 3, 21, 23, 59, 59, tzinfo=UTC)
    memory = Memory(root, as_of, discover(root / "incidents", root), None)
    memory.cache.keep_entries(
        [(file, was, held, text) for file, (was, held, _) in memory.cache.entries().items()]
    )
    memory.cache.close()
    assert check(root, day="2026-03-21").findings == first.findings
    assert len(read) == 4
