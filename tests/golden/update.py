"""Writes tests/golden/expected anew: the docs tree of the demo, to be looked at and committed.

Beside it, tests/golden/advice: what `postmortems advise` prints of some incidents;
tests/golden/sheets: what `postmortems render` writes of some; and tests/golden/review: what
`postmortems review` says of a pull request.

Run `python tests/golden/update.py` after a change of pages that is meant.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

sys.path.insert(
    0, str(Path(__file__).resolve().parents[1])
)  # where `support` is, also for a script

from postmortems import today
from postmortems.answers.advice_text import text
from postmortems.pipeline import check
from support.docs_tree import tree

DEMO = Path(__file__).resolve().parent / "demo"
EXPECTED = DEMO.parent / "expected"
ADVICE = DEMO.parent / "advice"
SHEETS = DEMO.parent / "sheets"
AS_OF = "2026-09-30"

_CHART = re.compile(rb'<svg [^>]*class="pm-chart".*?</svg>')


def demo_tree() -> dict[str, bytes]:
    """The docs tree of the demo, as it was on the demo's day."""
    checked = check(DEMO, today.instant(AS_OF))
    assert checked.errors == 0, checked.findings
    return tree(DEMO, checked)


def without_charts(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same with a word for each chart, and without databases: what the library that drew or
    wrote them makes of the same thing in another version is no fault. The guide, which says the
    same on every site, is left to its own tests.
    """
    return {
        path: _CHART.sub(b"[chart]", content)
        for path, content in files.items()
        if not path.endswith(".sqlite") and not path.startswith("guide/")
    }


def expected() -> dict[str, bytes]:
    """The files that are committed, by path."""
    return {
        path.relative_to(EXPECTED).as_posix(): path.read_bytes()
        for path in sorted(EXPECTED.rglob("*"))
        if path.is_file()
    }


def main() -> None:
    """Replace what is committed by what the demo gives now."""
    files = without_charts(demo_tree())
    shutil.rmtree(EXPECTED, ignore_errors=True)
    for path, content in files.items():
        target = EXPECTED / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    advice()
    sheets()
    review()


def review() -> None:
    """Write the review of the pull request in every format."""
    from support.pull_request import REVIEW, reviewed  # noqa: PLC0415

    for name, said in reviewed().items():
        (REVIEW / name).write_text(said, "utf-8")


def sheets() -> None:
    """Write the sheet of every case in every format."""
    from support.sheet_cases import CASES, FORMATS, written  # noqa: PLC0415

    shutil.rmtree(SHEETS, ignore_errors=True)
    SHEETS.mkdir()
    for name in CASES:
        for form, ending in FORMATS.items():
            (SHEETS / f"{name}.{ending}").write_text(written(name, form), "utf-8")


def advice() -> None:
    """Write the advice of every case as text."""
    # The folder of the tests is on the path only when tests run, or this file does.
    from support.advice_cases import CASES, case  # noqa: PLC0415

    shutil.rmtree(ADVICE, ignore_errors=True)
    ADVICE.mkdir()
    for name in CASES:
        (ADVICE / f"{name}.txt").write_text(text(case(name)), "utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(DEMO.parents[1]))
    main()
