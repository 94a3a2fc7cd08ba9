"""The docs tree of a checked repository: made as far as the last build has not made it already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from postmortems.jobs.changes import FILE, FINDINGS, Changes, since
from postmortems.jobs.job import seal
from postmortems.jobs.offers import Offers
from postmortems.jobs.plan import Plan
from postmortems.jobs.run import Shop
from postmortems.load.database import short
from postmortems.load.history import UNKNOWN, History
from postmortems.load.installed import installed
from postmortems.load.packed import Noted, Records
from postmortems.load.templates import load_templates
from postmortems.pages.base import Library
from postmortems.render.page import Renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from postmortems.checking.result import Checked
    from postmortems.config.audiences import Edition
    from postmortems.findings import Finding
    from postmortems.jobs.run import Tree
    from postmortems.load.ledger import Ledger

    Keep = Callable[[Ledger], None]
    Kept = Mapping[str, str]
    Told = Mapping[str, Kept]

_TOLD = "told"
_SHELF = msgspec.json.Decoder(dict[str, dict[str, str]])


def docs(
    tree: Tree,
    root: Path,
    checked: Checked,
    history: History = UNKNOWN,
    ledger: Ledger | None = None,
    edition: Edition | None = None,
) -> Keep:
    """Make the docs tree of the usable records; returns what enters that into the ledger.

    ``edition`` is what records and settings are already without, None where that is nothing.

    That must be called when the tree is whole, and not before. Raises ConfigurationError where a
    template is broken, or two pages have one path.
    """
    assert checked.settings is not None  # noqa: S101 - callers look first
    records = checked.incidents
    assert isinstance(records, Records)  # noqa: S101 - a run that was asked for records has them
    findings = _by_file(checked)
    templates = load_templates(root)
    style = short(f"{installed()}{seal(templates)}{seal(edition) if edition else ''}")
    # Without a ledger nobody asks later what these pages were made with.
    known_as = ledger.fingerprint if ledger is not None else ""
    # Settings of an edition depend on which incidents it has, so the files alone do not tell.
    by = "" if edition is None else short(f"{seal(edition)} {checked.settings!r}")
    plan = Plan(
        renderer=Renderer(templates, edition.has, edition.leads)
        if edition is not None
        else Renderer(templates),
        templates=templates,
        contents=checked.contents,
        style=style,
        given=short(f"{known_as} {style} {checked.as_of.isoformat()} {seal(history)} {by}"),
    )
    library = Library(
        settings=checked.settings,
        incidents=records,
        files=Noted(checked.files, FILE),
        as_of=checked.as_of,
        findings=Noted(findings, FINDINGS),
        history=history,
        edition=edition,
    )
    known = ledger.jobs() if ledger is not None else {}
    told = {
        FILE: checked.files,
        FINDINGS: {file: seal(each) for file, each in findings.items()},
    }
    changes = Changes() if ledger is None else since(ledger, records, _told(known, told))
    shop = Shop(library=library, records=records, tree=tree, known=known, changes=changes)
    ids = list(records.digests)
    offers = Offers(
        settings=checked.settings,
        ids=ids,
        renderer=plan.renderer,
        given=plan.given,
        style=plan.style,
    )
    facts = shop.do("comparisons", [*plan.comparisons(), *offers.first()])
    pages = [*offers.then(facts), *plan.overviews(), *plan.incidents(ids, facts)]
    facts |= shop.do("pages", pages)
    shop.do("contents", [*offers.last(facts), *plan.notes()])
    return _entry(shop, records, told)


def _by_file(checked: Checked) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, list[Finding]] = {}
    for finding in checked.findings:
        found.setdefault(finding.file, []).append(finding)
    return {file: tuple(each) for file, each in found.items()}


def _told(known: Mapping[str, bytes], told: Told) -> dict[str, tuple[Kept, Kept]]:
    """Pair what was known of records beside their fields with what is."""
    try:
        before = _SHELF.decode(known[_TOLD])
    except (KeyError, msgspec.DecodeError, RecursionError):
        before = {}
    return {name: (before.get(name, {}), now) for name, now in told.items()}


def _entry(shop: Shop, records: Records, told: Told) -> Keep:
    def keep(ledger: Ledger) -> None:
        before = ledger.digests()
        done = {name: shop.done[name] for name in sorted(shop.fresh)}
        content = msgspec.json.encode(told, order="deterministic")
        if shop.known.get(_TOLD) != content:
            done[_TOLD] = content
        ledger.keep(
            _differing(records, before),
            done,
            gone=sorted(before.keys() - records.digests.keys()),
            ended=sorted(shop.known.keys() - shop.done.keys() - {_TOLD}),
        )

    return keep


def keep_records(ledger: Ledger, records: Records) -> None:
    """Enter records alone into a ledger, so that the next run need not read them."""
    before = ledger.digests()
    gone = sorted(before.keys() - records.digests.keys())
    ledger.keep(_differing(records, before), {}, gone=gone, ended=())


def _differing(records: Records, before: Kept) -> list[tuple[str, str, bytes]]:
    return [
        (name, seen, records.packed(name))
        for name, seen in records.digests.items()
        if before.get(name) != seen
    ]
