"""Reads the package's source and tells what breaks the rules of the house."""

from __future__ import annotations

import ast
import io
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PACKAGE = "postmortems"

# A room may import the rooms of the groups before its own, and nothing else of the package.
ORDER: tuple[frozenset[str], ...] = (
    frozenset({"__init__"}),
    frozenset({"errors", "extended", "progress"}),
    frozenset({"characters", "clock", "fields", "parallel", "quantities", "shapes"}),
    frozenset({"findings", "plan", "today"}),
    frozenset({"config", "model"}),
    frozenset({"advice"}),
    frozenset({"load", "rules", "metrics", "charts", "reports", "write"}),
    frozenset({"checking"}),
    frozenset({"pages", "edit", "redaction"}),
    frozenset({"answers", "feeds", "importers"}),
    frozenset({"render"}),
    frozenset({"extend", "jobs"}),
    frozenset({"pipeline"}),
    frozenset({"publish", "scaffold"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
RANK = {room: rank for rank, group in enumerate(ORDER) for room in group}

DISK_ROOMS = frozenset({"load", "write", "edit", "publish"})
PRINTING_ROOMS = frozenset({"cli"})
PRINTERS = frozenset({"print", "sys.stdout", "sys.stderr"})
ENVIRONMENT_ROOMS = DISK_ROOMS | {"cli", "today"}
CLOCK = "today.py"
STOPWATCH = "cli/watch.py"

LIBRARY_ROOMS: dict[str, frozenset[str]] = {
    "anybadge": frozenset({"feeds"}),
    "click": frozenset({"cli"}),
    "detect_secrets": frozenset({"rules"}),
    "feedgen": frozenset({"feeds"}),
    "icalendar": frozenset({"feeds"}),
    "jinja2": frozenset({"render"}),
    "bs4": frozenset({"render"}),
    "markdown": frozenset({"render"}),
    "markdownify": frozenset({"render"}),
    "markdown_it": frozenset({"importers", "render"}),
    "mkdocs": frozenset({"publish"}),
    "msgspec": frozenset({"load", "jobs", "publish"}),
    "nh3": frozenset({"render"}),
    "phonenumbers": frozenset({"rules"}),
    "ruamel": frozenset({"edit"}),
    "sqlite3": frozenset({"feeds", "load"}),
    "vl_convert": frozenset({"charts"}),
    "yaml": frozenset({"load", "edit"}),
    # the disk
    "fcntl": DISK_ROOMS,
    "fileinput": DISK_ROOMS,
    "glob": DISK_ROOMS,
    "linecache": DISK_ROOMS,
    "mmap": DISK_ROOMS,
    "shutil": DISK_ROOMS,
    "tempfile": DISK_ROOMS,
    # the same input gives the same bytes
    "random": frozenset(),
    "secrets": frozenset(),
    "uuid": frozenset({"feeds"}),  # for `uuid5`, which is a hash
}

DISK_CALLS = frozenset(
    """
    FileSystemLoader ModuleLoader PackageLoader chmod exists glob hardlink_to is_dir is_file
    is_symlink iterdir lstat mkdir open read_bytes read_text readlink rename rglob rmdir samefile
    stat symlink_to touch unlink write_bytes write_text
    """.split()  # noqa: SIM905 - a column of thirty quoted words is no easier to read
)
OS_WITHOUT_DISK = frozenset(
    {
        "PathLike",
        "cpu_count",
        "fspath",
        "get_terminal_size",
        "register_at_fork",
        "sched_getaffinity",
    }
)
CLOCK_CALLS = frozenset({"now", "today", "utcnow"})
CLOCK_OWNERS = frozenset({"date", "datetime", "Instant", "ZonedDateTime"})
RANDOM_CALLS = frozenset({"uuid1", "uuid4", "uuid6", "uuid7"})
TIME_NAMES = frozenset({"ctime", "gmtime", "localtime", "time", "time_ns"})
# Times that say how long something took, and never what day it is.
STOPWATCH_NAMES = frozenset(
    f"{name}{unit}"
    for name in ("clock_gettime", "monotonic", "perf_counter", "process_time", "thread_time")
    for unit in ("", "_ns")
)
VAGUE_NAMES = frozenset({"common", "helper", "helpers", "misc", "util", "utils"})
LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A source file: `path` is relative to the package, as in `rules/registry.py`."""

    path: str
    text: str

    @property
    def room(self) -> str:
        return self.path.split("/")[0].removesuffix(".py")

    @property
    def dotted(self) -> list[str]:
        """The package that the module's relative imports start from, part by part."""
        return [PACKAGE, *self.path.split("/")[:-1]]


def modules_of(package: Path) -> list[Module]:
    return [
        Module(path=path.relative_to(package).as_posix(), text=path.read_text("utf-8"))
        for path in sorted(package.rglob("*.py"))
    ]


def faults(module: Module) -> list[str]:
    """Everything in the module that the house forbids, as `path:line: what`."""
    tree = ast.parse(module.text)
    found = [
        *_of_the_file(module, tree),
        *_of_imports(module, tree),
        *_of_names(module, tree),
        *_of_comments(module),
    ]
    return [f"{module.path}:{line}: {what}" for line, what in sorted(set(found))]


def _of_the_file(module: Module, tree: ast.Module) -> Iterator[tuple[int, str]]:
    if not (ast.get_docstring(tree) or "").strip():
        yield 1, "opens without a docstring"
    if module.room not in RANK:
        yield 1, f"unknown room {module.room}"
    if vague := VAGUE_NAMES.intersection(module.path.removesuffix(".py").split("/")):
        yield 1, f"vague name {min(vague)}"
    if (lines := len(module.text.splitlines())) > LONGEST:
        yield 1, f"{lines} lines, more than {LONGEST}"


def _of_imports(module: Module, tree: ast.Module) -> Iterator[tuple[int, str]]:
    for line, name in _imported(module, tree):
        top, _, rest = name.partition(".")
        if top == PACKAGE:
            room = rest.split(".")[0]
            room = room if room in RANK else "__init__"
            if room != module.room and RANK[room] >= RANK.get(module.room, len(ORDER)):
                yield line, f"{module.room} imports {room}"
        elif module.room not in LIBRARY_ROOMS.get(top, {module.room}):
            yield line, f"{module.room} imports {top}"


def _imported(module: Module, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The line and full dotted name of everything imported, wherever and however."""
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from ((node.lineno, alias.name) for alias in node.names)
            case ast.ImportFrom():
                start = module.dotted[: len(module.dotted) - node.level + 1] if node.level else []
                source = [*start, *([node.module] if node.module else [])]
                yield from ((node.lineno, ".".join([*source, a.name])) for a in node.names)
            case ast.Call(func=ast.Name(id="import_module" | "__import__"), args=[first, *_]):
                yield node.lineno, _known_start(first)
            case ast.Call(func=ast.Attribute(attr="import_module"), args=[first, *_]):
                yield node.lineno, _known_start(first)
            case _:
                pass


def _known_start(argument: ast.expr) -> str:
    """What a text certainly begins with: all of a constant, the first words of an f-string."""
    match argument:
        case (
            ast.Constant(value=str(text))
            | ast.JoinedStr(values=[ast.Constant(value=str(text)), *_])
        ):
            return text
        case _:
            return f"{PACKAGE}.__main__"  # could be anything, so no room may


def _of_names(module: Module, tree: ast.Module) -> Iterator[tuple[int, str]]:
    for use in _used(tree):
        if module.room not in DISK_ROOMS and _touches_disk(module, use):
            yield use.line, f"{module.room} touches the disk: {use}"
        if module.room not in PRINTING_ROOMS and str(use) in PRINTERS:
            yield use.line, f"{module.room} prints: {use}"
        if module.path != CLOCK and _reads_clock(use):
            yield use.line, f"reads the clock: {use}"
        if module.path != STOPWATCH and use.owner == "time" and use.name in STOPWATCH_NAMES:
            yield use.line, f"takes the time: {use}"
        if use.name in RANDOM_CALLS:
            yield use.line, f"makes something up: {use}"
        if str(use) == "NotImplementedError":
            yield use.line, "unfinished: NotImplementedError"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A name in use: of `a.b.c` the owner is `b`, of `f().c` it is `…`, of a bare `c` empty."""

    line: int
    owner: str
    name: str
    called: bool

    def __str__(self) -> str:
        return f"{self.owner}.{self.name}" if self.owner else self.name


def _touches_disk(module: Module, use: Use) -> bool:
    if use.owner == "os":
        harmless = OS_WITHOUT_DISK | ({"environ"} if module.room in ENVIRONMENT_ROOMS else set())
        return use.name not in harmless
    return use.called and use.name in DISK_CALLS


def _reads_clock(use: Use) -> bool:
    if use.owner == "time":
        return use.name in TIME_NAMES
    in_use = use.owner in CLOCK_OWNERS or (use.called and use.owner != "")
    return in_use and use.name in CLOCK_CALLS


def _used(tree: ast.Module) -> Iterator[Use]:
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
                yield Use(line=node.lineno, owner=owner, name=name, called=id(node) in called)
            case ast.Attribute(attr=name):
                yield Use(line=node.lineno, owner="…", name=name, called=id(node) in called)
            case ast.Name(id=name, ctx=ast.Load()):
                yield Use(line=node.lineno, owner="", name=name, called=id(node) in called)
            case ast.ImportFrom(module="os" | "sys" | "time" as owner, level=0):
                for alias in node.names:
                    yield Use(line=node.lineno, owner=owner, name=alias.name, called=False)
            case _:
                pass


def _of_comments(module: Module) -> Iterable[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type == tokenize.COMMENT:
            for word in ("TODO", "FIXME"):
                if word in token.string:
                    yield token.start[0], f"unfinished: {word}"
