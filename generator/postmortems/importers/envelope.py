"""Where the incidents of a JSON document are: in a list, under a name, or the document itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from postmortems.importers.draft import SourceFault
from postmortems.importers.json_text import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from postmortems.findings import Path
    from postmortems.importers.json_text import Json

_LOOK = "look at the source, or take it out"


def views(
    source: Json | None,
    mine: Callable[[dict[str, Any]], bool],
    *,
    lists: tuple[str, ...] = (),
    single: tuple[str, ...] = (),
) -> list[View]:
    """Return a look into each mapping that may be an incident; none when none of them is ``mine``.

    ``lists`` are the names under which lists of incidents stand, ``single`` those of one incident.
    """
    if source is None:
        return []
    found = [View(source, path) for path in _paths(source.value, lists, single, mine)]
    found = [each for each in found if isinstance(each.raw(), dict)]
    return found if any(mine(each.raw()) for each in found) else []


def strangers(
    source: Json, mine: Callable[[dict[str, Any]], bool], *, lists: tuple[str, ...] = ()
) -> Iterator[SourceFault]:
    """Yield a fault for each entry of the document's lists that is no mapping."""
    for key in lists if isinstance(source.value, dict) else ():
        if source.value.get(key) and not isinstance(source.value[key], list | dict):
            yield SourceFault("this is no list of incidents", source.spot((key,)), _LOOK)
    for path in _paths(source.value, lists, (), mine):
        if not isinstance(View(source, path).raw(), dict):
            yield SourceFault(
                "no incident stands here, but another type of value",
                source.spot(path),
                _LOOK,
            )


def _paths(
    value: Any,  # noqa: ANN401 - whatever the source holds
    lists: tuple[str, ...],
    single: tuple[str, ...],
    mine: Callable[[dict[str, Any]], bool],
) -> list[Path]:
    if isinstance(value, list):
        return [(index,) for index in range(len(value))]
    if not isinstance(value, dict):
        return []
    found: list[Path] = [(key,) for key in single if isinstance(value.get(key), dict)]
    for key in lists:
        held = value.get(key)
        if isinstance(held, list):
            found += [(key, index) for index in range(len(held))]
    return found or ([()] if mine(value) else [])


def oldest_first(entries: list[View], *names: str) -> list[View]:
    """Return entries by the first of these times that each has, to the fraction of a second.

    Lists that come newest first are turned before, so that entries of one instant keep their
    order. An entry without a time stays behind the one that is before it.
    """
    keys: list[float | None] = [_instant(each, names) for each in entries]
    found = [each for each in keys if each is not None]
    if found and found[0] > found[-1]:
        entries, keys = entries[::-1], keys[::-1]
    last = float("-inf")
    filled = []
    for each in keys:
        last = last if each is None else each
        filled.append(last)
    return [entries[index] for index in sorted(range(len(entries)), key=filled.__getitem__)]


def _instant(entry: View, names: tuple[str, ...]) -> float | None:
    for name in names:
        raw = entry.raw(name)
        if isinstance(raw, str):
            try:
                at = datetime.fromisoformat(raw.strip())
                return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
            except (ValueError, OverflowError):
                continue
    return None
