"""What the worst files that are accepted cost, beside a typical one: time a byte, and memory.

    python benchmarks/worst.py [--quick]

Each file is as large as its kind can be within the limits, passes the reader, and is judged and
made into its page in a process of its own. ``×`` is the time for each byte of the file as a
multiple of a typical record's; ``growth`` is the time of the whole file over that of one with half
as much in it, so 2 is in line and 4 a square. The texts are those by which parsers of Markdown and
patterns have been brought down before.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
TEXT = 49_900
LIST = 4_000 - 100
_SEEDS = (
    *("[", "![", "[a](", "[a][", "*a_ ", "**a", "*_", "a**b", "~~a", "`a``b", "\\`", "&#", "&lt;"),
    *("<a ", "<https://a.example> ", "<!--", "> ", ">- ", "- a\n  - b\n", "1. a\n", "    a\n"),
    *("# a\n", "a\n=\n", "```\n", "a|b\n-|-\n", "[a]: /b 'c\n", "[a](https://b.example) "),
    *(
        "a",
        " ",
        "\t",
        "é",
        "e\u0301",
        "1 ",
        "10 minutes ",
        "day 1 ",
        "one hundred ",
        "1 of 5 users ",
    ),
    *(
        "at least an hour and ",
        "10:05 ",
        "key=abc123 ",
        "a@b.example ",
        "+1 555 0100 ",
        "Ada Lovelace ",
    ),
    *("2026-03-03 ", "INC-20260303-0905 ", "TODO ", '"a" ', "it was fixed, and "),
)
"""What a text is made of, again and again."""


def _filled(piece: str, size: int) -> str:
    text = ("x" + piece * (size // len(piece) + 1))[:size].rstrip()
    return text + "." if text[-1] != "." else text


def _record() -> dict[str, Any]:
    sys.path.insert(0, str(ROOT / "tests"))
    from postmortems.load.events import read  # noqa: PLC0415 - only a measured process needs it
    from postmortems.load.text import Limits  # noqa: PLC0415

    content = (ROOT / "tests" / "support" / "complete.yml").read_bytes()
    record: dict[str, Any] = read(content, Limits()).value
    for key in ("related", "recurrence_of", "imported"):
        record.pop(key, None)
    return record


def _one_text(piece: str) -> Callable[[dict[str, Any], float], None]:
    def fill(record: dict[str, Any], part: float) -> None:
        record["background"] = _filled(piece, int(TEXT * part))

    return fill


def _timeline(piece: str) -> Callable[[dict[str, Any], float], None]:
    def fill(record: dict[str, Any], part: float) -> None:
        # 1,000 entries of 900 characters are about what a file of 1 MiB holds.
        last = record["timeline"][-1]
        record["timeline"] += [
            {"at": last["at"], "text": f"{number}: {_filled(piece, 850)}"}
            for number in range(int(1_000 * part) - len(record["timeline"]))
        ]

    return fill


def _all(piece: str) -> Callable[[dict[str, Any], float], None]:
    def fill(record: dict[str, Any], part: float) -> None:
        for name in ("went_well", "went_poorly", "surprises"):
            record[name] = [_filled(piece, LIST) for _ in range(int(80 * part))]

    return fill


def _many(name: str, most: int) -> Callable[[dict[str, Any], float], None]:
    def fill(record: dict[str, Any], part: float) -> None:
        first = record[name][0]
        record[name] = [
            first | ({"id": f"{first['id']}-{number}"} if "id" in first else {})
            for number in range(int(most * part))
        ]

    return fill


KINDS: dict[str, Callable[[dict[str, Any], float], None]] = {
    **{f"text of {piece!r}": _one_text(piece) for piece in _SEEDS},
    "1,000 entries": _timeline("word "),
    "1,000 entries of emphasis": _timeline("*a*"),
    "1,000 entries of durations": _timeline("10 minutes "),
    "240 long sentences": _all("word "),
    "240 long sentences of emphasis": _all("*a*"),
    "240 long sentences of links": _all("[a](https://b.example) "),
    "50 factors": _many("factors", 50),
    "100 actions": _many("actions", 100),
}
QUICK = ("text of '*_'", "text of '<https://a.example> '", "1,000 entries of durations")


def inside(kind: str, part: float) -> None:
    """Judge a file and make its page, and print what that took as JSON."""
    record = _record()
    if kind:
        KINDS[kind](record, part)
    from fuzz.targets import SOURCE  # type: ignore[import-not-found] # noqa: PLC0415
    from metrics.records import library  # type: ignore[import-not-found] # noqa: PLC0415
    from postmortems.checking.record import examine  # noqa: PLC0415
    from postmortems.load.incidents import load_incident  # noqa: PLC0415
    from postmortems.load.templates import load_templates  # noqa: PLC0415
    from postmortems.pages import postmortem  # noqa: PLC0415
    from postmortems.render.page import Renderer  # noqa: PLC0415
    from support.editing import JUDGE  # type: ignore[import-not-found] # noqa: PLC0415

    content = json.dumps(record, ensure_ascii=False, indent=1).encode()
    by, renderer = JUDGE.terms, Renderer(load_templates(ROOT))
    best: dict[str, float] = {}
    for _ in range(3 if not kind else 1):
        begun = process_time()
        examine(SOURCE, content, by)
        judged = process_time()
        incident = load_incident(content, by.names, by.depths, by.limits).incident
        if incident is None:
            sys.exit(f"{kind} is not accepted")
        read = process_time()
        page = renderer.render(postmortem.page(incident, library(incident), ()))
        done = {"check": judged - begun, "page": process_time() - read}
        best = {name: min(took, best.get(name, took)) for name, took in done.items()}
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(best | {"bytes": len(content), "made": len(page), "held": held}))


def measured(kind: str, part: float = 1.0) -> dict[str, float]:
    """Measure a kind of file in a process of its own."""
    command = [sys.executable, __file__, "--inside", kind, str(part)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def rows(kinds: tuple[str, ...]) -> Iterator[str]:
    """Yield a line of the table for each kind, as it is measured."""
    typical = measured("")
    used = typical["check"] + typical["page"]
    usual = used / typical["bytes"]
    yield _line("a typical record", typical, 1.0, 0.0)
    for kind in kinds:
        half, whole = measured(kind, 0.5), measured(kind)
        took = whole["check"] + whole["page"]
        less = half["check"] + half["page"] - used
        # Of less than that, the noise is all.
        growth = (took - used) / less if less > 0.05 else 0.0  # noqa: PLR2004
        yield _line(kind, whole, took / whole["bytes"] / usual, growth)


def _line(kind: str, found: dict[str, float], times: float, growth: float) -> str:
    return (
        f"| {kind} | {found['bytes'] / 1000:,.0f} kB | {found['check']:.2f} s | "
        f"{found['page']:.2f} s | {times:.1f}× | {f'{growth:.1f}' if growth else '–'} | "
        f"{found['made'] / 1000:,.0f} kB | {found['held'] / 1024:,.0f} MB |"
    )


def main() -> None:
    """Print the table."""
    kinds = QUICK if "--quick" in sys.argv else tuple(KINDS)
    print("| file | size | check | page | time a byte | growth | page's size | memory |")
    print("|---|---|---|---|---|---|---|---|")
    for line in rows(kinds):
        print(line, flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(sys.argv[2], float(sys.argv[3]))
    else:
        main()
