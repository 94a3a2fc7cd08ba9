"""The template engine: every value that a template writes is encoded unless a filter made it safe.

Jinja escapes what `finalize` gives once more, and asks each value whether it may: of a page of a
thousand values that was a third of the time. Ours are whole when they come from `finalize`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from markupsafe import Markup

from postmortems.render import prose
from postmortems.render.guide import guide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2.compiler import Frame

_ADDRESS_UNSAFE = re.compile(r"[^A-Za-z0-9/#?=&:.,;+%@~_-]")


def _finalize(value: Any) -> str:  # noqa: ANN401 - whatever a template writes
    if isinstance(value, Markup):
        return value
    if value is None:
        return ""
    return prose.plain(value if type(value) is str else str(value))


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode())


@lru_cache(maxsize=8192)
def _encoded(address: str) -> Markup:
    return Markup(_ADDRESS_UNSAFE.sub(_percent, address).replace("&", "&amp;"))


def _address(value: object) -> Markup:
    """Write one of our own addresses, or a checked https one, into an attribute."""
    return _encoded(str(value))


def _svg(value: object) -> Markup:
    """Place a chart, which the charts room has made safe, on one line."""
    return Markup(" ".join(str(value).split("\n")))


def _join(values: Iterable[object], with_: str) -> Markup:
    return Markup(prose.plain(with_).join(prose.plain(str(each)) for each in values))


_FILTERS: dict[str, Callable[..., Markup]] = {
    "inline": lambda value: Markup(prose.inline(value)),
    "block": lambda value: Markup(prose.block(value)),
    "guide": lambda value: Markup(guide(value)),
    "plain": lambda value: Markup(prose.plain(str(value))),
    "address": _address,
    "svg": _svg,
    "join": _join,
}
"""What makes a value safe for its place."""


class _Generator(CodeGenerator):
    """Writes what filters and `finalize` give as it is.

    Should another version of the engine not ask these two, values are escaped twice: ugly, and
    no danger.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - a private type
        del frame
        safe = isinstance(node, nodes.Filter) and node.name in _FILTERS
        self.write("(" if safe else finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - a private type
        del node, frame, finalize
        self.write(")")


class _Environment(jinja2.Environment):
    code_generator_class = _Generator


def environment(source: Callable[[str], tuple[str, str, None] | None]) -> jinja2.Environment:
    """Return an engine for the templates that `source` knows by name."""
    made = _Environment(
        loader=jinja2.FunctionLoader(source),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
        autoescape=True,
    )
    made.filters = {**_FILTERS, "length": len}
    return made
