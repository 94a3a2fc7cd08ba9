"""What a browser would find in markup, and what of it is on no allow-list."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from postmortems.render.sanitize import REL

Event = tuple[str, str, tuple[tuple[str, str | None], ...]]


class Events(HTMLParser):
    """The tags, attributes and texts that a browser would find, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.events.append(("start", tag, tuple(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.events.append(("end", tag, ()))

    def handle_data(self, data: str) -> None:
        self.events.append(("text", data, ()))

    def handle_comment(self, data: str) -> None:
        self.events.append(("comment", data, ()))

    def handle_decl(self, decl: str) -> None:
        self.events.append(("declaration", decl, ()))


def events(markup: str) -> list[Event]:
    reader = Events()
    reader.feed(markup)
    reader.close()
    return reader.events


def faults(markup: str, tags: frozenset[str]) -> list[str]:
    """Whatever is in the markup that is neither on the allow-list nor balanced nor on one line."""
    found = ["line break"] if "\n" in markup or "\r" in markup else []
    opened: list[str] = []
    for kind, tag, attributes in events(markup):
        if kind == "text":
            continue
        if kind == "end":
            found += [] if opened and opened.pop() == tag else [f"stray </{tag}>"]
            continue
        if kind != "start" or tag not in tags:
            found.append(f"{kind} {tag}")
        if tag not in {"br", "hr"}:
            opened.append(tag)
        match tag, attributes:
            case _, ():
                found += ["link to nowhere"] if tag == "a" else []
            case "a", (("href", str(href)), ("rel", rel)) if rel == REL:
                found += [] if re.match(r"(?i)https?://[^/]|mailto:", href) else [href]
            case "ol", (("start", str(number)),) if number.isdecimal():
                pass
            case "td" | "th", (("align", "left" | "center" | "right"),):
                pass
            case _:
                found.append(f"{tag} {attributes}")
    return found + [f"open <{tag}>" for tag in opened]
