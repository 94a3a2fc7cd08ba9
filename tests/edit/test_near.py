from __future__ import annotations

import pytest

from postmortems.edit.near import only_name, only_word

STATUS = ["investigating", "identified", "mitigated", "resolved", "closed"]
NAMES = ["payment-api", "web_shop", "web-shop", "orders-db-1", "search"]


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("closd", STATUS, "closed"),
        ("CLOSED", STATUS, "closed"),
        ("mitigtaed", STATUS, "mitigated"),
        ("mitigatd ", ["mitigated"], "mitigated"),
        ("investgatng", STATUS, "investigating"),
        ("clsd", STATUS, ""),
        ("done", STATUS, ""),
        ("lo", ["low", "slow"], ""),
        ("slaw", ["slow", "slat"], ""),
        ("none", ["none", "None"], "none"),
        ("NONE", ["none", "None"], ""),
        ("", STATUS, ""),
        ("x" * 81, ["x" * 80], ""),
        ("alert_", ["alert"], "alert"),
    ],
)
def test_a_word_of_a_closed_list_is_taken_within_a_slip_or_two(
    word: str, known: list[str], meant: str
) -> None:
    assert only_word(word, known) == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("payment_api", "payment-api"),
        ("Payment API", "payment-api"),
        ("paymnet-api", "payment-api"),
        ("paymment-api", "payment-api"),
        ("payent-api", "payment-api"),
        ("payment-app", ""),
        ("payments-api", ""),
        ("orders-db-2", ""),
        ("orders-db-11", ""),
        ("orders-db", ""),
        ("web shop", ""),
        ("saerch", "search"),
        ("serch", ""),
        ("sreahc", ""),
        ("payment-api", "payment-api"),
    ],
)
def test_a_name_is_taken_only_where_it_can_be_no_other(word: str, meant: str) -> None:
    assert only_name(word, NAMES) == meant
