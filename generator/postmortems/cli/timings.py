"""Where the time of a run went, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.cli.watch import Span

_HEAD = ("seconds", "share", "items", "per item", "workers", "memory")
_REST = "between stages"


def table(whole: Span) -> str:
    """Return a line for each stage, stages inside others indented, and the total at the end.

    Seconds are those of a clock on the wall, except for the start of the program, which is counted
    in CPU time. Workers are processes, where there is more than one; memory is the most that any
    process had held by then.
    """
    rows = [("stage", *_HEAD), *_rows(whole, whole.seconds, "")]
    rest = whole.seconds - sum(each.seconds for each in whole.inner.values())
    rows.append((_REST, f"{rest:.2f}", _share(rest, whole.seconds), "", "", "", ""))
    rows.append(_row("total", whole, whole.seconds))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join((f"{first:{widths[0]}}", *map(str.rjust, others, widths[1:]))).rstrip()
        for first, *others in rows
    ]
    return "\n".join(lines) + "\n"


def _rows(span: Span, whole: float, indent: str) -> Iterator[tuple[str, ...]]:
    for each in span.inner.values():
        yield _row(indent + each.name, each, whole)
        yield from _rows(each, whole, indent + "  ")


def _row(name: str, span: Span, whole: float) -> tuple[str, ...]:
    return (
        name,
        f"{span.seconds:.2f}",
        _share(span.seconds, whole),
        f"{span.done:,}" if span.done else "",
        _each(span.seconds / span.done) if span.done else "",
        str(span.workers) if span.workers > 1 else "",
        f"{span.peak / 1e6:,.0f} MB",
    )


def _share(seconds: float, whole: float) -> str:
    return f"{100 * seconds / whole:.0f} %" if whole else ""


def _each(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.1f} s"
    milliseconds = 1_000 * seconds
    return f"{milliseconds:.1f} ms" if milliseconds >= 0.1 else f"{1_000 * milliseconds:.0f} µs"  # noqa: PLR2004
