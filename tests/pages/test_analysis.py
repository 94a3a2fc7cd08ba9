from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from metrics.records import library, record
from postmortems.load.templates import load_templates
from postmortems.pages import postmortem
from postmortems.pages.analysis import (
    AnalysisView,
    BarrierView,
    Bone,
    EventView,
    PointView,
    WhyView,
    analysis,
)
from postmortems.render.page import Renderer
from support.example import REPOSITORY

if TYPE_CHECKING:
    from postmortems.model.incident import Incident


def view(**methods: Any) -> AnalysisView:  # noqa: ANN401 - plain values as in YAML
    found = analysis(record(title="No mail", analysis=methods))
    assert found is not None
    return found


def point(text: str, question: str = "") -> PointView:
    return PointView(question=question, text=text)


def part(incident: Incident, anchor: str) -> str:
    said = Renderer(load_templates(REPOSITORY)).render(postmortem.page(incident, library(incident)))
    return re.split(r"^#", said.decode().split(f"{{ #{anchor} }}")[1], flags=re.MULTILINE)[0]


def texts(markup: str) -> list[str]:
    """What a screen reader reads, piece by piece."""
    return [each for each in (text.strip() for text in re.split(r"<[^>]*>", markup)) if each]


def test_without_a_method_there_is_nothing_to_draw() -> None:
    assert analysis(record()) is None
    assert analysis(record(analysis={"five_whys": []})) is None


def test_whys_keep_their_branches_and_an_open_one_stays_open() -> None:
    chain = {
        "question": "Why?",
        "answer": "So.",
        "whys": [{"question": "And why?"}, {"question": "Else?", "answer": "No."}],
    }
    whys = view(five_whys=[chain]).whys
    assert whys is not None
    assert whys.summary == "1 of 3 questions is still open."
    assert whys.chains == (
        WhyView(
            question="Why?",
            answer="So.",
            whys=(
                WhyView(question="And why?", answer="", whys=()),
                WhyView(question="Else?", answer="No.", whys=()),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([None], "One question, still open."),
        (["So."], "One question, answered."),
        (["So.", "So."], "All 2 questions are answered."),
        ([None, None, "So."], "2 of 3 questions are still open."),
    ],
)
def test_how_many_questions_are_open_is_said(answers: list[str | None], said: str) -> None:
    whys = view(five_whys=[{"question": "Why?", "answer": each} for each in answers]).whys
    assert whys is not None
    assert whys.summary == said


@pytest.mark.parametrize(
    ("bones", "spines"),
    [(1, [1]), (6, [6]), (7, [4, 3]), (12, [6, 6]), (13, [6, 6, 1]), (20, [6, 6, 6, 2])],
)
def test_a_fishbone_has_no_more_bones_on_a_spine_than_fit(bones: int, spines: list[int]) -> None:
    fish = view(fishbone={f"H{at}": ["So."] for at in range(bones)}).fishbone
    assert fish is not None
    assert [len(each) for each in fish.spines] == spines
    assert [bone.category for spine in fish.spines for bone in spine] == [
        f"H{at}" for at in range(bones)
    ]


def test_the_head_of_a_fishbone_is_what_happened_and_an_empty_bone_stays_open() -> None:
    fish = view(fishbone={"Tools": [], "People": ["Few.", "New."]}).fishbone
    assert fish is not None
    assert fish.effect == "No mail"
    assert fish.spines == (
        (
            Bone(category="Tools", causes=(), open=True),
            Bone(category="People", causes=(point("Few."), point("New.")), open=False),
        ),
    )


def test_a_gate_has_a_name_and_one_without_causes_stays_open() -> None:
    tree = view(
        fault_tree={
            "event": "Top",
            "gate": "all",
            "causes": [
                {"event": "Leaf"},
                {"event": "Half", "gate": "any"},
                {"event": "Bare", "causes": [{"event": "Leaf"}]},
            ],
        }
    ).fault_tree
    assert tree is not None
    leaf = EventView(
        event="Leaf", question="", gate="", gate_name="", gate_meaning="", open=False, causes=()
    )
    assert tree.shape == "deep"  # one gate is not recorded
    assert (tree.top.gate, tree.top.gate_name, tree.top.open) == ("all", "AND", False)
    assert tree.top.causes == (
        leaf,
        EventView(
            event="Half",
            question="",
            gate="any",
            gate_name="OR",
            gate_meaning="any one of these was enough",
            open=True,
            causes=(),
        ),
        EventView(
            event="Bare",
            question="",
            gate="unknown",
            gate_name="Gate not recorded",
            gate_meaning="whether one was enough or all were needed",
            open=False,
            causes=(leaf,),
        ),
    )


@pytest.mark.parametrize(("levels", "shape"), [(1, "wide"), (3, "wide"), (4, "deep")])
def test_a_tree_of_many_levels_is_indented(levels: int, shape: str) -> None:
    node: dict[str, Any] = {"event": "Leaf"}
    for _ in range(levels - 1):
        node = {"event": "Node", "gate": "all", "causes": [node]}
    tree = view(fault_tree=node).fault_tree
    assert tree is not None
    assert tree.shape == shape


def test_barriers_held_or_did_not_or_nobody_knows() -> None:
    tie = view(
        bow_tie={
            "event": "Leak",
            "preventions": [{"text": "A", "held": True}, {"text": "B", "held": False}],
            "mitigations": [{"text": "C"}],
        }
    ).bow_tie
    assert tie is not None
    assert tie.preventions == (
        BarrierView(question="", text="A", state="held", said="held"),
        BarrierView(question="", text="B", state="failed", said="did not hold"),
    )
    assert tie.mitigations == (
        BarrierView(question="", text="C", state="unknown", said="not known whether it held"),
    )


def test_a_question_without_an_answer_is_open_in_every_method() -> None:
    asked = {"question": "What?"}
    held = view(
        fishbone={"Tools": [asked], "People": [{**asked, "text": "Few."}]},
        fault_tree={**asked, "causes": [asked]},
        change_analysis=[asked],
        bow_tie={**asked, "threats": [asked], "preventions": [asked]},
    )
    assert held.fishbone is not None
    assert [[bone.open for bone in spine] for spine in held.fishbone.spines] == [[True, False]]
    assert held.fishbone.spines[0][1].causes == (point("Few.", "What?"),)
    assert held.fishbone.summary == "One question is still open."
    assert held.fault_tree is not None
    assert (held.fault_tree.top.event, held.fault_tree.top.question) == ("", "What?")
    assert held.fault_tree.summary == "2 questions are still open."
    assert held.changes is not None
    assert held.changes.summary == "One question is still open."
    assert [each.open for each in held.changes.rows] == [True]
    assert held.bow_tie is not None
    assert held.bow_tie.event == point("", "What?")
    assert held.bow_tie.preventions == (
        BarrierView(question="What?", text="", state="unknown", said=""),
    )
    assert held.bow_tie.summary == "3 questions are still open."


def test_what_is_open_is_said_on_the_page_and_everything_reads_in_order() -> None:
    incident = record(
        title="No mail",
        analysis={
            "five_whys": [{"question": "Why?"}],
            "fishbone": {"Tools": [], "People": ["*Few*."]},
            "fault_tree": {"event": "Top", "gate": "all", "causes": []},
            "change_analysis": [{"what": "Load", "before": "Low"}],
            "bow_tie": {"event": "Leak", "threats": ["Rain"], "consequences": ["Flood"]},
        },
    )
    assert texts(part(incident, "five-whys"))[1:] == [
        "Why&#63;",
        "still open: nobody has answered this yet",
    ]
    assert texts(part(incident, "fishbone"))[1:] == [
        *("Effect", "No mail", "Tools", "still open: nothing found here yet"),
        *("People", "Few", "&#46;"),
    ]
    assert texts(part(incident, "fault-tree"))[1:] == [
        *("Top", "AND", ": all of these were needed", "still open: no cause is recorded"),
    ]
    assert texts(part(incident, "change-analysis"))[-4:] == [
        *("Load", "Low", "not recorded", "not recorded"),
    ]
    assert texts(part(incident, "bow-tie"))[1:] == [
        *("Threats", "Rain", "Preventions", "none recorded", "Event", "Leak"),
        *("Mitigations", "none recorded", "Consequences", "Flood"),
    ]
