"""documents.yml: the words by which postmortems that people wrote are read when imported."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

import annotated_types as at

from postmortems.config.document_parts import Column, Part
from postmortems.config.language import CountedNouns, Phrase, Phrases
from postmortems.config.references import ControlGapId
from postmortems.fields import Record

Moment = Literal["started", "detected", "acknowledged", "mitigated", "resolved", "closed"]
Source = Literal["alert", "client_report", "monitoring", "internal"]
Stage = Literal["detection", "escalation", "communication", "resolution", "cause"]
Verdict = Literal["adequate", "slow", "failed"]
ActionState = Literal["open", "in_progress", "done"]
ActionSort = Literal["prevent", "detect", "mitigate", "repair", "process", "investigate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartNames(Record):
    """What documents call one of their parts, as a heading or as a label before a colon."""

    part: Part
    """The part."""
    names: Phrases
    """Its names; capitals, numbers before them and what stands in brackets do not matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnNames(Record):
    """What tables call one of their columns, and lists a value that follows an action."""

    column: Column
    """The column."""
    names: Phrases
    """Its names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentPhrases(Record):
    """Words of an entry of a timeline that show a moment of the incident's life."""

    moment: Moment
    """The moment."""
    phrases: Phrases
    """The words."""
    last: bool = False
    """Whether the last such entry counts, not the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePhrases(Record):
    """Words that tell who or what noticed."""

    source: Source
    """Who or what."""
    phrases: Phrases
    """The words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageNames(Record):
    """Words for a stage of the response, as the subject of a judgement."""

    stage: Stage
    """The stage."""
    names: Phrases
    """Its names, with which the sentence begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictPhrases(Record):
    """Words that judge a stage."""

    verdict: Verdict
    """The judgement."""
    phrases: Phrases
    """The words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPhrases(Record):
    """Words for a control that was missing."""

    control_gap: ControlGapId
    """The gap, as `taxonomy.yml` names it."""
    stage: Stage
    """The stage of the response that it weakens."""
    phrases: Phrases
    """Its subject, such as `escalation procedures`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatePhrases(Record):
    """Words for where an action stands."""

    status: ActionState
    """Where it stands."""
    phrases: Phrases
    """The words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SortPhrases(Record):
    """Words for what an action does about the incident."""

    type: ActionSort
    """What it does."""
    phrases: Phrases
    """The words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency(Record):
    """A sign of money, and the currency it stands for."""

    sign: Phrase
    """The sign."""
    unit: Phrase
    """The currency's code."""


_FEW = at.MaxLen(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents(Record):
    """How postmortems that people wrote are read: names of parts, and phrases that show facts.

    Each list may be empty; nothing is then taken by its rule.
    """

    parts: Annotated[tuple[PartNames, ...], _FEW] = ()
    """Names of sections and labels."""
    columns: Annotated[tuple[ColumnNames, ...], _FEW] = ()
    """Names of columns."""
    title_prefixes: Phrases = ()
    """What stands before a title and is none of it, such as `postmortem`."""
    nothing: Phrases = ()
    """Sentences which say that there is nothing, beside the placeholders of `language.yml`."""
    moments: Annotated[tuple[MomentPhrases, ...], _FEW] = ()
    """Words of timelines that show moments."""
    since: Phrases = ()
    """Words before a time of day since which the harm had been going on."""
    sources: Annotated[tuple[SourcePhrases, ...], _FEW] = ()
    """Words that tell who or what noticed; the first that fits counts."""
    causes: Phrases = ()
    """Words of a sentence that states a cause."""
    triggers: Phrases = ()
    """Words in a cause that make it an event, which set the incident off."""
    versions: Phrases = ()
    """Words before the number of a change, such as `deployment`."""
    harm: Phrases = ()
    """Words that tell what people could not do."""
    estimates: Phrases = ()
    """Words that make a number an estimate."""
    counted: CountedNouns = field(default_factory=CountedNouns)
    """Nouns that documents count, besides those of `language.yml`."""
    money: Phrases = ()
    """Words that make a sum of money a loss."""
    currencies: Annotated[tuple[Currency, ...], _FEW] = ()
    """Signs of money."""
    promise_kept: Phrases = ()
    """Words which say that no promise to users was broken."""
    promise_broken: Phrases = ()
    """Words which say that one was."""
    states: Annotated[tuple[StatePhrases, ...], _FEW] = ()
    """Words for where an action stands."""
    sorts: Annotated[tuple[SortPhrases, ...], _FEW] = ()
    """Words for what an action does; the types themselves count without being listed."""
    proposals: Phrases = ()
    """Words with which an idea begins, not a commitment, such as `consider`."""
    recommendations: Phrases = ()
    """Words after which an account lists what is to be done."""
    stages: Annotated[tuple[StageNames, ...], _FEW] = ()
    """Words for stages."""
    verdicts: Annotated[tuple[VerdictPhrases, ...], _FEW] = ()
    """Words that judge."""
    gaps: Annotated[tuple[GapPhrases, ...], _FEW] = ()
    """Words for controls that were missing."""
    gap_words: Phrases = ()
    """Words which say of a control that it was missing."""
    undocumented: Phrases = ()
    """Words which say that it is written down nowhere."""
    hedges: Phrases = ()
    """Words that make a judgement a guess."""
    single_holders: Phrases = ()
    """Words which say that one person knows how."""
    lessons: Phrases = ()
    """Words of a sentence that states a lesson."""
