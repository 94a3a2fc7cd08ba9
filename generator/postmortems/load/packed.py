"""Records as bytes that keep for the next run, unpacked field by field when somebody reads them.

Who makes pages says with `noting` that every read is to be told: what was read is all that a page
depends on. JSON, since it keeps the offsets of moments, and since nothing in it can ever be run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, get_type_hints

import msgspec

from postmortems.load.database import digest
from postmortems.model.incident import Incident

Note = Callable[[str, str], None]
"""Takes the id of a record and the name of the field that was read of it."""

IDS = "@ids"
"""What is read of the id `""` by whoever asks which records there are."""
THERE = "@there"
"""What is read of an id by whoever asks whether there is such a record."""

_HEAVY = frozenset(
    (
        *("analysis", "background", "communications", "imported", "internal", "notes"),
        *("summary", "timeline"),
    )
)
"""Long fields that few pages read: they stay packed, or all records would not fit into memory."""
_ALIVE = 32
"""Of how many records long fields stay unpacked, since one page reads them several times."""

_FIELDS = tuple(each.name for each in fields(Incident))
_Value = TypeVar("_Value")

_note: Note | None = None
_alive: deque[PackedIncident] = deque()


@contextmanager
def noting(note: Note) -> Iterator[None]:
    """Tell a function of every field that is read of a record while the block runs."""
    global _note  # noqa: PLW0603 - a value in each record would weigh more than the records
    before, _note = _note, note
    try:
        yield
    finally:
        _note = before


@contextmanager
def unnoted() -> Iterator[None]:
    """Tell nobody of what is read while the block runs."""
    global _note  # noqa: PLW0603 - as above
    before, _note = _note, None
    try:
        yield
    finally:
        _note = before


def tell(incident_id: str, name: str) -> None:
    """Tell whoever wants to know that something was read of a record."""
    if _note is not None:
        _note(incident_id, name)


def pack(incident: Incident) -> bytes:
    """Return a record as bytes; the same record gives the same bytes."""
    return msgspec.json.encode({name: getattr(incident, name) for name in _FIELDS})


def changed(old: bytes, new: bytes) -> frozenset[str]:
    """Return the names of the fields in which two packed records differ.

    Raises ValueError when one of them is no packed record.
    """
    one, other = _shallow().decode(old), _shallow().decode(new)
    return frozenset(
        name
        for name in one.keys() | other.keys()
        if bytes(one.get(name, b"")) != bytes(other.get(name, b""))
    )


class PackedIncident(Incident):
    """An incident that is unpacked when it is looked at. Raises ValueError when it cannot be."""

    __slots__ = ("_heavy", "_id", "_light", "_packed")

    _heavy: dict[str, Any] | None
    _id: str
    _light: Any
    _packed: bytes

    def __new__(cls, **values: Any) -> Incident:  # type: ignore[misc]  # noqa: ANN401
        """Make a plain incident: `dataclasses.replace` asks for another of the same class."""
        return Incident(**values)

    @staticmethod
    def of(incident_id: str, packed: bytes) -> PackedIncident:
        """Return the record that was packed."""
        self = object.__new__(PackedIncident)
        _set(self, "_id", incident_id)
        _set(self, "_packed", packed)
        _set(self, "_light", None)
        _set(self, "_heavy", None)
        return self

    def __reduce__(self) -> tuple[Callable[[str, bytes], PackedIncident], tuple[str, bytes]]:
        """Travel as bytes."""
        return PackedIncident.of, (self._id, self._packed)

    def __eq__(self, other: object) -> bool:
        """Tell whether the other is a record with the same values."""
        return isinstance(other, Incident) and all(
            getattr(self, name) == getattr(other, name) for name in _FIELDS
        )

    def __hash__(self) -> int:
        """Hash what equal records share."""
        return hash(self._id)

    def _unpacked(self) -> Any:  # noqa: ANN401 - a structure made from the record's fields
        light = _light().decode(self._packed)
        _set(self, "_light", light)
        return light

    def _long(self, name: str) -> Any:  # noqa: ANN401 - the type of that field
        if self._heavy is None:
            _set(self, "_heavy", {})
            _alive.append(self)
            if len(_alive) > _ALIVE:
                _set(_alive.popleft(), "_heavy", None)
        held = self._heavy
        assert held is not None  # noqa: S101 - set above
        if name not in held:
            raw = getattr(self._light or self._unpacked(), name)
            held[name] = _decoder(name).decode(raw)
        return held[name]


_set = object.__setattr__  # records are frozen


def _reading(name: str) -> property:
    if name in _HEAVY:

        def read(self: PackedIncident) -> Any:  # noqa: ANN401
            if _note is not None:
                _note(self._id, name)
            return self._long(name)
    else:

        def read(self: PackedIncident) -> Any:  # noqa: ANN401
            if _note is not None:
                _note(self._id, name)
            return getattr(self._light or self._unpacked(), name)

    return property(read)


for _name in _FIELDS:
    setattr(PackedIncident, _name, _reading(_name))


@cache
def _types() -> dict[str, Any]:
    return get_type_hints(Incident, include_extras=True)


@cache
def _light() -> msgspec.json.Decoder[Any]:
    """Read a record whose long fields stay as they are."""
    # Without the collector: it would walk over all records again and again, and find nothing.
    shape = msgspec.defstruct(
        "Light",
        [(name, msgspec.Raw if name in _HEAVY else _types()[name]) for name in _FIELDS],
        gc=False,
        frozen=True,
        forbid_unknown_fields=True,
    )
    return msgspec.json.Decoder(shape)


@cache
def _decoder(name: str) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_types()[name])


@cache
def _shallow() -> msgspec.json.Decoder[dict[str, msgspec.Raw]]:
    return msgspec.json.Decoder(dict[str, msgspec.Raw])


class Records(Mapping[str, Incident]):
    """Records by id, in the order of ids; each is fetched when it is first asked for."""

    def __init__(
        self, digests: Mapping[str, str], fetch: Callable[[str], bytes], every: Callable[[], None]
    ) -> None:
        """Take the digest of each record's file, and what gives the packed record of an id.

        ``every`` is called once, before all records are looked through.
        """
        self.digests = digests
        self._fetch = fetch
        self._every: Callable[[], None] | None = every
        self._made: dict[str, PackedIncident] = {}

    def __getitem__(self, incident_id: str) -> Incident:
        """Return a record. Raises KeyError where there is none."""
        tell(incident_id, THERE)
        made = self._made.get(incident_id)
        if made is None:
            if incident_id not in self.digests:
                raise KeyError(incident_id)
            made = PackedIncident.of(incident_id, self._fetch(incident_id))
            self._made[incident_id] = made
        return made

    def __contains__(self, incident_id: object) -> bool:
        """Tell whether there is such a record."""
        tell(str(incident_id), THERE)
        return incident_id in self.digests

    def __iter__(self) -> Iterator[str]:
        """Go through all ids."""
        tell("", IDS)
        self.fill()
        return iter(self.digests)

    def __len__(self) -> int:
        """Count the records."""
        tell("", IDS)
        return len(self.digests)

    def fill(self) -> None:
        """Fetch all records at once, as before a process is parted in two."""
        if self._every is not None:
            self._every()
            self._every = None

    def packed(self, incident_id: str) -> bytes:
        """Return the bytes of a record."""
        return self._fetch(incident_id)


class Noted(Mapping[str, _Value]):
    """A mapping whose reads are told under a name of its own, such as `@file`.

    Whoever asks which keys there are is told of with the id `""`.
    """

    def __init__(self, values: Mapping[str, _Value], name: str) -> None:
        self._values = values
        self._name = name

    def __getitem__(self, incident_id: str) -> _Value:
        """Return the value of an id. Raises KeyError where there is none."""
        tell(incident_id, self._name)
        return self._values[incident_id]

    def __iter__(self) -> Iterator[str]:
        """Go through all ids."""
        tell("", self._name)
        return iter(self._values)

    def __len__(self) -> int:
        """Count the values."""
        tell("", self._name)
        return len(self._values)


def sealed(content: bytes) -> bytes:
    """Put before bytes what tells later whether they are still the same."""
    return digest(content).encode() + content


def opened(content: bytes) -> bytes:
    """Return what was sealed. Raises ValueError when it is not what it was."""
    seal, rest = content[:32], content[32:]
    if digest(rest).encode() != seal:
        message = "this is not what was kept"
        raise ValueError(message)
    return rest
