from __future__ import annotations

import pytest

from postmortems.findings import dotted
from postmortems.load.wording import did_you_mean, nearest, without_sign
from support.example import context, example, load
from support.findings import findings


def _told(fragment: str) -> list[tuple[str, str, str]]:
    """Rule, place and fix of everything that reading a changed record reports."""
    return [(each.rule, dotted(each.path), each.fix) for each in load(example(fragment)).problems]


def test_a_level_that_is_not_on_the_scale_is_answered_with_the_scale() -> None:
    assert _told("severity: P9\n") == [
        ("unknown-name", "severity", "known: `P0`, `P1`, `P2`, `P3`")
    ]
    assert _told("severity: SEV9\n") == [
        ("unknown-name", "severity", "did you mean `SEV4`? (known: `P0`, `P1`, `P2`, `P3`)")
    ]


@pytest.mark.parametrize(("word", "near"), [("to", ""), ("TO", "to"), ("tim", "time"), ("t", "")])
def test_of_a_very_short_word_only_capitals_are_near(word: str, near: str) -> None:
    assert nearest(word, ["time"] if word != "TO" else ["time", "to"]) == near


def test_a_choice_is_answered_with_the_nearest_and_with_all() -> None:
    ((_, _, fix),) = _told("kind: outge\n")
    assert fix.startswith("did you mean `outage`? (one of `outage`, `degradation`, ")
    ((_, _, fix),) = _told("kind: xyz\n")
    assert fix.startswith("write one of `outage`, `degradation`, ")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("100%", "100"),
        ("85 %", "85"),
        ("99.5%", "99.5"),
        ("40 percent", "40"),
        ("40 per cent", "40"),
        ("100", ""),
        ("1000%", ""),
        ("most%", ""),
        ("about 40%", ""),
        ("40%%", ""),
        (40, ""),
    ],
)
def test_a_percent_sign_is_taken_off(text: object, number: str) -> None:
    assert without_sign(text) == number


def test_a_share_with_a_sign_is_answered_with_the_number() -> None:
    assert (
        _told("impact:\n  description: Payments failed.\n  users_pct: 100%\n")
        == [
            (
                "wrong-type",
                "impact.users_pct",
                "write 100, `unknown`, or a mapping with `value:`",
            ),
            (
                "missing-field",
                "impact",
                "write `impact:`, or list `impact` under `not_recorded` with the reason",
            ),
        ][:1]
    )
    windows = "impact:\n  users_pct: 25\n  description: Payments failed.\n  windows:\n    - "
    window = "{start: 2026-03-03 09:05, users_pct: 40 %}\n"
    assert _told(windows + window) == [
        ("wrong-type", "impact.windows[0].users_pct", "write 40, without the sign")
    ]
    other = "{start: 2026-03-03 09:05, users_pct: many}\n"
    assert _told(windows + other) == [
        ("wrong-type", "impact.windows[0].users_pct", "write a number, without quotes")
    ]


def test_a_misspelt_key_is_not_asked_for_besides() -> None:
    text = example().decode()
    misspelt = text.replace("services: [", "servces: [").replace(
        "  source: alert", "  sorce: alert"
    )
    loaded = load(misspelt.encode())
    assert [(each.rule, dotted(each.path), each.fix) for each in loaded.problems] == [
        ("unknown-key", "detection.sorce", did_you_mean("source")),
        ("unknown-key", "servces", did_you_mean("services")),
    ]
    assert ("services",) in loaded.broken
    # Rules say nothing about what stands in for the broken parts.
    assert {each.rule for each in findings(misspelt.encode())} == {"unknown-key"}


def test_a_key_that_is_missing_is_asked_for_beside_another_misspelt_one() -> None:
    text = example().decode().replace("services: [payment-api]\n", "").replace("tags:", "tgas:")
    assert {(each.rule, dotted(each.path)) for each in load(text.encode()).problems} == {
        ("unknown-key", "tgas"),
        ("missing-field", "services"),
    }
    nested = (
        example()
        .decode()
        .replace("services: [payment-api]\n", "")
        .replace("  source: alert\n", "  source: alert\n  servics: alert\n")
    )
    assert ("missing-field", "services") in {
        (each.rule, dotted(each.path)) for each in load(nested.encode()).problems
    }


def test_an_id_with_a_misspelt_key_is_not_held_to_the_name_of_the_file() -> None:
    text = example().decode().replace("\nid: ", "\nidd: ").encode()
    assert [(each.rule, dotted(each.path)) for each in load(text).problems] == [
        ("unknown-key", "idd")
    ]
    assert [each.rule for each in findings(text, given=context())] == ["unknown-key"]


def test_a_zone_that_does_not_exist_is_one_fault_and_not_one_for_each_time() -> None:
    for zone, rule in (("Europe/Berlim", "unknown-zone"), ("EST", "zone-abbreviation")):
        assert [each[:2] for each in _told(f"timezone: {zone}\n")] == [(rule, "timezone")]
    assert {rule for rule, _, _ in _told("timezone:\n")} == {"zone-missing"}


def test_a_tab_that_indents_is_named() -> None:
    (fault,) = load(b"schema: 1\ndetection:\n\tsource: internal\n").faults
    assert (fault.rule, fault.message, fault.fix) == (
        "yaml-syntax",
        "a tab indents this line",
        "indent with spaces, two for each level",
    )
    (fault,) = load(b"schema: 1\ntitle: @later\n").faults
    assert (fault.message, fault.fix) == (
        "this character cannot start a value",
        "put the text in quotes",
    )


def test_of_many_names_only_the_nearest_is_told() -> None:
    assert _told("services: [payment-apy]\n") == [
        ("unknown-name", "services[0]", "did you mean `payment-api`?")
    ]
    ((_, _, fix),) = _told("teams: [zzzzzz]\n")
    assert fix.startswith("known: `support`, `engineering`, ")
