"""The actions of a record, compared: which came, which were done, and what else became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.answers.review.entries import matched, naming
from postmortems.answers.review.phrase import Difference, Phrase, count, joined, title, value
from postmortems.model.followup import Action
from postmortems.plan import Scalar, plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_VERBS = {"done": "done", "wont_do": "given up", "in_progress": "begun", "open": "opened again"}
_WITH_STATUS = frozenset(("status", "done_at", "reason"))


def action_differences(before: Sequence[Action], now: Sequence[Action]) -> Iterator[Difference]:
    """Say what became of the actions: first of how many, then what else is another in each."""
    found = matched(before, now, "id")
    yield from _told("added", found.added)
    for status, verb in _VERBS.items():
        yield from _told(
            verb,
            [each for was, each in found.changed if each.status == status and was.status != status],
        )
    yield from _told("taken out", found.gone)
    for was, each in found.changed:
        parts = list(_parts(was, each))
        if parts:
            said = ("action ", value(each.id), ": ", *joined(parts))
            yield Difference(field="actions", said=said)
    if not (found.added or found.gone or found.changed):
        yield Difference(field="actions", said=("the order of the actions changed",))


def _told(verb: str, actions: Sequence[Action]) -> Iterator[Difference]:
    if actions:
        listed: list[Phrase] = [(value(each.id), " ", title(each.title)) for each in actions]
        said = (f"{count(len(actions), 'action')} {verb}", *naming(listed))
        yield Difference(field="actions", said=said)


def _parts(was: Action, now: Action) -> Iterator[Phrase]:
    moved = was.status != now.status
    for key, each in plan(Action).fields.items():
        old, new = getattr(was, each.attribute), getattr(now, each.attribute)
        if old == new or (moved and key in _WITH_STATUS):
            continue
        name = key.replace("_", " ")
        text = each.node.text if isinstance(each.node, Scalar) else None
        if not isinstance(each.node, Scalar) or (text is not None and text.kind != "plain"):
            yield (f"{name} changed",)
        elif new is None:
            yield (f"{name} taken out",)
        elif old is None:
            yield f"{name} ", value(new)
        else:
            yield f"{name} ", value(old), " → ", value(new)
