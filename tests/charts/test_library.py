from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from postmortems.charts import Bars, Chart, Dots, Heat, Lane, Series, Share, draw, fingerprint, svg

BARS = Bars(
    name="bars",
    title="Incidents",
    description="x",
    category_title="Month",
    value_title="Incidents",
    categories=("2024-01", "2024-02"),
    series=(
        Series(name="P0", colour="p0", values=(1234.5, 0.25), links=("?a", None)),
        Series(name="P1", colour="p1", values=(0.1, 0.2)),
    ),
)
PROGRAM = """
from hashlib import sha256
from postmortems.charts import Bars, Dots, Group, Lane, Mark, Point, Series, fingerprint, svg
bars = Bars(name="bars", title="İ ş 1.234,5", description="x", category_title="Monat",
    value_title="Incidents", categories=("2024-01", "2024-02"),
    series=(Series(name="P0", colour="p0", values=(1234.5, 0.25), links=("?a", None)),
        Series(name="P1", colour="p1", values=(0.1, 0.2))))
points = tuple(Point(minutes=1.7 ** at, label=str(at)) for at in range(12))
dots = Dots(name="dots", title="x", description="", value_title="Minutes", lanes=(Lane(name="P0",
    groups=(Group(name="P0", colour="p0", points=points),),
    marks=(Mark(label="p50", minutes=9),)),))
for chart in (bars, dots):
    print(sha256(svg(chart).encode()).hexdigest(), fingerprint(chart))
"""


def run(program: str, **environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_a_drawing_is_the_same_in_every_zone_locale_and_font() -> None:
    here = run(PROGRAM, TZ="UTC", LANG="C")
    there = run(
        PROGRAM,
        TZ="Asia/Kathmandu",
        LANG="de_DE.UTF-8",
        LC_ALL="tr_TR.UTF-8",
        HOME="/nonexistent",
        PYTHONHASHSEED="7",
        FONTCONFIG_FILE="/dev/null",
    )
    assert len(here.split()) == 4
    assert here == there


def test_a_drawing_is_the_same_a_second_time() -> None:
    assert svg(BARS) == svg(BARS)


def test_the_library_is_imported_by_the_first_drawing_only() -> None:
    program = """
import sys
from postmortems.charts import Bars, Series, fingerprint, svg
chart = Bars(name="a", title="a", description="", category_title="", value_title="",
    categories=("a",), series=(Series(name="a", colour="p0", values=(1,)),))
fingerprint(chart)
print("vl_convert" in sys.modules)
svg(chart)
print("vl_convert" in sys.modules, "pandas" in sys.modules)
"""
    assert run(program) == "False\nTrue False\n"


def test_a_fingerprint_stays_while_the_chart_does() -> None:
    same = replace(BARS)
    assert fingerprint(BARS) == fingerprint(same)
    assert len(bytes.fromhex(fingerprint(BARS))) == 32


@pytest.mark.parametrize(
    "other",
    [
        replace(BARS, name="rows"),
        replace(BARS, title="\ud800"),
        replace(BARS, horizontal=True),
        replace(BARS, series=(replace(BARS.series[0], links=("?b", None)), BARS.series[1])),
        replace(BARS, series=BARS.series[::-1]),
    ],
)
def test_a_fingerprint_changes_with_the_chart(other: Bars) -> None:
    assert fingerprint(other) != fingerprint(BARS)


def test_charts_of_all_kinds_have_their_own_fingerprints() -> None:
    lane = Lane(name="a", groups=())
    kinds: list[Chart] = [
        replace(BARS, name="a", categories=(), series=()),
        Share(name="a", title="a", description="", rows=(), parts=()),
        Heat(
            name="a",
            title="a",
            description="",
            rows=(),
            columns=(),
            counts=(),
        ),
        Dots(name="a", title="a", description="", value_title="", lanes=()),
        Dots(name="a", title="a", description="", value_title="", lanes=(lane,)),
    ]
    assert len({fingerprint(chart) for chart in kinds}) == 5


def test_a_fingerprint_changes_with_the_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(BARS)
    monkeypatch.setattr(draw, "_versions", lambda: ("0.0.0", "6.0.0", "1.9.0"))
    assert fingerprint(BARS) != before
