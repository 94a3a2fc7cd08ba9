"""Documents of other people, made up for the tests, and what is read of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postmortems.importers.document import Document, Format, Terms
from postmortems.importers.draft import Draft, SourceFault
from postmortems.load.settings import load_settings

if TYPE_CHECKING:
    from postmortems.config.settings import Settings
    from postmortems.importers.dates import Order

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parents[1] / "importers" / "documents"
DOCUMENTS = sorted(path for path in FOLDER.rglob("*.*") if path.suffix in {".md", ".txt"})


@cache
def shipped() -> Settings:
    """The settings of this repository."""
    settings = load_settings(ROOT).settings
    assert settings is not None
    return settings


def document(text: str, name: str = "it.md") -> Document:
    return Document(name=name, text=text)


def outcome(
    by: Format, text: str, *, zone: str | None = None, order: Order | None = None
) -> Draft | SourceFault:
    """What comes of a text that holds one incident."""
    terms = Terms(settings=shipped(), zone=zone, order=order)
    try:
        [found] = by.read(document(text), terms)
    except SourceFault as fault:
        return fault
    return found


def read(by: Format, text: str, *, zone: str | None = None, order: Order | None = None) -> Draft:
    """The draft of a text that can be read."""
    found = outcome(by, text, zone=zone, order=order)
    assert isinstance(found, Draft), found
    return found


def told(draft: Draft) -> dict[str, Any]:
    """All that a draft says, as plain values that a YAML file can hold."""
    return {
        "key": draft.key,
        "day": draft.day,
        "record": draft.record,
        "kept": [list(each) for each in draft.kept],
        "doubts": [[each.spot.line, each.field, each.message] for each in draft.doubts],
    }


def expected(path: Path) -> Path:
    """The file that holds what a document is to be read as."""
    return path.with_suffix(".read.yml")
