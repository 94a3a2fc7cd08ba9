from __future__ import annotations

import pytest

from postmortems.render.guide import guide


def inside(markdown: str) -> str:
    html = guide(markdown)
    assert html.startswith('<div class="pm-guide">')
    assert "\n" not in html
    return html.removeprefix('<div class="pm-guide">').removesuffix("</div>")


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("security.md", "../../guide/security/"),
        ("../reference/fields.md", "../../reference/fields/"),
        ("../reference/rules/index.md#rules", "../../reference/rules/#rules"),
        ("../index.md", "../../"),
        ("../../data/", "../../data/"),
        ("#here", "#here"),
        ("https://example.com/a.md", "https://example.com/a.md"),
    ],
)
def test_links_lead_from_the_page_to_the_page(link: str, leads: str) -> None:
    html = inside(f"[x]({link})").replace("&#47;", "/").replace("&#46;", ".").replace("&#35;", "#")
    assert f'<a href="{leads}"' in html.replace("&#58;", ":")


def test_nothing_of_a_text_is_read_as_markup_by_a_publisher() -> None:
    assert inside("a <b> {{ c }} \\*d\\* `e*f`") == (
        "<p>a &#60;b&#62; &#123;&#123; c &#125;&#125; &#42;d&#42; <code>e&#42;f</code></p>"
    )


def test_a_listing_says_which_file_it_is_and_keeps_its_lines() -> None:
    assert inside('```yaml title="a/b.yml"\nx: 1\n\n  y\n```') == (
        '<div class="highlight"><span class="filename">a&#47;b&#46;yml</span><pre>'
        '<code class="language-yaml">x&#58; 1&#10;&#10;  y&#10;</code></pre></div>'
    )


def test_what_is_typed_stands_apart_from_what_is_answered() -> None:
    assert inside("```console\n$ a \\\n  b\nc\n$ d\n```") == (
        '<div class="highlight"><pre><code class="language-console">'
        "<strong>&#36; a &#92;</strong>&#10;<strong>  b</strong>&#10;c&#10;<strong>&#36; d</strong>"
        "</code></pre></div>"
    )


def test_a_table_can_be_scrolled_by_key_and_has_a_name() -> None:
    assert inside("| a | b |\n|---|---|\n| c | d |") == (
        '<div class="pm-scroll" tabindex="0" role="region" aria-label="a&#44; b">'
        '<table class="pm-table"><thead><tr><th scope="col">a</th><th scope="col">b</th></tr>'
        "</thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table></div>"
    )


def test_a_script_is_no_link() -> None:
    assert "<a" not in inside("[x](javascript:alert)")
