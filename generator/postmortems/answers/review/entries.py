"""Lists of a record, compared entry by entry."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from postmortems.answers.review.phrase import Difference, Phrase, count, joined, value
from postmortems.plan import Scalar, Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from postmortems.plan import Items, Node

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
    """Pair the entries of two lists of records.

    First those that are alike, then those with the same ``key``, then those of which all but the
    key is the same, such as an event whose time was corrected.
    """

    def rest(each: Any) -> str:  # noqa: ANN401
        return repr([getattr(each, one.name) for one in fields(each) if one.name != key])

    _, old, new = _paired(before, now, repr)
    by_key, old, new = _paired(old, new, lambda each: repr(getattr(each, key)))
    by_rest, old, new = _paired(old, new, rest)
    return Matched(added=tuple(new), gone=tuple(old), changed=(*by_key, *by_rest))


def _paired(
    before: Sequence[Any], now: Sequence[Any], name: Callable[[Any], str]
) -> tuple[list[tuple[Any, Any]], list[Any], list[Any]]:
    """Pair entries of one name, each once and in their order; return what is left on both sides."""
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for index, each in enumerate(before):
        waiting[name(each)].append(index)
    pairs, left, taken = [], [], set()
    for each in now:
        held = waiting[name(each)]
        if held:
            index = held.popleft()
            taken.add(index)
            pairs.append((before[index], each))
        else:
            left.append(each)
    return pairs, [each for index, each in enumerate(before) if index not in taken], left


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
        first = next(iter(node.item.fields.values()))
        found = matched(before, now, first.attribute)
        if name == "timeline" and before and not (found.gone or found.changed):
            if found.added:
                yield (f"timeline grew by {count(len(found.added), 'entry', 'entries')}",)
            return
        for verb, entries in (
            ("added", found.added),
            ("changed", [each for _, each in found.changed]),
            ("taken out", found.gone),
        ):
            if entries:
                keys = [(value(getattr(each, first.attribute)),) for each in entries]
                listed = naming(keys if _is_short(first.node) else ())
                yield f"{_many(name, len(entries))} {verb}", *listed
        return
    old, new = list(map(repr, before)), list(map(repr, now))
    for verb, entries in (
        ("added", [each for each in now if repr(each) not in old]),
        ("taken out", [each for each in before if repr(each) not in new]),
    ):
        if entries:
            listed = naming([(value(each),) for each in entries] if _is_short(node.item) else ())
            yield f"{_many(name, len(entries))} {verb}", *listed


def _is_short(node: Node) -> bool:
    """Tell whether values can be quoted in passing: words, times and names, but no sentences."""
    return isinstance(node, Scalar) and (node.text is None or node.text.kind == "plain")


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
