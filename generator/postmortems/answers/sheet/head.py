"""The head of a sheet: what the incident is, how long it lasted, and what nobody wrote down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.clocks import is_running
from postmortems.answers.sheet.parts import Block, Fact, Said, Section, absent, line, text
from postmortems.clock import duration
from postmortems.pages import paperwork, story
from postmortems.pages.base import length
from postmortems.pages.response import person
from postmortems.pages.words import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.answers.sheet.parts import Words
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident
    from postmortems.pages.story import Milestone


def badges(incident: Incident, settings: Settings) -> tuple[str, ...]:
    """Name the level, the status, the kind and the state of the write-up."""
    level = settings.severities.level(incident.severity)
    found = (
        f"{level.id} {level.name}",
        spoken(incident.status),
        spoken(incident.kind),
        f"postmortem: {spoken(incident.postmortem.status)}",
    )
    return (*found, "sample, not a real incident") if incident.sample else found


def lead(incident: Incident) -> Words:
    """Say how long it lasted, and from when to when."""
    span, period = length(incident), story.period(incident)
    if span is not None:
        said: list[Said] = [Said(text=f"Lasted {duration(span)}")]
    elif is_running(incident):
        said = [Said(text="Still open")]
    else:
        said = [Said(absent="Length not recorded")]
    if period is None:
        return tuple(said)
    begin, end = period.begin, period.end
    estimated = " (estimated)" if incident.times and incident.times.started_estimated else ""
    moments = ""
    if begin is not None:
        moments = f"{'' if end else 'since '}{begin.date} {begin.clock}{estimated}"
    if end is not None:
        moments += f" – {period.end_text}" if begin else f"until {period.end_text}"
    universal = f" ({period.universal} UTC)" if period.universal else ""
    return (*said, Said(text=f" · {moments} {period.zone}{universal}"))


def facts(incident: Incident, settings: Settings) -> tuple[Fact, ...]:
    """Tell where it was felt, who commanded, and which moments are lost or yet to come."""
    return tuple(_facts(incident, settings))


def _facts(incident: Incident, settings: Settings) -> Iterator[Fact]:
    names = {each.id: each.name for each in settings.catalog.services}
    services = [names.get(each, each) for each in incident.services]
    yield Fact(
        label="Service" if len(services) == 1 else "Services", words=text(", ".join(services))
    )
    if incident.origin_service:
        yield Fact(label="Began in", words=text(paperwork.origin(incident, settings)))
    commander = person(incident.roles.commander if incident.roles else None)
    if commander:
        yield Fact(label="Commander", words=text(commander))
    elif settings.severities.level(incident.severity).commanders:
        yield Fact(label="Commander", words=absent("not recorded"))
    if incident.teams:
        yield Fact(label="Teams", words=text(", ".join(paperwork.teams(incident, settings))))
    yield Fact(label="Noticed by", words=_noticed(incident))
    if incident.tags:
        yield Fact(label="Tags", words=text(", ".join(incident.tags)))
    if incident.date_unknown is not None:
        yield Fact(
            label="Date",
            words=(Said(absent="not recorded. "), Said(line=incident.date_unknown)),
        )
    ends = ("mitigated", "resolved") if is_running(incident) else ()
    lost = story.missing(incident)
    if gone := [each for each in lost if each not in ends]:
        yield Fact(label="Not recorded", words=absent(", ".join(gone)))
    if coming := [each for each in lost if each in ends]:
        yield Fact(label="Not yet", words=absent(", ".join(coming)))


def _noticed(incident: Incident) -> Words:
    found = incident.detection
    if found.source == "unknown" and not found.alert and not found.note:
        return absent("not recorded")
    said = "not recorded" if found.source == "unknown" else spoken(found.source)
    alert = f" ({found.alert})" if found.alert else ""
    note = (Said(text=". "), Said(line=found.note)) if found.note else ()
    return (Said(text=said + alert), *note)


def times(incident: Incident) -> Iterator[Section]:
    """List the moments of its life and the lengths between them."""
    moments = tuple(each for each in story.milestones(incident) if each.when is not None)
    lengths = tuple(
        Fact(
            label=each.label,
            words=absent(each.unmeasured)
            if each.unmeasured
            else text(each.text, " (estimated)" if each.guessed else ""),
        )
        for each in story.spans(incident)
        if each.text or each.unmeasured
    )
    known = tuple(_milestone(each) for each in moments)
    nothing = Block(line=absent("No times are recorded."))
    yield Section(title="Times", blocks=(Block(facts=known) if known else nothing,))
    if lengths:
        yield Section(title="How long it took", blocks=(Block(facts=lengths),), minor=True)


def _milestone(each: Milestone) -> Fact:
    assert each.when is not None  # noqa: S101 - only these are listed
    notes = (each.universal, each.after, "estimated" if each.estimated else "")
    note = ", ".join(part for part in notes if part)
    moment = f"{each.when.date} {each.when.clock}"
    return Fact(label=each.label, words=text(f"{moment} ({note})" if note else moment))


def summary(incident: Incident) -> Iterator[Section]:
    """Tell the story in short, with what a reader must know first."""
    told = Block(prose=incident.summary) if incident.summary else None
    nothing = Block(line=absent("No summary has been written yet."))
    yield Section(title="Summary", blocks=(told or nothing,))
    if incident.background:
        yield Section(title="Background", blocks=(Block(prose=incident.background),), minor=True)
    if incident.glossary:
        words = tuple(
            Fact(label=word, words=line(meaning)) for word, meaning in incident.glossary.items()
        )
        yield Section(title="Words used here", blocks=(Block(facts=words),), minor=True)
