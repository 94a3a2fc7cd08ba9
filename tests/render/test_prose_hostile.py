from __future__ import annotations

import html
import re
import unicodedata
from pathlib import Path
from typing import Final

import jinja2
import markdown as publisher  # type: ignore[import-untyped]
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postmortems.characters import FORBIDDEN, tame
from postmortems.render import commonmark
from postmortems.render.prose import block, inline, plain, text
from postmortems.render.sanitize import BLOCK_TAGS, INLINE_TAGS, encode, sanitize
from support.allowed import Event, events, faults

EXTENSIONS: Final = [
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "meta"),
    *("sane_lists", "smarty", "tables", "toc", "pymdownx.arithmatex", "pymdownx.betterem"),
    *("pymdownx.caret", "pymdownx.critic", "pymdownx.details", "pymdownx.emoji"),
    *("pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.magiclink"),
    *("pymdownx.mark", "pymdownx.progressbar", "pymdownx.smartsymbols", "pymdownx.snippets"),
    *("pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde"),
]
PUBLISHER: Final = publisher.Markdown(
    extensions=EXTENSIONS,
    extension_configs={
        # `1st` is letters and digits, which are for the publisher to set as it likes.
        "pymdownx.smartsymbols": {"ordinal_numbers": False},
        "pymdownx.snippets": {"base_path": [str(Path(__file__).parent)], "check_paths": False},
    },
)


def published(page: str) -> str:
    PUBLISHER.reset()
    made: str = PUBLISHER.convert(page)
    return made


def seen(found: list[Event]) -> str:
    return "".join(data for kind, data, _ in found if kind == "text")


def body(made: str) -> str:
    assert made.startswith('<div class="pm-prose">')
    assert made.endswith("</div>")
    return made.removeprefix('<div class="pm-prose">').removesuffix("</div>")


FAMILIES: Final = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    '<img src=x onerror="alert(1)">',
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=evil.swf></object><embed src=evil.swf>",
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    "<style>body{display:none}</style><link rel=stylesheet href=//evil.example>",
    '<form action=https://evil.example><input name="__proto__" id=document></form>',
    '<a id=location name=location href="https://evil.example">x</a>',
    "<!-- comment --><!doctype html><?php x ?><![CDATA[ x ]]>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<div markdown=1>\n\n*x* {{ config }}\n\n</div>",
    '</div></div></article><script>alert(1)</script><div class="x">',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](&#1;javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1)) [y](file:///etc/passwd) [z](blob:x)",
    "[x](//evil.example) [y](\\\\evil.example) [z](/logout) [w](#top) [v](?a=b) [u](../..)",
    "[x](https:evil.example) [y](https:/evil.example) [z](https:///evil.example)",
    "<javascript:alert(1)> <data:text/html,x>",
    '[x](https://a.example "onmouseover=alert(1)")',
    "[x](https://a.example/\"onmouseover='alert(1)')",
    "[x](https://a.example){onclick=alert(1) style=position:fixed}",
    "# Heading {#location .md-search onclick=alert(1)}",
    "{: onclick=alert(1) }",
    "text\n{: #id .class style='x' }",
    "![x](https://evil.example/pixel.png)",
    "![x](javascript:alert(1)) ![y](pixel.png) ![z](data:image/svg+xml,x)",
    "![a](https://evil.example/a.png){ width=9999 loading=eager }",
    '--8<-- "pyproject.toml"',
    "--8<--\ntest_prose_hostile.py\n--8<--",
    ';--8<-- "test_prose_hostile.py"',
    ":material-account: :smile: :octicons-heart-fill-24:{ .heart }",
    "*[HTML]: x\n\nHTML",
    "[^1]: x\n\nText[^1] ^[inline]",
    "[TOC]",
    "!!! danger\n    x",
    "??? note\n    x",
    '=== "Tab"\n    x',
    "/// html | script\nalert(1)\n///",
    "term\n:   definition",
    "- [x] done\n- [ ] open",
    "++ctrl+alt+del++ ==mark== ^^ins^^ H~2~O x^2^ {++add++} {--del--} {>>note<<}",
    '[=50% "half"]{: .x}',
    "$$\\href{javascript:alert(1)}{x}$$ \\(x\\)",
    '```mermaid\ngraph TD; A-->B; click A href "javascript:alert(1)"\n```',
    "```{ .html onclick=alert(1) }\n<script>\n```",
    '``` { .python .annotate title="<b>" }\nx # (1)!\n```\n\n1. x',
    "```html\n</code></pre></div><script>alert(1)</script>",
    "~~~\nnever closed\n\n</div>",
    "{{ config }} {{ ''.__class__.__mro__ }} {% include 'x' %} {# x #}",
    "{% raw %}{{ x }}{% endraw %}",
    "<% x %> ${x} [[ x ]] [% x %] #{x}",
    "---\ntitle: x\nhide: [toc]\n---\n",
    "title: x\ntemplate: evil.html\n\ntext",
    "https://evil.example www.evil.example a@evil.example @user #1 org/repo#1",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#x3c;script&#x3e; &amp;lt;script&amp;gt;",
    "\\<script\\> \\{\\{ x \\}\\} \\`",
    "`<script>` ``{{ x }}`` `&lt;`",
    '> <script>\n> {onclick=x}\n> --8<-- "pyproject.toml"',
    '| <b>a</b> | {onclick=x} |\n|:-|-:|\n| {{ x }} | --8<-- "x" | c |',
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0001\x03 \x02amp\x03",
    "a\x00b\x1b]8;;https://evil.example\x07c\x85d\u2028e",
    "abc\u202edef\u2066ghi &#x202e;jkl &#x2066; &#8203; &#xe0041; &#xFDD0; &#128; &#0; &#xD800;",
    "\ud800 lone \udfff",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319 &#769;&#769;&#769;&#769;&#769;",
    "[a]: javascript:alert(1)\n[b]: /x 'y'\n[c]: https://c.example '\"><script>'\n\n[a] [b] [c]",
    '[![x](https://i.example/x.png "t")](https://l.example) [a <https://b.example>](https://c.d)',
    '<https://a.example/?q=<script>> <https://a.example/"onclick=x>',
    "`</code>` **</strong>** ~~</s>~~",
    "    <script>indented</script>\n\n\t{{ tab }}",
]


@pytest.mark.parametrize("attack", FAMILIES)
def test_a_known_attack_comes_out_as_text_wherever_it_is_put(attack: str) -> None:
    prose, sentence, words = block(attack), inline(attack), plain(attack)
    assert faults(body(prose), BLOCK_TAGS) == []
    assert faults(sentence, INLINE_TAGS) == []
    assert events(words)[0][0] == "text"
    assert len(events(words)) == 1
    page = f"# Title\n\n{prose}\n\n* A{sentence}Z\n\n| H |\n|---|\n| A{words}Z |\n\n{prose}\n"
    expected = (
        f'<h1 id="title">Title</h1>{prose}<ul><li>A{sentence}Z</li></ul><table><thead><tr>'
        f"<th>H</th></tr></thead><tbody><tr><td>A{words}Z</td></tr></tbody></table>{prose}"
    )
    without_layout = re.sub(r"(?<=>)\n+(?=<)", "", published(page))
    assert events(without_layout) == events(expected)


PIECES: Final = st.one_of(
    st.sampled_from(
        [
            *(
                "\n",
                "\n\n",
                "  \n",
                "    ",
                "\t",
                " ",
                "> ",
                "- ",
                "1. ",
                "10) ",
                "# ",
                "## ",
                "---",
            ),
            *("===", "|", "|-|-|\n", "a | b\n-|-\n", "```", "~~~", "`", "``", "*", "**", "_", "__"),
            *(
                "~~",
                "~",
                "[",
                "]",
                "](",
                "](https://a.example/",
                ")",
                "![",
                "[a]",
                "[a]: https://b",
            ),
            *(
                "<",
                ">",
                "</",
                "<a",
                "<div>",
                "</div>",
                "<https://",
                "<!--",
                "-->",
                "&",
                "&#",
                "&lt;",
            ),
            *("&#x202e;", "&#10;", "&#769;", "&nbsp;", "\\", "\\\n", "{", "}", "{{", "}}", "{%"),
            *("%}", "{:", "{#", ":", ":::", "::", ":smile:", "!!! ", "???", "===", "--8<-- ", '"'),
            *(
                "'",
                "*[a]: b",
                "[^1]",
                "[^1]: x",
                "++",
                "^",
                "==",
                "$$",
                "(c)",
                "...",
                "--",
                "@",
                "/",
            ),
            *(
                "https://x.example",
                "www.x.example",
                "mailto:a@b.c",
                "javascript:",
                "=",
                "+",
                "\u0301",
            ),
        ]
    ),
    st.sampled_from(["a", "b", "word", "Ünsere", "служба", "障害", "12", "1st", "x_y", "É"]),
    st.characters(),
)
HOSTILE: Final = st.lists(PIECES, max_size=40).map("".join)


@given(HOSTILE)
def test_prose_survives_the_publisher_to_the_byte(written: str) -> None:
    made = block(written)
    assert faults(body(made), BLOCK_TAGS) == []
    assert published(f"A\n\n{made}\n\nZ\n") == f"<p>A</p>\n{made}\n\n<p>Z</p>"


@given(HOSTILE)
def test_a_sentence_survives_the_publisher_in_a_paragraph_a_list_and_a_heading(
    written: str,
) -> None:
    made = inline(written)
    assert faults(made, INLINE_TAGS) == []
    assert events(published(f"A{made}Z")) == events(f"<p>A{made}Z</p>")
    assert events(published(f"* A{made}Z")) == events(f"<ul>\n<li>A{made}Z</li>\n</ul>")
    heading = events(published(f"## A{made}Z"))
    assert heading[1:] == events(f"<h2>A{made}Z</h2>")[1:]


@given(HOSTILE)
def test_a_browser_builds_the_tree_that_is_written(written: str) -> None:
    # nh3 parses as browsers do: what it would move, close or drop would not come back the same.
    prose, sentence = body(block(written)), inline(written)
    assert sanitize(prose, BLOCK_TAGS) == prose
    assert sanitize(sentence, INLINE_TAGS) == sentence


def shown(written: str) -> str:
    return tame(written).replace("\n", " ").replace("\t", " ")


@given(HOSTILE)
def test_plain_text_comes_back_from_the_publisher_as_it_was_written(written: str) -> None:
    made = plain(written)
    assert html.unescape(made) == shown(written)
    assert seen(events(published(f"A{made}Z"))) == f"A{shown(written)}Z"
    assert seen(events(published(f"* A{made}Z"))).strip() == f"A{shown(written)}Z"
    assert len(events(published(f"A{made}Z"))) == 3
    ((_, _, attributes), *_) = events(f'<span title="{made}">')
    assert attributes == (("title", shown(written)),)
    raw = f'<p title="{made}">{made}</p>'
    assert published(f"{raw}\n") == raw


@given(HOSTILE)
def test_plain_text_alone_is_one_paragraph(written: str) -> None:
    made = plain(written)
    tags = [event for event in events(published(made)) if event[0] != "text"]
    assert tags in ([("start", "p", ()), ("end", "p", ())], [])


@given(HOSTILE)
def test_no_template_engine_finds_anything_to_do(written: str) -> None:
    for made in (block(written), inline(written), plain(written)):
        for engine in (
            jinja2.Environment(autoescape=True),
            jinja2.Environment(
                autoescape=True,
                block_start_string="<%",
                block_end_string="%>",
                variable_start_string="[[",
                variable_end_string="]]",
                comment_start_string="<!--",
                comment_end_string="-->",
            ),
        ):
            assert engine.from_string(made).render() == made


@given(HOSTILE)
def test_nothing_forbidden_is_left_after_decoding(written: str) -> None:
    for made in (block(written), inline(written), plain(written), html.escape(text(written))):
        found = html.unescape(made)
        assert FORBIDDEN.search(found) is None
        marks = "".join("M" if unicodedata.category(one)[0] == "M" else "." for one in found)
        assert "MMMMM" not in marks


@given(HOSTILE, st.integers(min_value=1, max_value=60))
def test_a_description_is_one_line_within_its_limit(written: str, limit: int) -> None:
    short = text(written, limit)
    assert len(short) <= limit
    assert " ".join(short.split()) == short
    assert short == text(written) or short.endswith("…")


@pytest.mark.parametrize(
    ("markup", "made"),
    [
        ("<p>a<script>b</script><style>c</style></p>", "<p>a</p>"),
        ("<p>a<p onclick=x>b", "<p>a</p><p>b</p>"),
        ("<em><p>a</em>b</p>", "<em></em><p><em>a</em>b</p>"),
        ('<a href="/a">b</a><a href="https://[">c</a><a name=x>d</a>', "bcd"),
        ("<ul><li>a<ul><li>b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ('<p class="x" id="y" style="z" markdown="1">a</p>', "<p>a</p>"),
        ("<!-- a --><h1>b<img src=https://c.example><svg><a>d", "<h1>b</h1>"),
    ],
)
def test_html_is_cleaned_as_a_browser_would_read_it(markup: str, made: str) -> None:
    assert sanitize(markup, BLOCK_TAGS) == made


MARKUP: Final = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *("<p>", "</p>", "<em>", "</em>", "<a>", "</a>", "</div>", "<div>", "<script>"),
                *('<a href="https://x">', '<a href="javascript:x">', '<a href="https:x" id="y">'),
                *('<p onclick="x">', "<pre>", "</pre>", "<br>", "</br>", "<hr/>", "<", ">", '"'),
                *(
                    '<ol start="3">',
                    '<ol start="x">',
                    '<td align="left">',
                    '<td style="x">',
                    "<!--",
                ),
                *("<P>", "< p>", "<p", "</", "<a\n>", "<x-y>", "<table>", "</table>", "&lt;", "\n"),
            ]
        ),
        st.text(max_size=5),
    ),
    max_size=25,
).map("".join)


@given(MARKUP, st.sampled_from([BLOCK_TAGS, INLINE_TAGS]))
@example('<a href="https://x.example/"><a href="https://y.example/">', BLOCK_TAGS)
def test_encoding_leaves_only_the_allow_list_whatever_it_is_given(
    markup: str, tags: frozenset[str]
) -> None:
    assert faults(encode(markup, tags), tags) == []
    assert faults(sanitize(markup, tags), tags) == []


SENTENCES: Final = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *(
                    "a",
                    "word",
                    "É",
                    "служба",
                    "12",
                    ".",
                    ",",
                    "(",
                    ")",
                    "[x]",
                    "[",
                    "]",
                    "!",
                    "_",
                    "~",
                ),
                *(
                    " ",
                    "  ",
                    "\n",
                    "\n\n",
                    " \n",
                    "\t",
                    "\\",
                    "&",
                    "<",
                    "<5",
                    "5 <",
                    "a_b",
                    "#",
                    ">",
                ),
                *(
                    "-",
                    "+",
                    "=",
                    "|",
                    ":",
                    ";",
                    "'",
                    '"',
                    "1.",
                    "&x",
                    "&x;",
                    "](",
                    "\u2003",
                    "\xa0",
                ),
            ]
        ),
        st.characters(),
    ),
    max_size=12,
).map("".join)


def to_the_eye(markup: str) -> str:
    """The markup without the difference between spaces, of which the parser drops the wide."""
    return re.sub(r" (?=<|$)", "", re.sub(r"\s+", " ", html.unescape(markup)))


@given(SENTENCES)
@example("a  \nb")
@example("a\\\nb")
@example("_a_ b")
@example("a_b_ c")
@example("Setext\n---")
@example("a\r\r\nb")
def test_the_short_way_gives_what_the_parser_gives(written: str) -> None:
    tame_text = tame(written)
    tokens = commonmark.blocks(tame_text)
    if tokens:
        prose = sanitize(commonmark.to_html(tokens, 3), BLOCK_TAGS)
        assert to_the_eye(body(block(written))) == to_the_eye(prose)
    line = tame(written.strip("\t\n\r "))
    sentence = sanitize(commonmark.to_html(commonmark.line(line), 3), INLINE_TAGS)
    assert inline(written) == sentence


BIG: Final = {
    "brackets": "[" * 50_000,
    "images": "![" * 25_000,
    "brackets closed": "[" * 25_000 + "]" * 25_000,
    "links begun": "[a](" * 12_500,
    "quotes": ">" * 50_000,
    "spaced quotes": "> " * 25_000,
    "lazy quotes": ">" * 15 + " a\n" + "b\n" * 20_000,
    "lists": "- " * 25_000,
    "deep lists": "- - - - - - - - - a\n" * 2_500,
    "tags begun": "<a" * 50_000,
    "tildes": "~" * 200_000,
    "stars": "*a" * 25_000,
    "emphasis": "*a **b " * 7_000,
    "backticks": "".join("`" * length + "a" for length in range(1, 300)),
    "entities": "&" * 50_000,
    "fences": "```\n" * 12_500,
    "headings": "#" * 50_000,
    "columns": "|a" * 10_000 + "|\n" + "|-" * 10_000 + "|\n" + "|b" * 10_000 + "|",
    "rows": "a|" * 200 + "b\n" + "-|" * 200 + "-\n" + "c\n" * 10_000,
    "definitions": "[a]: b\n" * 7_000,
    "address used again": "[a]: https://x.example/" + "y" * 1_900 + "\n\n" + "[a]" * 3_900,
    "definition lists": "a\n:   b\n" * 6_000,
    "marks": "a" + "\u0301" * 50_000,
}


@pytest.mark.parametrize("name", BIG)
def test_text_made_to_keep_a_parser_busy_is_inert_and_stays_near_its_own_size(name: str) -> None:
    written = BIG[name]
    prose = block(written)
    assert faults(body(prose), BLOCK_TAGS) == []
    assert faults(inline(written), INLINE_TAGS) == []
    assert len(prose) < 15 * len(written) + 1_000
    assert len(text(written)) <= 4 * len(written)
    assert published(f"A\n\n{prose}\n\nZ\n") == f"<p>A</p>\n{prose}\n\n<p>Z</p>"
