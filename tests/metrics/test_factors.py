from __future__ import annotations

from typing import Any

from metrics.records import record
from postmortems.metrics.base import LeftOut
from postmortems.metrics.factors import factors


def factor(name: str, category: str | None = None) -> dict[str, Any]:
    return {"id": name, "text": "Something.", "category": category}


def test_no_incident_has_no_factors() -> None:
    found = factors([])
    assert (found.n, found.cells, found.left_out, found.by_category) == (0, (), (), ())


def test_an_incident_counts_once_in_each_cell_however_many_factors_it_has_there() -> None:
    incidents = [
        record(
            "A",
            services=["payment-api", "web-shop"],
            factors=[factor("F1", "testing"), factor("F2", "testing"), factor("F3", "code")],
        ),
        record("B", services=["web-shop"], factors=[factor("F1", "testing"), factor("F2")]),
    ]
    found = factors(incidents)
    assert found.n == 2
    assert found.cells == (
        (("code", "payment-api"), ("A",)),
        (("code", "web-shop"), ("A",)),
        (("testing", "payment-api"), ("A",)),
        (("testing", "web-shop"), ("A", "B")),
    )
    assert found.by_category == (("testing", ("A", "B")), ("code", ("A",)))


def test_incidents_without_factors_or_without_categories_are_left_out() -> None:
    found = factors([record("A"), record("B", factors=[factor("F1")])])
    assert found.n == 0
    assert found.left_out == (
        LeftOut("no factors recorded", ("A",)),
        LeftOut("factors without a category", ("B",)),
    )
