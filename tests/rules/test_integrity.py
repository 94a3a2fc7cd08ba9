from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.findings import Problem, dotted
from support.example import (
    BASE_ID,
    EARLIER_ID,
    TWICE_ID,
    UNFINISHED_ID,
    between,
    earlier,
    make_incident,
    settings_with,
    unfinished,
)

if TYPE_CHECKING:
    from postmortems.model.followup import Action, ActionStatus
    from postmortems.model.incident import Incident


def _said(incident: Incident, *others: Incident, **given: Any) -> list[tuple[str, str, str]]:  # noqa: ANN401 - as between takes
    """The rule, the place and the message of what rules between records say."""
    return [
        (each.rule, dotted(each.path), each.message)
        for each in between(incident, others=others or None, **given)
    ]


def _rules(problems: list[Problem]) -> list[str]:
    return [each.rule for each in problems]


@pytest.mark.parametrize("partly", [True, False])
def test_an_id_that_two_files_carry_names_both(*, partly: bool) -> None:
    (found,) = _said(make_incident(id=TWICE_ID, related=None), partly=partly)
    assert found == (
        "duplicate-id",
        "id",
        f"`{TWICE_ID}` is the id of 2 files: incidents/copies/{TWICE_ID}.yml, incidents/own.yml",
    )


@pytest.mark.parametrize("partly", [True, False])
def test_capitals_make_no_other_id(*, partly: bool) -> None:
    (found,) = _said(make_incident(id="Inc-1"), make_incident(id="INC-1"), partly=partly)
    assert found[2] == "`Inc-1` is the id of 2 files: incidents/2025/INC-1.yml, incidents/own.yml"


@pytest.mark.parametrize("partly", [True, False])
def test_an_id_that_one_file_carries_is_its_own(*, partly: bool) -> None:
    assert _said(make_incident(), partly=partly) == []


@pytest.mark.parametrize("partly", [True, False])
def test_references_are_broken_only_when_no_file_has_the_name(*, partly: bool) -> None:
    incident = make_incident(related=[EARLIER_ID, "INC-20251202-1411", TWICE_ID])
    (found,) = between(incident, partly=partly)
    assert (found.rule, found.path) == ("broken-reference", ("related", 1))
    assert found.fix == f"did you mean `{EARLIER_ID}`?"


@pytest.mark.parametrize("partly", [True, False])
def test_a_relation_is_told_of_by_both_or_is_a_recurrence(*, partly: bool) -> None:
    incident = make_incident(related=[EARLIER_ID, UNFINISHED_ID])
    (found,) = between(incident, partly=partly)
    assert (found.rule, found.path) == ("relation-one-way", ("related", 1))
    assert found.message == f"`{UNFINISHED_ID}` does not mention this record"
    assert found.fix == f"add `{BASE_ID}` to `related` in incidents/2025/{UNFINISHED_ID}.yml"
    repeated = replace(unfinished(), recurrence_of=BASE_ID)
    assert _said(incident, earlier(), repeated, partly=partly) == []
    done = replace(unfinished(), actions=())
    own = replace(incident, recurrence_of=UNFINISHED_ID)
    assert _said(own, earlier(), done, partly=partly) == []
    assert _said(make_incident(related=[BASE_ID]), partly=partly) == []  # another rule's


@pytest.mark.parametrize("partly", [True, False])
def test_open_actions_of_every_earlier_time_are_listed(*, partly: bool) -> None:
    incident = make_incident(recurrence_of=EARLIER_ID)
    first = replace(earlier(), recurrence_of=UNFINISHED_ID)
    found = _said(incident, first, unfinished(), partly=partly)
    assert found == [
        (
            "repeat-with-open-actions",
            "recurrence_of",
            f"actions of `{UNFINISHED_ID}` are still open: `A1` (Certificates renew themselves)",
        )
    ]


def test_of_many_open_actions_three_are_named() -> None:
    action = unfinished().actions[0]
    states: tuple[ActionStatus, ...] = (
        "open",
        "done",
        "in_progress",
        "wont_do",
        "open",
        "open",
        "open",
    )
    actions: tuple[Action, ...] = tuple(
        replace(action, id=f"A{number}", status=status) for number, status in enumerate(states, 1)
    )
    other = replace(unfinished(), actions=actions)
    ((_, _, message),) = _said(make_incident(recurrence_of=UNFINISHED_ID), other)
    title = "(Certificates renew themselves)"
    assert message == (
        f"actions of `{UNFINISHED_ID}` are still open: `A1` {title}, `A3` {title}, `A5` {title} "
        "and 2 more"
    )
    for length, shown in ((60, "x" * 60), (61, "x" * 59 + "\u2026")):
        long = replace(unfinished(), actions=(replace(action, title="x" * length),))
        ((_, _, message),) = _said(make_incident(recurrence_of=UNFINISHED_ID), long)
        assert message.endswith(f"`A1` ({shown})")
    four = replace(unfinished(), actions=(*actions[:1], *actions[4:]))
    ((_, _, message),) = _said(make_incident(recurrence_of=UNFINISHED_ID), four)
    assert message.endswith(f"`A6` {title} and 1 more")
    three = replace(unfinished(), actions=(actions[0], actions[2], actions[4]))
    ((_, _, message),) = _said(make_incident(recurrence_of=UNFINISHED_ID), three)
    assert message.endswith(f"`A5` {title}")


def test_records_that_repeat_each_other_end() -> None:
    other = replace(unfinished(), recurrence_of=BASE_ID)
    incident = make_incident(recurrence_of=UNFINISHED_ID)
    assert _rules(between(incident, others=[other])) == ["repeat-with-open-actions"]
    assert _rules(between(make_incident(recurrence_of="INC-19990101-0000"))) == ["broken-reference"]


def test_a_name_is_written_as_most_records_write_it() -> None:
    people = {
        "commander": {"name": "ana ruiz", "tier": "L3"},
        "responders": ["Jon Bell", "JON BELL"],
    }
    incident = make_incident(roles=people, tags=["Certificate", "new"])
    assert _said(incident, earlier(), replace(earlier(), id="INC-20251202-1500")) == [
        ("name-differs-in-case", "roles.commander", "`ana ruiz` is elsewhere written `Ana Ruiz`"),
        (
            "name-differs-in-case",
            "roles.responders[1]",
            "`JON BELL` is elsewhere written `Jon Bell`",
        ),
        ("name-differs-in-case", "tags[0]", "`Certificate` is elsewhere written `certificate`"),
    ]
    assert _said(incident, earlier(), partly=True) == []


def test_a_tag_is_no_person() -> None:
    incident = make_incident(tags=["solo"], roles={"commander": {"name": "Solo", "tier": "L3"}})
    assert _said(incident, earlier(), unfinished()) == []


def test_of_two_spellings_as_common_the_first_in_the_alphabet_is_right() -> None:
    upper, lower = make_incident(tags=["TLS"]), replace(make_incident(tags=["tls"]), id="INC-2")
    assert _said(upper, lower) == []
    assert [each[2] for each in _said(lower, upper)] == ["`tls` is elsewhere written `TLS`"]


def test_a_record_may_silence_what_is_said_of_it_among_others() -> None:
    def ignoring(*names: str, **fields: Any) -> Incident:  # noqa: ANN401 - plain values as in YAML
        ignore = [{"rule": name, "reason": "It is known."} for name in names]
        return make_incident(ignore=ignore, **fields)

    one_way = {"related": [UNFINISHED_ID]}
    assert _said(ignoring("relation-one-way", **one_way)) == []
    assert _said(ignoring("relation-one-way", "duplicate-id", **one_way)) == [
        (
            "unused-suppression",
            "ignore[1].rule",
            "`duplicate-id` has nothing to say about this record",
        )
    ]
    few = between(ignoring("name-differs-in-case", "sla-breach-unsupported"), partly=True)
    assert few == []  # who would need all records to speak was not asked in vain
    both = ("duplicate-id", "unused-suppression")
    assert _said(ignoring(*both)) == []
    off = settings_with(duplicate_id="off")
    assert _said(ignoring("duplicate-id"), policy=off) == []
    quiet = settings_with(unused_suppression="off")
    assert _said(ignoring("duplicate-id"), policy=quiet) == []
    assert _said(make_incident(**one_way), policy=settings_with(relation_one_way="off")) == []
