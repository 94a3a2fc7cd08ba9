"""New ids: by the form of the settings, and never one that is taken."""

from __future__ import annotations

from datetime import datetime

from postmortems.config.ids import new_id
from postmortems.config.site import Site

START = datetime(2026, 3, 1, 23, 58)  # noqa: DTZ001 - a local start


def test_an_id_names_the_start() -> None:
    assert new_id(Site(name="X"), START, ()) == "INC-20260301-2358"


def test_a_taken_minute_gives_the_next_free_one_of_the_day() -> None:
    taken = {"INC-20260301-2358", "INC-20260301-2359"}
    assert new_id(Site(name="X"), START, taken) == "INC-20260301-0000"


def test_numbers_count_up_and_end() -> None:
    site = Site(name="X", incident_id="PM-YYYY-N")
    assert new_id(site, START, {"PM-2026-1", "PM-2026-3"}) == "PM-2026-2"
    assert new_id(site, START, {f"PM-2026-{each}" for each in range(1, 10)}) is None


def test_an_incident_without_a_date_has_a_number() -> None:
    assert new_id(Site(name="X"), None, {"INC-UNDATED-01"}) == "INC-UNDATED-02"


def test_a_form_without_anything_that_varies_is_used_once() -> None:
    site = Site(name="X", incident_id="INC-YYYYMMDD")
    assert new_id(site, START, ()) == "INC-20260301"
    assert new_id(site, START, {"INC-20260301"}) is None
