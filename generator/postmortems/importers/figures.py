"""How many were hurt, and what it cost, as prose says it: `roughly 85% of our users`."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from postmortems.importers.reading import Piece, flat, sentences
from postmortems.rules.counts import counts
from postmortems.rules.phrases import any_of
from postmortems.rules.shares import shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from postmortems.importers.draft import Spot
    from postmortems.importers.reading import Reading

_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)\s?(?:%|percent|per cent)")
_LABELLED = re.compile(
    r"(?P<name>[^:|]{3,60}?)[*_]{0,2}:[*_]{0,2}\s*(?P<about>[~≈]|about |around |approx\.? )?"
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9}(?:\.[0-9]{1,2})?)\s?(?P<share>%|percent)?\.?",
    re.IGNORECASE,
)
_MOST = 20
_SCALES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
_HUNDRED = 100


def place(reading: Reading, pieces: Sequence[Piece]) -> None:
    """Place the figures of texts about the impact, each with the sentence that states it."""
    for piece in pieces:
        for line in piece.text.split("\n"):
            _labelled(reading, line, piece.spot)
        for sentence in sentences(piece.text):
            _share(reading, sentence, piece.spot)
            _counts(reading, sentence, piece.spot)
            _money(reading, sentence, piece.spot)
            _promise(reading, sentence, piece.spot)


def _labelled(reading: Reading, line: str, spot: Spot) -> None:
    """Take a number behind a label, such as `Users affected: 45%`."""
    match = _LABELLED.fullmatch(line.strip(" -*_"))
    if match is None or any(each.isdigit() for each in match["name"]):
        return
    value = float(match["number"].replace(",", ""))
    about = bool(match["about"])
    own = reading.terms.settings.language.counted_nouns
    for name in (each.name for each in fields(own)):
        nouns: tuple[str, ...] = (*getattr(reading.words.counted, name), *getattr(own, name))
        if not reading.has(nouns, match["name"]):
            continue
        if match["share"] and name in {"users", "clients"} and value <= _HUNDRED:
            _once(reading, "users_pct", _figure(value, flat(line), about), spot)
        elif not match["share"] and value.is_integer():
            _once(reading, name, _figure(value, flat(line), about), spot)
        return


def _share(reading: Reading, sentence: str, spot: Spot) -> None:
    language = reading.terms.settings.language
    for each in shares(sentence, language.universal_quantifiers, language.quantified_nouns):
        match = _PERCENT.search(each.text)
        if match is None or float(match[1]) > _HUNDRED:
            continue
        made = _figure(float(match[1]), sentence, reading.has(reading.words.estimates, each.text))
        _once(reading, "users_pct", made, spot)
        return


def _counts(reading: Reading, sentence: str, spot: Spot) -> None:
    own = reading.terms.settings.language.counted_nouns
    for name in (each.name for each in fields(own)):
        extra: tuple[str, ...] = getattr(reading.words.counted, name)
        nouns: tuple[str, ...] = (*extra, *getattr(own, name))
        found = list(counts(sentence, nouns))[:_MOST]
        if not found:
            continue
        count = found[0]
        made = _figure(count.value, sentence, reading.has(reading.words.estimates, count.text))
        if name == "requests_failed" and count.noun.casefold() in {
            each.casefold() for each in extra
        }:
            made["unit"] = flat(count.noun)
        _once(reading, name, made, spot)


def _money(reading: Reading, sentence: str, spot: Spot) -> None:
    words = reading.words
    signs = "|".join(re.escape(each.sign) for each in sorted(words.currencies, key=_length))
    if not signs or not reading.has(words.money, sentence):
        return
    match = re.search(
        rf"(?P<sign>{signs})\s?(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,12}}(?:\.[0-9]{{1,2}})?)"
        r"(?:\s?(?P<scale>k|thousand|m|million)\b)?",
        sentence,
        re.IGNORECASE,
    )
    if match is None:
        return
    unit = next(each.unit for each in words.currencies if each.sign == match["sign"])
    scale = _SCALES.get((match["scale"] or "").casefold(), 1)
    value = float(match["number"].replace(",", "")) * scale
    before = sentence[: match.start()]
    made = _figure(value, sentence, reading.has(words.estimates, before))
    made["unit"] = unit
    if _once(reading, "revenue", made, spot) and unit != match["sign"]:
        reading.draft.doubt(f"`{match['sign']}` was read as {unit}", spot, field="impact.revenue")


def _length(currency: Any) -> int:  # noqa: ANN401 - a currency of the settings
    return -len(currency.sign)


def _promise(reading: Reading, sentence: str, spot: Spot) -> None:
    words = reading.words
    kept = any_of(words.promise_kept).search(sentence)
    if kept or reading.has(words.promise_broken, sentence):
        made = {"breached": not kept, "note": sentence}
        reading.draft.place(("impact", "sla"), made, spot)


def _figure(value: float, sentence: str, about: bool) -> dict[str, Any]:  # noqa: FBT001
    made: dict[str, Any] = {"value": int(value) if value.is_integer() else value}
    if about:
        made["basis"] = "estimated"
    made["note"] = sentence
    return made


def _once(reading: Reading, name: str, made: dict[str, Any], spot: Spot) -> bool:
    """Place a figure; one that contradicts what stands there is told, and not placed."""
    held: dict[str, Any] = reading.draft.record.get("impact", {})
    if name not in held:
        return reading.draft.place(("impact", name), made, spot)
    if held[name]["value"] != made["value"]:
        reading.draft.doubt(
            f"{made['value']:,} is stated, too: {made['note']}", spot, field=f"impact.{name}"
        )
    return False


def harm(reading: Reading, pieces: Iterable[Piece]) -> list[Piece]:
    """Return the sentences which say that people could not do something."""
    nouns = reading.terms.settings.language.quantified_nouns
    return [
        Piece(sentence, piece.spot)
        for piece in pieces
        for sentence in sentences(piece.text)
        if reading.has(reading.words.harm, sentence) and reading.has(nouns, sentence)
    ]
