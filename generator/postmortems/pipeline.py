"""The whole in a few lines: files to records, records to findings, and both to a docs tree."""

from __future__ import annotations

import json
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from postmortems.checking import run
from postmortems.checking.memory import Memory
from postmortems.config.meanings import meanings
from postmortems.jobs.docs import docs, keep_records
from postmortems.load.cache import fingerprint
from postmortems.load.extensions import load_extensions
from postmortems.load.files import INCIDENTS, discover
from postmortems.load.history import UNKNOWN, History
from postmortems.load.ledger import Ledger
from postmortems.load.packed import Records
from postmortems.load.settings import usable_settings
from postmortems.model.schema import schema
from postmortems.redaction.edition import redacted
from postmortems.rules.documentation import summary
from postmortems.rules.registry import every_rule, rule_names
from postmortems.write.tree import TreeChange, open_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from postmortems.checking.result import Checked
    from postmortems.config.audiences import AudienceName, Edition
    from postmortems.load.files import Source


def check(
    root: Path,
    as_of: datetime,
    sources: Sequence[Source] | None = None,
    ledger: Ledger | None = None,
) -> Checked:
    """Read and check a repository, and keep its records; see `postmortems.checking.run`.

    With the ledger of the last build, only what has changed since is read.
    """
    load_extensions(root)
    if ledger is None:
        return run.check(root, as_of, sources, records=True)
    memory = Memory(root, as_of, discover(root / INCIDENTS, root), sources, ledger.fingerprint)
    with closing(memory.cache):
        return run.check(root, as_of, sources, records=True, memory=memory, ledger=ledger)


def open_ledger(root: Path, audience: AudienceName = "internal") -> Ledger:
    """Open what is known of the last build of a repository for an audience.

    Each edition has its own, so that nothing that was made for one can get into another.
    """
    load_extensions(root)  # what they are is part of the fingerprint
    return Ledger(root, fingerprint(root), _ledger_name(audience))


def _ledger_name(audience: AudienceName) -> str:
    return "" if audience == "internal" else audience


def schema_text(root: Path) -> str:
    """Write the JSON Schema with this repository's names, or raise ConfigurationError."""
    settings = usable_settings(root, rule_names())
    names = settings.names() | {"rule": rule_names()}
    depths = {level.id: level.depth for level in settings.severities.levels}
    said = meanings(settings) | {"rule": {rule.id: summary(rule.doc) for rule in every_rule()}}
    return json.dumps(schema(names, depths, said), indent=2, ensure_ascii=False) + "\n"


def write_docs(
    target: Path,
    root: Path,
    checked: Checked,
    history: History = UNKNOWN,
    ledger: Ledger | None = None,
    audience: AudienceName = "internal",
) -> TreeChange:
    """Bring the docs tree of the usable records up to date in the folder ``target``.

    ``history`` is what the playbook tells of its own changes; without it, that none is known.
    What the ledger knows to be as it was is neither made nor written again. ``audience`` says for
    whom, and ``ledger`` is that of the same. Raises ConfigurationError where two pages have one
    path, and WriteError.
    """
    assert checked.settings is not None  # noqa: S101 - callers look first
    edition = checked.settings.audiences.edition(audience)
    if edition.whole:
        return _write(target, root, checked, history, ledger, edition)
    # What is kept of records that are shown is another thing than what is kept of their files.
    with _aside(root, ledger, audience) as own:
        seen = redacted(checked, edition, own)
        # The history of the settings says in people's words what was changed in them, and why.
        change = _write(target, root, seen, UNKNOWN, own, edition)
    if ledger is not None:
        assert isinstance(checked.incidents, Records)  # noqa: S101 - as `check` above gave them
        keep_records(ledger, checked.incidents)
    return change


def _write(
    target: Path,
    root: Path,
    checked: Checked,
    history: History,
    ledger: Ledger | None,
    edition: Edition,
) -> TreeChange:
    told = None if edition.whole and not edition.leaves_out else edition
    with open_tree(target) as tree:
        kept = docs(tree, root, checked, history, ledger, told)
    if ledger is not None:
        kept(ledger)
    return tree.change


@contextmanager
def _aside(root: Path, ledger: Ledger | None, audience: AudienceName) -> Iterator[Ledger | None]:
    """Open the ledger of what is made of redacted records, where one is to be kept at all."""
    if ledger is None:
        yield None
        return
    with closing(Ledger(root, ledger.fingerprint, f"{audience}-shown")) as own:
        yield own
