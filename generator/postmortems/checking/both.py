"""A repository checked twice: as it is, and as it was at an earlier commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from postmortems.checking.about import about
from postmortems.checking.look import Look
from postmortems.checking.record import examine, terms
from postmortems.checking.records import AllRecords
from postmortems.checking.result import Checked
from postmortems.checking.run import judged, unusable
from postmortems.load.base import Base, base_of
from postmortems.load.cache import place
from postmortems.load.files import INCIDENTS, discover, open_bytes
from postmortems.load.settings import load_settings
from postmortems.progress import stage
from postmortems.rules.registry import rule_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from postmortems.checking.memory import Memory
    from postmortems.checking.record import Examined, Terms
    from postmortems.findings import Finding
    from postmortems.load.base import Pair
    from postmortems.load.files import Source
    from postmortems.model.incident import Incident

Policy = Literal["same", "changed", "unusable"]
"""The settings of the base: as now, others, or none that can be used; then those of now count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A changed file, with the record that it held and holds; None where it holds none."""

    pair: Pair
    before: Incident | None
    now: Incident | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """What two checks gave: the one of now, and the findings of an earlier ``commit``.

    Where the settings cannot be used, ``now`` is broken and nothing else was looked at.
    """

    now: Checked
    commit: str = ""
    before: tuple[Finding, ...] = ()
    twins: tuple[Twin, ...] = ()
    policy: Policy = "same"


def check_both(root: Path, ref: str, as_of: datetime, *, memory: Memory | None = None) -> Both:
    """Check a repository as it is and as it was where ``ref`` and HEAD parted.

    ``memory`` saves reading what has not changed. Raises UsageError when git cannot tell.
    """
    with stage("settings"):
        configured = load_settings(root, rule_names())
    everything = memory.everything if memory is not None else discover(root / INCIDENTS, root)
    most = 0 if configured.settings is None else configured.settings.site.limits.max_bytes
    base = base_of(root, ref, everything, most, rule_names())
    if configured.settings is None:
        return Both(now=unusable(configured, as_of), commit=base.commit)
    by = terms(configured.settings, as_of)
    look = Look(by, records=False, memory=memory)
    examined = look.all(everything)
    findings = judged(examined, everything, AllRecords(examined), configured, by)
    policy: Policy = "same"
    then, old = configured, by
    if base.configured is not None:
        policy = "changed" if base.configured.settings is not None else "unusable"
        if base.configured.settings is not None:
            then, old = base.configured, terms(base.configured.settings, as_of)
    same = zip(everything, examined, strict=True) if policy != "changed" else ()
    earlier = _earlier(base, {place(source): each for source, each in same}, old)
    before = judged(earlier, base.sources, AllRecords(earlier), then, old)
    return Both(
        now=Checked(
            as_of=as_of,
            findings=tuple(sorted(findings, key=lambda each: each.sort_key)),
            count=len(everything),
            about=about(findings, by.settings),
            settings=by.settings,
        ),
        commit=base.commit,
        before=tuple(sorted(before, key=lambda each: each.sort_key)),
        twins=tuple(
            Twin(pair=each, before=_record(each.before, old), now=_record(each.now, by))
            for each in base.pairs
        ),
        policy=policy,
    )


def _earlier(base: Base, known: Mapping[str, Examined], by: Terms) -> list[Examined]:
    """Judge what the base held; of a file that is the same now, by path, what is known holds."""
    unread = [each for each in base.sources if _changed(each) or place(each) not in known]
    anew = dict(
        zip(map(place, unread), Look(by, records=False, memory=None).all(unread), strict=True)
    )
    return [anew.get(place(each)) or known[place(each)] for each in base.sources]


def _changed(source: Source) -> bool:
    """Tell whether a source of the base is not what the disk holds now."""
    return source.content is not None or bool(source.refused)


def _record(source: Source | None, by: Terms) -> Incident | None:
    if source is None:
        return None
    return examine(source, open_bytes(source, by.limits.max_bytes), by).incident
