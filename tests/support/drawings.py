"""Charts drawn once for all the tests that only need them to stand in a page."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from postmortems import charts
from postmortems.charts.draw import fingerprint, svg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from postmortems.charts import Chart


@pytest.fixture(scope="session", autouse=True)
def drawings(shared: Path) -> Iterator[None]:
    """Hands out what was drawn of the same chart before, by whichever process.

    The tests of `charts` and those that ask for `drawn_anew` draw for themselves.
    """
    folder = shared / "drawings"
    folder.mkdir(exist_ok=True)

    def kept(chart: Chart) -> str:
        if chart.empty:
            return svg(chart)
        file = folder / fingerprint(chart)
        if not file.exists():
            draft = folder / f"{file.name}.{os.getpid()}"
            draft.write_bytes(svg(chart).encode())
            draft.replace(file)
        return file.read_bytes().decode()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "svg", kept)
        yield


@pytest.fixture
def drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has every chart drawn when it is asked for, as outside the tests."""
    monkeypatch.setattr(charts, "svg", svg)
