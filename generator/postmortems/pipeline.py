"""The whole in a few lines: files to records, records to findings, and both to a docs tree."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

from postmortems.checking import run
from postmortems.checking.memory import Memory
from postmortems.config.meanings import meanings
from postmortems.jobs.docs import docs
from postmortems.load.cache import fingerprint
from postmortems.load.files import INCIDENTS, discover
from postmortems.load.history import UNKNOWN, History
from postmortems.load.ledger import Ledger
from postmortems.load.settings import usable_settings
from postmortems.model.schema import schema
from postmortems.rules.documentation import summary
from postmortems.rules.registry import RULES, rule_names
from postmortems.write.tree import TreeChange, open_tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from postmortems.checking.result import Checked
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
    if ledger is None:
        return run.check(root, as_of, sources, records=True)
    memory = Memory(root, as_of, discover(root / INCIDENTS, root), sources, ledger.fingerprint)
    with closing(memory.cache):
        return run.check(root, as_of, sources, records=True, memory=memory, ledger=ledger)


def open_ledger(root: Path) -> Ledger:
    """Open what is known of the last build of a repository."""
    return Ledger(root, fingerprint(root))


def schema_text(root: Path) -> str:
    """Write the JSON Schema with this repository's names, or raise ConfigurationError."""
    settings = usable_settings(root, rule_names())
    names = settings.names() | {"rule": rule_names()}
    depths = {level.id: level.depth for level in settings.severities.levels}
    said = meanings(settings) | {"rule": {rule.id: summary(rule.doc) for rule in RULES}}
    return json.dumps(schema(names, depths, said), indent=2, ensure_ascii=False) + "\n"


def write_docs(
    target: Path,
    root: Path,
    checked: Checked,
    history: History = UNKNOWN,
    ledger: Ledger | None = None,
) -> TreeChange:
    """Bring the docs tree of the usable records up to date in the folder ``target``.

    ``history`` is what the playbook tells of its own changes; without it, that none is known.
    What the ledger knows to be as it was is neither made nor written again. Raises
    ConfigurationError where two pages have one path, and WriteError.
    """
    with open_tree(target) as tree:
        kept = docs(tree, root, checked, history, ledger)
    if ledger is not None:
        kept(ledger)
    return tree.change
