"""What every report is made from: the findings of a run, and what is worth knowing about it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.findings import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_INDEX = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """What a report may say about a rule. ``level`` is the one it has in this repository."""

    what: str
    why: str
    fix: str
    family: str
    level: Level | None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A run of the checks. Every text that an incident could choose is one bounded, printable line.

    ``count`` incidents were checked; ``files`` are their names, for the formats of
    `formats.NAMES_FILES`. ``rules`` has the text of every rule with a finding, the weightiest
    first. ``fail_on`` is the lightest level that fails the run, None for none; ``broken`` says that
    the configuration itself could not be used. ``statistics`` asks for a count per rule where a
    format does not give it anyway.
    """

    findings: tuple[Finding, ...]
    count: int
    as_of: date
    version: str
    files: tuple[str, ...] = ()
    rules: Mapping[str, RuleText] = field(default_factory=dict)
    fail_on: Level | None = Level.ERROR
    broken: bool = False
    statistics: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "findings", tuple(map(bounded, self.findings)))
        object.__setattr__(self, "files", tuple(printable(each, 300) for each in self.files))

    def of(self, level: Level) -> int:
        """Count the findings of a level."""
        return sum(each.level is level for each in self.findings)

    def fails(self, each: Finding) -> bool:
        """Tell whether a finding is one that fails the run."""
        if self.broken or each.level is Level.ERROR:
            return self.broken or self.fail_on is not None
        return self.fail_on is Level.WARNING

    @property
    def exit_code(self) -> int:
        """Return the exit code that the run deserves."""
        if self.broken:
            return 2
        return 1 if any(map(self.fails, self.findings)) else 0

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """Count the findings of each rule, most first."""
        found = Counter(each.rule for each in self.findings)
        return tuple(sorted(found.items(), key=lambda each: (-each[1], each[0])))

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """Name each finding so that it keeps its name while lines move, and no two share one.

        What counts is the file and its `identity`; never the message, which may say how many days
        ago something was.
        """
        from hashlib import sha256  # noqa: PLC0415 - two formats of eight need it

        seen: Counter[str] = Counter()
        names: list[str] = []
        for each in self.findings:
            rule, *rest = identity(each)
            key = "\n".join((rule, each.file, *rest))
            seen[key] += 1
            names.append(sha256(f"{key}\n{seen[key]}".encode()).hexdigest()[:32])
        return tuple(names)


def identity(each: Finding) -> tuple[str, str, str]:
    """Return by what a finding is known again in its file: rule, field without indexes, line."""
    return each.rule, _INDEX.sub("[]", each.field), each.excerpt.strip()


def bounded(each: Finding) -> Finding:
    """Return a finding whose every text is one bounded, printable line."""
    return replace(
        each,
        file=printable(each.file, 300),
        message=printable(each.message, 400),
        field=printable(each.field, 200),
        why=printable(each.why, 400),
        fix=printable(each.fix, 600),
    )


def place(each: Finding) -> str:
    """Write ``file:line:column``, which editors follow; a fault of the whole file is at its start.

    A file's name could be a command to GitHub's runner, which reads any line that begins with two
    colons.
    """
    line, column = (each.span.line, each.span.column) if each.span else (1, 1)
    return f"{harmless(each.file)}:{line}:{column}"


def harmless(file: str) -> str:
    """Return a file's name, fit to stand at the beginning of a line."""
    return f"./{file}" if file.lstrip().startswith(":") else file


def closing(report: Report) -> str:
    """Sum a run up in one line."""
    checked = plural(report.count, "incident")
    if not report.findings:
        return f"{checked} checked, nothing to mend."
    return f"{checked} checked: {levels(report.of(Level.ERROR), report.of(Level.WARNING))}."


def levels(errors: int, warnings: int) -> str:
    """Say how many errors and warnings there are, leaving out what there is none of."""
    counts = ((errors, "error"), (warnings, "warning"))
    return " and ".join(plural(count, word) for count, word in counts if count)


def plural(count: int, word: str) -> str:
    """Put a number before a word."""
    return f"{count:,} {word}" + ("" if count == 1 else "s")


def statistics(report: Report) -> str:
    """Lay the counts per rule out as lines, most first."""
    width = max((len(f"{count:,}") for _, count in report.counts), default=0)
    return "".join(f"{count:>{width},}  {rule}\n" for rule, count in report.counts)
