"""A whole run: configuration, every record on its own, then all of them together."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from postmortems.checking.about import about
from postmortems.checking.look import Look
from postmortems.checking.placing import placed
from postmortems.checking.record import terms
from postmortems.checking.records import AllRecords, SomeRecords
from postmortems.checking.result import Checked
from postmortems.findings import Level
from postmortems.load.cache import place
from postmortems.load.files import INCIDENTS, Source, Unreadable, discover, open_bytes
from postmortems.load.settings import load_settings
from postmortems.load.text import Limits
from postmortems.progress import stage
from postmortems.rules.check import check_between, check_over, level_of
from postmortems.rules.registry import rule_names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from postmortems.checking.memory import Memory
    from postmortems.checking.record import Examined, Terms
    from postmortems.findings import Finding
    from postmortems.load.ledger import Ledger
    from postmortems.load.settings import LoadedSettings


def check(
    root: Path,
    as_of: datetime,
    sources: Sequence[Source] | None = None,
    *,
    records: bool = False,
    memory: Memory | None = None,
    ledger: Ledger | None = None,
) -> Checked:
    """Read and check a repository.

    With ``sources``, findings are given for these files only; of the others, those are read that
    they name. With ``records``, the records come too. ``memory`` saves reading what has not
    changed, as far as ``ledger`` has kept the records that are asked for.
    """
    with stage("settings"):
        configured = load_settings(root, rule_names())
    if configured.settings is None:
        return unusable(configured, as_of)
    by = terms(configured.settings, as_of)
    everything = memory.everything if memory is not None else discover(root / INCIDENTS, root)
    asked = everything if sources is None else _once(sources)
    look = Look(by, records=records, memory=memory, ledger=ledger, noting=sources is not None)
    examined = look.all(asked)
    repository: AllRecords | SomeRecords
    if sources is None:
        repository = AllRecords(examined)
    else:
        repository = SomeRecords(examined, everything, lambda source: look.all([source])[0])
    findings = judged(examined, asked, repository, configured, by)
    checked = Checked(
        as_of=as_of,
        findings=tuple(sorted(findings, key=lambda each: each.sort_key)),
        count=len(asked),
        about=about(findings, by.settings),
        settings=by.settings,
    )
    if records:
        # As in `Look`: only who wants records imports what unpacks them.
        from postmortems.checking.published import with_records  # noqa: PLC0415

        checked = replace(checked, **with_records(examined, asked, by, ledger))
    if memory is not None:
        gone = look.known - {each.file for each in everything} if sources is None else ()
        look.remember(sorted(gone))
        memory.keep(checked, sorted((look.stamps or {}).items()))
    return checked


def unusable(configured: LoadedSettings, as_of: datetime) -> Checked:
    """Return what is wrong with a configuration by which nothing can be checked."""
    wrong = _of_settings(configured)
    return Checked(as_of=as_of, broken=True, findings=wrong, about=about(wrong, None))


def judged(
    examined: Sequence[Examined],
    sources: Sequence[Source],
    repository: AllRecords | SomeRecords,
    configured: LoadedSettings,
    by: Terms,
) -> list[Finding]:
    """Return all findings: those of each record alone, and those between them."""
    findings = [finding for each in examined for finding in each.findings]
    with stage("between records"):
        for each, source in zip(examined, sources, strict=True):
            findings.extend(_between(each, source, repository, by))
        findings.extend(_over(repository, configured, by))
    return findings


def _once(sources: Sequence[Source]) -> list[Source]:
    # By path: what is shown of a long name may be the same for two files.
    return list({place(each): each for each in sources}.values())


def _between(
    examined: Examined, source: Source, repository: AllRecords | SomeRecords, by: Terms
) -> list[Finding]:
    if examined.card is None:
        return []
    problems = check_between(examined.card, repository, by.settings)
    if not problems:
        return []
    content = open_bytes(source, by.limits.max_bytes)
    return placed(
        examined.file,
        b"" if isinstance(content, Unreadable) else content,
        problems,
        (),
        lambda rule: level_of(rule, by.settings, examined.stem, examined.file),
        by.limits,
    )


def _over(
    repository: AllRecords | SomeRecords, configured: LoadedSettings, by: Terms
) -> list[Finding]:
    """Judge the configuration by all records."""
    contents = dict(configured.sources)
    return [
        finding
        for file, problems in check_over(repository, by.settings).items()
        for finding in placed(
            file,
            contents[file],
            problems,
            (),
            partial(_level_in, file, by),
            Limits(),
        )
    ]


def _level_in(file: str, by: Terms, rule: str) -> Level | None:
    return level_of(rule, by.settings, "", file)


def _of_settings(configured: LoadedSettings) -> tuple[Finding, ...]:
    findings = [
        finding
        for bad in configured.bad
        for finding in placed(
            bad.file, bad.content, bad.problems, bad.faults, lambda _: Level.ERROR, Limits()
        )
    ]
    return tuple(sorted(findings, key=lambda each: each.sort_key))
