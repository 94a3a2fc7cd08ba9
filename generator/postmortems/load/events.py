"""YAML bytes to plain values, one parser event at a time, refusing what a record never needs.

PyYAML's C parser does the scanning. Building from its events keeps text as text, gives every
value a position, and stops at a bound before anything recursive or exponential can start.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

import yaml
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
from postmortems.findings import Path, Span
from postmortems.load.syntax import syntax_fault
from postmortems.load.text import Document, Fault, Limits, decode

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_TRUE = frozenset(("true", "True", "TRUE"))
_FALSE = frozenset(("false", "False", "FALSE"))
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
        self.nodes = 0
        self.documents = 0
        # The open containers, each with its path, and the key that waits for its value.
        self.stack: list[tuple[Any, Path]] = []
        self.key: str | None = None

    def run(self) -> None:
        """Consume the whole stream."""
        parser = yaml.CSafeLoader(self.text)
        try:
            while type(event := parser.get_event()) is not StreamEndEvent:
                self._take(event)
        finally:
            parser.dispose()

    def _take(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events are untyped
        kind = type(event)
        if kind is ScalarEvent:
            self._refuse(event)
            if self._wants_key():
                self.key = self._begin_key(event)
            else:
                self._place(event, _resolve(event))
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            self._refuse(event)
            self._no_key(event)
            self._open(event, {} if kind is MappingStartEvent else [])
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self.stack.pop()
        elif kind is AliasEvent:
            self._alias(event)
        elif kind is DocumentStartEvent:
            self._document(event)

    def _wants_key(self) -> bool:
        return bool(self.stack) and type(self.stack[-1][0]) is dict and self.key is None

    def _no_key(self, event: Any) -> None:  # noqa: ANN401
        if self._wants_key():
            self._stop(event, "complex-key", "a key must be plain text", "write a word")

    def _open(self, event: Any, container: dict[str, Any] | list[Any]) -> None:  # noqa: ANN401
        path = self._place(event, container)
        self.stack.append((container, path))
        if len(self.stack) > self.limits.max_depth:
            message = f"values are nested more than {self.limits.max_depth} deep"
            self._stop(event, "too-deep", message, "flatten the structure")

    def _place(self, event: Any, value: Any) -> Path:  # noqa: ANN401
        """Put a value where it belongs; returns its path when positions are wanted."""
        self.nodes += 1
        if self.nodes > self.limits.max_nodes:
            message = f"the file holds more than {self.limits.max_nodes:,} values"
            fix = "split the record or move data elsewhere and link to it"
            self._stop(event, "too-many-values", message, fix)
        path: Path = ()
        if not self.stack:
            self.document.value = value
        else:
            container, above = self.stack[-1]
            step: str | int
            if self.key is not None:
                step = self.key
                container[step] = value
            else:
                step = len(container)
                container.append(value)
            if self.positions:
                path = (*above, step)
        if self.positions:
            self.document.values[path] = self._span(event)
        self.key = None
        return path

    def _begin_key(self, event: Any) -> str:  # noqa: ANN401
        name = str(event.value)
        container, path = self.stack[-1]
        if name in container:
            self._fault(
                event,
                "duplicate-key",
                f"the key `{printable(name, 40)}` stands twice in this mapping",
                "one of the two would be lost without a word",
                "keep one of them",
            )
        container[name] = None
        if self.positions:
            self.document.keys[*path, name] = self._span(event)
        return name

    def _alias(self, event: Any) -> None:  # noqa: ANN401
        self._fault(
            event,
            "yaml-alias",
            f"`*{printable(event.anchor, 40)}` repeats another part of the file",
            "repetition by reference hides what a record says and can grow without bound",
            "write the value out",
        )
        self._no_key(event)
        self._place(event, None)

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
        span = self._span(event)
        self.document.faults.append(Fault(rule=rule, span=span, message=message, why=why, fix=fix))

    def _span(self, event: Any) -> Span:  # noqa: ANN401
        start, end = event.start_mark, event.end_mark
        if self.lines is None:
            self.lines = self.text.split("\n")
        if start.line >= len(self.lines):
            # The parser supplies what the file leaves out, at a line that is not there.
            last = len(self.lines[-1].rstrip()) + 1
            return Span(line=len(self.lines), column=last, end=last + 1)
        if start.line == end.line:
            stop = max(end.column, start.column + 1)
        else:
            stop = max(len(self.lines[start.line].rstrip()), start.column + 1)
        return Span(line=start.line + 1, column=start.column + 1, end=stop + 1)


def _resolve(event: Any) -> str | int | float | bool | None:  # noqa: ANN401
    """Resolve a scalar by the YAML 1.2 core schema; quoted and block scalars are text."""
    text: str = event.value
    if event.style is not None and event.style != "":  # quoted or block
        return text
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    first = text[0]
    if first in "-+.0123456789":
        if _INT.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
    return text
