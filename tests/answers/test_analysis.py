from __future__ import annotations

import json as plain
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from metrics.records import record
from postmortems.answers.analysis import Analysis, analyse, hyphened, laid_out, method_of
from postmortems.answers.analysis_json import json, schema
from postmortems.answers.analysis_text import skeleton_text, text
from postmortems.config.analysis import STAGES
from postmortems.errors import UsageError
from postmortems.load.events import read
from postmortems.load.text import Limits
from support.breakage import COMPLETE
from support.example import load, make_incident, settings

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 20, tzinfo=UTC)
HARM: dict[str, Any] = {
    "title": "No mail",
    "postmortem": {"status": "draft"},
    "detection": {"source": "client_report"},
    "factors": [
        {"id": "F1", "text": "A full disk.", "evidence": "Its graph."},
        {"id": "F2", "text": "No alert.", "evidence": "None fired."},
    ],
    "findings": [
        {"stage": "resolution", "verdict": "slow", "text": "It took long."},
        {
            "stage": "detection",
            "verdict": "failed",
            "text": "Nobody saw it.",
            "control_gap": "monitoring",
            "actions": ["A1"],
        },
    ],
    "actions": [
        {"id": "A1", "title": "Improve monitoring", "status": "open", "factors": ["F2"]},
        {
            "id": "A2",
            "title": "Mail queues drain before the disk is full",
            "type": "mitigate",
            "status": "done",
            "owner": "Jon Bell",
            "due": "2026-03-09",
            "done_at": "2026-03-08",
            "priority": "P1",
        },
    ],
    "analysis": {"five_whys": [{"question": "Why?", "whys": [{"question": "And?"}]}]},
}


def found(**fields: Any) -> Analysis:  # noqa: ANN401 - plain values as in YAML
    return analyse(record(**(HARM | fields)), settings(), NOW)


def test_stages_stand_in_their_order_and_those_nobody_judged_stay_empty() -> None:
    stages = found().stages
    assert tuple(each.stage for each in stages) == STAGES
    assert [[one.finding.verdict for one in each.findings] for each in stages] == [
        ["failed"],
        [],
        [],
        ["slow"],
        [],
    ]
    assert stages[0].findings[0].actions == ("A1",)
    assert [one.lacking for each in stages for one in each.findings] == [False, True]


def test_each_factor_names_the_actions_that_answer_it() -> None:
    assert [(each.factor.id, each.actions) for each in found().factors] == [
        ("F1", ()),
        ("F2", ("A1",)),
    ]


def test_actions_of_a_draft_are_weighed_as_a_review_would() -> None:
    weighed = found()
    assert weighed.early is True
    assert {each.action.id: [one.rule for one in each.wanting] for each in weighed.actions} == {
        "A1": [
            "action-without-owner",
            "action-without-due",
            "action-vague",
            "action-without-tracker",
        ],
        "A2": [],
    }
    assert weighed.overall == ()
    softened = found(actions=[HARM["actions"][1]])
    assert [each.rule for each in softened.overall] == ["only-mitigating-actions"]
    reviewed = found(postmortem={"status": "in_review"})
    assert (reviewed.early, reviewed.actions) == (False, weighed.actions)


def test_an_owner_that_is_a_team_is_told() -> None:
    action = HARM["actions"][0] | {"owner": "DevOps Team"}
    (weighed,) = found(actions=[action]).actions
    assert "owner-is-a-team" in [each.rule for each in weighed.wanting]


def test_what_a_record_silences_is_not_brought_up_again() -> None:
    silent = found(ignore=[{"rule": "action-vague", "reason": "Monitoring is a product."}])
    assert "action-vague" not in [each.rule for each in silent.actions[0].wanting]


def test_methods_say_what_of_the_record_speaks_for_them_and_how_far_it_has_them() -> None:
    choices = {each.method.id: each for each in found().choices}
    assert choices["bow_tie"].because == ("Clients noticed it first.", "No alert is named.")
    assert (choices["five_whys"].used, choices["five_whys"].open) == (True, 2)
    assert (choices["bow_tie"].used, choices["bow_tie"].open) == (False, 0)


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("five-whys", "five_whys"),
        ("five_whys", "five_whys"),
        ("Fishbone", "fishbone"),
        ("change", "change_analysis"),
        ("change-analysis", "change_analysis"),
        ("bow", "bow_tie"),
    ],
)
def test_a_method_is_named_as_in_a_record_or_with_hyphens(name: str, method: str) -> None:
    assert method_of(name, settings()).id == method


@pytest.mark.parametrize("name", ["", "why", "five-", "five whys", "fishbone-diagram"])
def test_a_name_of_no_method_is_refused_with_those_there_are(name: str) -> None:
    names = "five-whys, fishbone, fault-tree, change-analysis, bow-tie"
    with pytest.raises(UsageError, match=f"{name!r} is no method of analysis; there are {names}"):
        method_of(name, settings())


def test_text_for_people_says_what_is_known_and_what_is_not() -> None:
    said = text(found())
    assert all(len(line) <= 80 for line in said.splitlines())
    assert (
        "  Detection: failed. Nobody saw it.\n    control gap: monitoring; answered by A1\n" in said
    )
    assert "  Escalation: not recorded\n" in said
    assert "  Resolution: slow. It took long.\n    control gap: not recorded; no action is" in said
    assert "  1 of 2 factors\n    - F1: A full disk.\n      no action answers it\n" in said
    assert "    - A2: Mail queues drain before the disk is full\n      nothing is wanting\n" in said
    assert "Actions, as a review would see them\n" in said
    assert "    On record: 2 questions are open.\n" in said
    assert (
        "    - Clients noticed it first. (detection.source)\n"
        "      → Why did clients notice it before we did?\n"
    ) in said


def test_text_of_an_empty_record_is_said_to_be_empty() -> None:
    quiet = record(kind="near_miss", detection={"source": "alert"})
    said = text(analyse(quiet, settings(), NOW))
    assert "What calls for a question\n  Nothing that this looks for.\n" in said
    assert "What the actions answer\n  Factors: not recorded\n" in said
    assert said.count("Nothing in this record speaks for it in particular.") == 5
    assert all(f"  {stage.capitalize()}: not recorded\n" in said for stage in STAGES)


def test_people_are_shown_a_few_of_a_kind_and_programs_all() -> None:
    lucky = analyse(record(got_lucky=[f"Luck {at}." for at in range(7)]), settings(), NOW)
    said = text(lucky)
    assert said.count("- Luck took part:") == 3 + 2  # and once for each method that it speaks for
    assert "    - and 4 more of the kind\n" in said
    document = plain.loads(json(lucky))
    assert len([each for each in document["questions"] if each["observation"] == "luck"]) == 7


def test_the_document_is_the_one_that_its_published_schema_describes(repository: Path) -> None:
    published = plain.loads(
        (repository / "site_config" / "analysis.schema.json").read_text("utf-8")
    )
    assert published == schema()
    complete = load(COMPLETE.read_bytes()).incident
    assert complete is not None
    for incident in (complete, record(), record(**HARM)):
        answer = analyse(incident, settings(), NOW)
        for method in (None, *settings().analysis.methods):
            skeleton = laid_out(incident, settings(), NOW, method) if method else None
            document = plain.loads(json(answer, method, skeleton))
            assert list(Draft202012Validator(published).iter_errors(document)) == []
            assert document["skeleton"] == (
                {"method": method.id, "value": skeleton} if method else None
            )


@pytest.mark.parametrize("method", settings().analysis.methods, ids=lambda each: each.id)
def test_a_skeleton_is_printed_as_the_yaml_of_a_record(method: Any) -> None:  # noqa: ANN401
    incident = make_incident(**HARM)
    skeleton = laid_out(incident, settings(), NOW, method)
    document = read(skeleton_text(method, skeleton).encode(), Limits())
    assert document.faults == []
    assert document.value == {"analysis": {method.id: skeleton}}
    assert hyphened(method.id) == method.id.replace("_", "-")


HOSTILE = record(
    title="{title} <script>alert(1)</script> [Link](javascript:x) ['a', 'b']",
    detection={"source": "client_report"},
    change={"id": "{change}", "approved": False},
    got_lucky=["{luck} `code` {{ x }}"],
    knowledge_gaps=[{"procedure": "%s {procedure} TBD", "holders": ["${holder}"]}],
)


def test_defects_of_other_tools_are_not_repeated() -> None:
    """No made-up answers, filler, printed lists, names left in braces, or other words each run."""
    answer = analyse(HOSTILE, settings(), NOW)
    recorded = text(answer)
    assert recorded == text(analyse(HOSTILE, settings(), NOW))
    for method in settings().analysis.methods:
        calm = record(**HARM)
        said = skeleton_text(method, laid_out(calm, settings(), NOW, method))
        assert not re.search(r"\{|\}|\['|further investigation|TBD|TODO|N/A", said, re.IGNORECASE)
        assert not re.search(
            r"^\s*-? *(?:answer|text|event|what|before|gate|held):", said, re.MULTILINE
        )
        wild = skeleton_text(method, laid_out(HOSTILE, settings(), NOW, method))
        # Braces of a record are its own words: they stand there once and are filled by nothing.
        assert wild.count("{") == wild.count("{title}") + wild.count("{change}") + wild.count(
            "{luck}"
        ) + 2 * wild.count("{{ x }}") + wild.count("{procedure}") + wild.count("{holder}")
        assert r"\<script\>" in wild or "<script>" not in wild
