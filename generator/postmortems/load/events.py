"""YAML bytes to plain values, one parser event at a time, refusing what a record never needs.

PyYAML's C parser does the scanning. Building from its events keeps text as text, gives every
value a position, and stops at a bound before anything recursive or exponential can start.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from postmortems.characters import printable
from postmortems.findings import Span
from postmortems.load.places import Place, span
from postmortems.load.syntax import syntax_fault
from postmortems.load.text import Document, Fault, Limits, decode, setting

if TYPE_CHECKING:
    from collections.abc import Callable

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(
    r"[-+]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18}|[0-9]{1,18})(?:[eE][-+]?[0-9]{1,2})?"
)


class _Stop(Exception):  # noqa: N818 - a signal inside this module, never an error outside
    """Nothing after this point of the file can be read."""


def read(content: bytes, limits: Limits, *, positions: bool = False) -> Document:
    """Read one YAML document.

    ``value`` is made of dict, list, str, int, float, bool and None by the YAML 1.2 core schema:
    plain ``85`` is a number, ``true`` a boolean; ``15:47``, ``no`` and ``2024-01-21`` are text.
    With faults, ``value`` is what could be read, or None. Never raises on any input.
    """
    document = Document()
    text = decode(content, limits, document)
    if text is None:
        return document
    try:
        _Builder(document, limits, text, positions=positions).run()
    except _Stop:
        pass
    except yaml.YAMLError as error:
        document.faults.append(syntax_fault(error, text))
    except (ValueError, OverflowError):
        # libyaml decodes \U escapes beyond Unicode into characters Python refuses
        document.faults.append(
            Fault(
                rule="yaml-syntax",
                span=Span(line=1, column=1, end=1),
                message="an escape sequence names a character that does not exist",
                fix="write the character itself instead of its escape",
            )
        )
    return document


class _Builder:
    """Feeds parser events into nested values, noting refusals on the way."""

    def __init__(self, document: Document, limits: Limits, text: str, *, positions: bool) -> None:
        self.document = document
        self.limits = limits
        self.text = text
        self.positions = positions
        self.lines: list[str] | None = None
        self.documents = 0

    def run(self) -> None:
        """Consume the whole stream."""
        parser = CParser(self.text)
        try:
            self._build(parser.get_event)
        finally:
            parser.dispose()

    def _build(self, next_event: Callable[[], Any]) -> None:  # noqa: C901, PLR0912, PLR0915 - one loop over seven hundred events a file; a call for each would double its time
        nodes, most = 0, self.limits.max_nodes
        # Without these characters no value can carry a property, and none need be asked for it.
        plain = "&" not in self.text and "!" not in self.text
        # The open container, the key that waits for its value, and what was open around them.
        inside: Any = None
        in_map = False
        key: str | None = None
        key_event: Any = None
        place: Place | None = None
        stack: list[tuple[Any, bool, Place | None]] = []
        while True:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                if not plain and (event.anchor is not None or event.tag is not None):
                    self._refuse(event)
                value: Any = event.value
                if in_map and key is None:
                    if value in inside:
                        self._twice(event)
                    key, key_event = value, event
                    continue
                if not event.style:
                    value = _resolve(value)
                opened = False
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                inside, in_map, place = stack.pop()
                continue
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._refuse(event)
                value = {} if kind is MappingStartEvent else []
                opened = True
            elif kind is AliasEvent:
                self._alias(event)
                value, opened = None, False
            elif kind is StreamEndEvent:
                return
            else:
                if kind is DocumentStartEvent:
                    self._document(event)
                continue

            if in_map and key is None:
                self._stop(event, "complex-key", "a key must be plain text", "write a word")
            nodes += 1
            if nodes > most:
                message = f"the file holds more than {most:,} values"
                fix = "split the record or move data elsewhere and link to it" + setting(
                    "max_nodes"
                )
                self._stop(event, "too-many-values", message, fix)
            if inside is None:
                self.document.value = value
            elif in_map:
                inside[key] = value
            else:
                inside.append(value)
            here = None
            if self.positions:
                here = Place(key_event, event)
                if place is None:
                    self.document.place = here
                else:
                    place.parts[len(inside) - 1 if key is None else key] = here
            key = key_event = None
            if opened:
                stack.append((inside, in_map, place))
                inside, in_map, place = value, kind is MappingStartEvent, here
                if len(stack) > self.limits.max_depth:
                    message = f"values are nested more than {self.limits.max_depth} deep"
                    fix = "flatten the structure" + setting("max_depth")
                    self._stop(event, "too-deep", message, fix)

    def _twice(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events are untyped
        self._fault(
            event,
            "duplicate-key",
            f"the key `{printable(event.value, 40)}` stands twice in this mapping",
            "one of the two would be lost without a word",
            "keep one of them",
        )

    def _alias(self, event: Any) -> None:  # noqa: ANN401
        self._fault(
            event,
            "yaml-alias",
            f"`*{printable(event.anchor, 40)}` repeats another part of the file",
            "repetition by reference hides what a record says and can grow without bound",
            "write the value out",
        )

    def _document(self, event: Any) -> None:  # noqa: ANN401
        self.documents += 1
        if event.version or event.tags:
            why = "they change how the rest of the file is read"
            self._fault(
                event, "yaml-directive", "directives are not allowed", why, "delete the line"
            )
        if self.documents > 1:
            message = "the file holds a second document"
            self._stop(event, "second-document", message, "one record, one file")

    def _refuse(self, event: Any) -> None:  # noqa: ANN401
        if event.anchor is not None:
            self._fault(
                event,
                "yaml-alias",
                f"the anchor `&{printable(event.anchor, 40)}` is not allowed",
                "repetition by reference hides what a record says and can grow without bound",
                "delete the anchor and write values out where they belong",
            )
        if event.tag is not None:
            self._fault(
                event,
                "yaml-tag",
                f"the tag `{printable(event.tag, 60)}` is not allowed",
                "tags can make a parser build things other than data",
                "delete the tag; put text in quotes where it must stay text",
            )

    def _stop(self, event: Any, rule: str, message: str, fix: str) -> NoReturn:  # noqa: ANN401
        self._fault(event, rule, message, "the rest of the file was not read", fix)
        raise _Stop

    def _fault(self, event: Any, rule: str, message: str, why: str, fix: str) -> None:  # noqa: ANN401
        if self.lines is None:
            self.lines = self.text.split("\n")
        where = span(event, self.lines)
        self.document.faults.append(Fault(rule=rule, span=where, message=message, why=why, fix=fix))


def _resolve(text: str) -> str | int | float | bool | None:
    """Resolve a plain scalar by the YAML 1.2 core schema."""
    if text in _WORDS:
        return _WORDS[text]
    # Most plain values that begin like numbers are times.
    if text[0] in "-+.0123456789" and ":" not in text:
        if _INT.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
    return text
