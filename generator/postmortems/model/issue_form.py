"""A form for issues on GitHub that asks for what begins a record: its fields, in the model's words.

What was filled in is read again by `importers.github_issue_form`. GitHub writes an issue from a
form with a heading for each field, and asks for a title by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from postmortems.model.incident import Incident
from postmortems.plan import Items, Scalar, Shape, plan

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping

    from postmortems.plan import Field

    Names = AnyMapping[str, AnyMapping[str, str]]

Sort = Literal["choice", "choices", "line", "prose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A field of the form: the record's field that it fills, and what it is called there."""

    path: tuple[str, ...]
    label: str
    sort: Sort
    required: bool = False
    hint: str = ""
    """What the form says of it besides what the model says."""

    @property
    def field(self) -> Field:
        """Return the field of the model."""
        node: Any = plan(Incident)
        for step in self.path[:-1]:
            node = node.fields[step].node
            assert isinstance(node, Shape)  # noqa: S101 - the paths are our own
        found: Field = node.fields[self.path[-1]]
        return found


_ZONE = "With its offset, as in `2026-03-01 09:12Z`, or by the time zone below."

QUESTIONS = (
    Question(path=("severity",), label="Severity", sort="choice", required=True),
    Question(path=("kind",), label="Kind", sort="choice", required=True),
    Question(path=("status",), label="Status", sort="choice", required=True),
    Question(path=("services",), label="Services", sort="choices"),
    Question(path=("detection", "source"), label="Detected by", sort="choice", required=True),
    Question(path=("detection", "alert"), label="Alert", sort="line"),
    Question(path=("times", "started"), label="Started", sort="line", hint=_ZONE),
    Question(path=("times", "detected"), label="Detected", sort="line"),
    Question(path=("times", "acknowledged"), label="Acknowledged", sort="line"),
    Question(path=("times", "declared"), label="Declared", sort="line"),
    Question(path=("times", "mitigated"), label="Mitigated", sort="line"),
    Question(path=("times", "resolved"), label="Resolved", sort="line"),
    Question(path=("timezone",), label="Time zone", sort="line"),
    Question(path=("roles", "commander"), label="Commander", sort="line"),
    Question(path=("summary",), label="Summary", sort="prose"),
    Question(path=("impact", "description"), label="Impact", sort="prose"),
    Question(path=("trigger",), label="Trigger", sort="prose"),
    Question(
        path=("timeline",),
        label="Timeline",
        sort="prose",
        hint="One entry a line, each with its time first, as in `- 09:12 The alert fired.`",
    ),
)
"""In the order of the form."""


def form(names: Names, meanings: Names) -> dict[str, Any]:
    """Return the form as plain values, to be written as YAML.

    ``names`` are the accepted spellings by kind of name, and ``meanings`` a line of Markdown for
    each; both as in `model.schema`.
    """
    return {
        "name": "Incident",
        "description": (Incident.__doc__ or "").strip(),
        "body": [
            {
                "type": "markdown",
                "attributes": {
                    "value": "The title says what happened, in one line. What you do not know can "
                    "stay empty; never write passwords, keys or data of clients here."
                },
            },
            *(_element(each, names, meanings) for each in QUESTIONS),
        ],
    }


def _element(each: Question, names: Names, meanings: Names) -> dict[str, Any]:
    options = choices(each, names)
    said = [each.field.doc, each.hint, *_told(each, options, meanings)]
    attributes: dict[str, Any] = {
        "label": each.label,
        "description": "\n".join(filter(None, said)),
    }
    if each.sort in {"choice", "choices"}:
        if each.sort == "choices":
            attributes["multiple"] = True
        attributes["options"] = options
    elif example := _example(each):
        attributes["placeholder"] = example
    kind = {"choice": "dropdown", "choices": "dropdown", "line": "input", "prose": "textarea"}
    written = {"type": kind[each.sort], "id": "_".join(each.path), "attributes": attributes}
    return written | {"validations": {"required": each.required}}


def choices(each: Question, names: Names) -> list[str]:
    """Return what can be chosen: words of the model, or names of the configuration, ids first."""
    node = each.field.node
    scalar = node.item if isinstance(node, Items) else node
    if not isinstance(scalar, Scalar):
        return []
    if scalar.name is None:
        return [str(word) for word in scalar.choices]
    # An alias is a second spelling of a name that stands there already.
    return [spelling for spelling, meant in names[scalar.name.kind].items() if spelling == meant]


def _told(each: Question, options: list[str], meanings: Names) -> list[str]:
    """Say what each of a few words means; of services, the catalogue would be too long."""
    node = each.field.node
    if each.sort != "choice" or not isinstance(node, Scalar):
        return []
    known = meanings[node.name.kind] if node.name else dict(node.meanings)
    lines = [f"- `{word}`: {known[word]}" for word in options if word in known]
    return ["", *lines] if lines else []


def _example(each: Question) -> str:
    node = each.field.node
    return node.examples[0] if isinstance(node, Scalar) and node.examples else ""
