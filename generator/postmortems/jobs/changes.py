"""What is different in the records since the last build, and whether a job would notice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postmortems.load.packed import IDS, THERE, changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from postmortems.load.ledger import Ledger
    from postmortems.load.packed import Records

ALL = "*"
"""Stands for the ids of all records."""
ANY = "@any"
"""Stands for every field of a record."""
FILE = "@file"
"""Where a record stands."""
FINDINGS = "@findings"
"""What is wrong with a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Records that came or went, and by field the records in which it is another."""

    moved: frozenset[str] = frozenset()
    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def concern(self, reads: Mapping[str, Iterable[str]]) -> bool:
        """Tell whether anything is different of what was read."""
        for name, ids in reads.items():
            if name == IDS:
                if self.moved:
                    return True
                continue
            found = self.moved if name == THERE else self.moved | self.fields.get(name, frozenset())
            if found and (ALL in ids or not found.isdisjoint(ids)):
                return True
        return False


def since(
    ledger: Ledger,
    records: Records,
    told: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]],
) -> Changes:
    """Compare records with those that the ledger has.

    ``told`` are other things that are known of records, by name: what they were, what they are.
    """
    before, now = ledger.digests(), records.digests
    fields: defaultdict[str, set[str]] = defaultdict(set)
    differing = [name for name, seen in now.items() if before.get(name, seen) != seen]
    old = ledger.packed(differing)
    moved = before.keys() ^ now.keys()
    for name in differing:
        try:
            names = changed(old[name], records.packed(name))
        except (KeyError, ValueError):
            moved.add(name)  # nobody knows what it was
            continue
        for each in (*names, ANY):
            fields[each].add(name)
    for name, (was, is_) in told.items():
        different = {each for each in was.keys() | is_.keys() if was.get(each) != is_.get(each)}
        if was.keys() != is_.keys():
            different.add("")
        fields[name] |= different
        fields[ANY] |= different
    return Changes(
        moved=frozenset(moved), fields={name: frozenset(ids) for name, ids in fields.items()}
    )


def reads_of(reads: Mapping[str, set[str]], about: str, total: int) -> dict[str, list[str]]:
    """Write down what was read, by field: shortly, and never less than it was.

    ``about`` is the record that the job is about, ``total`` the number of all records.
    """
    found: dict[str, list[str]] = {}
    for name, ids in sorted(reads.items()):
        others = ids - {about} if about else ids
        if len(others) > max(8, total // 2) and name not in (IDS, THERE):
            found[name] = [ALL]
        elif others:
            found[name] = sorted(others)
    if about:
        found[ANY] = [about]
    return found
