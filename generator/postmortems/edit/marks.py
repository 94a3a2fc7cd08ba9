"""Where each key and value of a YAML text begins and ends, so that one can be replaced in place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

if TYPE_CHECKING:
    from postmortems.findings import Path

BLOCK_STYLES = ("|", ">")


@dataclass(slots=True)
class Mark:
    """A key or value in the text: ``text[start:end]``.

    ``kind`` is ``scalar``, ``mapping`` or ``sequence``. ``style`` is a scalar's quote or block
    sign, empty for a plain one; ``flow`` says that a container has brackets. ``line`` counts
    from 1, ``column`` from 0. ``children`` are a container's paths in the order of the text.
    """

    kind: str
    start: int
    end: int
    line: int
    column: int
    style: str = ""
    flow: bool = False
    children: list[Path] = field(default_factory=list)

    @property
    def block_text(self) -> bool:
        """Tell whether this is a text under a ``|`` or ``>``."""
        return self.style in BLOCK_STYLES


@dataclass(slots=True)
class Marks:
    """The marks of one text by path; ``keys`` holds those of the mappings' keys."""

    text: str
    values: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)

    def line(self, index: int) -> int:
        """Return the line of a character, counted from 1."""
        return self.text.count("\n", 0, index) + 1

    def line_start(self, index: int) -> int:
        """Return where the line of a character begins."""
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Return where the line of a character ends, before its line break."""
        end = self.text.find("\n", index)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > index and self.text[end - 1] == "\r" else end

    def below(self, end: int, column: int) -> int:
        """Return where the lines of a value end that reaches to a character.

        What follows the value on its last line belongs to it, and so do comments under it that
        are indented deeper than the column at which its list or mapping stands.
        """
        stop = self._next_line(len(self.text[:end].rstrip()))
        while True:
            following = self._next_line(stop)
            line = self.text[stop:following]
            indent = len(line) - len(line.lstrip(" "))
            if not line.lstrip(" ").startswith("#") or indent <= column:
                return stop
            stop = following

    def _next_line(self, index: int) -> int:
        return self.text.find("\n", index) + 1 or len(self.text)

    def in_flow(self, path: Path) -> bool:
        """Tell whether a value stands inside brackets or braces."""
        above = (path[:length] for length in range(len(path)))
        return any(each in self.values and self.values[each].flow for each in above)


def marks(text: str) -> Marks:
    """Mark every key and value of a text, up to where it stops being YAML or a key is complex.

    On aliases and keys that stand twice, the marks mean nothing: look for faults with
    `postmortems.load.events.read` first.
    """
    found = Marks(text)
    parser = yaml.CSafeLoader(text)
    stack: list[tuple[Path, Mark]] = []
    key: str | None = None
    try:
        while type(event := _next(parser)) is not StreamEndEvent:
            kind = type(event)
            if kind is MappingEndEvent or kind is SequenceEndEvent:
                _, container = stack.pop()
                _close(found, container, event)
                continue
            if kind not in (ScalarEvent, MappingStartEvent, SequenceStartEvent, AliasEvent):
                continue
            mark = _mark(event)
            path: Path = ()
            if stack:
                above, container = stack[-1]
                if container.kind == "mapping" and key is None:
                    if kind is not ScalarEvent:
                        break  # a complex key: what follows has no path
                    key = str(event.value)
                    found.keys[*above, key] = mark
                    continue
                step: str | int = len(container.children) if key is None else key
                path, key = (*above, step), None
                container.children.append(path)
            found.values[path] = mark
            if mark.kind != "scalar":
                stack.append((path, mark))
    except (yaml.YAMLError, ValueError, OverflowError):
        pass  # an escape may name a character that does not exist, which Python refuses
    finally:
        parser.dispose()
    return found


def _next(parser: yaml.CSafeLoader) -> Any:  # noqa: ANN401 - PyYAML's events are untyped
    return parser.get_event()


def _mark(event: Any) -> Mark:  # noqa: ANN401 - PyYAML's events are untyped
    start, end = event.start_mark, event.end_mark
    made = Mark("scalar", start.index, end.index, start.line + 1, start.column)
    if type(event) is ScalarEvent:
        made.style = event.style or ""
    elif type(event) in (MappingStartEvent, SequenceStartEvent):
        made.kind = "mapping" if type(event) is MappingStartEvent else "sequence"
        made.flow = bool(event.flow_style)
    return made


def _close(found: Marks, container: Mark, event: Any) -> None:  # noqa: ANN401
    """Let a container end where its last value does: the parser says only where the next begins."""
    if container.flow:
        container.end = event.end_mark.index
    elif container.children:
        container.end = found.values[container.children[-1]].end
