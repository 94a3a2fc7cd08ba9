"""What `make fuzz` does for hours, for a moment: every seed, cut, joined and changed a little."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.run import NAMES
from fuzz.targets import TARGETS, Target, seeds

QUICK = {"importers": 8, "fixes": 20}
"""How often each is tried where it takes long; the others a hundred times."""


def test_all_targets_are_fuzzed_and_have_seeds() -> None:
    assert tuple(TARGETS) == NAMES
    assert all(len(seeds(name)) > 10 for name in NAMES)
    assert all(len(each) <= TARGETS[name].longest for name in NAMES for each in seeds(name))


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda each: each.name)
def test_a_seed_holds(target: Target) -> None:
    for seed in seeds(target.name)[:: 1 if target.name != "importers" else 5]:
        target.run(seed)


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda each: each.name)
def test_a_changed_seed_holds(target: Target) -> None:
    begun = st.sampled_from(seeds(target.name))
    odd = st.binary(max_size=12) | st.text(max_size=8).map(
        lambda each: each.encode("utf-8", "replace")
    )

    @settings(
        max_examples=QUICK.get(target.name, 100),
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(begun, begun, odd, st.data())
    def holds(one: bytes, other: bytes, put: bytes, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(one)))
        to = data.draw(st.integers(at, min(len(one), at + 60)))
        target.run(one[:at] + put + data.draw(st.sampled_from((one[to:], other[to:], b""))))

    holds()


BROKE = {
    "a complex key where a value is put between quotes": (
        "fixes",
        b"summary: The report: late.\nglossary:\n  ? [PSP]\n  : Whoever carries it out.\n",
    ),
    "a control character before a zone": ("times", b"between 09:12 \x1b[2J0 UTC"),
    "figures that no number can hold": ("times", b"9:12" + 49 * b"8" + b" PM"),
    "a year of three digits": ("times", b"204 -01-21 09:12"),
}
"""What once broke a target, so that it never does again."""


@pytest.mark.parametrize(("name", "content"), BROKE.values(), ids=BROKE)
def test_what_broke_once_holds(name: str, content: bytes) -> None:
    TARGETS[name].run(content)
