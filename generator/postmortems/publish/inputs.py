"""What every page of a site depends on besides its own source, each as a digest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any

import mkdocs
from mkdocs.utils import get_theme_dir

import postmortems

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

# Where files lie, how they are watched and served, and what is looked at by `hindrance`.
_ELSEWHERE = {
    *("config_file_path", "dev_addr", "docs_dir", "draft_docs", "exclude_docs", "hooks"),
    *("not_in_nav", "plugins", "remote_branch", "remote_name", "site_dir", "strict", "theme"),
    *("validation", "watch"),
}
_PACKAGES = ("mkdocs-material", "jinja2", "markupsafe", "markdown", "pagefind-bin", "cbor2")
# Those whose output follows from the page alone.
_EXTENSIONS = {
    *("abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code"),
    *("footnotes", "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists"),
    *("smarty", "tables", "toc"),
}
_DATES = re.compile(r"\b(?:build_date_utc|update_date)\b")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_INSTRUCTION = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
_ALL_PAGES = re.compile(r"(?<!\bnav\.)\bpages\b")
# Templates need `meta` for the front matter of the page at hand, unless they look at others.
_OWN_META = re.compile(r"(?<![\w.])page\.meta\b")
_ANY_META = re.compile(r"\bmeta\b|\b(?:for|set) page\b")
SITEMAP = "sitemap.xml"
# What tells about a page to those who search or share it, never to another page of the theme.
_PRIVATE = {"description", "part", "preview", "scripts", "search"}


def digest(*parts: str) -> str:
    """Return what identifies texts in their order."""
    seen = hashlib.blake2b(digest_size=16)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        seen.update(b"%d\0%b" % (len(content), content))
    return seen.hexdigest()


def hindrance(config: MkDocsConfig) -> str | None:
    """Say what keeps pages from being told apart, None when nothing does.

    Other plugins, and templates that look at all pages, may make any page depend on any other.
    """
    others = sorted({*map(str, config.plugins), *map(str, config.hooks)} - {"postmortems"})
    if others:
        return f"{others[0]} may change any page"
    if config.theme.name != "material":
        return f"the theme {config.theme.name} is not known"
    for name in ("draft_docs", "exclude_docs", "extra_templates"):
        if config[name]:
            return f"mkdocs.yml has {name}"
    if not config.nav:
        return "mkdocs.yml has no nav"
    for file in own_files(config):
        if file.suffix == ".html" and _ALL_PAGES.search(_instructions(file)):
            return f"{file.name} looks at all pages"
    return None


def own_files(config: MkDocsConfig) -> Iterator[Path]:
    """Yield the files of the theme's folders that came with no package of the theme, in order."""
    packaged = {get_theme_dir("material"), str(Path(mkdocs.__file__).parent / "templates")}
    for folder in config.theme.dirs:
        if folder not in packaged:
            yield from sorted(path for path in Path(folder).rglob("*") if path.is_file())


def theme_files(config: MkDocsConfig) -> str:
    """Identify the files in the theme's folders; those of packages by their version."""
    return digest(
        _versions(),
        *config.theme.dirs,
        *(f"{path}\0{_bytes(path)}" for path in own_files(config)),
    )


def whole(config: MkDocsConfig, fronts: Mapping[str, Mapping[str, Any]]) -> str:
    """Identify the configuration, the program and the navigation with its pages' titles.

    ``fronts`` holds the front matter of the pages in the navigation. What is private to a page is
    left out, unless a template might show it elsewhere.
    """
    curious = any(
        _ANY_META.search(_OWN_META.sub("", _instructions(file)))
        for file in own_files(config)
        if file.suffix == ".html"
    )
    shown = {
        path: {key: value for key, value in front.items() if curious or key not in _PRIVATE}
        for path, front in fronts.items()
    }
    values = {key: value for key, value in config.items() if key not in _ELSEWHERE}
    theme = {key: config.theme[key] for key in config.theme}
    return digest(_versions(), _code(), _written(values), _written(theme), _written(shown))


def self_contained(config: MkDocsConfig) -> bool:
    """Tell whether the Markdown parser makes the same of the same page, whatever else there is."""
    return {*config.markdown_extensions} <= _EXTENSIONS


class Templates:
    """Notes which templates an environment of the theme reads, and what was in them."""

    def __init__(self, environment: Any) -> None:  # noqa: ANN401 - only `render` knows Jinja
        self.read: dict[str, str] = {}
        """The digest of each template that was asked for, empty where there was none."""
        self.dated = False
        """Whether one of them, the sitemap aside, asks for the day of the build."""
        self._environment = environment
        self._get_source = environment.loader.get_source
        environment.loader.get_source = self._noting

    def _noting(self, environment: object, name: str) -> tuple[str, str | None, Any]:
        self.read.setdefault(name, "")
        source: tuple[str, str | None, Any] = self._get_source(environment, name)
        self.read[name] = digest(source[0])
        if name != SITEMAP and _DATES.search(source[0]):
            self.dated = True
        return source

    def unchanged(self, known: Mapping[str, str]) -> bool:
        """Tell whether templates that were asked for once are as they were known."""
        return all(self._current(name) == as_known for name, as_known in known.items())

    def _current(self, name: str) -> str:
        try:
            source: str = self._get_source(self._environment, name)[0]
        except (LookupError, OSError, ValueError):  # Jinja's own is a LookupError
            return ""
        return digest(source)


@cache
def _versions() -> str:
    found = [mkdocs.__name__, mkdocs.__version__, postmortems.__version__]
    for package in _PACKAGES:
        try:
            found.append(version(package))
        except PackageNotFoundError:
            found.append("")
    return digest(*found)


@cache
def _code() -> str:
    """Identify the program text of this room, which makes pages of the tree's files."""
    return digest(*map(_bytes, sorted(Path(__file__).parent.glob("*.py"))))


def _written(value: object) -> str:
    """Write a value of the configuration so that others are written otherwise."""
    if isinstance(value, Mapping):
        pairs = (f"{_written(key)}:{_written(each)}" for key, each in value.items())
        return f"{{{','.join(pairs)}}}"
    if isinstance(value, (set, frozenset)):
        return f"{{{','.join(sorted(map(_written, value)))}}}"
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        return f"[{','.join(map(_written, value))}]"
    if isinstance(value, (type, FunctionType)):
        return f"{value.__module__}.{value.__qualname__}"
    return f"{type(value).__name__} {value!r}"


def _bytes(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def _instructions(path: Path) -> str:
    """Return what a template tells the engine to do, without comments and the text between."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return "\n".join(_INSTRUCTION.findall(_COMMENT.sub("", text)))
