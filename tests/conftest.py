"""What every test gets: a known environment, Hypothesis without chance, the repository's path."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ("support.chromium", "support.drawings", "support.installed", "support.sites")

# No time limit and no random seed: a slow machine or an unlucky draw fails no build.
settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.load_profile("house")

_LEFT_OUT = ("CI", "SOURCE_DATE_EPOCH", "NO_COLOR", "FORCE_COLOR", "PYTHONDONTWRITEBYTECODE")
for name in _LEFT_OUT:
    os.environ.pop(name, None)
# The processes that run the tests, and those that tests begin, find what they import compiled, also
# where nobody compiled the libraries and the surroundings forbid to write beside the sources.
os.environ["PYTHONPYCACHEPREFIX"] = str(Path(__file__).parent.parent / ".cache" / "python")


def pytest_addoption(parser: pytest.Parser) -> None:
    help_ = "have every page read by what reads those of each shape otherwise"
    parser.addoption("--deep", action="store_true", help=help_)


@pytest.fixture(scope="session")
def deep(pytestconfig: pytest.Config) -> bool:
    """Whether to take the time to look at everything."""
    return bool(pytestconfig.getoption("deep"))


@pytest.fixture(scope="session", autouse=True)
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for caches that belongs to the tests alone."""
    folder = tmp_path_factory.mktemp("cache")
    os.environ["XDG_CACHE_HOME"] = str(folder)
    return folder


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all the processes that run these tests."""
    folder = tmp_path_factory.getbasetemp()
    # Each process has a folder of its own in there.
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of this repository."""
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def repository_files(repository: Path) -> list[str]:
    """Every file that belongs to the repository, committed or about to be, relative to its root."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=repository, capture_output=True, text=True, check=True)
    return sorted(name for name in names.stdout.split("\0") if (repository / name).is_file())


# What plays out in forks comes first: a process that has drawn a chart has threads, and its forks
# wait for them for ever.
_FORKING = tuple(
    f"security/test_{each}.py" for each in ("kills", "full_disk", "damaged", "two_runs", "flushes")
)
_LONGEST = (
    *_FORKING,
    "site/test_every_page",
    "publish/test_plugin",
    "publish/test_site",
    "site/test_extremes",
    "cli/test_build",
    "publish/test_preview",
    "browser/",
    "site/",
    "publish/",
    "test_every_",
    "test_golden",
    "pages/test_dashboard",
)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what tests have counted: whatever they record as ``counted``."""
    passed = terminalreporter.getreports("passed")
    counted = {
        str(value) for each in passed for key, value in each.user_properties if key == "counted"
    }
    for line in sorted(counted):
        terminalreporter.write_line(line)
    _states_of_the_disk(terminalreporter)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no process ends alone with it."""

    def turn(item: pytest.Item) -> int:
        named = (place for place, part in enumerate(_LONGEST) if part in item.path.as_posix())
        return next(named, len(_LONGEST))

    items.sort(key=turn)


_LOOKING = ("test_kills.py", "test_full_disk.py", "test_two_runs.py", "test_damaged.py")


def _states_of_the_disk(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many states of the disk were looked at, and in how many something was lost."""
    counts = {"states": 0, "kills": 0}
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, value in getattr(report, "user_properties", ()):
                if name in counts and report.when == "call":
                    counts[name] += value
    if counts["states"]:
        failed = terminalreporter.stats.get("failed", ())
        lost = sum(any(name in report.nodeid for name in _LOOKING) for report in failed)
        terminalreporter.write_line(
            f"{counts['states']:,} states of the disk tried, {counts['kills']:,} of them after a "
            f"SIGKILL: losses in {lost}"
        )
