from __future__ import annotations

from metrics.records import LEVELS, record
from postmortems.metrics.base import LeftOut
from postmortems.metrics.detection import detection


def test_no_incident_was_noticed_by_nobody() -> None:
    found = detection([], LEVELS)
    assert (found.n, found.ours, found.clients, found.left_out) == (0, 0, 0, ())


def test_sources_are_ours_or_the_clients_and_an_unknown_one_is_neither() -> None:
    sources = {
        "A": "alert",
        "B": "monitoring",
        "C": "internal",
        "D": "client_report",
        "E": "unknown",
    }
    incidents = [record(name, detection={"source": source}) for name, source in sources.items()]
    found = detection(incidents, LEVELS)
    assert (found.n, found.ours, found.clients) == (4, 3, 1)
    assert found.left_out == (LeftOut("source of detection unknown", ("E",)),)
    p1 = found.rows[1]
    assert p1.severity == "P1"
    assert p1.ids == (
        ("alert", ("A",)),
        ("monitoring", ("B",)),
        ("internal", ("C",)),
        ("client_report", ("D",)),
    )


def test_each_level_has_its_own_row_in_the_order_of_the_scale() -> None:
    incidents = [
        record("A", severity="P3", detection={"source": "client_report"}),
        record("B", severity="P0", detection={"source": "alert"}),
    ]
    found = detection(incidents, LEVELS)
    assert [(row.severity, row.ours, row.clients) for row in found.rows] == [
        ("P0", 1, 0),
        ("P1", 0, 0),
        ("P2", 0, 0),
        ("P3", 0, 1),
    ]
