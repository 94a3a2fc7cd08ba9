from __future__ import annotations

from typing import Any

import pytest

from postmortems.edit.analysis import analysed
from postmortems.errors import UsageError
from postmortems.load.events import read
from postmortems.load.text import Limits
from support.editing import JUDGE, SOURCE
from support.example import example

FISH: dict[str, Any] = {
    "Code": [{"question": "Which code?"}],
    "People": [{"question": "Who?"}, {"question": "Who else?"}],
}
TREE: dict[str, Any] = {
    "question": "Which harm?",
    "causes": [{"question": "What began it?", "causes": [{"question": "And that?"}]}],
}
HELD = """\
analysis:
  # what the review drew
  fishbone:
    People:  # ours
      - Few were there.
      - question: Who else?
        text: Nobody.  # asked on Friday
  fault_tree:
    event: The shop was down.
    causes:
      - question: What began it?
        event: A full disk.
"""


def values(content: bytes) -> Any:  # noqa: ANN401 - plain values as in YAML
    document = read(content, Limits())
    assert not document.faults
    return document.value


def put(content: bytes, method: str, skeleton: object, *, add: bool = False) -> bytes | None:
    found = analysed(content, method, skeleton, SOURCE, JUDGE, add=add)
    if found is None:
        return None
    assert found.errors == ()
    return found.new


@pytest.mark.parametrize(("method", "skeleton"), [("fishbone", FISH), ("fault_tree", TREE)])
def test_a_skeleton_goes_in_and_every_other_byte_stays(method: str, skeleton: object) -> None:
    old = example()
    new = put(old, method, skeleton)
    assert new is not None
    assert values(new)["analysis"] == {method: skeleton}
    lines = new.decode().splitlines()
    start = lines.index("analysis:")
    rest = [line for line in lines[start + 1 :] if not line.startswith(" ")]
    assert lines[:start] + lines[lines.index(rest[0], start) :] == old.decode().splitlines()


def test_a_method_that_is_there_is_refused_without_a_word_to_add() -> None:
    with pytest.raises(UsageError, match=r"holds analysis\.fishbone already; `--add` adds"):
        put(example(HELD), "fishbone", FISH)


def test_added_questions_stand_behind_what_people_wrote() -> None:
    old = example(HELD)
    new = put(old, "fishbone", FISH, add=True)
    assert new is not None
    assert new.decode() == old.decode().replace(
        "        text: Nobody.  # asked on Friday\n",
        "        text: Nobody.  # asked on Friday\n"
        "      - question: Who?\n"
        "    Code:\n"
        "      - question: Which code?\n",
    )
    tree = put(old, "fault_tree", TREE, add=True)
    assert tree is not None
    assert tree.decode() == old.decode().replace(
        "        event: A full disk.\n",
        "        event: A full disk.\n        causes:\n          - question: And that?\n",
    )


@pytest.mark.parametrize(("method", "skeleton"), [("fishbone", FISH), ("fault_tree", TREE)])
def test_what_is_asked_already_is_not_asked_again(method: str, skeleton: object) -> None:
    once = put(example(HELD), method, skeleton, add=True)
    assert once is not None
    assert put(once, method, skeleton, add=True) is None
    whole = put(example(), method, skeleton)
    assert whole is not None
    assert put(whole, method, skeleton, add=True) is None


def test_added_to_nothing_it_is_the_whole_skeleton() -> None:
    assert put(example(), "fishbone", FISH, add=True) == put(example(), "fishbone", FISH)


def test_what_cannot_take_a_question_is_refused_in_words() -> None:
    broken = example("analysis:\n  fishbone: People were tired.\n")
    with pytest.raises(UsageError, match=r"analysis\.fishbone holds no mapping"):
        put(broken, "fishbone", FISH, add=True)
    broken = example("analysis:\n  fishbone:\n    Code: It was old.\n")
    with pytest.raises(UsageError, match=r"analysis\.fishbone\.Code holds no list"):
        put(broken, "fishbone", FISH, add=True)
    with pytest.raises(UsageError, match="cannot be read as it is"):
        put(b"id: [\n", "fishbone", FISH)
