from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.advice.severity import judge, questions
from support.example import settings

if TYPE_CHECKING:
    from postmortems.config.severities import Criterion

SCALE = settings().severities
SIGNALS = st.fixed_dictionaries(
    {},
    optional={
        name: st.booleans()
        if signal.type == "boolean"
        else st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 11.0, 50.0, 100.0, 101.0])
        for name, signal in SCALE.signals.items()
    },
)


def _row(name: str) -> Criterion:
    return next(each for each in SCALE.criteria if each.id == name)


# Every criterion at, below, above and between its thresholds: what is observed, the criteria that
# are met, and the level that follows.
TABLE: list[tuple[dict[str, bool | float], set[str], str | None]] = [
    ({"failure_rate_pct": 100}, {"everything-fails", "many-failures"}, "P0"),
    ({"failure_rate_pct": 99.9}, {"many-failures"}, "P1"),
    ({"failure_rate_pct": 85}, {"many-failures"}, "P1"),
    ({"failure_rate_pct": 20.1}, {"many-failures"}, "P1"),
    ({"failure_rate_pct": 20}, set(), None),
    ({"failure_rate_pct": 0}, set(), None),
    ({"isolated_failure": True}, {"isolated-failure"}, "P3"),
    ({"isolated_failure": False}, set(), None),
    ({"queue_depth": 101, "delay_min": 10.1}, {"deep-queue"}, "P1"),
    ({"queue_depth": 101, "delay_min": 10}, {"deep-queue-with-little-delay"}, "P1"),
    ({"queue_depth": 101, "delay_min": 5}, {"deep-queue-with-little-delay"}, "P1"),
    ({"queue_depth": 101, "delay_min": 4.9}, set(), None),
    ({"queue_depth": 100, "delay_min": 10.1}, {"short-queue-with-much-delay"}, "P1"),
    ({"queue_depth": 50, "delay_min": 10.1}, {"short-queue-with-much-delay"}, "P1"),
    ({"queue_depth": 49, "delay_min": 10.1}, set(), None),
    ({"queue_depth": 100, "delay_min": 10}, {"growing-queue"}, "P2"),
    ({"queue_depth": 75, "delay_min": 7}, {"growing-queue"}, "P2"),
    ({"queue_depth": 50, "delay_min": 5}, {"growing-queue"}, "P2"),
    ({"queue_depth": 49, "delay_min": 5}, set(), None),
    ({"queue_depth": 50, "delay_min": 4.9}, set(), None),
    ({"queue_depth": 101}, set(), None),
    ({"delay_min": 11}, set(), None),
    ({"api_p95_s": 10.1}, {"slow-api"}, "P1"),
    ({"api_p95_s": 10}, {"api-between"}, "P1"),
    ({"api_p95_s": 7}, {"api-between"}, "P1"),
    ({"api_p95_s": 5.1}, {"api-between"}, "P1"),
    ({"api_p95_s": 5}, {"sluggish-api"}, "P2"),
    ({"api_p95_s": 3}, {"sluggish-api"}, "P2"),
    ({"api_p95_s": 2.9}, set(), None),
    ({"technicians_down": 101}, {"large-client-down"}, "P1"),
    ({"technicians_down": 100}, {"client-between"}, "P1"),
    ({"technicians_down": 50}, {"client-between"}, "P1"),
    ({"technicians_down": 49}, {"small-client"}, "P2"),
    ({"technicians_down": 1}, {"small-client"}, "P2"),
    ({"technicians_down": 0}, set(), None),
    ({"clients_affected_pct": 100, "complete_outage": True}, {"all-clients-out"}, "P0"),
    ({"clients_affected_pct": 100, "complete_outage": False}, set(), None),
    ({"clients_affected_pct": 99.9, "complete_outage": True}, set(), None),
    ({"clients_affected_pct": 100}, set(), None),
    ({"complete_outage": True}, set(), None),
    (
        {"clients_affected": 2, "significant_degradation": True},
        {"several-clients-degraded"},
        "P1",
    ),
    ({"clients_affected": 1, "significant_degradation": True}, set(), None),
    ({"clients_affected": 2, "significant_degradation": False}, set(), None),
    ({"clients_affected_pct": 99.9, "significant_degradation": False}, {"some-clients"}, "P2"),
    ({"clients_affected_pct": 0.1, "significant_degradation": False}, {"some-clients"}, "P2"),
    ({"clients_affected_pct": 100, "significant_degradation": False}, set(), None),
    ({"clients_affected_pct": 0, "significant_degradation": False}, set(), None),
    ({"clients_affected_pct": 50, "significant_degradation": True}, set(), None),
    ({"minimal_impact": True}, {"hardly-noticed"}, "P3"),
    ({"minimal_impact": False}, set(), None),
    ({"database_unavailable": True}, {"database-unavailable"}, "P0"),
    ({"database_unavailable": False}, set(), None),
    ({"database_pool_exhausted": True}, {"pool-exhausted"}, "P1"),
    ({"database_pool_exhausted": False}, set(), None),
    ({"cluster_down": True}, {"cluster-down"}, "P0"),
    ({"cluster_down": False}, set(), None),
    ({"breach_confirmed": True}, {"breach"}, "P0"),
    ({"breach_confirmed": False}, set(), None),
    ({"data_loss_tenants": 2}, {"data-of-several-tenants"}, "P0"),
    ({"data_loss_tenants": 1}, set(), None),
    ({"data_loss_tenants": 0}, set(), None),
    ({"external_api_unguarded": True}, {"unguarded-dependency"}, "P1"),
    ({"external_api_unguarded": False}, set(), None),
    ({"manual_scaling_needed": True}, {"manual-scaling"}, "P2"),
    ({"manual_scaling_needed": False}, set(), None),
    ({"quality_score": 2.9}, {"poor-quality"}, "P2"),
    ({"quality_score": 3}, set(), None),
    ({"feedback_api_errors": True}, {"feedback-errors"}, "P2"),
    ({"feedback_api_errors": False}, set(), None),
    ({"feedback_api_errors": False, "feedback_api_latency_s": 4.9}, {"slow-feedback"}, "P3"),
    ({"feedback_api_errors": False, "feedback_api_latency_s": 5}, set(), None),
    ({"feedback_api_errors": True, "feedback_api_latency_s": 4.9}, {"feedback-errors"}, "P2"),
    ({"feedback_api_latency_s": 4.9}, set(), None),
    ({"dashboard_broken": True}, {"dashboard"}, "P3"),
    ({"dashboard_broken": False}, set(), None),
    ({"alert_flapping": True}, {"flapping-alert"}, "P3"),
    ({"alert_flapping": False}, set(), None),
    ({"documentation_gap": True}, {"documentation"}, "P3"),
    ({"documentation_gap": False}, set(), None),
    ({"feature_request": True}, {"feature-request"}, "P3"),
    ({"feature_request": False}, set(), None),
    ({}, set(), None),
]


@pytest.mark.parametrize(("signals", "met", "level"), TABLE)
def test_each_criterion_is_met_exactly_inside_its_bounds(
    signals: dict[str, bool | float], met: set[str], level: str | None
) -> None:
    found = judge(SCALE, signals)
    assert {each.criterion.id for each in found.matches} == met
    assert found.level == level


def test_the_table_leaves_no_criterion_out() -> None:
    assert {name for _, met, _ in TABLE for name in met} == {each.id for each in SCALE.criteria}


@pytest.mark.parametrize("criterion", SCALE.criteria, ids=lambda each: each.id)
def test_without_one_of_its_signals_a_criterion_is_not_judged(criterion: Criterion) -> None:
    signals = next(signals for signals, met, _ in TABLE if criterion.id in met)
    for name in {term.metric for term in criterion.all}:
        found = judge(SCALE, {key: value for key, value in signals.items() if key != name})
        open_ = {each.criterion.id: each.missing for each in found.unjudged}
        assert open_[criterion.id] == (name,)


def test_the_most_severe_match_is_suggested_and_every_match_told_with_its_values() -> None:
    found = judge(
        SCALE, {"dashboard_broken": True, "queue_depth": 140.0, "delay_min": 12.0, "api_p95_s": 4.0}
    )
    assert (found.level, found.between) == ("P1", None)
    assert [(each.criterion, each.observed) for each in found.matches] == [
        (_row("deep-queue"), (("queue_depth", 140.0), ("delay_min", 12.0))),
        (_row("sluggish-api"), (("api_p95_s", 4.0),)),
        (_row("dashboard"), (("dashboard_broken", True),)),
    ]


def test_a_signal_that_two_conditions_look_at_is_told_once() -> None:
    found = judge(SCALE, {"technicians_down": 49.0})
    assert [each.observed for each in found.matches] == [(("technicians_down", 49.0),)]


@pytest.mark.parametrize(
    "signals",
    [
        {"quality_score": True},  # a yes is no number, though it counts as one to Python
        {"dashboard_broken": 1.0},
        {"unheard_of": 3.0},
    ],
)
def test_what_does_not_fit_its_signal_was_not_observed(signals: dict[str, bool | float]) -> None:
    assert judge(SCALE, signals) == judge(SCALE, {})


def test_a_criterion_with_one_condition_that_fails_is_not_met_whatever_is_missing() -> None:
    found = judge(SCALE, {"queue_depth": 20.0})
    assert found.matches == ()
    open_ = {each.criterion.id for each in found.unjudged}
    assert {"deep-queue", "growing-queue"} & open_ == set()


@pytest.mark.parametrize(
    ("signals", "confidence"),
    [
        ({}, "none"),
        ({"failure_rate_pct": 20.0}, "none"),
        ({"cluster_down": True}, "settled"),
        ({"api_p95_s": 11.0}, "at least"),
        ({"api_p95_s": 7.0}, "at least"),
    ],
)
def test_the_confidence_follows_from_what_was_judged(
    signals: dict[str, bool | float], confidence: str
) -> None:
    assert judge(SCALE, signals).confidence == confidence


ALL_OF_P0_DENIED: dict[str, bool | float] = {
    "failure_rate_pct": 5.0,
    "database_unavailable": False,
    "cluster_down": False,
    "breach_confirmed": False,
    "data_loss_tenants": 0.0,
    "complete_outage": False,
}


def test_with_every_worse_criterion_denied_a_level_is_settled_or_assumed() -> None:
    assert judge(SCALE, {**ALL_OF_P0_DENIED, "api_p95_s": 11.0}).confidence == "settled"
    found = judge(SCALE, {**ALL_OF_P0_DENIED, "api_p95_s": 7.0})
    assert (found.confidence, found.between) == ("assumed", ("P2", "P1"))
    assert found.worse(SCALE) == ()


def test_nothing_is_assumed_where_another_criterion_says_the_same_level() -> None:
    found = judge(SCALE, {**ALL_OF_P0_DENIED, "api_p95_s": 7.0, "failure_rate_pct": 25.0})
    assert (found.level, found.between, found.confidence) == ("P1", None, "settled")


def test_the_questions_are_those_that_could_make_it_worse_each_once() -> None:
    found = judge(SCALE, {"api_p95_s": 11.0})
    assert questions(SCALE, found.worse(SCALE)) == (
        "failure_rate_pct",
        "database_unavailable",
        "cluster_down",
        "breach_confirmed",
        "data_loss_tenants",
        "clients_affected_pct",
        "complete_outage",
    )
    half = judge(SCALE, {"complete_outage": True})
    assert questions(SCALE, half.worse(SCALE))[:2] == ("clients_affected_pct", "failure_rate_pct")
    asked = questions(SCALE, judge(SCALE, {}).worse(SCALE))
    assert sorted(asked) == sorted(SCALE.signals)


@pytest.mark.parametrize(
    ("signals", "observed"),
    [
        ({"api_p95_s": 2.0}, [(("api_p95_s", 2.0),)]),
        ({"failure_rate_pct": 12.0}, [(("failure_rate_pct", 12.0),)]),
        ({"delay_min": 3.0, "queue_depth": 120.0}, [(("queue_depth", 120.0), ("delay_min", 3.0))]),
        ({"queue_depth": 20.0}, [(("queue_depth", 20.0),)]),
        ({"queue_depth": 120.0}, []),  # the delay may yet make it one or the other
        ({"data_loss_tenants": 1.0, "failure_rate_pct": 0.0}, [(("data_loss_tenants", 1.0),)]),
        ({"cluster_down": False, "technicians_down": 60.0}, []),
    ],
)
def test_a_value_that_no_band_holds_is_told_with_those_it_belongs_to(
    signals: dict[str, bool | float], observed: list[tuple[tuple[str, float], ...]]
) -> None:
    found = judge(SCALE, signals).uncovered
    assert [each.observed for each in found] == observed


def test_the_bands_that_there_are_stand_beside_an_uncovered_value() -> None:
    (found,) = judge(SCALE, {"api_p95_s": 2.0}).uncovered
    assert [each.id for each in found.criteria] == ["slow-api", "sluggish-api", "api-between"]


def test_a_scale_without_criteria_suggests_nothing() -> None:
    found = judge(replace(SCALE, criteria=()), {"cluster_down": True})
    assert (found.level, found.confidence, found.uncovered) == (None, "none", ())


@given(SIGNALS)
def test_the_order_of_observations_changes_nothing(signals: dict[str, bool | float]) -> None:
    assert judge(SCALE, dict(reversed(signals.items()))) == judge(SCALE, signals)


@given(SIGNALS, SIGNALS)
def test_more_observations_never_take_a_match_away(
    some: dict[str, bool | float], more: dict[str, bool | float]
) -> None:
    before, after = judge(SCALE, some), judge(SCALE, {**more, **some})
    assert {each.criterion.id for each in before.matches} <= {
        each.criterion.id for each in after.matches
    }
    ranks = [
        len(SCALE.levels) if each.level is None else SCALE.rank(each.level)
        for each in (before, after)
    ]
    assert ranks[1] <= ranks[0]
    if before.confidence == "settled":
        assert after.level == before.level


@given(SIGNALS)
def test_every_criterion_is_met_open_or_denied_and_none_twice(
    signals: dict[str, bool | float],
) -> None:
    found = judge(SCALE, signals)
    met = [each.criterion.id for each in found.matches]
    open_ = [each.criterion.id for each in found.unjudged]
    assert len({*met, *open_}) == len(met) + len(open_)
    for each in SCALE.criteria:
        denied = any(
            term.metric in signals and not term.holds(signals[term.metric]) for term in each.all
        )
        assert denied is (each.id not in {*met, *open_})
