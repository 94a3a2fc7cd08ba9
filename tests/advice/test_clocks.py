from __future__ import annotations

import pytest

from postmortems.advice.clocks import is_running
from support.example import make_incident


@pytest.mark.parametrize(
    ("status", "open_"),
    [("investigating", True), ("mitigated", True), ("resolved", False), ("closed", False)],
)
def test_an_incident_is_open_until_it_is_resolved(status: str, *, open_: bool) -> None:
    assert is_running(make_incident(status=status)) is open_
