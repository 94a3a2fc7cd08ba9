"""What is fuzzed: for each way in, a function of bytes that must neither raise nor break a promise.

`run.py` feeds them what coverage-guided mutation finds, `test_targets.py` their seeds and a few
changes of them. A target raises AssertionError where a promise is broken.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from postmortems.characters import FORBIDDEN
from postmortems.checking.record import examine
from postmortems.edit.fix import fix
from postmortems.errors import UsageError
from postmortems.findings import Level
from postmortems.importers.dates import DateError, clock, day_of, when
from postmortems.importers.document import Document, Terms
from postmortems.importers.events.gather import gather
from postmortems.importers.formats import FORMATS
from postmortems.importers.lengths import seconds_of
from postmortems.importers.run import Shelf, Unsaid, imported
from postmortems.load.events import read
from postmortems.load.moments import Clock, MomentError, instant
from postmortems.load.text import Limits
from postmortems.render.prose import block, inline, plain, text
from postmortems.render.sanitize import BLOCK_TAGS, INLINE_TAGS
from support.allowed import events, faults
from support.editing import JUDGE, SOURCE
from support.imports import judging

if TYPE_CHECKING:
    from collections.abc import Callable

    from postmortems.importers.dates import Order

ROOT = Path(__file__).parents[2]
LIMITS = Limits()
_PROSE = '<div class="pm-prose">', "</div>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A way in. ``seeds`` are paths from the repository's root, with wildcards, to begin from.

    A file that ends in ``.lines`` holds one seed a line, in which ``\\n`` is a line break.
    """

    name: str
    run: Callable[[bytes], None]
    seeds: tuple[str, ...]
    longest: int = 4_096


def loader(content: bytes) -> None:
    """A file gives a record or an error that says why not, and findings that can be shown."""
    found = examine(SOURCE, content, JUDGE.terms)
    if found.card is None:
        assert any(each.level is Level.ERROR for each in found.findings)
    count = content.count(b"\n") + 1
    for each in found.findings:
        assert each.message.isprintable(), each.message
        assert FORBIDDEN.search(each.excerpt) is None, each.excerpt
        assert each.span is None or 1 <= each.span.line <= count, each
    document = read(content, LIMITS)
    again = read(content, LIMITS, positions=True)
    # By their words: a value that is not a number is not equal to itself.
    assert repr((again.value, again.faults)) == repr((document.value, document.faults))


def times(content: bytes) -> None:
    """A text is an instant with an offset, or refused with a sentence."""
    said = content.decode("utf-8", "replace")
    for given in (
        Clock(zone="Europe/Berlin", previous=datetime(2024, 3, 30, 23, 59)),  # noqa: DTZ001 - the file's own clock
        Clock(undated=True),
        Clock(),
    ):
        for short in (True, False):
            try:
                moment = instant(said, given, short=short)
            except MomentError as error:
                told = error.message + error.fix
            else:
                told = moment.isoformat()
                assert moment.tzinfo is not None
            assert told.isprintable(), told
    orders: tuple[tuple[str | None, Order | None], ...] = (
        ("Europe/Berlin", "dmy"),
        (None, None),
        ("America/New_York", "mdy"),
    )
    for zone, order in orders:
        try:
            found = when(said, zone=zone, order=order)
        except DateError:
            continue
        datetime.fromisoformat(found.text)
    for reader in (day_of, clock):
        try:
            assert reader(said).isprintable()
        except DateError:
            continue
    seconds = seconds_of(said)
    assert seconds is None or seconds >= 0


def importers(content: bytes) -> None:
    """A document gives records that can be read back, or says why not."""
    document = Document(name="it.md", text=content.decode("utf-8", "replace"))
    settings = judging()
    terms = Terms(settings=settings.settings, zone="Europe/Berlin", order="dmy")
    for format_ in (None, *FORMATS):
        shelf = Shelf(taken=set(), known={})
        for each in imported(document, "it.md", format_, terms, settings, shelf, Unsaid()):
            for finding in each.findings:
                assert finding.message.isprintable(), finding
                assert FORBIDDEN.search(finding.excerpt) is None, finding
            if each.record is None:
                assert each.findings, each
                continue
            again = read(each.text.encode(), LIMITS)
            assert again.faults == [], again.faults
            assert again.value == each.record, (again.value, each.record)


def timelines(content: bytes) -> None:
    """A file gives events, or says of what it holds why it is none."""
    words = judging().settings.timeline
    for name, held in (("a.txt", content), ("b.json", content), ("c.zip", b"PK\x03\x04" + content)):
        try:
            found = gather([(name, held)], words, zone="Europe/Berlin", order="dmy", year=2026)
        except UsageError:  # several channels, and nobody says which
            continue
        if name != "c.zip":
            assert found.sources or found.skipped


def prose(content: bytes) -> None:
    """A text becomes markup of the allow-list alone, whatever a browser makes of it."""
    said = content.decode("utf-8", "replace")
    made = block(said)
    before, after = _PROSE
    assert faults(made.removeprefix(before).removesuffix(after), BLOCK_TAGS) == []
    sentence = inline(said)
    assert faults(sentence, INLINE_TAGS) == []
    words = plain(said)
    assert [kind for kind, _, _ in events(words)] in ([], ["text"])
    for markup in (made, sentence, words):
        assert FORBIDDEN.search(html.unescape(markup)) is None
    short = text(said, 60)
    assert len(short) <= 60, short


def fixes(content: bytes) -> None:
    """What is mended is mended for good, and nothing readable becomes unreadable."""
    result = fix(content, SOURCE, JUDGE)
    if result.changed:
        assert len(read(result.new, LIMITS).faults) <= len(read(content, LIMITS).faults)
        assert fix(result.new, SOURCE, JUDGE).new == result.new


_RECORDS = ("tests/support/*.yml", "tests/invalid/*/incident.yml", "incidents/**/*.yml")
TARGETS = {
    each.name: each
    for each in (
        Target(name="loader", run=loader, seeds=_RECORDS, longest=16_384),
        Target(name="times", run=times, seeds=("tests/fuzz/seeds/times.lines",), longest=80),
        Target(
            name="importers",
            run=importers,
            seeds=("tests/importers/fixtures/**/*.*", "tests/importers/documents/**/*.*"),
        ),
        Target(name="timelines", run=timelines, seeds=("tests/importers/fixtures/*.*",)),
        Target(name="prose", run=prose, seeds=("tests/fuzz/seeds/prose.lines", "*.md")),
        Target(name="fixes", run=fixes, seeds=_RECORDS),
    )
}


@cache
def seeds(name: str) -> tuple[bytes, ...]:
    """What a target begins with, shortest first, and nothing longer than it takes."""
    target = TARGETS[name]
    found: set[bytes] = set()
    for pattern in target.seeds:
        for path in ROOT.glob(pattern):
            if path.suffix == ".lines":
                lines = path.read_bytes().split(b"\n")
                found.update(line.replace(b"\\n", b"\n") for line in lines)
            elif path.is_file():
                found.add(path.read_bytes()[: target.longest])
    return tuple(sorted(found, key=lambda each: (len(each), each)))
