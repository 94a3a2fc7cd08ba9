from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from postmortems.errors import UsageError
from postmortems.extend import testing
from postmortems.extend.importers import Document, SourceFault, Terms, importer
from postmortems.extend.rules import Context, Incident, Problem, rule
from postmortems.rules.registry import by_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@rule("always", family="time")
def always(incident: Incident, context: Context) -> Iterator[Problem]:
    """It flags whatever has a title, but not the word Fine.

    Why: To try the harness.

    Source: The tests.

    Flagged:
        title: Fine

    Accepted:
        title: Not fine
    """
    if incident.title != "Fine" and context.as_of.year == 2026:
        yield Problem(rule="always", path=("actions", 0, "title"), message="so it is")


@importer("nothing", label="", fits=lambda document: len(document.text))
def nothing(document: Document, terms: Terms) -> Iterator[SourceFault]:
    del document, terms
    yield SourceFault("there is nothing in it")


def test_examples_that_the_rule_contradicts_are_told() -> None:
    assert testing.rule_faults(always) == [
        "always finds nothing in its flagged example 1",
        "always flags its accepted example 1, at actions[0].title: so it is",
    ]


@pytest.mark.parametrize("name", ["be-more-careful", "start-equals-detection"])
def test_a_rule_of_ours_keeps_what_its_examples_say(name: str) -> None:
    assert testing.rule_faults(by_id(name)) == []


def test_the_day_can_be_another() -> None:
    assert len(testing.problems(always, "title: Orders")) == 1
    assert testing.problems(always, "title: Orders", as_of="2027-01-01") == []


def test_an_example_that_is_no_record_is_told_with_its_place() -> None:
    with pytest.raises(UsageError, match="no record: severity: "):
        testing.record("severity: P9")
    with pytest.raises(UsageError, match="the example is no record: "):
        testing.record("title: [x")


def test_records_take_the_names_of_the_repository_that_is_given(tmp_path: Path) -> None:
    (tmp_path / "site_config").mkdir()
    text = "services:\n  - id: till\n    name: Till\n    description: Takes money.\n"
    (tmp_path / "site_config" / "catalog.yml").write_text(text, "utf-8")
    assert testing.record(root=tmp_path).services == ("till",)
    library = testing.library("id: INC-20260301-0900", "title: Two", root=tmp_path)
    assert list(library.incidents) == ["INC-20260301-0900", "INC-20260303-0905"]
    assert library.as_of.date().isoformat() == testing.DAY


def test_a_document_that_does_not_fit_or_cannot_be_read_is_told() -> None:
    with pytest.raises(UsageError, match=r"export\.txt does not look like nothing"):
        testing.imported(nothing, "")
    with pytest.raises(UsageError, match=r"a\.log cannot be read: there is nothing in it"):
        testing.imported(nothing, "x", name="a.log")


def test_a_file_of_a_repository_is_a_module(tmp_path: Path) -> None:
    (tmp_path / "extensions").mkdir()
    (tmp_path / "extensions" / "one.py").write_text("answer = 42\n", "utf-8")
    assert testing.extension(tmp_path, "extensions/one.py").answer == 42
