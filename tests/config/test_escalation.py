from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from postmortems.config.escalation import Trigger

if TYPE_CHECKING:
    from postmortems.config.settings import Settings

JUDGED = Trigger(id="up", from_="L1", to="L2", text="The cause is unclear.")


@pytest.mark.parametrize(
    "trigger",
    [
        replace(JUDGED, levels=("P0",)),
        replace(JUDGED, after_minutes=0),
        replace(JUDGED, flag="down"),
    ],
)
def test_a_trigger_with_any_condition_can_be_checked(trigger: Trigger) -> None:
    assert trigger.structured


def test_a_trigger_without_conditions_is_left_to_people() -> None:
    assert not JUDGED.structured


def test_tiers_are_ranked_from_the_first_called(small: Settings) -> None:
    assert [small.escalation.rank(name) for name in ("L1", "L2")] == [0, 1]
    with pytest.raises(ValueError, match="L9"):
        small.escalation.rank("L9")


def test_a_call_to_a_tier_can_go_to_those_above_it(small: Settings) -> None:
    assert small.escalation.at_least("L1") == {"L1", "L2"}
    assert small.escalation.at_least("L2") == {"L2"}
    with pytest.raises(ValueError, match="L9"):
        small.escalation.at_least("L9")
