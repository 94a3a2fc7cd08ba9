from __future__ import annotations

from itertools import pairwise

import pytest

from postmortems.charts import ROLES
from postmortems.charts.palette import HEAT, MARK_ROLES, ON, paint, symbol

LIGHT = {role.name: role.light for role in ROLES}
DARK = {role.name: role.dark for role in ROLES}
SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
SEVERITIES = ("p0", "p1", "p2", "p3", "p4")


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_every_role_has_its_own_name_and_six_digits_for_each_scheme() -> None:
    assert len(LIGHT) == len(ROLES)
    for colour in (*LIGHT.values(), *DARK.values()):
        assert colour[0] == "#"
        assert len(bytes.fromhex(colour[1:])) == 3


@SCHEMES
def test_marks_stand_out_from_the_page(scheme: dict[str, str]) -> None:
    for role in MARK_ROLES:
        assert contrast(scheme[role], scheme["surface"]) >= 3, role


@SCHEMES
def test_text_can_be_read_on_the_page_and_on_every_mark(scheme: dict[str, str]) -> None:
    for role in ("ink", "muted"):
        assert contrast(scheme[role], scheme["surface"]) >= 4.5, role
    for role, on in ON.items():
        assert contrast(scheme[role], scheme[on]) >= 4.5, role


@SCHEMES
@pytest.mark.parametrize("order", [SEVERITIES, HEAT[::-1]], ids=["severities", "heat"])
def test_orders_can_be_told_in_grey(scheme: dict[str, str], order: tuple[str, ...]) -> None:
    steps = [contrast(scheme[role], scheme["surface"]) for role in order]
    assert steps == sorted(steps, reverse=True)
    assert all(more / less >= 1.3 for more, less in pairwise(steps))


def test_severities_have_symbols_of_their_own() -> None:
    assert len({symbol(role)[0] for role in SEVERITIES}) == 5


def test_heat_has_five_shades_and_marks_have_no_text_colours() -> None:
    assert HEAT == ("heat-1", "heat-2", "heat-3", "heat-4", "heat-5")
    assert {"surface", "ink", "muted", "grid"}.isdisjoint(MARK_ROLES)


def test_a_role_is_painted_as_its_variable() -> None:
    assert paint("heat-1") == "var(--pm-heat-1)"
    with pytest.raises(KeyError):
        paint("p9")
