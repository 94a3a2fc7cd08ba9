"""Many documents to records: what is new, what is there already, what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from postmortems.edit.compose import compose
from postmortems.findings import Finding, Level, Span
from postmortems.importers.draft import Draft, SourceFault
from postmortems.importers.finish import finished
from postmortems.importers.formats import detected
from postmortems.importers.leaks import without_credentials
from postmortems.importers.origin import Origin, digest, key_of
from postmortems.load.origins import Known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.checking.record import Terms as Judging
    from postmortems.importers.document import Document, Format, Terms
    from postmortems.importers.draft import Spot

UNREAD = "import-unread"
DOUBT = "imported-doubt"
_EXCERPT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one incident of a document, or of a document that gave none.

    ``record`` are plain values where it is ``new``, and ``text`` the same as YAML; ``incident`` is
    its id, or that of the record that is there already. ``placed``, ``kept`` and ``doubts`` count
    what was mapped, kept aside and doubtful. ``findings`` stand at their places in the document.
    """

    file: str
    state: Literal["new", "there", "changed", "unread"]
    format: str = ""
    incident: str = ""
    record: dict[str, Any] | None = None
    text: str = ""
    placed: int = 0
    kept: int = 0
    doubts: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True, kw_only=True)
class Shelf:
    """The ids that are taken and the imports that are known, which grow while importing.

    ``known`` are by format and key, and by format and digest. ``unnamed`` are the keys that this
    run made for documents without one of their own: two of them may share a name and a title.
    """

    taken: set[str]
    known: dict[tuple[str, str], Known]
    unnamed: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaid:
    """What the person importing says of records whose source does not: empty says nothing."""

    severity: str = ""
    kind: str = ""
    status: str = ""
    services: tuple[str, ...] = ()

    def fill(self, draft: Draft) -> None:
        """Put what is said where the source says nothing."""
        record = draft.record
        for name in ("severity", "status"):
            if getattr(self, name):
                record.setdefault(name, getattr(self, name))
        if self.kind and record.get("kind", "unknown") == "unknown":
            record["kind"] = self.kind
        if self.services:
            record.setdefault("services", list(self.services))


def imported(
    document: Document,
    file: str,
    format_: Format | None,
    terms: Terms,
    judging: Judging,
    shelf: Shelf,
    unsaid: Unsaid,
) -> Iterator[Outcome]:
    """Import one document. ``file`` is its name in findings; without a format it is looked for.

    What the shelf knows already is not made again. Never raises on any document.
    """
    # What a finding shows of the source may be in a log that everyone reads.
    lines = without_credentials(document.text, judging.settings).split("\n")

    def unread(fault: SourceFault, name: str = "") -> Outcome:
        found = _finding(UNREAD, Level.ERROR, file, fault.spot, lines, fault.message, fault.fix)
        return Outcome(file=file, state="unread", format=name, findings=(found,))

    try:
        by = format_ or detected(document)
    except SourceFault as fault:
        yield unread(fault)
        return
    some = False
    try:
        for index, draft in enumerate(by.read(document, terms)):
            some = True
            if isinstance(draft, SourceFault):
                yield unread(draft, by.name)
                continue
            # Of JSON, what was read counts and not how it is laid out. Of a text, the text: it is
            # the same whatever zone or words it is read with.
            read = repr((draft.key, draft.record, draft.kept))
            mark = digest(read if document.json else f"{index} {document.text}")
            unsaid.fill(draft)
            try:
                yield _one(draft, mark, document, file, by, judging, shelf, lines)
            except SourceFault as fault:
                yield unread(fault, by.name)
    except SourceFault as fault:
        yield unread(fault, by.name)
        return
    if not some:
        yield unread(SourceFault("there is no incident in it"), by.name)


def unknown_services(document: Document, format_: Format | None, terms: Terms) -> dict[str, str]:
    """Return the services of a document that the catalogue does not know: id and own name.

    Of a document that cannot be read to its end, those that were met.
    """
    found: dict[str, str] = {}
    try:
        for draft in (format_ or detected(document)).read(document, terms):
            if not isinstance(draft, SourceFault):
                found |= draft.unknown_services
    except SourceFault:
        pass  # told when it is imported
    return found


def _one(
    draft: Draft,
    mark: str,
    document: Document,
    file: str,
    by: Format,
    judging: Judging,
    shelf: Shelf,
    lines: list[str],
) -> Outcome:
    named = bool(draft.key)
    if not named:
        draft.key = f"{document.name}: {draft.record.get('title', 'untitled')}"
    draft.key = without_credentials(draft.key, judging.settings)
    key, same = (by.name, key_of(draft.key)), (by.name, mark)
    known = shelf.known.get(same)
    if known is None and (named or key not in shelf.unnamed):
        known = shelf.known.get(key)
    if known is not None:
        state: Literal["there", "changed"] = "there" if known.digest == mark else "changed"
        found: tuple[Finding, ...] = ()
        if state == "changed":
            found = (
                Finding(
                    rule=DOUBT,
                    level=Level.WARNING,
                    file=file,
                    message=f"{known.incident} was imported from this, and it has changed since",
                    why="people may have worked on the record, so it is left as it is",
                    fix=f"compare the two; to import it anew, remove {known.incident} first",
                ),
            )
        return Outcome(
            file=file, state=state, format=by.name, incident=known.incident, findings=found
        )
    origin = Origin(format=by.name, label=by.label, file=document.name)
    record = finished(draft, origin, mark, judging, shelf.taken)
    shelf.taken.add(record["id"])
    shelf.known[key] = shelf.known[same] = Known(incident=record["id"], digest=mark)
    if not named:
        shelf.unnamed.add(key)
    findings = tuple(
        _finding(DOUBT, Level.WARNING, file, each.spot, lines, each.message, each.fix, each.field)
        for each in draft.doubts
    )
    return Outcome(
        file=file,
        state="new",
        format=by.name,
        incident=record["id"],
        record=record,
        text=compose(record),
        placed=len(draft.spots),
        kept=len(draft.kept),
        doubts=len(draft.doubts),
        findings=findings,
    )


def _finding(
    rule: str,
    level: Level,
    file: str,
    spot: Spot,
    lines: list[str],
    message: str,
    fix: str,
    about: str = "",
) -> Finding:
    line = lines[spot.line - 1] if 0 < spot.line <= len(lines) else ""
    text = "".join(each if each.isprintable() else " " for each in line[:2_000])
    column = min(spot.column, len(text) + 1)
    end = max(column + 1, len(text.rstrip()) + 1)
    return Finding(
        rule=rule,
        level=level,
        file=file,
        span=Span(line=spot.line, column=column, end=min(end, column + _EXCERPT)),
        field=about or spot.name,
        message=message,
        fix=fix,
        excerpt=text.rstrip(),
    )
