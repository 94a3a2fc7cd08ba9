from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from postmortems.load.packed import (
    IDS,
    THERE,
    Noted,
    PackedIncident,
    Records,
    changed,
    noting,
    opened,
    pack,
    sealed,
    unnoted,
)
from postmortems.model.incident import Incident
from support.example import BASE_ID, REPOSITORY, load, make_incident

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

INCIDENT = make_incident()
PACKED = pack(INCIDENT)


def records(*made: Incident) -> Records:
    packs = {each.id: pack(each) for each in made}
    return Records(dict.fromkeys(packs, "digest"), packs.__getitem__, lambda: None)


def reads_of(read: Callable[[], object]) -> list[tuple[str, str]]:
    """What was told while a function ran."""
    told: list[tuple[str, str]] = []
    with noting(lambda incident_id, name: told.append((incident_id, name))):
        read()
    return told


def test_a_record_comes_back_as_it_was_with_the_offsets_of_its_moments() -> None:
    back = PackedIncident.of(INCIDENT.id, PACKED)
    assert back == INCIDENT
    for name in Incident.__dataclass_fields__:
        assert repr(getattr(back, name)) == repr(getattr(INCIDENT, name)), name
    assert pack(back) == PACKED
    assert hash(back) == hash(PackedIncident.of(INCIDENT.id, PACKED))


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "incidents").rglob("*.yml")), ids=lambda path: path.stem
)
def test_every_record_of_this_repository_survives(path: Path) -> None:
    incident = load(path.read_bytes()).incident
    assert incident is not None
    back = PackedIncident.of(incident.id, pack(incident))
    for name in Incident.__dataclass_fields__:
        assert repr(getattr(back, name)) == repr(getattr(incident, name)), name


def test_a_packed_record_travels_and_can_be_made_another() -> None:
    back = pickle.loads(pickle.dumps(PackedIncident.of(INCIDENT.id, PACKED)))  # noqa: S301
    assert back == INCIDENT
    other = replace(back, title="Another")
    assert type(other) is Incident
    assert (other.title, other.timeline) == ("Another", INCIDENT.timeline)


def test_who_wants_to_know_is_told_each_field_that_is_read() -> None:
    back = PackedIncident.of("X", PACKED)
    assert reads_of(lambda: (back.title, back.timeline)) == [("X", "title"), ("X", "timeline")]

    def quietly() -> None:
        with unnoted():
            assert back.title

    assert reads_of(quietly) == []


def test_asking_for_a_record_is_told_and_so_is_asking_for_all() -> None:
    held = records(INCIDENT)
    assert reads_of(lambda: held[BASE_ID]) == [(BASE_ID, THERE)]
    assert reads_of(lambda: "no" in held) == [("no", THERE)]
    assert reads_of(lambda: held.get("no")) == [("no", THERE)]
    assert reads_of(lambda: next(iter(held))) == [("", IDS)]
    assert reads_of(lambda: len(held)) == [("", IDS)]
    with pytest.raises(KeyError, match="no"):
        held["no"]
    assert held[BASE_ID] is held[BASE_ID]


def test_all_are_fetched_once_before_all_are_looked_through() -> None:
    fetched: list[None] = []
    held = Records({BASE_ID: "x"}, lambda _: PACKED, lambda: fetched.append(None))
    assert held[BASE_ID].title == INCIDENT.title
    assert fetched == []
    assert list(held) == [BASE_ID]
    held.fill()
    assert fetched == [None]


def test_what_stands_beside_records_is_told_under_a_name_of_its_own() -> None:
    files = Noted({"A": "a.yml"}, "@file")
    assert reads_of(lambda: files["A"]) == [("A", "@file")]
    assert reads_of(lambda: files.get("B")) == [("B", "@file")]
    assert reads_of(lambda: (next(iter(files)), len(files))) == [("", "@file"), ("", "@file")]


def test_two_packed_records_differ_in_the_fields_that_were_edited() -> None:
    other = pack(replace(INCIDENT, title="Another", tags=("gateway",)))
    assert changed(PACKED, other) == {"title", "tags"}
    assert changed(PACKED, PACKED) == set()


def test_long_fields_of_few_records_stay_unpacked_at_a_time() -> None:
    made = [PackedIncident.of(str(number), PACKED) for number in range(40)]
    first = made[0].timeline
    assert made[0].timeline is first
    for each in made[1:]:
        assert each.timeline == first
    assert made[0].timeline is not first
    assert made[0].timeline == first


@pytest.mark.parametrize("damage", [b"", b"{}", PACKED[:-1], b"\0" * 50])
def test_what_is_no_record_is_refused(damage: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PackedIncident.of("X", damage).title  # noqa: B018 - it is read


def test_a_seal_tells_whether_bytes_are_still_the_same() -> None:
    assert opened(sealed(b"value")) == b"value"
    for damaged in (b"", b"x" * 40, sealed(b"value") + b" ", sealed(b"value")[1:]):
        with pytest.raises(ValueError, match="not what was kept"):
            opened(damaged)
