"""Advice for people: sections of short lines, as text for a terminal or as Markdown for a chat."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from textwrap import wrap
from typing import TYPE_CHECKING, Literal

from postmortems.advice.calls import Call
from postmortems.advice.messages import Word
from postmortems.advice.reports import Filing
from postmortems.advice.seats import Seat
from postmortems.characters import printable
from postmortems.clock import duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postmortems.advice.steps import Step
    from postmortems.answers.advice import Advice, Later
    from postmortems.config.catalog import Contact
    from postmortems.config.settings import Settings
    from postmortems.config.workflow import Containment

Mark = Literal["x", " ", "?", "!", ""]
"""Done, open, for people to judge, overdue, or a line that is no task."""

_WIDTH = 80
_LONGEST = 4_000
_KINDS = {"initial": "initial", "update": "update", "all_clear": "all-clear"}
_ACTIVE = re.compile(r"[\\`*_\[\]<>#|~&]|(?<=\d)[.)](?= )")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line with its mark, and what belongs to it."""

    text: str
    mark: Mark = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with lines."""

    title: str
    lines: tuple[Line, ...]


def text(advice: Advice, settings: Settings) -> str:
    """Write advice for a terminal, at most 80 columns wide."""
    found = list(_head(advice, settings))
    for section in sections(advice, settings):
        found += ["", section.title]
        for line in section.lines:
            lead = f"  [{line.mark}] " if line.mark else "  - "
            found += _wrapped(line.text, lead)
            for each in line.details:
                found += _wrapped(each, " " * len(lead))
    return "\n".join(found) + "\n"


def markdown(advice: Advice, settings: Settings) -> str:
    """Write advice as Markdown; words of records and of the policy stay words."""
    first, *rest = _head(advice, settings)
    found = [
        "\n".join([f"**{_escaped(first)}**  ", _escaped(" ".join(rest[:-1])) + "  ", rest[-1]])
    ]
    for section in sections(advice, settings):
        lines = [f"### {_escaped(section.title)}", ""]
        for line in section.lines:
            mark = _SIGNS[line.mark]
            lines.append(f"- {mark}{_escaped(line.text)}")
            lines += [f"  - {_escaped(each)}" for each in line.details]
        found.append("\n".join(lines))
    return "\n\n".join(found) + "\n"


_SIGNS = {"x": "✓ ", " ": "☐ ", "?": "? ", "!": "**overdue** ", "": ""}


def _escaped(said: str) -> str:
    return _ACTIVE.sub(r"\\\g<0>", printable(said, _LONGEST))


def _wrapped(said: str, lead: str) -> list[str]:
    said = printable(said, _LONGEST)
    return wrap(
        said,
        _WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
    ) or [lead.rstrip()]


def _head(advice: Advice, settings: Settings) -> Iterator[str]:
    incident = advice.incident
    level = settings.severities.level(incident.severity)
    phase = f", {advice.standing.phase.name.lower()}" if advice.standing else ""
    yield f"{incident.id}  {level.id} {level.name}, {incident.status}{phase}"
    yield from wrap(printable(incident.title, 400), _WIDTH)
    at = f"as of {clock(advice.as_of, None)}"
    if advice.elapsed is None:
        yield f"How long it has lasted is not recorded; {at}"
    elif advice.open:
        yield f"{duration(advice.elapsed)} {advice.since}; {at}"
    else:
        yield f"It lasted {duration(advice.elapsed)}; {at}"


def clock(moment: datetime, as_of: datetime | None) -> str:
    """Say a moment in UTC, without its date on the day that counts as today."""
    at = moment.astimezone(UTC)
    if as_of is not None and at.date() == as_of.astimezone(UTC).date():
        return f"{at:%H:%M} UTC"
    return f"{at:%Y-%m-%d %H:%M} UTC"


def sections(advice: Advice, settings: Settings) -> tuple[Section, ...]:
    """Return what there is to say, the most pressing first; a section without lines is left out."""
    found = (
        ("Now", _now(advice)),
        ("Next, if it is still open then", _next(advice)),
        ("Roles", _roles(advice)),
        (_checklist_title(advice), _checks(advice)),
        ("For people to judge: who else to call", _judge(advice)),
        (_containment_title(advice), _containment(advice, settings)),
        (_cure_title(advice), _cures(advice)),
        ("Postmortem", _postmortem(advice)),
        ("Afterwards", _afterwards(advice.later)),
        ("Reports to authorities (a reminder, no legal advice)", _reports(advice)),
        ("Done", _done(advice)),
        ("Not known", (Line(text=each) for each in _unknown(advice))),
    )
    listed = ((title, tuple(lines)) for title, lines in found)
    return tuple(Section(title=title, lines=lines) for title, lines in listed if lines)


def _now(advice: Advice) -> Iterator[Line]:
    pressing = [each for each in _response(advice) if each.state in {"overdue", "due"}]
    for each in sorted(pressing, key=_pressing):
        yield _line(each, advice)


def _next(advice: Advice) -> Iterator[Line]:
    coming = [each for each in _response(advice) if each.state == "later"]
    if advice.may_become is not None and advice.may_become.state == "later":
        coming.append(advice.may_become)
    for each in sorted(coming, key=_pressing):
        yield _line(each, advice)
    for each in advice.calls:
        if each.state in {"done", "later"}:
            continue
        for reason in each.reasons:
            if reason.state == "later" and reason.due is not None:
                yield Line(text=f"{when(reason, advice.as_of)}: {each.tier}. {reason.what}")


def _judge(advice: Advice) -> Iterator[Line]:
    for each in advice.calls:
        if each.state == "done":
            continue
        open_ = [reason for reason in each.reasons if reason.state == "judge"]
        if open_:
            yield Line(
                mark="?",
                text=f"Call {each.tier}, {each.what}, when one of these is true",
                details=(
                    *(r.what if not r.note else f"{r.what} {r.note}" for r in open_),
                    *(reach(contact) for contact in each.contacts),
                ),
            )


def _response(advice: Advice) -> tuple[Step, ...]:
    return advice.steps()


def _pressing(step: Step) -> tuple[bool, bool, datetime]:
    far = datetime.max.replace(tzinfo=UTC)
    return step.state != "overdue", step.due is None, step.due or far


def when(step: Step, as_of: datetime) -> str:
    """Say how a step stands on its clock: ``overdue by 5 min``, ``by 10:15 UTC, in 5 min``."""
    if step.due is None:
        return "now"
    gap = step.due - as_of
    if step.state == "overdue":
        return f"overdue by {duration(-gap)} (was due {clock(step.due, as_of)})"
    by = "at" if step.state == "later" and not isinstance(step, Word) else "by"
    return f"{by} {clock(step.due, as_of)}, in {duration(gap)}"


def _line(step: Step, advice: Advice) -> Line:
    mark: Mark = "!" if step.state == "overdue" else " "
    details: list[str] = []
    said = step.what
    match step:
        case Call():
            said = f"Call {step.tier}, {step.what}"
            reasons = [each.what for each in step.reasons if each.state in {"overdue", "due"}]
            details += reasons or [each.what for each in step.reasons if each.state == step.state]
            details += [reach(each) for each in step.contacts]
            if not step.contacts:
                details.append("The catalogue names no contact of this tier.")
        case Word() if step.message:
            details.append(
                f"postmortems announce {advice.incident.id} --to {step.audience} "
                f"--kind {_KINDS[step.kind]}"
            )
        case Seat():
            said = f"Name who is {step.what.lower()}"
            if step.role == "commander":
                details += [
                    f"{each.tier}, {each.role}"
                    + "".join(f"; {reach(contact)}" for contact in each.contacts)
                    for each in advice.candidates
                ]
        case Filing():
            said = f"{step.regime}: {step.what}"
    said = said.removesuffix(".") + (f" ({step.note})" if step.note else "")
    return Line(mark=mark, text=f"{said}: {when(step, advice.as_of)}", details=tuple(details))


def reach(contact: Contact) -> str:
    """Say whom to call, whom after that, and how if the usual way fails."""
    said = f"{contact.name}: {contact.primary}"
    if contact.alternates:
        said += f"; if nobody answers, {', then '.join(contact.alternates)}"
    else:
        said += "; no alternate is named"
    if contact.emergency_methods:
        said += f"; in an emergency by {' or '.join(contact.emergency_methods)}"
    return said


def _roles(advice: Advice) -> Iterator[Line]:
    for each in advice.seats:
        note = f" ({each.note})" if each.note else ""
        yield Line(
            mark="x" if each.holder else " ",
            text=f"{each.what}: {each.holder or 'nobody is recorded'}{note}",
        )


def _checklist_title(advice: Advice) -> str:
    if advice.standing is None:
        return "Checklist"
    return f"Checklist: {advice.standing.phase.name} (by {advice.standing.by})"


def _checks(advice: Advice) -> Iterator[Line]:
    marks: dict[str, Mark] = {"shown": "x", "not shown": " ", "judge": "?"}
    for each in advice.checks:
        note = f" ({each.note})" if each.note else ""
        yield Line(mark=marks[each.state], text=f"{each.text}{note}")


def _containment_title(advice: Advice) -> str:
    found = advice.remedies
    by = found.contained_by if found else ""
    return f"Ways to contain it, by {by}" if by else "Ways to contain it, if it is one of these"


def _containment(advice: Advice, settings: Settings) -> Iterator[Line]:
    if advice.remedies is None:
        return
    for each in advice.remedies.containment:
        yield Line(text=f"{each.incident}: {each.strategy}", details=_measures(each))
    if not advice.remedies.contained_by:
        for question in settings.policy.containment_questions:
            yield Line(
                mark="?",
                text=question.question,
                details=(f"yes: {question.if_yes}", f"no: {question.if_no}"),
            )


def _measures(each: Containment) -> tuple[str, ...]:
    return (*each.measures, *(f"$ {command}" for command in each.commands))


def _cure_title(advice: Advice) -> str:
    found = advice.remedies
    by = found.cured_by if found else ""
    return f"Ways to remove the cause, by {by}" if by else "Ways to remove the cause, once known"


def _cures(advice: Advice) -> Iterator[Line]:
    for each in advice.remedies.eradication if advice.remedies else ():
        yield Line(
            text=f"{each.cause}: {each.strategy}", details=(f"It is gone when: {each.validation}",)
        )


def _postmortem(advice: Advice) -> Iterator[Line]:
    yield Line(text=advice.owed)


def _afterwards(later: Iterable[Later]) -> Iterator[Line]:
    for each in later:
        mark: Mark = "x" if each.done else "!" if each.overdue else " "
        day = each.day.isoformat() if each.day else each.when or "no day is known"
        said = "overdue since" if each.overdue else "by" if each.day else ""
        yield Line(mark=mark, text=f"{each.what}: {said} {day}".replace(":  ", ": "))


def _reports(advice: Advice) -> Iterator[Line]:
    for each in advice.filings:
        if each.state == "done" and each.done is not None:
            told = f"made {clock(each.done, None)}"
            yield Line(mark="x", text=f"{each.regime}: {each.what}, {told}")
        elif each.state == "unknown":
            yield Line(mark="?", text=f"{each.regime}: {each.what} ({each.note})")


def _done(advice: Advice) -> Iterator[Line]:
    for each in advice.steps():
        if each.state != "done" or isinstance(each, (Seat, Filing)):
            continue
        said = f"{each.tier}, {each.what}, called" if isinstance(each, Call) else each.what
        at = f": {clock(each.done, advice.as_of)}" if each.done is not None else ""
        note = f" ({each.note})" if each.note else ""
        yield Line(mark="x", text=f"{said}{at}{note}")


def _unknown(advice: Advice) -> Iterator[str]:
    yield from advice.unknown
    for each in advice.steps():
        if each.state == "unknown" and not isinstance(each, Filing):
            name = f"Call {each.tier}" if isinstance(each, Call) else each.what
            yield f"{name}: {each.note}" if each.note else name
