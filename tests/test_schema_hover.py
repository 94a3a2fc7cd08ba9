"""What editors show beside the schema: texts, examples, messages and snippets."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from postmortems.config.meanings import meanings
from postmortems.model.incident import Incident
from postmortems.model.requirements import REQUIREMENTS
from postmortems.model.schema import schema
from postmortems.plan import Scalar, plan, walk
from postmortems.rules.documentation import summary
from postmortems.rules.registry import RULES
from support.example import names, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.plan import Node

STANDARD = frozenset(
    """
    $comment $defs $ref $schema additionalProperties allOf anyOf const contains description enum
    examples exclusiveMinimum if items maxItems maxLength maxProperties maximum minItems minLength
    minimum not pattern properties propertyNames required then title type
    """.split()  # noqa: SIM905
)
VS_CODE = frozenset(
    """
    defaultSnippets enumDescriptions errorMessage markdownDescription markdownEnumDescriptions
    patternErrorMessage
    """.split()  # noqa: SIM905
)
_PLACEHOLDER = re.compile(r"\$\{\d+:([^{}]*)\}")


@cache
def written() -> dict[str, Any]:
    said = meanings(settings()) | {"rule": {rule.id: summary(rule.doc) for rule in RULES}}
    return schema(names(), settings().severities.depths(), said)


def subschemas(value: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401
    """Every schema inside a schema, with its place; data such as examples are left alone."""
    yield place, value
    for key in ("items", "contains", "additionalProperties", "propertyNames", "if", "then", "not"):
        if isinstance(value.get(key), dict):
            yield from subschemas(value[key], f"{place}/{key}")
    for key in ("anyOf", "allOf"):
        for index, item in enumerate(value.get(key, ())):
            yield from subschemas(item, f"{place}/{key}/{index}")
    for key in ("properties", "$defs"):
        for name, item in value.get(key, {}).items():
            yield from subschemas(item, f"{place}/{key}/{name}")


def validator(part: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**part, "$defs": written()["$defs"]})


def definition(name: str) -> dict[str, Any]:
    found: dict[str, Any] = written()["$defs"][name]
    return found


def field(record: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = definition(record)["properties"][name]
    return found


def test_no_keyword_is_misspelt() -> None:
    used = {key for _, part in subschemas(written()) for key in part}
    assert used == STANDARD | VS_CODE


def test_every_field_says_what_it_is() -> None:
    properties = [
        (name, key, each)
        for name, shape in written()["$defs"].items()
        for key, each in shape.get("properties", {}).items()
    ]
    assert len(properties) > 150
    for name, key, each in properties:
        assert each["description"], (name, key)
        assert "`" not in each["description"], (name, key)
        assert each["markdownDescription"].startswith(each["description"][:3]), (name, key)


def test_the_text_over_a_field_is_its_own_and_not_that_of_the_record_it_holds() -> None:
    for name, shape in written()["$defs"].items():
        assert not {"description", "markdownDescription"} & set(shape), name
    assert field("Roles", "commander")["description"] == "Who decided."
    assert definition("TimelineEntry")["title"] == "Timeline entry"


@pytest.mark.parametrize(
    ("record", "name", "said"),
    [
        ("Incident", "severity", "or one of its aliases.\n\n*Required.*"),
        (
            "Times",
            "closed",
            "*Once closed, at levels asked for at least a standard record.*",
        ),
        ("Incident", "summary", "\n\nMarkdown.\n\n*Once resolved.*"),
        ("Incident", "ideas", "What might be done: no promise.\n\nOne paragraph of Markdown."),
        ("Incident", "tags", "Free labels."),
    ],
)
def test_a_field_says_how_it_is_written_and_when_it_is_asked_for(
    record: str, name: str, said: str
) -> None:
    assert field(record, name)["markdownDescription"].endswith(said)


def test_every_example_is_accepted() -> None:
    seen = 0
    for place, part in subschemas(written()):
        for example in part.get("examples", ()):
            assert validator(part).is_valid(example), (place, example)
            seen += 1
    assert seen > 30


def test_every_pattern_says_what_it_asks_for() -> None:
    patterns = [part for _, part in subschemas(written()) if "pattern" in part]
    assert len(patterns) > 30
    for part in patterns:
        assert re.fullmatch(r"Write .+[^.]\.", part["patternErrorMessage"])
    assert "2026-03-01 09:12" in definition("moment")["patternErrorMessage"]


def _words(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar) and str in node.types and node.choices:
        yield node


def test_every_word_to_choose_has_a_meaning() -> None:
    choices = [each for _, one in walk(plan(Incident)) for each in _words(one.node)]
    assert len(choices) > 10
    for each in choices:
        assert [word for word, _ in each.meanings] == list(each.choices)
    enums = [
        (place, part)
        for place, part in subschemas(written())
        if "enum" in part and not re.match(r"/allOf/\d+/if", place)
    ]
    bare = [part["enum"] for _, part in enums if "markdownEnumDescriptions" not in part]
    assert bare == [each for each in bare if each in ([1], ["unknown"])]
    for place, part in enums:
        said = part.get("markdownEnumDescriptions", part["enum"])
        assert len(said) == len(part["enum"]) == len(set(part["enum"])), place
        assert all(said), place


def test_configured_names_are_shown_with_what_they_are_called() -> None:
    found = meanings(settings())
    for kind, spellings in settings().names().items():
        assert list(found[kind]) == list(spellings), kind
        shown = definition(kind)
        assert shown["enum"] == list(spellings)
        assert shown["markdownEnumDescriptions"] == list(found[kind].values())
    first = settings().catalog.services[0]
    assert found["service"][first.id].startswith(f"**{first.name}**. ")
    level = settings().severities.levels[0]
    assert found["severity"][level.id] == f"**{level.id} {level.name}**. {level.definition}"
    assert found["severity"][level.aliases[0]] == f"Another word for {found['severity'][level.id]}"
    rule = definition("rule")
    assert rule["enum"] == [each.id for each in RULES]
    assert all(each.endswith(".") for each in rule["markdownEnumDescriptions"])


@pytest.mark.parametrize("name", ["TimelineEntry", "Action"])
def test_a_snippet_filled_in_as_it_stands_is_a_record(name: str) -> None:
    (snippet,) = definition(name)["defaultSnippets"]
    filled = {key: _PLACEHOLDER.sub(r"\1", value) for key, value in snippet["body"].items()}
    assert list(validator(definition(name)).iter_errors(filled)) == []
    assert not [value for value in filled.values() if "$" in value]
    assert snippet["label"]


def test_a_field_that_its_stage_asks_for_is_missed_with_the_reason() -> None:
    messages = [
        part["errorMessage"]
        for each in written()["allOf"]
        for _, part in subschemas(each["then"])
        if "errorMessage" in part
    ]
    for need in REQUIREMENTS:
        said = [each for each in messages if each.startswith(f"{need.field} is asked for ")]
        assert said, need.field
        assert all(need.why in each for each in said)
