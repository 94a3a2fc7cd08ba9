"""What the readers of other tools' JSON share: one incident's values to their places in a draft."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from postmortems.config.importing import FormatWords
from postmortems.fields import DAY_PATTERN, MOMENT_PATTERN, URL_PATTERN
from postmortems.findings import dotted
from postmortems.importers import dates
from postmortems.importers.chronology import in_order
from postmortems.importers.draft import Draft, Spot
from postmortems.importers.json_text import WHOLE
from postmortems.importers.names import kind, said, severity, status, words_of
from postmortems.importers.plain import plain
from postmortems.importers.texts import one_line, shown

if TYPE_CHECKING:
    from postmortems.findings import Path
    from postmortems.importers.document import Terms
    from postmortems.importers.json_text import View

_MOMENT = re.compile(MOMENT_PATTERN)
_DAY = re.compile(DAY_PATTERN)
_URL = re.compile(URL_PATTERN)


@dataclass
class Reading:
    """One incident on its way into a draft: what is looked at, and by what terms.

    ``view`` looks at the whole of the incident; names of kept texts are told from there. ``roots``
    are the looks into its parts where they stand in several places of the document.
    """

    view: View
    terms: Terms
    name: str
    roots: tuple[View, ...] = ()
    draft: Draft = field(default_factory=Draft)
    _local: bool = False

    @cached_property
    def words(self) -> FormatWords:
        """Return what the settings say of this format's words."""
        return words_of(self.terms, self.name) or FormatWords(format=self.name)

    def spot(self, view: View, *steps: str | int) -> Spot:
        """Return where a value stands, called as it is seen from the incident."""
        found = view.spot(*steps)
        path = (*view.path, *steps)[len(self.view.path) :]
        return Spot(found.line, found.column, dotted(path))

    # Times

    def moment(self, view: View, *steps: str | int, name: str = "") -> str:
        """Take a time and return it as a record writes it; what is none stays, and is told.

        ``name`` is the field of the record that it is for. "" where there is no time.
        """
        raw = view.raw(*steps)
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            self.odd(view, *steps)
            return ""
        if raw == "":
            return ""
        spot = self.spot(view, *steps)
        try:
            read = dates.when(raw, zone=self.terms.zone, order=self.terms.order)
        except dates.DateError as error:
            self.draft.doubt(
                f"`{shown(raw)}`: {error.message}; it is kept aside",
                spot,
                field=name,
                fix=error.fix,
            )
            return ""
        if not _MOMENT.search(read.text):
            self.draft.doubt(
                f"`{shown(raw)}` is no time that a record can hold; it is kept aside",
                spot,
                field=name,
                fix="look at the source",
            )
            return ""
        view.drop(*steps)
        if read.doubt:
            self.draft.doubt(read.doubt, spot, field=name)
        if not read.aware:
            self._local = True
        return read.text

    def time(self, name: str, view: View, *steps: str | int, doubt: str = "") -> str:
        """Take a time into ``times``; ``doubt`` says why it may be another moment."""
        read = self.moment(view, *steps, name=f"times.{name}")
        if read:
            self.put_time(name, read, self.spot(view, *steps), doubt=doubt)
        return read

    def put_time(self, name: str, at: str, spot: Spot, *, doubt: str = "") -> None:
        """Place a time that was read already, where none stands yet."""
        if self.draft.place(("times", name), at, spot) and doubt:
            self.draft.doubt(doubt, spot, field=f"times.{name}")

    def named_time(self, word: str, at: str, spot: Spot) -> bool:
        """Place a time under what the settings call by this word; False where they are silent."""
        entry = said(self.words.moments, word)
        if entry is None or not at:
            return False
        doubt = f"`{shown(word)}` was taken for it, and need not be the same moment"
        self.put_time(entry.moment, at, spot, doubt=doubt if entry.rough else "")
        return True

    def changes(self, found: list[tuple[str, str, Spot]]) -> None:
        """Place moments by changes of state, oldest first: pairs of word and time, with a place.

        The first change counts, of the ends the last: what was reopened had not ended. Moments
        that stand already stay.
        """
        begun = [each for each in found if not self._ends(each[0])]
        for word, at, spot in (*begun, *(each for each in reversed(found) if each not in begun)):
            entry = said(self.words.moments, word)
            if entry is not None and entry.moment not in self.draft.record.get("times", {}):
                self.named_time(word, at, spot)

    def _ends(self, word: str) -> bool:
        entry = said(self.words.moments, word)
        return entry is not None and entry.moment in {"resolved", "closed"}

    def times(self, view: View, *names: str) -> None:
        """Take each of these times whose name the settings know."""
        for each in names:
            entry = said(self.words.moments, each)
            if entry is not None:
                at = self.moment(view, each, name=f"times.{entry.moment}")
                self.named_time(each, at, self.spot(view, each))

    def day_of(self, view: View, *steps: str | int) -> str:
        """Take a day and return it as ``2026-03-31``; what is none stays, and is told."""
        raw = view.raw(*steps)
        if not isinstance(raw, str):
            self.odd(view, *steps)
            return ""
        if not raw.strip():
            return ""
        try:
            read = dates.day_of(raw.strip()[:10] if "T" in raw else raw, order=self.terms.order)
        except dates.DateError as error:
            message = f"`{shown(raw)}`: {error.message}; it is kept aside"
            self.draft.doubt(message, self.spot(view, *steps), fix=error.fix)
            return ""
        if not _DAY.search(read):
            self.draft.doubt(
                f"`{shown(raw)}` is no day that a record can hold; it is kept aside",
                self.spot(view, *steps),
            )
            return ""
        view.drop(*steps)
        return read

    def opened(self, view: View, *steps: str | int) -> None:
        """Look at the day that the incident's id takes where no start is recorded."""
        raw = view.raw(*steps)
        if not self.draft.day and isinstance(raw, str | int) and not isinstance(raw, bool):
            try:
                at = dates.when(raw, zone=self.terms.zone, order=self.terms.order).text
            except dates.DateError:
                return
            self.draft.day = at[:10] if _MOMENT.search(at) else ""

    def odd(self, view: View, *steps: str | int) -> None:
        """Note that a value is of a wrong type; it stays."""
        if view.raw(*steps) is not None:
            view.odd.append((*view.path, *steps))

    def skip(self, view: View, *names: str) -> None:
        """Pass over what says nothing of the incident, unless it is more than a word or number."""
        for name in names:
            if not isinstance(view.raw(name), list | dict):
                view.drop(name)

    # Texts

    def line(self, path: Path, view: View, *steps: str | int) -> None:
        """Take a text of one line or one paragraph."""
        self.draft.place(path, one_line(view.text(*steps)), self.spot(view, *steps))

    def prose(self, path: Path, view: View, *steps: str | int) -> None:
        """Take a text of any length."""
        self.draft.place(path, view.text(*steps), self.spot(view, *steps))

    def sentences(self, path: Path, view: View, *steps: str | int) -> None:
        """Take a list of texts, or one text, to the end of a list of paragraphs."""
        for text, _ in view.texts(*steps):
            self.draft.append(path, one_line(text), self.spot(view, *steps))

    def link(self, title: str, view: View, *steps: str | int) -> None:
        """Take an address as a link; one that no record can hold stays."""
        raw = view.raw(*steps)
        if isinstance(raw, str) and _URL.search(raw):
            view.drop(*steps)
            self.draft.append(("links",), {"title": title, "url": raw}, self.spot(view, *steps))

    def address(self, view: View, *steps: str | int) -> str:
        """Take an address that a field of a record can hold; any other stays."""
        raw = view.raw(*steps)
        if not isinstance(raw, str) or not _URL.search(raw):
            return ""
        view.drop(*steps)
        return raw

    # Words

    def severity(self, view: View, *steps: str | int) -> None:
        """Take how bad it was."""
        spot = self.spot(view, *steps)
        severity(self.draft, view.text(*steps), spot, self.terms, self.name)

    def status(self, view: View, *steps: str | int) -> None:
        """Take how far the response is."""
        spot = self.spot(view, *steps)
        status(self.draft, view.text(*steps), spot, self.terms, self.name)

    def kind(self, word: str, view: View, *steps: str | int) -> None:
        """Place what sort of event it was, by the title or by a word that was read."""
        kind(self.draft, word, self.spot(view, *steps), self.terms, self.name)

    # Entries

    def entry(
        self,
        at: str,
        text: str,
        spot: Spot,
        *,
        phase: str | None = None,
        actor: str = "",
        evidence: str = "",
    ) -> bool:
        """Add an entry to the timeline; without a time or a text there is none, and False."""
        text = one_line(text)
        if not at or not text:
            return False
        made = {"at": at, "phase": phase, "text": text, "actor": one_line(actor)}
        made["evidence"] = one_line(evidence)
        self.draft.append(("timeline",), {key: each for key, each in made.items() if each}, spot)
        return True

    def event(
        self,
        view: View,
        time: str,
        text: tuple[str, ...],
        *,
        actor: tuple[str, ...] = (),
        phase: str | None = None,
        evidence: str = "",
        before: str = "",
    ) -> bool:
        """Take an event of which these are the parts: its text is plain or HTML.

        ``before`` is said before the text. Without a time or a text nothing is taken, and False.
        """
        raw = view.raw(*text)
        body = plain(raw) if isinstance(raw, str) else plain("")
        at = self.moment(view, time, name="timeline") if body.text else ""
        if not at:
            return False
        spot = self.spot(view, *text)
        view.drop(*text)
        for each in body.unseen:
            self.draft.keep(spot.name, each)
        by = view.text(*actor) if actor else ""
        said_there = f"{before}{body.text}"
        return self.entry(at, said_there, spot, phase=phase, actor=by, evidence=evidence)

    def phase(self, word: object) -> str | None:
        """Return the phase that a type of event belongs to, where the settings say it."""
        entry = said(self.words.phases, word) if isinstance(word, str) else None
        return entry.phase if entry else None

    def done(self) -> Draft:
        """Put the timeline in order, tell what was of a wrong type, and keep what nobody took."""
        draft = self.draft
        if self._local:
            draft.place(("timezone",), self.terms.zone, self.spot(self.view))
        in_order(draft, self.terms.zone)
        for root in self.roots or (self.view,):
            for path in dict.fromkeys(root.odd):
                if root.source.at(path) not in ("", [], {}):
                    spot = root.source.spot(path)
                    draft.doubt("of another type than usual; it is kept aside", spot)
            for name, text in root.rest():
                path = root.path[len(self.view.path) :]
                own = name if name != WHOLE else ""
                draft.keep(".".join(part for part in (dotted(path), own) if part) or name, text)
        return draft
