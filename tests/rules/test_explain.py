from __future__ import annotations

import pytest

from postmortems.errors import PostmortemsError
from postmortems.findings import Level
from postmortems.rules.base import Rule
from postmortems.rules.documentation import documentation
from postmortems.rules.explain import by_family, explain, listing

DOC = """A clock that stands still. It is right twice a day, more often than a clock that is late.

    Why: People read it.

    Fix: Wind it.

    Source: Common sense.

    Flagged:
        clock: still

    Accepted:
        clock: runs

    Accepted:
        clock: none
    """
STILL = Rule(id="still-clock", family="time", level=Level.WARNING, doc=DOC)
BLANK = Rule(id="blank", family="time", level=None, doc=DOC)
WORD = Rule(id="word", family="language", level=Level.ERROR, doc=DOC)


def test_a_rule_is_explained_in_lines_that_fit_a_terminal() -> None:
    assert explain(STILL) == (
        "still-clock (time, warning)\n\n"
        "A clock that stands still. It is right twice a day, more often than a clock\n"
        "that is late.\n\n"
        "Why: People read it.\n\n"
        "Fix: Wind it.\n\n"
        "Flagged:\n    clock: still\n\n"
        "Accepted:\n    clock: runs\n\n"
        "Accepted:\n    clock: none\n\n"
        "Source: Common sense.\n"
    )
    assert explain(BLANK).startswith("blank (time, off)\n\n")


@pytest.mark.parametrize(("length", "lines"), [(78, 1), (79, 2)])
def test_a_line_holds_seventy_eight_characters(length: int, lines: int) -> None:
    what = "x" * (length - 2) + " ."
    doc = DOC.replace(DOC.split("\n", maxsplit=1)[0], what)
    first = explain(Rule(id="a", family="time", level=None, doc=doc))
    assert len(first.split("\n\n")[1].split("\n")) == lines


def test_what_has_no_fix_shows_none() -> None:
    unmendable = Rule(id="a", family="time", level=None, doc=DOC.replace("Fix: Wind it.", ""))
    assert "Fix" not in explain(unmendable)


def test_rules_are_listed_by_family_with_their_level_and_first_sentence() -> None:
    rules = [STILL, WORD, BLANK]
    assert by_family(rules) == [WORD, BLANK, STILL]
    assert listing(rules, lambda rule: rule.level) == (
        "language\n"
        f"  {'word':<34} error    A clock that stands still\n"
        "\n"
        "time\n"
        f"  {'blank':<34} off      A clock that stands still\n"
        f"  {'still-clock':<34} warning  A clock that stands still\n"
    )


def test_documentation_that_lacks_a_part_is_refused_with_its_first_line() -> None:
    with pytest.raises(PostmortemsError, match=r"lacks Why, Source: 'A clock\.'"):
        documentation("A clock.\n\n    Flagged:\n        a: 1\n\n    Accepted:\n        a: 2\n")
