"""Extensions: the Python files and installed packages that a repository's site.yml names.

What is not named there is never run. What is named is a program, and trusted like templates.
"""

from __future__ import annotations

import re
import sys
import traceback
from contextlib import redirect_stdout
from importlib.metadata import entry_points
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from postmortems import extended
from postmortems.errors import ConfigurationError, PostmortemsError
from postmortems.load.database import digest, short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import EntryPoint

GROUP = "postmortems.extensions"
"""The group of entry points under which installed packages offer extensions."""
MAX_BYTES = 1_048_576
"""How large a file of an extension may be."""

# Under incidents/ lies what is taken from strangers' forks.
_SOUND = re.compile(
    r"(?!incidents/)(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.py|[A-Za-z0-9][A-Za-z0-9_-]*"
)
_NONE = re.compile(rb"^extensions:[ \t]*\[[ \t]*\][ \t]*(?:#.*)?$", re.MULTILINE)


def load_extensions(root: Path) -> None:
    """Run the extensions of a repository and add what they offer, in place of another's.

    What has not changed is not run again. Raises ConfigurationError, naming the file and the line,
    for one that is missing or fails.
    """
    names = _named(root)
    contents = {name: _content(root, name) for name in names if name.endswith(".py")}
    packages = {name: _entry_point(name) for name in names if name not in contents}
    parts = [f"{name} {digest(content)}" for name, content in contents.items()]
    parts += [f"{name} {_version(each)}" for name, each in packages.items()]
    mark = short("\n".join([str(root), *names, *parts])) if names else ""
    if mark == extended.mark():
        return
    extended.use((), "")
    modules = [
        _run(name, contents[name]) if name in contents else _imported(packages[name])
        for name in names
    ]
    offered = {id(each): each for module in modules for each in _offered(module)}
    extended.use(offered.values(), mark)


def module_of(root: Path, name: str) -> ModuleType:
    """Run one file of a repository and return its module, whether site.yml names it or not."""
    return _run(name, _content(root, name))


def _named(root: Path) -> tuple[str, ...]:
    """Return what site.yml names; nothing where it cannot be read, which `check` tells."""
    # Nearly every repository has none, and must not wait for a parser.
    from postmortems.load.files import Unreadable, open_bytes, source  # noqa: PLC0415

    folder = root / "site_config"
    file = folder / "site.yml"
    if folder.is_symlink() or not file.is_file():
        return ()
    content = open_bytes(source(file, root), MAX_BYTES)
    if isinstance(content, Unreadable) or b"extensions" not in content or _NONE.search(content):
        return ()
    from postmortems.load.events import read  # noqa: PLC0415
    from postmortems.load.text import Limits  # noqa: PLC0415

    value = read(content, Limits()).value
    named = value.get("extensions") if isinstance(value, dict) else None
    if not isinstance(named, list):
        return ()
    sound = (each for each in named if isinstance(each, str) and _SOUND.fullmatch(each))
    return tuple(dict.fromkeys(sound))


def _content(root: Path, name: str) -> bytes:
    from postmortems.load.files import Unreadable, open_bytes, source  # noqa: PLC0415

    path = root / name
    for folder in path.relative_to(root).parents:
        if (root / folder).is_symlink() and folder != Path():
            raise ConfigurationError(
                f"site_config/site.yml names the extension {name}, and {folder.as_posix()} is a "
                "symbolic link; put the folder itself there"
            )
    content = open_bytes(source(path, root), MAX_BYTES)
    if isinstance(content, Unreadable):
        message = f"site_config/site.yml names the extension {name}: {content.problem.message}"
        raise ConfigurationError(message)
    if len(content) > MAX_BYTES:
        raise ConfigurationError(f"{name} is larger than {MAX_BYTES:,} bytes")
    return content


def _entry_point(name: str) -> EntryPoint:
    found = list(entry_points(group=GROUP, name=name))
    if len(found) != 1:
        how = "no installed package offers" if not found else "several installed packages offer"
        raise ConfigurationError(
            f"site_config/site.yml names the extension {name}, which {how} under {GROUP}; "
            "a file of this repository is named by its path, such as extensions/name.py"
        )
    return found[0]


def _version(each: EntryPoint) -> str:
    return f"{each.value} {each.dist.name} {each.dist.version}" if each.dist else each.value


def _run(name: str, content: bytes) -> ModuleType:
    """Run a file as a module of its own."""
    module = ModuleType(f"postmortems_extension_{re.sub('[^A-Za-z0-9]', '_', name)}")
    module.__file__ = name
    # Dataclasses look up the module that they are defined in.
    sys.modules[module.__name__] = module
    try:
        with redirect_stdout(StringIO()) as printed:
            exec(compile(content, name, "exec"), module.__dict__)  # noqa: S102 - what it is for
    except SyntaxError as error:
        raise ConfigurationError(f"{name}:{error.lineno or 1}: {error.msg}") from error
    except (Exception, SystemExit) as error:
        raise failed(error, name) from error
    _silent(name, printed)
    return module


def _imported(each: EntryPoint) -> Any:  # noqa: ANN401 - a module, or one thing of it
    try:
        with redirect_stdout(StringIO()) as printed:
            loaded = each.load()
    except (Exception, SystemExit) as error:
        raise ConfigurationError(f"the extension {each.name}: {_said(error)}") from error
    _silent(f"the extension {each.name}", printed)
    return loaded


def _silent(name: str, printed: StringIO) -> None:
    """Refuse what prints: programs read what we print."""
    if printed.getvalue():
        raise ConfigurationError(f"{name} prints to stdout when it is loaded; use stderr")


def _offered(module: Any) -> Iterator[object]:  # noqa: ANN401 - as above
    """Yield what a module offers: everything that it names publicly, in its order."""
    if not isinstance(module, ModuleType):
        yield module
        return
    for name, thing in vars(module).items():
        if not name.startswith("_") and not isinstance(thing, type | ModuleType):
            yield thing


def failed(error: BaseException, file: str) -> ConfigurationError:
    """Say what an extension's code failed of, and at which line of its file."""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == file and frame.lineno
    ]
    place = f"{file}:{lines[-1]}" if lines else file
    return ConfigurationError(f"{place}: {_said(error)}")


def _said(error: BaseException) -> str:
    if isinstance(error, PostmortemsError):
        return str(error)
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
