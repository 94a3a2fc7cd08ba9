from __future__ import annotations

import ast
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from support.defences import PARTS, TABLES, Defence, defences, function, with_promises

if TYPE_CHECKING:
    from pathlib import Path

ALL = [each for entries in defences().values() for each in entries]


def test_every_table_has_its_part_and_every_part_its_table() -> None:
    assert sorted(path.stem for path in TABLES.iterdir()) == sorted(PARTS)


def test_every_defence_has_an_id_of_its_own() -> None:
    assert [name for name, count in Counter(each.id for each in ALL).items() if count > 1] == []
    assert [each.id for each in ALL if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each.id)] == []


@pytest.mark.parametrize("defence", ALL, ids=lambda each: each.id)
def test_a_defence_stands_once_where_it_is_said_to_and_can_be_taken_out(
    defence: Defence, repository: Path
) -> None:
    text = (repository / defence.file).read_text("utf-8")
    assert text.count(defence.old) == 1, "found once, or the table is stale"
    without = text.replace(defence.old, defence.new)
    assert without != text
    if defence.file.endswith(".py"):
        ast.parse(without)


@pytest.mark.parametrize("defence", ALL, ids=lambda each: each.id)
def test_the_tests_that_hold_a_defence_exist(defence: Defence, repository: Path) -> None:
    assert defence.tests
    for test in defence.tests:
        file, _, name = function(test).partition("::")
        tree = ast.parse((repository / file).read_text("utf-8"))
        names = {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
        assert name in names, f"{file} has no {name}"


def test_the_promises_of_the_security_page_are_fresh(repository: Path) -> None:
    text = (repository / ".github" / "SECURITY.md").read_text("utf-8")
    assert with_promises(text) == text, "run tests/security/update.py"
