from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from postmortems.errors import ConfigurationError
from postmortems.pages.base import Page
from postmortems.render.page import Renderer, front_matter, tidy

EVIL = '<b>"x"</b> {{ config }} *a* [l](javascript:1)'
PLAIN = (
    "&#60;b&#62;&#34;x&#34;&#60;&#47;b&#62; &#123;&#123; config &#125;&#125; &#42;a&#42; "
    "&#91;l&#93;&#40;javascript&#58;1&#41;"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyPage(Page):
    template: ClassVar[str] = "any.md.j2"

    value: object = None


def body(template: str, value: object = EVIL, **others: str) -> str:
    """What a template makes of a value, without the front matter."""
    names = {f"partials/_{name}.md.j2": text for name, text in others.items()}
    renderer = Renderer({"pages/any.md.j2": template, **names})
    page = AnyPage(path="any.md", title="T", value=value)
    return renderer.render(page).decode().split("---\n\n", 1)[1]


@pytest.mark.parametrize(
    "place",
    [
        "<p>{{ page.value }}</p>",
        "<p title='{{ page.value }}'></p>",
        "# {{ page.value }}",
        "<p>{{ page.value | plain }}</p>",
        "{% macro m(value) %}<p>{{ value }}</p>{% endmacro %}{{ m(page.value) }}",
        "{% set copy = page.value %}<p>{{ copy }}</p>",
        "{% for each in [page.value] %}<p>{{ each }}</p>{% endfor %}",
        "<p>{{ '' ~ page.value }}</p>",
        "<p>{{ '%s' % page.value }}</p>",
        "{% include 'partials/_part.md.j2' %}",
        "{% import 'partials/_macros.md.j2' as parts %}{{ parts.said(page.value) }}",
    ],
)
def test_a_value_is_plain_text_wherever_it_is_written(place: str) -> None:
    said = body(
        place,
        part="<p>{{ page.value }}</p>",
        macros="{% macro said(value) %}<p>{{ value }}</p>{% endmacro %}",
    )
    assert PLAIN in said
    assert EVIL not in said


@pytest.mark.parametrize(
    ("value", "said"), [(None, ""), (7, "7"), (0, "0"), ("", ""), (1.5, "1&#46;5"), ("a\nb", "a b")]
)
def test_values_that_are_no_text_are_written_as_text(value: object, said: str) -> None:
    assert body("<p>{{ page.value }}</p>", value) == f"<p>{said}</p>\n"


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        ("{{ page.value | inline }}", "a *b* <i>", "a <em>b</em> &#60;i&#62;"),
        (
            "{{ page.value | block }}",
            "a\n\n- b",
            '<div class="pm-prose"><p>a</p><ul><li>b</li></ul></div>',
        ),
        ("{{ page.value | length }}", ("a", "b"), "2"),
        ("{{ page.value | join(', ') }}", ("<a>", "b"), "&#60;a&#62;&#44;&#32;b"),
        ("{{ page.value | svg }}", "<svg>\n<path/></svg>", "<svg> <path/></svg>"),
        ("{{ page.value | address }}", "a/b#c-d", "a/b#c-d"),
        ("{{ page.value | address }}", "https://x.org/?a=1&b=2", "https://x.org/?a=1&amp;b=2"),
        ("{{ page.value | address }}", "a\"b<c>'d e", "a%22b%3Cc%3E%27d%20e"),
        ("{{ page.value | address }}", "ü`{}\\", "%C3%BC%60%7B%7D%5C"),
    ],
)
def test_a_filter_says_how_else_a_value_is_safe(place: str, value: object, said: str) -> None:
    assert body(place, value) == f"{said}\n"


@given(st.text(max_size=200))
def test_a_value_never_starts_markup_or_a_line(value: str) -> None:
    said = body("{{ page.value }}x", value).removesuffix("x\n")
    assert not set(said) & set("<>\"'`*_[]{}|\\!\n\r")
    assert not said.startswith(("# ", "- ", "    "))
    assert "\ufffd" in html.unescape(said) or html.unescape(said).split() == value.split()


def test_a_value_that_claims_to_be_safe_is_not_believed() -> None:
    class Claims(str):
        __slots__ = ()

        def __html__(self) -> str:
            return "<b>"

    assert body("{{ page.value }}", Claims("<i>")) == "&#60;i&#62;\n"
    assert body("{{ page.value }}", Markup("<i>")) == "<i>\n"  # only render makes these


def test_the_front_matter_is_json_that_no_value_breaks_out_of() -> None:
    page = AnyPage(path="any.md", title='a"\n---\nb: <script>', description="é: {{ x }}")
    lines = front_matter(page).split("\n")
    assert lines[0] == lines[3] == "---"
    assert lines[4:] == ["", ""]
    values = dict(line.split(": ", 1) for line in lines[1:3])
    assert html.unescape(json.loads(values["title"])) == 'a" --- b: <script>'
    assert values["title"].isascii()
    assert html.unescape(json.loads(values["description"])) == "é: {{ x }}"
    assert "<" not in values["title"] + values["description"]


def test_the_front_matter_says_when_search_is_to_leave_a_page_out() -> None:
    assert front_matter(AnyPage(path="any.md", title="T")) == '---\ntitle: "T"\n---\n\n'
    assert 'search: {"exclude": true}\n' in front_matter(
        AnyPage(path="any.md", title="T", search=False)
    )


def test_the_front_matter_says_to_which_month_of_the_search_a_page_belongs() -> None:
    page = AnyPage(path="any.md", title="T", part="2026-03")
    assert front_matter(page) == '---\ntitle: "T"\npart: "2026-03"\n---\n\n'


def test_a_page_is_headings_on_their_own_and_unindented_lines_of_html() -> None:
    said = tidy(
        "\n# A { #a }\n\n  <p>\n\n    b\n  </p>\n## C { #c }\n### D { #d }\n<p>#e</p>\n\n\n"
    )
    assert said == ("# A { #a }\n\n<p>\nb\n</p>\n\n## C { #c }\n\n\n### D { #d }\n\n<p>#e</p>\n")


@pytest.mark.parametrize("title", ["__config", "{ #__config }", "A", "A { #a"])
def test_no_id_is_made_from_the_words_of_a_heading(title: str) -> None:
    said = body("# {{ page.value }}\n## B { #b }\n## {{ page.value }}", title)
    ids = re.findall(r"^#.* \{ #(\S+) \}$", said, re.MULTILINE)
    assert ids == ["heading-1", "b", "heading-2"]
    assert said.count("{ #") == 3


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("# {{ page.title }}\n{% if %}\n", r"^templates/pages/any\.md\.j2:2: Expected"),
        ("\n\n{{ page.value | shout }}\n", r"^templates/pages/any\.md\.j2:3: No filter named"),
        ("{% include 'partials/_part.md.j2' %}", r"^templates/partials/_part\.md\.j2:2: "),
        ("{% include 'partials/_no.md.j2' %}", r"templates/partials/_no\.md\.j2, which does not"),
        (
            "\n{{ page.nothing }}",
            r"^templates/pages/any\.md\.j2:2: .* has no attribute 'nothing'; the page is any\.md$",
        ),
        ("{{ nothing }}", r"^templates/pages/any\.md\.j2:1: 'nothing' is undefined; the page is"),
        ("\n\n{{ 1 + page.title }}", r"^templates/pages/any\.md\.j2:3: TypeError: .*any\.md$"),
        (
            "\n{{ 1 // page.path.count('x') }}",
            r"^templates/pages/any\.md\.j2:2: ZeroDivision",
        ),
        ("\n{{ page.title.index('x') }}", r"^templates/pages/any\.md\.j2:2: ValueError: "),
        (
            "\n{% include 'partials/_late.md.j2' %}",
            r"^templates/partials/_late\.md\.j2:3: 'ab",
        ),
        (
            "{% import 'partials/_made.md.j2' as made %}\n{{ made.by(page) }}",
            r"^templates/partials/_made\.md\.j2:2: .*'nothing'",
        ),
        (
            "{% macro r() %}\n{{ r() }}{% endmacro %}\n{{ r() }}",
            r"^templates/pages/any\.md\.j2:2: RecursionError: ",
        ),
    ],
)
def test_a_broken_template_is_named_with_the_line(template: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        body(
            template,
            part="<p>\n{% endif %}</p>",
            late="\n\n{{ absent }}",
            made="{% macro by(page) %}\n{{ page.nothing }}{% endmacro %}",
        )
