from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

from postmortems.publish.search import searchable

if TYPE_CHECKING:
    from pathlib import Path


def test_headings_stay_and_all_else_becomes_one_paragraph_of_words() -> None:
    content = (
        '<h1 id="t">Title<a class="headerlink" href="#t" title="x">#</a></h1>\n'
        "<div><p>One <b>two</b></p><p>three&#58; 1 &lt; 2</p></div>\n"
        '<svg role="img"><title>a picture</title></svg>\n'
        '<h2 id="s">Section</h2>\n<ul><li>four</li><li>five</li></ul>'
    )
    assert searchable(content) == (
        '<h1 id="t">Title</h1>\n<p>One two three: 1 &lt; 2</p>\n'
        '<h2 id="s">Section</h2>\n<p>four five</p>'
    )


def test_text_that_looks_like_markup_stays_text() -> None:
    assert searchable("<p>&#60;script&#62;alert&#40;1&#41;&#60;&#47;script&#62;</p>") == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


def test_the_index_of_a_site_holds_the_words_of_its_incidents_and_no_markup(
    published: Path,
) -> None:
    index = json.loads((published / "site" / "search" / "search_index.json").read_text("utf-8"))
    found = {each["location"]: each for each in index["docs"]}
    summary = found["incidents/INC-20260105-0912/#summary"]
    assert "Mail waited up to two hours in the relay" in html.unescape(summary["text"])
    factors = found["incidents/INC-20260105-0912/#factors"]
    assert "F1 The relay's list of authorities is kept by hand" in html.unescape(factors["text"])
    hostile = [each for where, each in found.items() if "INC-20260701-1200" in where]
    assert hostile
    for each in hostile:
        assert re.findall(r"<(?!/?p>)[a-zA-Z/!]", each["title"] + each["text"]) == []
    assert [where for where in found if where.startswith(("actions", "dashboards", "years"))] == []
