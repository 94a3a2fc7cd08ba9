"""Reports of made-up runs, and findings as hostile as an incident can make them."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from postmortems.findings import Finding, Level, Span
from postmortems.reports.base import Report, RuleText

FINDING = Finding(
    rule="unknown-name",
    level=Level.ERROR,
    file="incidents/a.yml",
    message="`P9` is not a known severity level",
    span=Span(line=6, column=11, end=13),
    field="severity",
    why="nothing would count it",
    fix="did you mean `P0`?",
    excerpt="severity: P9",
)
WARNING = Finding(
    rule="action-overdue",
    level=Level.WARNING,
    file="incidents/b.yml",
    message="`A1` was due on 2026-03-01, 19 days ago",
    span=Span(line=40, column=10, end=20),
    field="actions[0].due",
    excerpt="    due: 2026-03-01",
)
WHOLE_FILE = Finding(
    rule="unreadable-file", level=Level.ERROR, file="incidents/c.yml", message="a link"
)
RULES = {
    "unreadable-file": RuleText(
        what="The file cannot be opened.",
        why="It may be anything.",
        fix="Put a file there.",
        family="structure",
        level=Level.ERROR,
        url="https://pm.example/reference/rules/unreadable-file/",
    ),
    "unknown-name": RuleText(
        what="A name that is listed nowhere. Names are those of `site_config/`.",
        why="Nothing would count it.",
        fix="",
        family="structure",
        level=Level.ERROR,
    ),
    "action-overdue": RuleText(
        what="An open action is past its due date.",
        why="It was promised.",
        fix="Do it.",
        family="process",
        level=Level.WARNING,
    ),
}


def report(*findings: Finding, **changed: Any) -> Report:  # noqa: ANN401
    """A run over three incidents on 2026-03-20 with these findings."""
    given: dict[str, Any] = {
        "findings": findings,
        "count": 3,
        "as_of": date(2026, 3, 20),
        "version": "1.2.3",
        "rules": {name: RULES[name] for name in RULES if name in {each.rule for each in findings}},
    }
    return Report(**given | changed)


ATTACKS = (
    "::error::forged",
    "  ::add-mask::x",
    "\n::stop-commands::t\n",
    "##[error]forged",
    "%0A::error::forged",
    "a,line=1::forged",
    "\x1b[2J\x07\u202e",
    "]]><failure/>",
    "</code><script>alert(1)</script>",
    "@everyone #1 GH-1 https://evil.example www.evil.example a@evil.example",
    "[text](https://evil.example) ![i](https://evil.example/i.png)",
    "| a | b |\n|---|---|",
    "{0} {1} [0](1)",
    "\ud800\ufffe\x00\x85\u2028",
    "`code` **bold** ~~gone~~ <!-- gone",
)
texts = st.one_of(
    st.sampled_from(ATTACKS), st.text(max_size=60), st.text("%:,=\r\n#[]()`|<&", max_size=12)
)
spans = st.none() | st.builds(
    lambda line, column, width: Span(line=line, column=column, end=column + width),
    st.integers(1, 3_000),
    st.integers(1, 400),
    st.integers(0, 90),
)
hostile = st.builds(
    Finding,
    rule=st.sampled_from(sorted(RULES)),
    level=st.sampled_from(Level),
    file=texts.filter(bool),
    message=texts,
    span=spans,
    field=texts,
    why=texts,
    fix=texts,
    # What `locate` hands out: one line without forbidden characters.
    excerpt=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=80),
)
"""A finding whose every text is chosen by somebody with bad intentions, or by nobody at all."""
reports = st.lists(hostile, max_size=6).map(lambda found: report(*found))
