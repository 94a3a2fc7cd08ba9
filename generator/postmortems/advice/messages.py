"""What to send whom and by when: first words, updates, and the word that it is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.evidence import acted_on
from postmortems.advice.owed import HARMLESS, RUNNING, clock_start, owed
from postmortems.advice.steps import Step, plus, state_of
from postmortems.config.severities import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.advice.steps import State
    from postmortems.config.settings import Settings
    from postmortems.config.severities import SeverityLevel
    from postmortems.config.workflow import Message
    from postmortems.model.incident import Incident
    from postmortems.model.response import Communication


@dataclass(frozen=True, slots=True, kw_only=True)
class Word(Step):
    """A message to send: ``message`` is its id in the policy, empty where it has none for it."""

    audience: str
    kind: str
    message: str


def words(incident: Incident, settings: Settings, as_of: datetime) -> tuple[Word, ...]:
    """Return the messages that are owed, sent or still to come, those of one audience together."""
    if incident.kind in HARMLESS:
        return ()
    found = [*_first(incident, settings, as_of), *_next(incident, settings, as_of)]
    order = [each.id for each in settings.audiences.communication]
    return tuple(sorted(found, key=lambda each: order.index(each.audience)))


def _first(incident: Incident, settings: Settings, as_of: datetime) -> Iterator[Word]:
    """Yield the first words: those that no clause has a time for, then by the level's clauses."""
    timed = {
        audience
        for level in settings.severities.levels
        for notice in _notices(level)
        for audience in notice.audiences
    }
    for each in settings.policy.messages:
        counts = not each.levels or incident.severity in each.levels
        if each.kind == "initial" and each.audience not in timed and counts:
            sent = _earliest(incident, each.audience, as_of)
            if sent is not None or incident.status in RUNNING:
                state = state_of(None, sent, as_of)
                yield _word((each.audience, "initial"), incident, settings, state, done=sent)
    level = settings.severities.level(incident.severity)
    for notice in _notices(level):
        yield from _by_clause(notice, incident, settings, as_of)


def _notices(level: SeverityLevel) -> list[Notice]:
    return [each for _, each in level.sla.clauses() if isinstance(each, Notice)]


def _by_clause(
    clause: Notice, incident: Incident, settings: Settings, as_of: datetime
) -> Iterator[Word]:
    key = (clause.audiences[0], "initial")
    done = acted_on(incident, "", clause, settings)
    if done is not None and done <= as_of:
        yield _word(key, incident, settings, "done", done=done)
        return
    if incident.status not in RUNNING or clause.due_minutes is None:
        return
    begin = clock_start(incident, clause, settings.severities)
    if begin is None:
        note = f"`{clause.counted_from}` is not recorded"
        yield _word(key, incident, settings, "unknown", note=note)
        return
    asked = clause.applies is not None and clause.applies.on_request
    request = "sooner when somebody asks" if asked else ""
    due = plus(begin, clause.due_minutes)
    waits = plus(begin, clause.delay_minutes)
    answer = owed(incident, clause, begin, as_of)
    if answer:
        yield _word(key, incident, settings, state_of(due, None, as_of), due=due, note=request)
    elif answer is None:
        note = "owed if clients feel it, which the record does not say"
        yield _word(key, incident, settings, "unknown", due=due, note=note)
    elif clause.delay_minutes and waits is not None and waits >= as_of:
        yield _word(key, incident, settings, "later", due=due, note=request)


def _next(incident: Incident, settings: Settings, as_of: datetime) -> Iterator[Word]:
    """Yield for everybody who was told the next update, or the word that it is over."""
    told: dict[str, list[Communication]] = {}
    for each in sorted(incident.communications, key=lambda each: each.at):
        if each.at <= as_of:
            told.setdefault(each.audience, []).append(each)
    resolved = incident.times.resolved if incident.times else None
    over = incident.status not in RUNNING or (resolved is not None and resolved <= as_of)
    for audience, sent in told.items():
        last = sent[-1]
        if over:
            final = next((each for each in reversed(sent) if each.kind == "all_clear"), None)
            done = final.at if final else None
            if done is None and incident.status == "closed":
                continue  # whoever waited for it has long stopped
            state = state_of(None, done, as_of)
            yield _word((audience, "all_clear"), incident, settings, state, done=done)
        elif last.kind != "all_clear":
            due, why = _due(last, incident, settings)
            if due is not None:
                state = state_of(due, None, as_of)
                yield _word((audience, "update"), incident, settings, state, due=due, note=why)


def _due(
    last: Communication, incident: Incident, settings: Settings
) -> tuple[datetime | None, str]:
    """Return when the next update is due: as promised, or by the cadence if that is sooner."""
    updates = settings.policy.updates
    counts = not updates.levels or incident.severity in updates.levels
    cadence = plus(last.at, updates.cadence_minutes) if counts else None
    promised = last.next_update_at
    if promised is not None and promised > last.at and (cadence is None or promised <= cadence):
        return promised, "as promised"
    return cadence, f"at least every {updates.cadence_minutes} min" if cadence else ""


def _word(
    key: tuple[str, str],
    incident: Incident,
    settings: Settings,
    state: State,
    *,
    due: datetime | None = None,
    done: datetime | None = None,
    note: str = "",
) -> Word:
    audience, kind = key
    names = {each.id: each.name for each in settings.audiences.communication}
    message = message_of(audience, kind, incident, settings)
    return Word(
        audience=audience,
        kind=kind,
        message=message.id if message else "",
        what=f"{_KINDS[kind]} to {names[audience]}",
        state=state,
        due=due,
        done=done,
        note=note,
    )


_KINDS = {"initial": "First word", "update": "Update", "all_clear": "All-clear"}


def message_of(audience: str, kind: str, incident: Incident, settings: Settings) -> Message | None:
    """Return the policy's message of a kind to an audience at the incident's level."""
    return next(
        (
            each
            for each in settings.policy.messages
            if each.audience == audience
            and each.kind == kind
            and (not each.levels or incident.severity in each.levels)
        ),
        None,
    )


def _earliest(incident: Incident, audience: str, as_of: datetime) -> datetime | None:
    moments = [each.at for each in incident.communications if each.audience == audience]
    return min((each for each in moments if each <= as_of), default=None)
