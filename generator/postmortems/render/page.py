"""A page dataclass and its template to one Markdown file.

Templates are ours or the team's and are trusted; what they place is not. Every value that a
template writes is encoded as plain text unless a filter says how else it was made safe.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import jinja2

from postmortems.errors import ConfigurationError
from postmortems.render import prose
from postmortems.render.engine import environment
from postmortems.render.links import unlinked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from postmortems.answers.sheet.parts import Sheet
    from postmortems.pages.base import Page

_HEADING = re.compile(r"#{1,6} ")
_NAMED = re.compile(r".* \{ #[A-Za-z0-9][A-Za-z0-9_-]* \}")


class Renderer:
    """Holds the compiled templates of one build."""

    def __init__(
        self,
        templates: Mapping[str, str],
        has: Callable[[str], bool] | None = None,
        leads: Callable[[str], bool] = lambda _: True,
    ) -> None:
        """Take template sources by path, such as ``pages/home.md.j2``.

        ``has`` tells which addresses the site has, where it does not have all of them;
        ``leads`` tells which addresses elsewhere strangers' texts may link to.
        """
        self._templates = dict(templates)
        self._has = has
        self._leads = leads
        self._environment = environment(self._source)

    def _source(self, name: str) -> tuple[str, str, None] | None:
        """Give the engine a template under its own name, so that tracebacks tell it."""
        source = self._templates.get(name)
        return None if source is None else (source, name, None)

    def _place(self, error: BaseException) -> str:
        """Return the innermost line of a template that an error came from: `pages/x.md.j2:7`."""
        place = ""
        trace = error.__traceback__
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if file in self._templates:
                place = f"{file}:{trace.tb_lineno}"
            trace = trace.tb_next
        return place

    def render(self, page: Page) -> bytes:
        """Render one page: front matter, headings in Markdown, everything else raw HTML.

        Raises ConfigurationError, naming the template and line, when a template is broken.
        """
        name = f"pages/{page.template}"
        body = self._filled(name, f"the page is {page.path}", page=page)
        text = tidy(body)
        if self._has is not None:
            text = unlinked(text, page.path, self._has, self._leads)
        return (front_matter(page) + text).encode()

    def sheet(self, sheet: Sheet, form: str) -> str:
        """Write an incident's sheet as HTML: ``html``, a fragment, or ``print``, a whole page.

        Raises ConfigurationError, naming the template and line, when a template is broken.
        """
        return self._filled(f"sheets/{form}.html.j2", f"the incident is {sheet.id}", sheet=sheet)

    def _filled(self, name: str, of: str, **values: object) -> str:
        """Fill a template; what it is filled ``of`` is told when that fails."""
        try:
            return self._environment.get_template(name).render(values)
        except jinja2.TemplateSyntaxError as error:
            message = f"templates/{error.name or name}:{error.lineno}: {error.message}"
            raise ConfigurationError(message) from error
        except jinja2.TemplateNotFound as error:
            message = f"templates/{name} needs templates/{error.name}, which does not exist"
            raise ConfigurationError(message) from error
        except jinja2.UndefinedError as error:
            message = f"templates/{self._place(error) or name}: {error.message}; {of}"
            raise ConfigurationError(message) from error
        except (
            ArithmeticError,
            AttributeError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:
            said = f"{type(error).__name__}: {error}"
            message = f"templates/{self._place(error) or name}: {said}; {of}"
            raise ConfigurationError(message) from error


def front_matter(page: Page) -> str:
    """Write the page's metadata as JSON, which is YAML that no value can break out of.

    Material writes title and description into the page as they are, so they are encoded here.
    """
    data: dict[str, Any] = {"title": prose.plain(page.title)}
    if page.description:
        data["description"] = prose.plain(page.description)
    if page.preview != "website":
        data["preview"] = page.preview
    if not page.search:
        data["search"] = {"exclude": True}
    if page.scripts:
        data["scripts"] = page.scripts
    if page.part:
        data["part"] = page.part
    lines = [f"{key}: {json.dumps(value, ensure_ascii=True)}" for key, value in data.items()]
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def tidy(body: str) -> str:
    """Lay out a page for any Markdown parser: raw HTML without indents or blank lines inside.

    Headings stand alone between blank lines; everything else is raw HTML, in which neither a
    blank line nor four leading spaces may end the block. A heading that names no id of its own is
    numbered: made from its words, the id could be one that the theme's scripts look for.
    """
    out: list[str] = []
    unnamed = 0
    for line in body.split("\n"):
        text = line.strip()
        if not text:
            continue
        if _HEADING.match(text):
            if not _NAMED.fullmatch(text):
                unnamed += 1
                text += f" {{ #heading-{unnamed} }}"
            out.extend(("", text, ""))
        else:
            out.append(text)
    return "\n".join(out).strip("\n") + "\n"
