from __future__ import annotations

import pytest

from postmortems.render import commonmark
from postmortems.render.prose import block, inline, plain, text

REL = 'rel="noopener noreferrer nofollow ugc"'
EXAMPLE = "https&#58;&#47;&#47;x&#46;example&#47;"


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("", ""),
        ("Payments API", "Payments API"),
        ("Störung im Lager 7", "Störung im Lager 7"),
        ("障害", "障害"),
        ("a*b", "a&#42;b"),
        ("order_items", "order&#95;items"),
        ("R&D <b> \"x\" 'y'", "R&#38;D &#60;b&#62; &#34;x&#34; &#39;y&#39;"),
        ("&amp;", "&#38;amp&#59;"),
        ("two  spaces", "two&#32; spaces"),
        (" ends ", "&#32;ends&#32;"),
        ("one\ntwo\r\nthree\tfour", "one two three four"),
        ("12 % – “ok” €", "12 &#37; &#8211; &#8220;ok&#8221; &#8364;"),
        ("e\u0301", "e&#769;"),
        ("\u0301e", "&#9676;&#769;e"),
        ("e" + "\u0301" * 9 + "x", "e" + "&#769;" * 4 + "&#65533;x"),
        ("e" + "\u00ad\u0301" * 9, "e" + "&#173;&#769;" * 4 + "&#173;&#65533;"),
        ("\x00\x1b\r\x85\u202e\u200b\ufeff\U000e0041\ufdd0\ud800", "&#65533;" * 10),
        ("👩\u200d💻", "&#128105;&#8205;&#128187;"),
        ("a" * 201 + "*", "a" * 201 + "&#42;"),
    ],
)
def test_plain(written: str, made: str) -> None:
    assert plain(written) == made


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("", ""),
        (" Errors rise.\nPager  fires. ", "Errors rise&#46; Pager fires&#46;"),
        ("`order_items` is **locked**", "<code>order&#95;items</code> is <strong>locked</strong>"),
        ("*it* _was_ ~~never~~ ~5 min", "<em>it</em> <em>was</em> <s>never</s> &#126;5 min"),
        ("snake_case_name and 5 < 6", "snake&#95;case&#95;name and 5 &#60; 6"),
        ("[change](https://x.example/)", f'<a href="{EXAMPLE}" {REL}>change</a>'),
        ("<https://x.example/>", f'<a href="{EXAMPLE}" {REL}>{EXAMPLE}</a>'),
        (
            "[Mail](HTTP://x.example/ 'title')",
            f'<a href="{EXAMPLE}" {REL}>Mail</a>'.replace("https", "HTTP"),
        ),
        (
            "<a@b.example>",
            f'<a href="mailto&#58;a&#64;b&#46;example" {REL}>a&#64;b&#46;example</a>',
        ),
        ("![load](https://x.example/)", f'load &#40;<a href="{EXAMPLE}" {REL}>{EXAMPLE}</a>&#41;'),
        (
            "![a](https://x.example/), b",
            f'a &#40;<a href="{EXAMPLE}" {REL}>{EXAMPLE}</a>&#41;&#44; b',
        ),
        ("![](https://x.example/)", f'<a href="{EXAMPLE}" {REL}>{EXAMPLE}</a>'),
        (
            "[![*load*](https://x.example/)](https://x.example/)",
            f'<a href="{EXAMPLE}" {REL}>load</a> &#40;<a href="{EXAMPLE}" {REL}>{EXAMPLE}</a>&#41;',
        ),
        ("[page](../other.md)", "&#91;page&#93;&#40;&#46;&#46;&#47;other&#46;md&#41;"),
        ("[nothing]() there", "nothing there"),
        (
            "[a](https://b.example@c.example/)",
            "&#91;a&#93;&#40;https&#58;&#47;&#47;b&#46;example&#64;c&#46;example&#47;&#41;",
        ),
        (
            "[a](https://b.example/@c)",
            f'<a href="https&#58;&#47;&#47;b&#46;example&#47;&#64;c" {REL}>a</a>',
        ),
        ("# no heading", "&#35; no heading"),
        ("- no list\n- at all", "&#45; no list &#45; at all"),
        ("> no quote\n\n    no code", "&#62; no quote no code"),
        ("a\\\nb", "a<br>b"),
        ("a\n\n**b**", "a <strong>b</strong>"),
        ("5 \\* 6 &times; 7", "5 &#42; 6 &#215; 7"),
        ("**&#x202e;**&#7;", "<strong>&#65533;</strong>&#65533;"),
        ("*e*" + "&#769;" * 9, "<em>e</em>&#9676;" + "&#769;" * 4 + "&#65533;"),
        ("~~a~~", "<s>a</s>"),
        ("_a_", "<em>a</em>"),
        ("a &lt; b", "a &#60; b"),
        ("\n\u0301a", "&#9676;&#769;a"),
        ("<b>x</b>", "&#60;b&#62;x&#60;&#47;b&#62;"),
    ],
)
def test_inline(written: str, made: str) -> None:
    assert inline(written) == made


PROSE = """\
# Cause

The *pool* was `max=20`.
It ran dry.

## Why

3. retries
4. no limit
   - on `order-service`
   - on others

> quoted

| step | min |
|:-----|----:|
| page | 23  |

```sql
SELECT  *
\tFROM t;

-- end
```

###### Deep

* * *
"""
MADE = (
    '<div class="pm-prose"><h3>Cause</h3>'
    "<p>The <em>pool</em> was <code>max&#61;20</code>&#46; It ran dry&#46;</p>"
    "<h4>Why</h4>"
    '<ol start="3"><li>retries</li><li>no limit <ul><li>on <code>order&#45;service</code></li>'
    "<li>on others</li></ul></li></ol>"
    "<blockquote><p>quoted</p></blockquote>"
    '<table><thead><tr><th align="left">step</th><th align="right">min</th></tr></thead>'
    '<tbody><tr><td align="left">page</td><td align="right">23</td></tr></tbody></table>'
    "<pre><code>SELECT  &#42;&#10;&#9;FROM t&#59;&#10;&#10;&#45;&#45; end&#10;</code></pre>"
    "<h6>Deep</h6><hr></div>"
)


def test_prose() -> None:
    assert block(PROSE) == MADE


@pytest.mark.parametrize(
    ("level", "headings"),
    [(1, ["h1", "h2", "h6"]), (2, ["h2", "h3", "h6"]), (5, ["h5", "h6", "h6"])],
)
def test_headings_start_where_the_page_says(level: int, headings: list[str]) -> None:
    made = block("# a\n\n## b\n\n###### c", heading_level=level)
    assert made == '<div class="pm-prose">{}</div>'.format(
        "".join(f"<{tag}>{words}</{tag}>" for tag, words in zip(headings, "abc", strict=True))
    )


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("", ""),
        ("  \n\n", ""),
        (
            "One line\nand (another).\n\n \n\nNext.",
            "<p>One line and &#40;another&#41;&#46;</p><p>Next&#46;</p>",
        ),
        ("Title\n=====", "<h3>Title</h3>"),
        ("one\n- two", "<p>one</p><ul><li>two</li></ul>"),
        ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("line  \nbreak", "<p>line<br>break</p>"),
        (
            "[a] and [text][a]\n\n[a]: https://x.example/ 'T'",
            f'<p><a href="{EXAMPLE}" {REL}>a</a> and <a href="{EXAMPLE}" {REL}>text</a></p>',
        ),
        ("```\nnever closed", "<pre><code>never closed</code></pre>"),
        (
            "a | b\n-|-\nc",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td></td></tr></tbody></table>",
        ),
        ("1. a\n\n<b>\n\nc", "<ol><li>a</li></ol><p>&#60;b&#62;</p><p>c</p>"),
    ],
)
def test_block(written: str, made: str) -> None:
    assert block(written) == f'<div class="pm-prose">{made}</div>'


def as_typed(*paragraphs: str) -> str:
    return '<div class="pm-prose">{}</div>'.format("".join(f"<p>{one}</p>" for one in paragraphs))


def test_prose_that_nests_too_deeply_is_shown_as_typed_and_loses_nothing() -> None:
    limit = commonmark.DEEPEST - 2
    kept = block(">" * (limit - 1) + " deep")
    assert kept.count("<blockquote>") == limit - 1
    assert "<p>deep</p>" in kept
    assert block(">" * limit + " *deep*\n  end\n\nnext") == as_typed(
        "&#62;" * limit + " &#42;deep&#42;<br>end", "next"
    )


def test_prose_beyond_a_limit_is_shown_as_typed() -> None:
    longest = "*a*" + "a" * (commonmark.LONGEST - 3)
    assert block(longest) == as_typed("<em>a</em>" + longest[3:])
    assert block(longest + "a") == as_typed("&#42;a&#42;" + longest[3:] + "a")
    lines = "*a*\n" * commonmark.MOST_LINES
    assert block(lines[:-1]) == as_typed(" ".join(["<em>a</em>"] * commonmark.MOST_LINES))
    assert block(lines + "b").startswith('<div class="pm-prose"><p>&#42;a&#42;<br>&#42;a&#42;<br>')
    brackets = "*a*" + "[" * commonmark.MOST_BRACKETS
    assert block(brackets).startswith('<div class="pm-prose"><p><em>a</em>&#91;')
    assert block(brackets + "[").startswith('<div class="pm-prose"><p>&#42;a&#42;&#91;')
    marks = "*a*" + "*_~_" * (commonmark.MOST_MARKS // 4 - 1) + "**"
    assert block(marks).startswith('<div class="pm-prose"><p><em>a</em>')
    assert block(marks + "_").startswith('<div class="pm-prose"><p>&#42;a&#42;')


def test_a_table_much_larger_than_its_text_is_shown_as_typed() -> None:
    def table(columns: int, rows: int) -> str:
        return "a|" * columns + "\n" + "-|" * columns + "\n" + "b\n" * rows

    assert block(table(10, 20)).count("<td>") == 200
    assert block(table(24, 400)).startswith('<div class="pm-prose"><p>a&#124;a')
    wide = "a|" * 9 + "a\n" + "-|" * 9 + "-\n"
    row = "b|" * 9 + "b\n"
    assert block(wide + row * 1_000).count("<td>") == 10_000
    assert block(wide + row * 1_200).count("<td>") == 0


def test_an_address_used_again_and_again_does_not_fill_the_page() -> None:
    address = "[a]: https://x.example/" + "y" * 1_900
    assert block(address + "\n\n" + "[a] " * 100).count("<a ") == 100
    assert block(address + "\n\n" + "[a] " * 200).count("<a ") == 0
    assert block(address + "\n\n" + "![a] " * 200).count("<a ") == 0
    titled = "[a]: https://x.example/ '" + "y" * 1_900 + "'\n\n"
    assert block(titled + "[a] " * 100).count("<a ") == 100
    assert block(titled + "[a] " * 200).count("<a ") == 0
    assert block(address + "y" * 100 + "\n\n[a]").count("<a ") == 0


@pytest.mark.parametrize(
    ("written", "limit", "words"),
    [
        ("", None, ""),
        (PROSE, 70, "Cause The pool was max=20. It ran dry. Why retries no limit on…"),
        ("a **b** `c`\nd", None, "a b c d"),
        ("[x](https://x.example) ![y](https://x.example)\\\nz", None, "x y z"),
        ("| a | b |\n|---|---|\n| c | d |", None, "a b c d"),
        ("&#x202e;&lt;b&gt;", None, "\ufffd<b>"),
        ("ab cd ef", 8, "ab cd ef"),
        ("ab cd ef", 7, "ab cd…"),
        ("ab cd ef", 6, "ab cd…"),
        ("ab cd ef", 5, "ab…"),
        ("ab, cd", 5, "ab…"),
        ("abcdef", 4, "abc…"),
        ("abcdef", 1, "…"),
        (">" * 60 + " x", 10, ">>>>>>>>>…"),
    ],
)
def test_text(written: str, limit: int | None, words: str) -> None:
    assert text(written, limit) == words
