from __future__ import annotations

import pytest

from postmortems.edit.merging import merged
from postmortems.errors import UsageError

BASE = "".join(f"{number}\n" for number in range(9))


def test_changes_of_different_lines_come_together_to_the_byte() -> None:
    ours, theirs = BASE.replace("1\n", "\u00e4\r\n"), BASE.replace("7\n", "")
    assert merged(ours, BASE, theirs) == ours.replace("7\n", "")
    assert merged(BASE, BASE, theirs) == theirs
    assert merged(ours, BASE, ours) == ours


def test_changes_of_the_same_lines_are_nobodys_to_choose() -> None:
    assert merged(BASE.replace("4", "a"), BASE, BASE.replace("4", "b")) is None
    assert merged("a", "", "b") is None


def test_without_git_nothing_is_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="merging needs git"):
        merged(BASE, BASE, BASE.replace("4", "b"))
