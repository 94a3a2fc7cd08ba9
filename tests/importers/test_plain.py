"""HTML to what a reader would see, with what they would not see kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.importers.plain import Plain, plain


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("as it is", "as it is"),
        ("a <b>b</b><br/>c &amp; d &lt;x&gt; &#233;", "a b\nc & d <x> é"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ('see <a href="https://x.example/a">this</a>', "see this (https://x.example/a)"),
        ('<a href="https://x.example/a">https://x.example/a</a>', "https://x.example/a"),
        ("<a href=https://x.example/open>never closed", "never closed (https://x.example/open)"),
        ('<img src="https://x.example/g.png" alt="A graph">', "A graph (https://x.example/g.png)"),
        ("x < 5 and a<b, on <host> </host>", "x < 5 and a<b, on <host> </host>"),
        ("<", "<"),
        ("<!-- open", "<!-- open"),
    ],
)
def test_texts_are_what_a_reader_would_see(html: str, text: str) -> None:
    assert plain(html) == Plain(text)


@pytest.mark.parametrize(
    ("html", "unseen"),
    [
        ("a<script>alert(1)</script>b", ("alert(1)",)),
        ("ab<script>never closed", ("never closed",)),
        ("a<style>p {}</style>b", ("p {}",)),
        ("a<!-- a note -->b", ("a note",)),
    ],
)
def test_what_nobody_would_see_is_told_apart(html: str, unseen: tuple[str, ...]) -> None:
    assert plain(html) == Plain("ab", unseen)


@given(st.text(alphabet="<>/&;!-a b\n'\"=#x[]?"))
def test_no_text_breaks_it_and_letters_stay(text: str) -> None:
    found = plain(text)
    assert found.text.count("\n\n\n") == 0
    assert plain("z" + text).text.startswith("z")
