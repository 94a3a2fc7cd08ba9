from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from postmortems.errors import ConfigurationError
from postmortems.load.templates import guides, load_templates
from postmortems.pages.guide import Entry, GuideIndex, GuidePage, Section, pages
from support.example import settings

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """# How to begin

Write a [file](../reference/fields.md), and
commit it. Then look at it.

<!-- run: git init -->
## The first file { #first }

```yaml title="a.yml"
# no heading
## none either
<!-- kept -->
```

### The first file

~~~~text
~~~
# still inside
~~~~

## The first file

#### No heading of ours
"""


def made(first: tuple[str, ...] = (), **texts: str) -> list[GuideIndex | GuidePage]:
    return [each for each in pages(texts, first) if isinstance(each, GuideIndex | GuidePage)]


def test_a_text_is_parted_at_its_headings_and_nowhere_else() -> None:
    page = made(begin=TEXT)[1]
    assert isinstance(page, GuidePage)
    assert (page.path, page.title) == ("guide/begin.md", "How to begin")
    assert page.description == "Write a file, and commit it."
    assert page.sections == (
        Section(
            level=1,
            title="How to begin",
            anchor="how-to-begin",
            text="Write a [file](../reference/fields.md), and\ncommit it. Then look at it.",
        ),
        Section(
            level=2,
            title="The first file",
            anchor="first",
            text='```yaml title="a.yml"\n# no heading\n## none either\n<!-- kept -->\n```',
        ),
        Section(
            level=3,
            title="The first file",
            anchor="the-first-file",
            text="~~~~text\n~~~\n# still inside\n~~~~",
        ),
        Section(
            level=2,
            title="The first file",
            anchor="the-first-file-2",
            text="#### No heading of ours",
        ),
    )


def test_those_that_are_named_come_first_and_each_leads_to_the_next() -> None:
    index, *others = made(("second", "absent"), a="# A\n", second="# S\n\nOne. Two.\n", b="# B\n")
    assert isinstance(index, GuideIndex)
    assert index.path == "guide/index.md"
    assert index.entries[0] == Entry(title="S", url="guide/second/", about="One.")
    assert [each.title for each in index.entries] == ["S", "A", "B"]
    following = [
        each.next.title if each.next else "" for each in others if isinstance(each, GuidePage)
    ]
    assert following == ["A", "B", ""]


@pytest.mark.parametrize(
    "text", ["", "No heading.\n", "## Two\n", "# A\n\n# B\n", "Before\n\n# A\n"]
)
def test_a_text_that_does_not_begin_with_one_title_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"templates/guide/x\.md: begin with one heading"):
        made(x=text)


def test_without_a_text_there_is_an_index_alone() -> None:
    assert [each.path for each in made()] == ["guide/index.md"]


def test_a_team_replaces_a_page_and_adds_one(tmp_path: Path) -> None:
    ours = guides(load_templates(tmp_path))
    folder = tmp_path / "templates" / "guide"
    folder.mkdir(parents=True)
    (folder / "writing.md").write_text("# Our way\n", "utf-8")
    (folder / "runbooks.md").write_text("# Runbooks\n", "utf-8")
    (folder / "notes.txt").write_text("not a page", "utf-8")
    assert guides(load_templates(tmp_path)) == ours | {
        "writing": "# Our way\n",
        "runbooks": "# Runbooks\n",
    }


def test_the_public_site_has_no_guide() -> None:
    public = settings().audiences.public
    assert not public.has("guide/")
    assert not public.has("guide/writing/")
    assert settings().audiences.internal.has("guide/")
