"""Prints the regular expressions that the package matches with, as JSON by module.

A program of its own, because a pattern is seen only while it is compiled: all modules are imported,
and then records, documents and events are read, so that patterns made of settings come up too.
"""

from __future__ import annotations

import ast
import inspect
import json
import pkgutil
import re
import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from typing import Any

FOUND: dict[str, set[tuple[str, int]]] = defaultdict(set)
_compile = re._compile  # type: ignore[attr-defined]


def _noting(pattern: Any, flags: int) -> Any:  # noqa: ANN401
    frame = sys._getframe(2)
    name = frame.f_globals.get("__name__", "")
    if name.startswith("postmortems") and isinstance(pattern, str):
        FOUND[name].add((pattern, int(flags)))
    return _compile(pattern, flags)


def _literals(source: str) -> list[tuple[str, int]]:
    """The patterns that functions write out, whether or not anything calls them."""
    return [
        (node.args[0].value, 0)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and node.func.attr != "escape"
    ]


def main() -> None:
    """Import and use the package, and print what came up."""
    re._compile = _noting  # type: ignore[attr-defined]
    package = import_module("postmortems")
    for each in pkgutil.walk_packages(package.__path__, "postmortems."):
        if not each.name.endswith("__main__"):
            module = import_module(each.name)
            FOUND[each.name].update(_literals(inspect.getsource(module)))
    targets = import_module("fuzz.targets")
    for name, target in targets.TARGETS.items():
        for seed in targets.seeds(name)[::6]:
            target.run(seed)
    json.dump({name: sorted(found) for name, found in sorted(FOUND.items()) if found}, sys.stdout)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
