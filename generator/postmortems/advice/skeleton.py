"""The skeleton of an analysis: the questions of a method about one record, and never an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.advice.observations import most, observations
from postmortems.advice.questions import asked, of_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.advice.observation import Observation
    from postmortems.advice.situation import Situation
    from postmortems.config.analysis import Method, Part

Entry = dict[str, Any]
"""A mapping as in YAML: ``question``, and under another key the entries below it."""


def skeleton(at: Situation, method: Method) -> Any:  # noqa: ANN401 - plain values as in YAML
    """Return what stands under a method's key in a record's ``analysis``, as plain values.

    Its texts are questions, its keys those of the model and names of the taxonomy. The same record
    gives the same skeleton.
    """
    seen = most(at, observations(at))
    parts = tuple(_parts(at, method, seen))
    match method.id:
        case "five_whys":
            return [_nested(question, below, "whys") for _, question, below in parts]
        case "fishbone":
            return {
                _heading(at, part): _flat([question, *below]) for part, question, below in parts
            }
        case "fault_tree":
            return _tree(parts)
        case "change_analysis":
            return _flat([each for _, question, below in parts for each in (question, *below)])
    return _tie(parts)


def _parts(
    at: Situation, method: Method, seen: tuple[Observation, ...]
) -> Iterator[tuple[Part, str, list[str]]]:
    for part in method.parts:
        below = [asked(at, each, method.id) for each in seen if each.id in part.observations]
        if below or part.asked == "always":
            yield part, of_title(part.question, at), list(dict.fromkeys(below))


def _heading(at: Situation, part: Part) -> str:
    return next(each.name for each in at.settings.taxonomy.categories if each.id == part.category)


def _flat(questions: list[str]) -> list[Entry]:
    return [{"question": each} for each in dict.fromkeys(questions)]


def _nested(question: str, below: list[str], key: str) -> Entry:
    return {"question": question, key: _flat(below)} if below else {"question": question}


def _tree(parts: tuple[tuple[Part, str, list[str]], ...]) -> Entry:
    tree: Entry = {}
    causes = []
    for part, question, below in parts:
        if part.place == "top":
            tree["question"] = question
            causes += _flat(below)
        else:
            causes.append(_nested(question, below, "causes"))
    return tree | ({"causes": causes} if causes else {})


def _tie(parts: tuple[tuple[Part, str, list[str]], ...]) -> Entry:
    tie: Entry = {}
    for part, question, below in parts:
        if part.place == "event":
            tie["question"] = question
        else:
            held = tie.setdefault(part.place, [])
            held += [each for each in _flat([question, *below]) if each not in held]
    return tie
