"""Lists of a record, compared entry by entry."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postmortems.answers.review.phrase import Difference, Phrase, count, joined, value
from postmortems.plan import Scalar, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postmortems.plan import Items

_NOUNS = {
    "communications": ("message",),
    "escalations": ("escalation",),
    "factors": ("factor",),
    "follow_ups": ("follow-up",),
    "handoffs": ("handoff",),
    "ideas": ("idea",),
    "ignore": ("silenced rule",),
    "impact.windows": ("window of harm", "windows of harm"),
    "lessons": ("lesson",),
    "links": ("link",),
    "not_recorded": ("field said to be not recorded", "fields said to be not recorded"),
    "roles.responders": ("responder",),
    "severity_history": ("change of severity", "changes of severity"),
    "timeline": ("timeline entry", "timeline entries"),
}
"""What an entry of a list is called, one and many; of others, the field's own name is said."""
_NAMED = 5  # entries that are named; of more, only the number is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The entries of a list that came, went, and are others than before (then and now)."""

    added: tuple[Any, ...] = ()
    gone: tuple[Any, ...] = ()
    changed: tuple[tuple[Any, Any], ...] = ()


def matched(before: Sequence[Any], now: Sequence[Any], key: str) -> Matched:
    """Pair the entries of two lists: those that are alike, then those with the same ``key``."""
    left: dict[Any, list[Any]] = defaultdict(list)
    alike: dict[str, int] = defaultdict(int)
    for each in now:
        alike[repr(each)] += 1
    for each in before:
        if alike[repr(each)]:
            alike[repr(each)] -= 1
        else:
            left[getattr(each, key)].append(each)
    added, changed = [], []
    for each in reversed(now):
        if not alike[repr(each)]:
            continue
        alike[repr(each)] -= 1
        held = left[getattr(each, key)]
        if held:
            changed.append((held.pop(), each))
        else:
            added.append(each)
    gone = [each for each in before if any(each is other for other in left[getattr(each, key)])]
    return Matched(added=tuple(reversed(added)), gone=tuple(gone), changed=tuple(reversed(changed)))


def entry_differences(
    name: str, node: Items, before: Sequence[Any] | None, now: Sequence[Any] | None
) -> Iterator[Difference]:
    """Say what came, went and changed in a list; ``name`` is its dotted name."""
    if now == () and node.none_allowed:
        yield Difference(field=name, said=(f"{_title(name)}: says that there was nothing",))
        return
    found = list(_parts(name, node, before or (), now or ()))
    if not found:
        found = [(f"the order of {_title(name)} changed",)]
    for said in found:
        yield Difference(field=name, said=said)


def _parts(name: str, node: Items, before: Sequence[Any], now: Sequence[Any]) -> Iterator[Phrase]:
    if isinstance(node.item, Shape):
        key = next(iter(node.item.fields.values())).attribute
        found = matched(before, now, key)
        if name == "timeline" and not (found.gone or found.changed) and found.added and before:
            yield (f"timeline grew by {_many(name, len(found.added))}",)
            return
        for verb, entries in (
            ("added", found.added),
            ("changed", [each for _, each in found.changed]),
            ("taken out", found.gone),
        ):
            if entries:
                listed = [(value(getattr(each, key)),) for each in entries] if key == "id" else []
                yield f"{_many(name, len(entries))} {verb}", *naming(listed)
        return
    shown = isinstance(node.item, Scalar) and (
        node.item.text is None or node.item.text.kind == "plain"
    )
    old, new = list(map(repr, before)), list(map(repr, now))
    for verb, entries in (
        ("added", [each for each in now if repr(each) not in old]),
        ("taken out", [each for each in before if repr(each) not in new]),
    ):
        if entries:
            listed = [(value(each),) for each in entries] if shown else []
            yield f"{_many(name, len(entries))} {verb}", *naming(listed)


def naming(listed: Sequence[Phrase]) -> Phrase:
    """Name entries behind a colon, as many as somebody reads."""
    if not listed:
        return ()
    more = len(listed) - _NAMED
    rest: tuple[Phrase, ...] = ((f"{more:,} more",),) if more > 0 else ()
    return ": ", *joined((*listed[:_NAMED], *rest))


def _many(name: str, number: int) -> str:
    if name in _NOUNS:
        return count(number, *_NOUNS[name])
    last = _title(name)
    if last.endswith("s"):
        return count(number, last[:-1], last)
    return count(number, f"entry of {last}", f"entries of {last}")


def _title(name: str) -> str:
    return name.rpartition(".")[2].replace("_", " ")
