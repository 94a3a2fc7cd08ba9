"""What ``postmortems classify`` answers: the suggested level, its reasons, and what is open."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from postmortems.advice.severity import judge, questions
from postmortems.advice.severity_words import asked, band, gap, observed, trust
from postmortems.pages.suggestion import basis, uncovered, verdict
from postmortems.shapes import listed, null, record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.advice.severity import Judgement
    from postmortems.config.severities import Severities
    from postmortems.model.incident import Incident

VERSION = 1
_WIDTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is classified.

    ``subject`` is an incident's id or a file's name, or empty for signals alone; ``signals`` maps
    each name to its value and where that was given; ``unused`` are parts of a description of which
    nothing was taken.
    """

    subject: str = ""
    incident: Incident | None = None
    signals: Mapping[str, tuple[bool | float, str]]
    unused: tuple[str, ...] = ()


def text(question: Question, scale: Severities) -> str:
    """Answer for people: the level first, then why, then what could change it."""
    return "\n".join(_lines(question, scale)) + "\n"


def _lines(question: Question, scale: Severities) -> Iterator[str]:
    found = judge(scale, {name: value for name, (value, _) in question.signals.items()})
    yield from _head(question, found, scale)
    yield from _reasons(found, scale)
    worse = found.worse(scale)
    if open_ := questions(scale, worse):
        yield from ("", "An answer could make it worse" if found.level else "What would decide")
        for name in open_:
            signal = scale.signals[name]
            answers = [
                f"{each.criterion.level}: {band(term, signal)}"
                for each in worse
                for term in each.criterion.all
                if term.metric == name and name in each.missing
            ]
            yield from _item(f"{signal.question} ({'; '.join(answers)})")
            yield f"      --signal {name}={'yes' if signal.type == 'boolean' else 'NUMBER'}"
    if question.signals:
        yield from ("", "Observed")
        for name, (value, origin) in question.signals.items():
            yield from _item(f"{observed(name, value, scale)} ({origin})")
    if question.unused:
        yield from ("", *_wrapped(f"Not used: {', '.join(question.unused)}"))


def _head(question: Question, found: Judgement, scale: Severities) -> Iterator[str]:
    subject = f"{question.subject}: " if question.subject else ""
    if found.level is None:
        yield f"{subject}no level is suggested" if subject else "No level is suggested"
    else:
        yield f"{subject}{found.level} {scale.level(found.level).name}"
    if question.signals:
        yield from _wrapped(trust(found, scale))
    else:
        yield from _wrapped("Nothing was observed, and words are not scored.")
    if found.between:
        yield from _wrapped(f"The values lie {gap(found)}; the worse is assumed.")
    if question.incident is not None:
        yield from _wrapped(verdict(question.incident, found.level))


def _reasons(found: Judgement, scale: Severities) -> Iterator[str]:
    if found.matches:
        yield from ("", "Why")
    for each in (basis(match, scale) for match in found.matches):
        assumed = ", assumed" if each.gap else ""
        yield from _item(f"{each.level}{assumed}: {'; '.join(each.observed)}")
        for name, sentence in each.sentences:
            yield from _wrapped(f"{name}: {sentence}", indent=6)
    for missing in (uncovered(each, scale) for each in found.uncovered):
        yield from ("", *_wrapped(f"No criterion covers {'; '.join(missing.observed)}. There are:"))
        for said in missing.bands:
            yield from _item(said)


def _item(said: str) -> list[str]:
    return wrap(f"- {said}", _WIDTH, initial_indent="  ", subsequent_indent="    ")


def _wrapped(said: str, indent: int = 0) -> list[str]:
    return wrap(said, _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent)


def document(question: Question, scale: Severities) -> dict[str, Any]:
    """Answer for programs, as `schema` describes it."""
    found = judge(scale, {name: value for name, (value, _) in question.signals.items()})
    return {
        "version": VERSION,
        "subject": question.subject or None,
        "recorded": question.incident.severity if question.incident else None,
        "suggested": found.level,
        "confidence": found.confidence,
        "reason": trust(found, scale),
        "between": list(found.between) if found.between else None,
        "signals": [
            {"name": name, "value": value, "from": origin}
            for name, (value, origin) in question.signals.items()
        ],
        "matches": [
            {
                "criterion": each.criterion.id,
                "level": each.criterion.level,
                "observed": dict(each.observed),
                "sentences": [
                    {"source": name, "text": sentence}
                    for name, sentence in basis(each, scale).sentences
                ],
                "assumed": each.criterion.between is not None,
            }
            for each in found.matches
        ],
        "not_judged": [
            {
                "criterion": each.criterion.id,
                "level": each.criterion.level,
                "asks": [asked(term, scale) for term in each.criterion.all],
                "missing": list(each.missing),
            }
            for each in found.unjudged
        ],
        "not_covered": [
            {"observed": dict(each.observed), "criteria": [one.id for one in each.criteria]}
            for each in found.uncovered
        ],
        "questions": [
            {"signal": name, "question": scale.signals[name].question}
            for name in questions(scale, found.worse(scale))
        ],
        "unused": list(question.unused),
    }


def schema() -> dict[str, Any]:
    """Describe the document as a JSON Schema."""
    word = {"type": "string"}
    value = {"type": ["boolean", "number"]}
    values = {"type": "object", "additionalProperties": value}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `postmortems classify --output json` writes",
        "description": "Keys may be added within a version; ignore those that you do not know.",
        **record(
            version={"const": VERSION},
            subject=null(word),
            recorded=null(word),
            suggested=null(word),
            confidence={"enum": ["settled", "at least", "assumed", "none"]},
            reason=word,
            between={"type": ["array", "null"], "items": word},
            signals=listed(record(name=word, value=value, **{"from": word})),
            matches=listed(
                record(
                    criterion=word,
                    level=word,
                    observed=values,
                    sentences=listed(record(source=word, text=word)),
                    assumed={"type": "boolean"},
                )
            ),
            not_judged=listed(
                record(criterion=word, level=word, asks=listed(word), missing=listed(word))
            ),
            not_covered=listed(record(observed=values, criteria=listed(word))),
            questions=listed(record(signal=word, question=word)),
            unused=listed(word),
        ),
    }
