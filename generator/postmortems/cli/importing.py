"""A run of ``postmortems import``: files in, records out, and what is told of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortems.progress import stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from postmortems.checking.record import Terms as Judging
    from postmortems.findings import Finding
    from postmortems.importers.dates import Order
    from postmortems.importers.document import Document, Format, Terms
    from postmortems.importers.run import Outcome, Shelf, Unsaid
    from postmortems.load.files import Source, Unreadable

_MOST_BYTES = 64 * 1024 * 1024


@dataclass(kw_only=True)
class Work:
    """What a run is to do: where, how files are to be read, and what is said beside them."""

    root: Path
    into: Path
    as_of: datetime
    zone: str | None
    order: Order | None
    format: Format | None
    unsaid: Unsaid

    @cached_property
    def judging(self) -> Judging:
        """Return what records are judged by; raises UsageError for names said wrongly."""
        from postmortems.checking.record import terms
        from postmortems.cli.reading import settings_of

        found = terms(settings_of(self.root), self.as_of)
        self._known(found)
        return found

    def _known(self, judging: Judging) -> None:
        from typing import get_args

        from postmortems.config.importing import RecordKind, RecordStatus
        from postmortems.errors import UsageError
        from postmortems.load.wording import nearest

        unsaid = self.unsaid
        for option, values, known in (
            ("--severity", [unsaid.severity], list(judging.names["severity"])),
            ("--service", list(unsaid.services), list(judging.names["service"])),
            ("--kind", [unsaid.kind], list(get_args(RecordKind))),
            ("--status", [unsaid.status], list(get_args(RecordStatus))),
        ):
            for value in values:
                if value and value not in known:
                    near = nearest(value, known)
                    hint = (
                        f"; did you mean {near}?" if near else f"; known: {', '.join(known[:12])}"
                    )
                    raise UsageError(f"{option} {value!r} is not known{hint}")

    def sources(self, paths: Sequence[Path]) -> list[Source]:
        """List the files. Raises UsageError for what is not there, and where there is none."""
        from postmortems.errors import UsageError
        from postmortems.load.documents import documents

        found = documents(paths, self.root)
        if not found:
            raise UsageError("there is no file in what you named")
        return found

    def enter_services(self, sources: Sequence[Source]) -> None:
        """Read all files once for the services they name, and enter the unknown ones."""
        from postmortems.edit.catalogue import enter_services
        from postmortems.importers.run import unknown_services
        from postmortems.load.files import Unreadable
        from postmortems.reports.base import plural

        unknown: dict[str, str] = {}
        with stage("services", len(sources)) as files:
            for each in sources:
                document = _document(each)
                if not isinstance(document, Unreadable):
                    unknown = unknown_services(document, self.format, self._terms) | unknown
                files.advance()
        if unknown:
            path = enter_services(self.root, dict(sorted(unknown.items())))
            many = plural(len(unknown), "service")
            click.echo(f"{self.shown(path)}: entered {many}: {', '.join(sorted(unknown))}")
            del self.judging

    def run(self, sources: Sequence[Source]) -> list[Outcome]:
        """Read all files."""
        shelf = self._shelf()
        outcomes: list[Outcome] = []
        with stage("files", len(sources)) as files:
            for each in sources:
                outcomes += self._of(each, shelf)
                files.advance()
        return outcomes

    def _of(self, source: Source, shelf: Shelf) -> Iterator[Outcome]:
        from postmortems.findings import Finding, Level
        from postmortems.importers.run import Outcome, imported
        from postmortems.load.files import Unreadable

        document = _document(source)
        if isinstance(document, Unreadable):
            problem = document.problem
            found = Finding(
                rule="import-unread",
                level=Level.ERROR,
                file=source.file,
                message=problem.message,
                why=problem.why,
                fix=problem.fix,
            )
            yield Outcome(file=source.file, state="unread", findings=(found,))
            return
        yield from imported(
            document, source.file, self.format, self._terms, self.judging, shelf, self.unsaid
        )

    @property
    def _terms(self) -> Terms:
        from postmortems.importers.document import Terms

        return Terms(settings=self.judging.settings, zone=self.zone, order=self.order)

    def _shelf(self) -> Shelf:
        from postmortems.importers.run import Shelf
        from postmortems.load.files import INCIDENTS, discover
        from postmortems.load.origins import known_imports

        there = discover(self.root / INCIDENTS, self.root)
        if not self.into.is_relative_to(self.root / INCIDENTS):
            there += discover(self.into, self.root)
        return Shelf(
            taken={each.stem for each in there},
            known=known_imports(there, self.judging.limits),
        )

    def path_of(self, outcome: Outcome) -> Path:
        """Return where a new record is to lie: in the folder of its year."""
        from postmortems.edit.new_file import place

        assert outcome.record is not None  # noqa: S101 - only new ones are asked for
        times = outcome.record.get("times", {})
        return place(self.into, outcome.incident, str(times.get("started", "")))

    def shown(self, path: Path) -> str:
        """Return a path as it is told: from the repository on."""
        from postmortems.load.files import source

        return source(path, self.root).file

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Write the new records. Raises WriteError when the disk refuses; files stay whole."""
        from postmortems.edit.new_file import create_record

        made = [each for each in outcomes if each.record is not None]
        with stage("writing", len(made)) as records:
            for each in made:
                create_record(self.path_of(each), each.text, self.root)
                records.advance()


def _document(source: Source) -> Document | Unreadable:
    from postmortems.importers.document import Document
    from postmortems.load.documents import document_text
    from postmortems.load.files import Unreadable

    text = document_text(source, _MOST_BYTES)
    if isinstance(text, Unreadable):
        return text
    return Document(name=Path(source.path).name, text=text)


def tell(outcomes: Sequence[Outcome], work: Work, *, dry_run: bool) -> bool:
    """Print findings, a line for each record or the files alone, and the counts.

    Returns whether anything could not be read or made a record that `check` refuses.
    """
    from postmortems.checking.result import Checked
    from postmortems.cli.outputs import colours
    from postmortems.cli.reporting import report_of
    from postmortems.reports.base import plural
    from postmortems.reports.full import snippets

    findings = tuple(
        sorted((f for each in outcomes for f in each.findings), key=lambda each: each.sort_key)
    )
    if findings:
        report = report_of(Checked(as_of=work.as_of, findings=findings, count=len(outcomes)))
        click.echo(snippets(report, colour=colours()), color=colours())
    new = [each for each in outcomes if each.state == "new"]
    for each in new:
        where = work.shown(work.path_of(each))
        parts = [plural(each.placed, "value")]
        parts += [f"{each.kept:,} kept aside"] if each.kept else []
        parts += [f"{each.doubts:,} in doubt"] if each.doubts else []
        click.echo(f"{each.file} → {where}: {', '.join(parts)}")
    states = Counter(each.state for each in outcomes)
    files = len({each.file for each in outcomes})
    made = "would be made" if dry_run else "made"
    click.echo(
        f"{plural(files, 'file')}: {plural(states['new'], 'record')} {made}, "
        f"{states['there']:,} there already, {states['changed']:,} changed since, "
        f"{states['unread']:,} could not be read."
    )
    if new:
        click.echo(
            f"{plural(sum(each.placed for each in new), 'value')} placed, "
            f"{sum(each.kept for each in new):,} kept aside under `imported`, "
            f"{sum(each.doubts for each in new):,} in doubt."
        )
    errors = _errors(new, work)
    if errors:
        click.echo("What a person must say before `postmortems check` passes:")
        for message, count in errors.most_common():
            click.echo(f"  {plural(count, 'record')}: {message}")
        if any(message == _unknown("services") for message in errors):
            click.echo("`--add-services` enters services that the catalogue does not know.")
    return bool(states["unread"] or errors)


def _errors(new: Sequence[Outcome], work: Work) -> Counter[str]:
    """Count what `check` will refuse in the new records, by what it says."""
    from postmortems.checking.record import examine
    from postmortems.findings import Level
    from postmortems.load.files import source

    found: Counter[str] = Counter()
    made = [each for each in new if each.record is not None]
    with stage("check", len(made)) as records:
        for each in made:
            at = source(work.path_of(each), work.root)
            judged = examine(at, each.text.encode(), work.judging)
            found.update(
                {_kind(finding) for finding in judged.findings if finding.level is Level.ERROR}
            )
            records.advance()
    return found


def _unknown(field: str) -> str:
    return f"`{field}` names what the settings do not know"


def _kind(finding: Finding) -> str:
    """Say what an error is about, the same for all records in which a person has to say it."""
    field = finding.field.partition("[")[0]
    if finding.rule == "unknown-name":
        return _unknown(field)
    if finding.rule == "missing-field":
        return f"`{field}` is missing"
    return f"{finding.rule} at `{field}`" if field else finding.rule
