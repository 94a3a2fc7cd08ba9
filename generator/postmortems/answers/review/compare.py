"""A review: what became of each incident, what is newly wrong, and what the policy asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from postmortems.advice.now import advise
from postmortems.advice.severity import judge
from postmortems.advice.severity_words import trust
from postmortems.answers.advice_words import plain as flat
from postmortems.answers.advice_words import timing
from postmortems.answers.review.differences import differences
from postmortems.answers.review.faults import new_and_fixed
from postmortems.answers.review.phrase import Difference, Phrase, Value, count, one_line, value
from postmortems.answers.review.report import new_report
from postmortems.findings import Level
from postmortems.pages.suggestion import verdict
from postmortems.reports.base import bounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from postmortems.checking.both import Both, Twin
    from postmortems.config.settings import Settings
    from postmortems.findings import Finding
    from postmortems.model.incident import Incident
    from postmortems.reports.base import RuleText

Kind = Literal["added", "changed", "renamed", "deleted"]
OVERDUE = "action-overdue"
"""The rule that tells of an action that is open after its day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A level that the record's signals suggest and that is not the recorded one, and why."""

    level: str
    recorded: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Something that the playbook asks for now: ``when`` such as ``3 d overdue``, and what."""

    when: str
    what: Value
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """One incident whose file is another, or came or went.

    ``id`` and ``title`` are as the record says, or the file's name and nothing where there is no
    record; ``was`` is the file's earlier name where it has another now. ``notes`` say what could
    not be read.
    """

    kind: Kind
    id: str
    title: Value
    file: str
    was: str = ""
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()
    suggestion: Suggestion | None = None
    owed: tuple[Owed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a change does to the incidents of a repository.

    ``ref`` is what the user named, ``commit`` where it and HEAD parted. ``incidents`` stand with
    those first that are newly broken, then by file. ``new`` (errors first) and ``fixed`` are
    findings, ``overdue`` all that tell of an overdue action. ``fail_on`` is the lightest new one
    that fails the run, None when none does. With ``broken`` settings nothing else was looked at,
    and what is wrong with them is ``new``. ``about`` has the texts of the rules.
    """

    ref: Value
    commit: str
    as_of: date
    version: str
    incidents: tuple[Reviewed, ...] = ()
    new: tuple[Finding, ...] = ()
    fixed: tuple[Finding, ...] = ()
    overdue: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    about: dict[str, RuleText]
    fail_on: Level | None = Level.ERROR
    broken: bool = False

    @property
    def exit_code(self) -> int:
        """Return the exit code that the change deserves."""
        return new_report(self).exit_code


def review(both: Both, ref: str, version: str, fail_on: Level | None, moment: datetime) -> Review:
    """Put what two checks gave into words; findings that were there before are left out.

    What the playbook asks for is asked at ``moment``, aware: checks go by days, and their day has
    seldom ended.
    """
    now = both.now
    if now.settings is None:
        return Review(
            ref=value(ref),
            commit=both.commit,
            as_of=now.as_of.date(),
            version=version,
            new=tuple(map(bounded, now.findings)),
            notes=("The settings cannot be used, so no incident was looked at.",),
            about=now.about,
            fail_on=fail_on,
            broken=True,
        )
    moved, gone = _files(both.twins)
    new, fixed = new_and_fixed(both.before, now.findings, moved, gone)
    wrong = {each.file for each in new if each.level is Level.ERROR}
    found = [_reviewed(each, now.settings, moment) for each in both.twins]
    return Review(
        ref=value(ref),
        commit=both.commit,
        as_of=now.as_of.date(),
        version=version,
        incidents=tuple(sorted(found, key=lambda each: (each.file not in wrong, each.file))),
        new=tuple(map(bounded, sorted(new, key=_weight))),
        fixed=tuple(map(bounded, fixed)),
        overdue=tuple(bounded(each) for each in now.findings if each.rule == OVERDUE),
        notes=_POLICY[both.policy],
        about=now.about,
        fail_on=fail_on,
    )


def _weight(each: Finding) -> tuple[bool, object]:
    return each.level is not Level.ERROR, each.sort_key


_POLICY = {
    "same": (),
    "changed": ("The settings changed, too; each side is judged by its own.",),
    "unusable": (
        "The settings of the base cannot be used; its incidents are judged by those of now.",
    ),
}


def _files(twins: Iterable[Twin]) -> tuple[dict[str, str], frozenset[str]]:
    """Return the files that have another name now, and those that are gone."""
    moved: dict[str, str] = {}
    gone: set[str] = set()
    for each in twins:
        before, now = each.pair.before, each.pair.now
        if before is not None and now is None:
            gone.add(before.file)
        elif before is not None and now is not None and before.file != now.file:
            moved[before.file] = now.file
    return moved, frozenset(gone)


def _reviewed(twin: Twin, settings: Settings, moment: datetime) -> Reviewed:
    before, now = twin.pair.before, twin.pair.now
    source = now or before
    assert source is not None  # noqa: S101 - a pair is of at least one file
    shown = twin.now or twin.before
    kind: Kind = "changed"
    if now is None:
        kind = "deleted"
    elif before is None:
        kind = "added"
    elif before.file != now.file:
        kind = "renamed"
    found: tuple[Difference, ...] = ()
    if twin.before is not None and twin.now is not None:
        found = differences(twin.before, twin.now)
    elif kind == "added" and twin.now is not None:
        found = tuple(_summary(twin.now))
    notes = tuple(_unread(twin, kind))
    if not (found or notes) and kind in {"changed", "renamed"}:
        notes = ("The record says the same as before; only its layout or comments are others.",)
    return Reviewed(
        kind=kind,
        id=one_line(source.stem) if shown is None else shown.id,
        title=Value("") if shown is None else Value(flat(shown.title), quoted=True),
        file=source.file,
        was=before.file if kind == "renamed" and before is not None else "",
        differences=found,
        notes=notes,
        suggestion=_suggestion(twin.now, settings),
        owed=_owed(twin.now, settings, moment),
    )


def _unread(twin: Twin, kind: Kind) -> Iterator[str]:
    if twin.pair.now is not None and twin.now is None:
        yield "No record can be read from the file; what is wrong is told among the findings."
    if kind in {"changed", "renamed"} and twin.before is None and twin.now is not None:
        yield "It could not be read as a record before, so what changed cannot be told."


def _summary(incident: Incident) -> Iterator[Difference]:
    """Say what a new record is about."""
    level, kind = value(incident.severity), incident.kind.replace("_", " ")
    yield Difference(field="severity", said=("severity ", level, f", {kind}, {incident.status}"))
    if incident.services:
        listed: list[str | Value] = []
        for each in incident.services[:5]:
            listed += [", ", value(each)]
        more = len(incident.services) - 5
        rest: Phrase = (f", {more} more",) if more > 0 else ()
        yield Difference(field="services", said=("felt in ", *listed[1:], *rest))
    parts = [
        count(len(entries), *words)
        for entries, words in (
            (incident.timeline, ("timeline entry", "timeline entries")),
            (incident.factors, ("factor",)),
            (incident.actions, ("action",)),
        )
        if entries
    ]
    if parts:
        yield Difference(field="timeline", said=(", ".join(parts),))
    if incident.postmortem.audience == "public":
        said = ("audience public: anyone may read it",)
        yield Difference(field="postmortem.audience", said=said)


def _suggestion(incident: Incident | None, settings: Settings) -> Suggestion | None:
    if incident is None or not incident.signals:
        return None
    found = judge(settings.severities, incident.signals)
    if found.level is None or found.level == incident.severity:
        return None
    return Suggestion(
        level=found.level,
        recorded=incident.severity,
        reason=f"{trust(found, settings.severities)} {verdict(incident, found.level)}",
    )


def _owed(incident: Incident | None, settings: Settings, moment: datetime) -> tuple[Owed, ...]:
    if incident is None:
        return ()
    advice = advise(incident, settings, moment)
    found: dict[str, Owed] = {}
    for each in (*advice.now, *advice.next):
        # Several reasons to call somebody are one call.
        what = Value(flat(each.text))
        owed = Owed(when=timing(each, advice), what=what, overdue=each.state == "overdue")
        found.setdefault(what.text, owed)
    return tuple(found.values())
