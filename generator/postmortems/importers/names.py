"""Other people's names and words to those of this team, by `importing.yml` and the catalogue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol, TypeVar

from postmortems.characters import printable
from postmortems.importers.slugs import LONGEST, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from postmortems.config.importing import FormatWords
    from postmortems.importers.document import Terms
    from postmortems.importers.draft import Draft, Spot


class _Says(Protocol):
    @property
    def says(self) -> str: ...


_Word = TypeVar("_Word", bound=_Says)


def words_of(terms: Terms, name: str) -> FormatWords | None:
    """Return what the settings say of a format's words; None where nothing."""
    return next((each for each in terms.words.formats if each.format == name), None)


def said(words: Iterable[_Word], text: str) -> _Word | None:
    """Return the entry for a word, whatever its capitals."""
    folded = " ".join(text.split()).casefold()
    return next((each for each in words if each.says.casefold() == folded), None)


def services(draft: Draft, named: Sequence[tuple[str, Spot]], terms: Terms) -> None:
    """Place services: by their entries in the settings, or by id or name in the catalogue.

    One that neither knows gets a name made from its own, so that the check names it, and a doubt.
    """
    for text, spot in named:
        entry = said(terms.words.services, text)
        service = entry.service if entry else terms.services.get(slug(text))
        if service is None:
            service = slug(text)
            if not service:
                draft.keep(spot.name or "service", text)
                continue
            draft.doubt(
                f"`{printable(text, 60)}` is no service of the catalogue",
                spot,
                field="services",
                fix=f"enter it, or say under `services` of importing.yml what it is here, "
                f"or import with --add-services to enter it as `{service}`",
            )
            draft.unknown_services.setdefault(service, " ".join(text.split()))
        if len(text) > LONGEST or not text.isascii():  # an id cannot spell it
            draft.keep(spot.name or "service", text)
        if service not in draft.record.get("services", ()):
            draft.append(("services",), service, spot)


def team(text: str, terms: Terms) -> str | None:
    """Return the catalogue's id of a team, by id or name; None where it knows none."""
    wanted = slug(text)
    teams = terms.settings.catalog.teams
    return next((each.id for each in teams if wanted in {slug(each.id), slug(each.name)}), None)


def levels(terms: Terms) -> dict[str, str]:
    """Return the levels and aliases of the scale by their small letters, ids before aliases."""
    found: dict[str, str] = {}
    for each in terms.settings.names()["severity"]:
        found.setdefault(each.casefold(), each)
    return found


def severity(draft: Draft, text: str, spot: Spot, terms: Terms, name: str) -> None:
    """Place a level: by the format's words, or where the text is a level or alias of the scale.

    A word that means nothing here is kept aside with a doubt.
    """
    if not text:
        return
    words = words_of(terms, name)
    entry = said(words.severities, text) if words else None
    level = entry.level if entry else None
    if level is None:
        level = levels(terms).get("".join(text.split()).casefold())
    if level is None:
        draft.keep(spot.name or "severity", text)
        draft.doubt(
            f"`{printable(text, 60)}` is no severity level here",
            spot,
            field="severity",
            fix=f"say under `severities` of `{name}` in importing.yml which level it is",
        )
        return
    draft.place(("severity",), level, spot)
    if entry is not None and text.casefold() != level.casefold():
        draft.keep(spot.name or "severity", text)


def status(draft: Draft, text: str, spot: Spot, terms: Terms, name: str) -> None:
    """Place a status by the format's words; a word that means nothing here is kept with a doubt."""
    if not text:
        return
    words = words_of(terms, name)
    entry = said(words.statuses, text) if words else None
    if entry is not None:
        draft.place(("status",), entry.status, spot)
        if text.casefold() != entry.status:
            draft.keep(spot.name or "status", text)
        return
    draft.keep(spot.name or "status", text)
    draft.doubt(
        f"`{printable(text, 60)}` is no status here",
        spot,
        field="status",
        fix=f"say under `statuses` of `{name}` in importing.yml what it stands for",
    )


def kind(draft: Draft, text: str, spot: Spot, terms: Terms, name: str) -> None:
    """Place the kind: by a word of the title that tells it, by the format's words, or `unknown`.

    To be called when the title is placed. ``text`` may be empty.
    """
    title = str(draft.record.get("title", "")).casefold()
    for each in terms.words.titles:
        if re.search(rf"(?<!\w){re.escape(each.says.casefold())}(?!\w)", title):
            draft.place(("kind",), each.kind, spot)
            return
    words = words_of(terms, name)
    entry = said(words.kinds, text) if words and text else None
    draft.place(("kind",), entry.kind if entry else "unknown", spot)
