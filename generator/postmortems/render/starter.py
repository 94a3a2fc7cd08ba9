"""The texts of a new repository: YAML in which every value that a template writes is quoted."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import jinja2

from postmortems.edit.quoting import inline

if TYPE_CHECKING:
    from postmortems.config.starter import Named


@lru_cache(maxsize=1)
def _engine() -> jinja2.Environment:
    return jinja2.Environment(
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - YAML, and `finalize` quotes it
        finalize=_value,
    )


def _value(value: object) -> str:
    text = str(value)
    # Whatever could mean something else in braces is quoted outside of them, too.
    return inline(text, flow=True)


def filled(template: str, **start: str | tuple[Named, ...]) -> str:
    """Fill in a template of YAML, which knows the values as ``start``."""
    return _engine().from_string(template).render(start=start)
