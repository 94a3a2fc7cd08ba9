"""Skeletons: what they ask, and that no word of theirs is made up."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.records import record
from postmortems.advice.observations import observations
from postmortems.advice.situation import Situation
from postmortems.advice.skeleton import skeleton
from postmortems.load.build import Walk, build
from postmortems.model.analysis import Analysis
from postmortems.plan import plan
from support.example import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.analysis import Method, MethodId, Sight
    from postmortems.model.incident import Incident

NOW = datetime(2026, 6, 30, tzinfo=UTC)
METHODS = {each.id: each for each in settings().analysis.methods}
SEEN: dict[str, Any] = {
    "detection": {"source": "client_report"},
    "times": {"started": "09:00", "detected": "09:02", "acknowledged": "09:03"},
    "escalations": [{"at": "2026-03-03 09:05", "tier": "L3", "contact": "Jon"}],
    "got_lucky": ["It was night."],
}
TEXT = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=60)


def situation(incident: Incident) -> Situation:
    return Situation(incident=incident, settings=settings(), as_of=NOW)


def laid_out(method: str, **fields: Any) -> Any:  # noqa: ANN401 - plain values as in YAML
    return skeleton(situation(record(**fields)), METHODS[method])  # type: ignore[index]


def texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Every text of a skeleton with the key that it stands under."""
    if isinstance(value, dict):
        for name, held in value.items():
            yield from texts(held, name)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each, key)
    else:
        yield key, value


def test_whys_branch_and_those_without_an_observation_are_not_asked() -> None:
    assert laid_out("five_whys", title="No mail", **SEEN) == [
        {"question": "Why did it come to this: No mail?"},
        {
            "question": "Why was it noticed when it was, and not sooner?",
            "whys": [
                {"question": "Why did clients notice it before we did?"},
                {"question": "Why does the record name no alert?"},
            ],
        },
        {
            "question": "Why did help take as long as it did to arrive?",
            "whys": [
                {
                    "question": "Why was nobody tried in place of Jon, who was called at "
                    "2026-03-03 09:05 and not reached?"
                }
            ],
        },
        {
            "question": "Why did the harm last as long as it did?",
            "whys": [
                {"question": "When did the harm end for users, and what shows that?"},
            ],
        },
    ]


def test_a_fishbone_has_the_headings_of_the_taxonomy_in_the_order_of_the_method() -> None:
    fish = laid_out("fishbone", **SEEN)
    names = {each.id: each.name for each in settings().taxonomy.categories}
    assert list(fish) == [names[each.category or ""] for each in METHODS["fishbone"].parts]
    assert fish["Monitoring"] == [
        {"question": "Which signal shows this, and when did it?"},
        {"question": "Why did clients notice it before we did?"},
        {"question": "Which alert watches for this? The record names none."},
    ]


def test_a_fault_tree_asks_for_its_top_and_below_it_for_what_was_needed() -> None:
    tree = laid_out("fault_tree", title="No mail", **SEEN)
    assert tree["question"] == "Which harm exactly stands at the top: No mail?"
    assert [each["question"] for each in tree["causes"]][-1] == (
        "What was missing that would make it worse?"
    )
    assert tree["causes"][-1]["causes"] == [
        {"question": "What happens when luck is missing another time? It was night."}
    ]


def test_a_change_analysis_compares_and_a_bow_tie_asks_about_barriers() -> None:
    rows = laid_out("change_analysis", change={"id": "CHG-1", "approved": False})
    assert rows[1] == {"question": "What did the change CHG-1 make different?"}
    tie = laid_out("bow_tie", change={"id": "CHG-1", "approved": False}, **SEEN)
    assert list(tie) == ["question", "threats", "preventions", "consequences", "mitigations"]
    assert tie["preventions"][1] == {
        "question": "What was meant to stop the change CHG-1, which was not approved?"
    }


@pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))
def test_the_same_record_gives_the_same_skeleton_and_one_that_a_record_can_hold(
    method: Method,
) -> None:
    one, other = (skeleton(situation(record(**SEEN)), method) for _ in range(2))
    assert one == other
    walk = Walk(names={})
    assert isinstance(build({method.id: one}, plan(Analysis), walk), Analysis)
    assert walk.problems == []


def _pattern(template: str, values: dict[str, str]) -> str:
    """What a question made of these words and values looks like, as an expression."""
    parts = re.split(r"\{([a-z_]+)\}", template)
    return "".join(
        re.escape(part) if index % 2 == 0 else f"(?:{re.escape(values[part])})"
        for index, part in enumerate(parts)
    )


def _templates(sight: Sight, method: MethodId) -> str:
    own = (each.question for each in sight.asked_as if each.method == method)
    return next(own, sight.question)


@given(title=TEXT, contact=TEXT, procedure=TEXT, luck=TEXT, method=st.sampled_from(list(METHODS)))
def test_a_skeleton_holds_questions_alone_made_of_template_words_and_recorded_values(
    title: str, contact: str, procedure: str, luck: str, method: MethodId
) -> None:
    incident = replace(record(**SEEN), title=title, got_lucky=(luck,))
    incident = replace(incident, escalations=(replace(incident.escalations[0], contact=contact),))
    gap = record(knowledge_gaps=[{"procedure": "A", "holders": ["B"]}]).knowledge_gaps[0]
    incident = replace(incident, knowledge_gaps=(replace(gap, procedure=procedure),))
    at = situation(incident)
    found = skeleton(at, METHODS[method])
    guide = at.settings.analysis

    def unmarked(text: str) -> str:
        return re.sub(r"\\([\\`*_\[\]<>~&])", r"\1", text)

    allowed = [_pattern(part.question, {"title": title}) for part in METHODS[method].parts] + [
        _pattern(_templates(sight, method), {"title": title, **each.values})
        for each in observations(at)
        for sight in guide.observations
        if sight.id == each.id
    ]
    whole = re.compile("|".join(f"(?:{each})" for each in allowed))
    said = list(texts(found))
    assert said
    for key, text in said:
        assert key == "question"
        assert whole.fullmatch(text) or whole.fullmatch(unmarked(text)), text


def test_a_thousand_entries_ask_no_more_than_the_configuration_allows() -> None:
    entries = [
        {"at": f"2026-03-{1 + at // 24:02d} {at % 24:02d}:00", "text": f"Entry {at}."}
        for at in range(600)
    ]
    times = {"started": "2026-03-01 00:00", "detected": "2026-03-01 00:00"}
    fields: dict[str, Any] = {
        "timeline": entries,
        "times": times | {"resolved": "2026-03-30 00:00"},
    }
    at = situation(record(**fields))
    assert len([each for each in observations(at) if each.id == "silence"]) == 600
    asked = [text for _, text in texts(skeleton(at, METHODS["fishbone"]))]
    silent = [text for text in asked if text.startswith("What happened between")]
    assert len(silent) == settings().analysis.most_of_a_kind
    assert silent[0].startswith("What happened between 2026-03-25 23:00 and 2026-03-30 00:00")
