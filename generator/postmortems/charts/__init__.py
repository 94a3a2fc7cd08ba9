"""Numbers to static SVG in the colours of the page, without script, font or request."""

from __future__ import annotations

from postmortems.charts.draw import fingerprint, svg
from postmortems.charts.figures import (
    Bars,
    Chart,
    Dots,
    Group,
    Heat,
    Lane,
    Mark,
    Point,
    Series,
    Share,
)
from postmortems.charts.palette import ROLES, Role

__all__ = [
    "ROLES",
    "Bars",
    "Chart",
    "Dots",
    "Group",
    "Heat",
    "Lane",
    "Mark",
    "Point",
    "Role",
    "Series",
    "Share",
    "fingerprint",
    "svg",
]
