"""Puts one small fault after the other into the rules and tells which of them no test notices.

The tests are collected once. One run of them in a copy of the process shows which test reaches
which line; then each fault is tried in a copy of its own, by the tests that reach it alone and up
to the first that fails. The other libraries for this leave decorated functions out, which every
rule is, or start the tests anew for each fault.
"""

from __future__ import annotations

import argparse
import ast
import gc
import importlib
import json
import os
import signal
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import _lru_cache_wrapper
from pathlib import Path
from types import FrameType, FunctionType
from typing import TYPE_CHECKING

import pytest
from _pytest.runner import runtestprotocol
from mutations import Mutant, mutants, put

from postmortems.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
ROOM = ROOT / "generator" / "postmortems" / "rules"
TESTS = (
    *("tests/rules", "tests/checking", "tests/test_contradictions*.py"),
    *("tests/cli/test_rules.py", "tests/pages/test_rulebook.py"),
)
FAMILIES = {each.id: each.family for each in RULES}
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
PACKAGE = "postmortems.rules"
PATIENCE = 2  # seconds
# `return` and its like are shown, and told apart, with what stands above them.
BARE = ("break", "continue", "return")
SHORT = 16
SURVIVED, KILLED, UNREACHED, BROKEN = 0, 1, 2, 3
FATES = {UNREACHED: " (no test reaches it)", BROKEN: " (could not be tried)"}

Trace = Callable[["FrameType", str, object], object]


@dataclass(slots=True)
class Tried:
    """A mutant of a module with its line of code, and how it fared."""

    module: str
    mutant: Mutant
    source: str
    fate: int = BROKEN


def main() -> int:
    """Run the tests with our plugin in place of their runner."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="modules of rules/, all without any")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    os.chdir(ROOT)
    tests = [str(path) for pattern in TESTS for path in ROOT.glob(pattern)]
    run = Run(options.modules, options.jobs)
    return pytest.main(["-n0", "-q", "-s", "-p", "no:cacheprovider", *tests], plugins=[run])


class Run:
    """The plugin: where pytest would run its tests, the mutants are tried."""

    def __init__(self, modules: list[str], jobs: int) -> None:
        every = sorted(ROOM.glob("*.py"))
        self.paths = [each for each in every if not modules or each.stem in modules]
        self.jobs = jobs
        self.reached: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.seconds: list[float] = []
        self.killers: dict[str, Counter[int]] = defaultdict(Counter)
        self.running: dict[int, tuple[Tried, int]] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try all mutants and print what is left of them."""
        self.items = session.items
        known = gc.get_objects()
        self.functions = [each for each in known if isinstance(each, FunctionType)]
        self.caches = [
            each
            for each in known
            if isinstance(each, _lru_cache_wrapper) and each.__module__.startswith(PACKAGE)
        ]
        del known
        gc.freeze()
        self.see_what_tests_reach()
        report(self.all_tried())
        return True

    def see_what_tests_reach(self) -> None:
        """Run every test once in a copy of the process, noting the lines of rules it reaches."""
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            with os.fdopen(writer, "w") as pipe:
                json.dump([self.traced(index) for index in range(len(self.items))], pipe)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            seen = json.load(pipe)
        os.waitpid(pid, 0)
        for index, (passed, seconds, lines) in enumerate(seen):
            if not passed:
                sys.exit(f"{self.items[index].nodeid} fails without any mutant")
            self.seconds.append(seconds)
            for module, line in lines:
                self.reached[module, line].append(index)

    def traced(self, index: int) -> tuple[bool, float, list[tuple[str, int]]]:
        """Run one test; return whether it passed, how long it took and the lines it reached."""
        room = f"{ROOM}{os.sep}"
        reached: set[tuple[str, int]] = set()

        def line(frame: FrameType, event: str, _: object) -> Trace:
            if event == "line":
                reached.add((frame.f_code.co_filename, frame.f_lineno))
            return line

        def call(frame: FrameType, _event: str, _: object) -> Trace | None:
            return line if frame.f_code.co_filename.startswith(room) else None

        self.forget()
        start = time.perf_counter()
        sys.settrace(call)
        passed = self.passes(index)
        sys.settrace(None)
        seconds = time.perf_counter() - start
        return passed, seconds, sorted((Path(name).stem, number) for name, number in reached)

    def forget(self) -> None:
        """Empty the memories that the rules keep between records."""
        for cache in self.caches:
            cache.cache_clear()

    def passes(self, index: int, after: int | None = None) -> bool:
        """Run one test before the next and tell whether it passed."""
        following = None if after is None else self.items[after]
        reports = runtestprotocol(self.items[index], log=False, nextitem=following)
        return not any(each.failed for each in reports)

    def all_tried(self) -> Iterator[Tried]:
        """Yield every mutant that is not known to change nothing, with how it fared."""
        known, met = equivalent(), set[tuple[str, str, str]]()
        for path in self.paths:
            text = path.read_text("utf-8")
            lines = text.split("\n")
            tree = ast.parse(text)
            for mutant in mutants(tree):
                source = lines[mutant.line - 1].strip()
                if source.startswith(BARE) and len(source) < SHORT:
                    source = f"{lines[mutant.line - 2].strip()} {source}".strip()
                if (path.stem, source, mutant.what) in known:
                    met.add((path.stem, source, mutant.what))
                    continue
                if len(self.running) == self.jobs:
                    yield self.ended()
                self.start(Tried(path.stem, mutant, source), tree)
        while self.running:
            yield self.ended()
        tried = {path.stem for path in self.paths}
        for module, source, fault in sorted(known - met):
            if module in tried:
                print(f"{EQUIVALENT.name}: no such mutant in {module}: {fault}: {source}")

    def start(self, tried: Tried, tree: ast.Module) -> None:
        """Try a mutant in a copy of this process, which tells the test that fails, if any."""
        tests = self.ordered(tried.module, tried.mutant)
        reader, writer = os.pipe()
        pid = os.fork()
        if pid:
            os.close(writer)
            self.running[pid] = tried, reader
            return
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        try:
            module = importlib.import_module(f"{PACKAGE}.{tried.module}")
            put(tried.mutant, tree, module, self.functions)
            self.forget()
            if not tests:
                os._exit(UNREACHED)
            for index, after in zip(tests, [*tests[1:], None], strict=True):
                signal.setitimer(signal.ITIMER_REAL, PATIENCE + 3 * self.seconds[index])
                if not self.passes(index, after):
                    os.write(writer, str(index).encode())
                    os._exit(KILLED)
        except BaseException:  # noqa: BLE001 - a copy must never go on as if it were the first
            os._exit(BROKEN)
        os._exit(SURVIVED)

    def ended(self) -> Tried:
        """Wait for one of the mutants that are being tried."""
        pid, status = os.wait()
        tried, reader = self.running.pop(pid)
        with os.fdopen(reader) as pipe:
            killer = pipe.read()
        if killer:
            self.killers[tried.module][int(killer)] += 1
        tried.fate = os.waitstatus_to_exitcode(status)
        return tried

    def ordered(self, module: str, mutant: Mutant) -> list[int]:
        """Return the tests that can see a mutant, the most likely to fail first.

        Of the examples in the documentation of rules, a rule needs no other's than its own.
        """
        name = module.replace("_", "-")
        reached = range(mutant.line, mutant.end + 1)
        if mutant.constant:
            lines = (line for each, line in self.reached if each == module)
            reached = range(max(lines, default=0) + 1)
        found = {index for line in reached for index in self.reached.get((module, line), ())}
        killers = self.killers[module]

        def key(index: int) -> tuple[int, bool, float]:
            own = f"[{name}" in self.items[index].nodeid
            return -killers[index], not own, self.seconds[index]

        def concerned(index: int) -> bool:
            test = self.items[index].nodeid
            return name not in FAMILIES or "documentation" not in test or f"[{name}" in test

        return sorted(filter(concerned, found), key=key)


def equivalent() -> set[tuple[str, str, str]]:
    """Read the mutants that no test can tell apart: module, line of code and fault."""
    table = tomllib.loads(EQUIVALENT.read_text("utf-8"))
    return {
        (module, each["code"], fault)
        for module, entries in table.items()
        for each in entries
        for fault in each["faults"]
    }


def report(results: Iterable[Tried]) -> None:
    """Print the mutants that survive, and in the end how many do not."""
    families: dict[str, list[bool]] = defaultdict(list)
    inverted: dict[str, list[bool]] = defaultdict(list)
    for tried in results:
        mutant, rule = tried.mutant, tried.module.replace("_", "-")
        killed = tried.fate not in {SURVIVED, UNREACHED, BROKEN}
        families[FAMILIES.get(rule, "shared")].append(killed)
        if rule in FAMILIES and mutant.inverts:
            inverted[rule].append(killed)
        if not killed:
            fault = mutant.what + FATES.get(tried.fate, "")
            print(f"rules/{tried.module}.py:{mutant.line}: {fault}: {tried.source}", flush=True)
    print()
    for family in sorted(families):
        print(f"{family:10} {share(families[family])}")
    print(f"{'all':10} {share([each for one in families.values() for each in one])}")
    noticed = share([all(each) for each in inverted.values()])
    print(f"\nrules of which every inverted condition is noticed: {noticed}")


def share(killed: list[bool]) -> str:
    """Return how many were killed, of how many."""
    return f"{sum(killed):5}/{len(killed):<5} {sum(killed) / max(len(killed), 1):7.1%}"


if __name__ == "__main__":
    sys.exit(main())
