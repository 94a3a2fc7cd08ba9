from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from support.house import LONGEST, Module, faults, modules_of

if TYPE_CHECKING:
    from pathlib import Path

HEAD = '"""Says what it is for."""\n'


def test_the_package_keeps_the_rules_of_the_house(repository: Path) -> None:
    modules = modules_of(repository / "generator" / "postmortems")
    assert "\n".join(fault for module in modules for fault in faults(module)) == ""


@pytest.mark.parametrize(
    ("path", "text", "what"),
    [
        ("rules/gap.py", "x = 1\n", "1: opens without a docstring"),
        ("tools/x.py", HEAD, "1: unknown room tools"),
        ("load/utils.py", HEAD, "1: vague name utils"),
        ("model/long.py", HEAD + "\n" * LONGEST, "1: 301 lines, more than 300"),
        ("errors.py", HEAD + "from postmortems import model\n", "2: errors imports model"),
        ("model/a.py", HEAD + "from postmortems.load import F\n", "2: model imports load"),
        ("rules/a.py", HEAD + "import postmortems.load.cache\n", "2: rules imports load"),
        ("rules/a.py", HEAD + "from ..metrics import n\n", "2: rules imports metrics"),
        ("render/a.py", HEAD + "from .. import publish\n", "2: render imports publish"),
        ("publish/a.py", HEAD + "def f():\n import postmortems.cli\n", "3: publish imports cli"),
        (
            "pages/a.py",
            HEAD + "if TYPE_CHECKING:\n    from postmortems.render import R\n",
            "3: pages imports render",
        ),
        (
            "rules/a.py",
            HEAD + "importlib.import_module('postmortems.cli')\n",
            "2: rules imports cli",
        ),
        ("rules/a.py", HEAD + "import_module(name)\n", "2: rules imports __main__"),
        ("rules/a.py", HEAD + "import yaml\n", "2: rules imports yaml"),
        ("load/a.py", HEAD + "from postmortems.edit import fix\n", "2: load imports edit"),
        ("edit/a.py", HEAD + "import postmortems.pages.base\n", "2: edit imports pages"),
        ("load/a.py", HEAD + "from jinja2 import Template\n", "2: load imports jinja2"),
        ("feeds/a.py", HEAD + "from postmortems.render import prose\n", "2: feeds imports render"),
        ("pages/a.py", HEAD + "from postmortems.feeds import atom\n", "2: pages imports feeds"),
        ("pages/a.py", HEAD + "import icalendar\n", "2: pages imports icalendar"),
        ("pages/a.py", HEAD + "import markdown_it.token\n", "2: pages imports markdown_it"),
        ("publish/a.py", HEAD + "import nh3\n", "2: publish imports nh3"),
        ("pipeline.py", HEAD + "import mkdocs\n", "2: pipeline imports mkdocs"),
        ("load/a.py", HEAD + "import click\n", "2: load imports click"),
        ("cli/a.py", HEAD + "import shutil\n", "2: cli imports shutil"),
        ("render/a.py", HEAD + "import tempfile\n", "2: render imports tempfile"),
        ("write/a.py", HEAD + "import uuid\n", "2: write imports uuid"),
        ("feeds/a.py", HEAD + "from uuid import uuid4\nuuid4()\n", "3: makes something up: uuid4"),
        ("cli/a.py", HEAD + "open('x')\n", "2: cli touches the disk: open"),
        ("cli/a.py", HEAD + "path.read_text()\n", "2: cli touches the disk: path.read_text"),
        ("cli/a.py", HEAD + "Path('x').mkdir()\n", "2: cli touches the disk: ….mkdir"),
        ("pages/a.py", HEAD + "import os\nos.listdir()\n", "3: pages touches the disk: os.listdir"),
        ("pages/a.py", HEAD + "from os import walk\n", "2: pages touches the disk: os.walk"),
        ("pages/a.py", HEAD + "os.environ\n", "2: pages touches the disk: os.environ"),
        (
            "render/a.py",
            HEAD + "jinja2.FileSystemLoader('x')\n",
            "2: render touches the disk: jinja2.FileSystemLoader",
        ),
        ("load/a.py", HEAD + "print('x')\n", "2: load prints: print"),
        ("load/a.py", HEAD + "sys.stderr.write('x')\n", "2: load prints: sys.stderr"),
        ("load/a.py", HEAD + "from sys import stdout\n", "2: load prints: sys.stdout"),
        ("cli/a.py", HEAD + "datetime.now(tz=UTC)\n", "2: reads the clock: datetime.now"),
        ("cli/a.py", HEAD + "dt.date.today()\n", "2: reads the clock: date.today"),
        ("cli/a.py", HEAD + "f(default=datetime.now)\n", "2: reads the clock: datetime.now"),
        ("cli/a.py", HEAD + "time.time()\n", "2: reads the clock: time.time"),
        ("cli/a.py", HEAD + "from time import time\n", "2: reads the clock: time.time"),
        ("cli/a.py", HEAD + "time.perf_counter()\n", "2: takes the time: time.perf_counter"),
        (
            "publish/a.py",
            HEAD + "from time import monotonic\n",
            "2: takes the time: time.monotonic",
        ),
        ("load/a.py", HEAD + "x = 1  # TODO: more\n", "2: unfinished: TODO"),
        ("load/a.py", HEAD + "# FIXME\n", "2: unfinished: FIXME"),
        ("load/a.py", HEAD + "raise NotImplementedError\n", "2: unfinished: NotImplementedError"),
    ],
)
def test_a_module_with_one_fault_is_reported_with_its_line(path: str, text: str, what: str) -> None:
    assert faults(Module(path=path, text=text)) == [f"{path}:{what}"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("today.py", "from datetime import UTC, datetime\ndatetime.now(tz=UTC)\n"),
        ("cli/watch.py", "import time\ntime.perf_counter()\n"),
        ("cli/a.py", "import os\nprint(os.environ)\n"),
        ("cli/__init__.py", "import_module(f'postmortems.cli.{name}')\n"),
        ("rules/a.py", "from . import registry\nfrom .registry import RULES\n"),
        ("rules/a.py", "from postmortems import __version__\n"),
        ("rules/a.py", "from postmortems.model import Incident\nfrom .. import findings\n"),
        ("write/a.py", "import os\nimport shutil\npath.write_bytes(b'')\n"),
        ("rules/a.py", "TEXT = 'a TODO left in a record'\ntext.replace('a', 'b')\n"),
        ("pages/a.py", "if actions.open or page.exists:\n    exists = page.today\n"),
        ("edit/a.py", "import yaml\nfrom postmortems import load, rules, write\n"),
        ("__main__.py", "from postmortems.cli import main\n"),
    ],
)
def test_a_module_within_the_rules_is_not_reported(path: str, text: str) -> None:
    assert faults(Module(path=path, text=HEAD + text)) == []


def test_no_file_names_a_registry_host_or_somebodys_home(
    repository: Path, repository_files: list[str]
) -> None:
    hosts = (
        *(f"{name}.org" for name in ("pypi", "py" + "thonhosted")),
        *(f"npm{name}" for name in ("js.com", "js.org")),
        *(f"{name}.debian.org" for name in ("deb", "security")),
    )
    homes = r"(?<![\w.-])/(?:home|Users)/\w|(?<![\w.-])/[r]oot/"
    wrong = re.compile("|".join([*map(re.escape, hosts), homes]).encode())
    found = {path: wrong.findall((repository / path).read_bytes()) for path in repository_files}
    assert {path: words for path, words in found.items() if words} == {}


def _pins(repository: Path) -> dict[str, str]:
    lines = (repository / "constraints.txt").read_text("utf-8").splitlines()
    entries = [line for line in lines if not line.startswith("#")]
    assert [entry for entry in entries if not re.fullmatch(r"[a-z0-9-]+==[\w.]+", entry)] == []
    pins = dict(entry.split("==") for entry in entries)
    assert list(pins) == sorted(pins)
    assert len(pins) == len(entries)
    return pins


def _asked_for(repository: Path) -> list[Requirement]:
    settings = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))
    project = settings["project"]
    return [
        Requirement(text)
        for text in (
            *settings["build-system"]["requires"],
            *project["dependencies"],
            *project["optional-dependencies"]["dev"],
            *project["optional-dependencies"]["fuzz"],
        )
    ]


def test_every_dependency_is_a_range_that_its_pin_is_in(repository: Path) -> None:
    pins = _pins(repository)
    asked = _asked_for(repository)
    assert [str(one) for one in asked if not one.specifier] == []
    outside = [
        str(one)
        for one in asked
        if pins.get(canonicalize_name(one.name), "none") not in one.specifier
    ]
    assert outside == []


def test_everything_that_a_dependency_needs_is_pinned_and_nothing_else(repository: Path) -> None:
    needed = {"uv", "atheris"}  # what .ci/setup and .ci/fuzz may fetch, which need nothing else
    queue = _asked_for(repository)
    while queue:
        one = queue.pop()
        name = canonicalize_name(one.name)
        if name not in needed and (one.marker is None or one.marker.evaluate({"extra": ""})):
            needed.add(name)
            queue += [Requirement(text) for text in distribution(name).requires or []]
    assert set(_pins(repository)) == needed
