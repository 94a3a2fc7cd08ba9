"""No pattern of the package can be made to try the same text in ever more ways."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from postmortems.config import site
from support.ambiguity import explodes

HARMLESS = {
    r"[\])*_`~]*\s*(?:[:|,–—=>-]+|(?=\s)|$)[*_`]*+\s*+": "tried at one place of a text, and all "
    "that could fail after its loops is the middle, which begins with neither",
    r"(?P<before>.*?)\b(?:time|ts|timestamp)=": "held against whole lines, which `.*` reads to "
    "the end",
    r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)": "given no more than twice the characters that an entry "
    "holds",
    r"(?<![\w.])[+(]{0,2}\d(?:[\s()": "figures and what parts them have nothing in common, and a "
    "repeat of up to three is counted where the automaton tries it",
    r"(#{1,6}) +(.+?)(?: +\{ *#": "held against a line of the guide, a template of ours or of "
    "the team's",
    r'<a\b[^>]*\bhref="([^"]*)"': "held against pages of ours, in which every link ends",
}
"""Patterns, or how they begin, that are dear on paper alone, and why."""


def patterns() -> dict[str, list[tuple[str, int]]]:
    program = Path(__file__).parent / "support" / "patterns.py"
    said = subprocess.run([sys.executable, program], capture_output=True, text=True, check=True)
    return {
        name: [tuple(each) for each in found] for name, found in json.loads(said.stdout).items()
    }


def test_every_pattern_that_is_matched_takes_time_in_line_with_its_text() -> None:
    found = patterns()
    assert len(found) > 80
    slow = {
        pattern: f"{module}: {growth}"
        for module, each in found.items()
        for pattern, flags in each
        if (growth := explodes(pattern, flags))
    }
    excused = {begin for begin in HARMLESS if any(each.startswith(begin) for each in slow)}
    assert excused == set(HARMLESS)
    assert {p: told for p, told in slow.items() if not p.startswith(tuple(HARMLESS))} == {}


def test_the_form_of_ids_which_a_branch_may_change_is_read_in_line_with_its_length() -> None:
    assert explodes(site._TOKENS.pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "growth"),
    [
        (r"^(a+)+$", "exponential"),
        (r"(?:YYYY|MM|N+)+", "exponential"),
        (r"(\w+\s?)*x", "exponential"),
        (r"(a*)*", "exponential"),
        (r"(?:ab|[ac]b)*x", "exponential"),
        (r"(?i:A|a)*(?:x+x+)+y", "exponential"),
        (r"a*a*b", "polynomial"),
        (r"\s*[-=\s]*\s*", "polynomial"),
        (r".*,.*,", "polynomial"),
        (r"\s*,?\s+x", "polynomial"),
        (r"a{0,200}a{0,200}b", "polynomial"),
        (r"(?:\w[\w.-]*/)*\w[\w.-]*", ""),
        (r"(?:a|b|cd)*c", ""),
        (r"(\w+\s+)*x", ""),
        (r"\s*+,?\s++x", ""),
        (r"[^:]{0,58} +x", ""),
        (r"\s*\S+\s*", ""),
    ],
)
def test_what_explodes_is_known(pattern: str, growth: str) -> None:
    assert explodes(pattern) == growth
