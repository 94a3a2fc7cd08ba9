from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.edit.migrate import Migrated, migrate
from postmortems.edit.migrations.base import Move, Rename, Step
from postmortems.edit.migrations.registry import STEPS
from postmortems.load.events import read
from postmortems.load.text import Limits
from postmortems.model.incident import Incident
from postmortems.plan import Scalar, plan

if TYPE_CHECKING:
    from pathlib import Path

TWO = Step(
    version=2,
    what="actions say who does them, and the alert stands among the signals",
    changes=(
        Rename(("actions", "[]", "owner"), "who"),
        Move(("detection", "alert"), ("signals", "seen")),
    ),
)
MADE_UP = (*STEPS, TWO)
OLD = """\
# How it began.
schema: 1 # the layout
id: INC-20260303-0905
detection:
  source: alert # not a person
  # the name in the rule file
  alert: >-
    Error rate
    too high # no comment
    # of any kind
    # but this is
  # after it
  at: 09:05
actions: # all of them
  - title: "Say # so" # quoted
    owner:   Jon Bell   # on call
  - {title: 'x', owner: 'Ana', due: 2026-03-10}
tags: [a, # one
  b]
"""
NEW = """\
# How it began.
schema: 2 # the layout
id: INC-20260303-0905
detection:
  source: alert # not a person
  # after it
  at: 09:05
actions: # all of them
  - title: "Say # so" # quoted
    who:   Jon Bell   # on call
  - {title: 'x', who: 'Ana', due: 2026-03-10}
tags: [a, # one
  b]
signals:
  seen:
    # the name in the rule file
    alert: >-
      Error rate
      too high # no comment
      # of any kind
      # but this is
"""


def _migrated(text: str, *steps: Step) -> Migrated:
    return migrate(text.encode(), steps or MADE_UP, Limits())


def test_the_last_step_leads_to_the_version_that_the_model_reads() -> None:
    node = plan(Incident).fields["schema"].node
    assert isinstance(node, Scalar)
    assert node.choices == (STEPS[-1].version,)
    assert [each.version for each in STEPS] == list(range(1, len(STEPS) + 1))


def test_keys_get_their_names_and_places_and_every_comment_stays() -> None:
    done = _migrated(OLD)
    assert (done.refused, done.new.decode()) == ("", NEW)
    assert done.steps == (TWO,)


def test_migrating_twice_changes_nothing() -> None:
    assert _migrated(NEW) == Migrated(new=NEW.encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# head\n\nid: x\n", "# head\n\nschema: 1\nid: x\n"),
        ("---\nid: x # one\n", "---\nschema: 1\nid: x # one\n"),
        ("{id: x}\n", "{schema: 1, id: x}\n"),
        ("id: x\r\ntitle: y\r\n", "schema: 1\r\nid: x\r\ntitle: y\r\n"),
        ("id: x", "schema: 1\nid: x"),
    ],
)
def test_a_record_without_a_version_gets_the_first(old: str, new: str) -> None:
    done = _migrated(old, *STEPS)
    assert (done.refused, done.new.decode()) == ("", new)
    assert done.steps == STEPS
    assert _migrated(new, *STEPS) == Migrated(new=new.encode())


def test_steps_follow_each_other() -> None:
    done = _migrated("detection:\n  alert: A\n")
    assert done.new.decode() == "schema: 2\nsignals:\n  seen:\n    alert: A\n"
    assert [each.version for each in done.steps] == [1, 2]


def test_what_goes_into_a_mapping_that_is_there_goes_to_its_end() -> None:
    done = _migrated(
        "schema: 1\nsignals:\n    seen:\n        first: 1 # one\n        # two\n\n"
        "detection:\n  source: alert\n  alert: |\n    A\n\n    B\nend: 1"
    )
    assert done.new.decode() == (
        "schema: 2\nsignals:\n    seen:\n        first: 1 # one\n        alert: |\n"
        "          A\n\n          B\n        # two\n\n"
        "detection:\n  source: alert\nend: 1"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("schema: 3\n", "its schema version 3 is newer than 2, which this postmortems reads"),
        ("schema: 0\n", "its schema version 0 is unknown"),
        ("schema: '1'\n", "its schema version '1' is unknown"),
        ("schema: true\n", "its schema version True is unknown"),
        ("schema:\n", "its schema version None is unknown"),
        ("schema: 1\nschema: 1\n", "it cannot be read as it is"),
        ("[a]\n", "it cannot be read as it is"),
        ("", "it cannot be read as it is"),
        ("{}", "it is empty"),
        ("schema: 1\nactions: [{owner: a, who: b}]\n", "actions[0].who is there already"),
        (
            "schema: 1\ndetection: {source: x, alert: A}\n",
            "detection.alert does not begin a line",
        ),
        (
            "schema: 1\ndetection:\n  alert: A\n  source: b\nsignals:\n  seen: {alert: B}\n",
            "signals.seen.alert is there already",
        ),
        (
            "schema: 1\ndetection:\n  alert: A\n  source: b\nsignals:\n  seen: {b: B}\n",
            "signals.seen has no lines of its own",
        ),
        (
            "schema: 1\ndetection:\n  alert: A\n  source: b\nsignals: none\n",
            "signals.seen is no mapping",
        ),
        # the mapping goes with its only key, and what is said about it would go too
        ("schema: 1\nid: x\ndetection: # how\n  alert: A\n", "a comment would be lost"),
    ],
)
def test_a_record_that_cannot_be_moved_is_left_alone_with_the_reason(text: str, why: str) -> None:
    assert _migrated(text) == Migrated(new=text.encode(), refused=why)


def test_every_record_of_this_repository_loses_and_gains_its_version_only(
    repository: Path,
) -> None:
    files = sorted((repository / "incidents").rglob("*.yml"))
    assert files
    for file in files[:40]:
        text = file.read_text("utf-8")
        bare = text.replace("schema: 1\n", "", 1)
        done = _migrated(bare, *STEPS)
        assert done.refused == "", file
        assert read(done.new, Limits()).value == read(text.encode(), Limits()).value
        assert done.new.decode().replace("schema: 1\n", "", 1) == bare


@given(st.binary() | st.text().map(str.encode))
def test_whatever_the_bytes_nothing_is_raised_and_what_is_refused_is_as_it_was(
    content: bytes,
) -> None:
    done = migrate(content, MADE_UP, Limits())
    if done.refused:
        assert done.new == content
    else:
        assert migrate(done.new, MADE_UP, Limits()) == Migrated(new=done.new)
