"""The stages of an incident: those of the response, then those of its write-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postmortems.edit.shapes import node_at
from postmortems.errors import UsageError
from postmortems.load.wording import listed, nearest
from postmortems.plan import Scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

RESPONSE, WRITE_UP = "status", "postmortem.status"
TRACKS = (RESPONSE, WRITE_UP)
_MOMENTS = {
    "mitigated": "times.mitigated",
    "resolved": "times.resolved",
    "closed": "times.closed",
    "draft": "postmortem.drafted_at",
    "reviewed": "review.held_at",
    "published": "postmortem.published_at",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A value of ``track``, the field that tells how far it has come.

    ``moment`` is the field that says when it was reached; empty where records hold none.
    """

    track: str
    name: str

    @property
    def moment(self) -> str:
        """Return the field that says when the stage was reached."""
        return _MOMENTS.get(self.name, "")


def stages(track: str) -> tuple[str, ...]:
    """Return the stages of a track in their order."""
    node = node_at(tuple(track.split(".")))
    assert isinstance(node, Scalar)  # noqa: S101 - both tracks are words of a list
    return tuple(map(str, node.choices))


def reached(record: Mapping[str, Any], track: str) -> str:
    """Return the stage of a record; raises UsageError where it names none that there is."""
    held: Any = record
    for part in track.split("."):
        held = held.get(part) if isinstance(held, dict) else None
    if held not in stages(track):
        raise UsageError(f"`{track}` of the record is none of {listed(stages(track))}")
    return str(held)


def following(record: Mapping[str, Any], *, owed: bool) -> Stage | None:
    """Return the stage that comes next; None after the last one.

    The response comes first. A write-up that nobody has begun is next only where one is ``owed``.
    """
    for track in TRACKS:
        names = stages(track)
        held = reached(record, track)
        begins = track == WRITE_UP and held == names[0]
        if held != names[-1] and (owed or not begins):
            return Stage(track=track, name=names[names.index(held) + 1])
    return None


def named(name: str, record: Mapping[str, Any]) -> Stage:
    """Return the stage of a name; raises UsageError for one that is no step ahead."""
    said = name.strip().lower().replace("-", "_")
    every = [(track, each) for track in TRACKS for each in stages(track)]
    for track, each in every:
        if each == said:
            held = reached(record, track)
            if stages(track).index(held) >= stages(track).index(each):
                already = "is" if held == each else "is past that, at"
                raise UsageError(
                    f"`{track}` {already} {held} already; "
                    f"`postmortems set` changes it to something earlier"
                )
            return Stage(track=track, name=each)
    names = [each for track in TRACKS for each in stages(track)[1:]]
    near = nearest(said, names)
    hint = f"did you mean {near}?" if near else f"there are {listed(names)}"
    raise UsageError(f"there is no stage {name!r}; {hint}")
