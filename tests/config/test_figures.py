from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from postmortems.clock import hours, minutes
from postmortems.config.figures import FILES, filled, unknown
from postmortems.config.settings import problems
from postmortems.load.events import read
from postmortems.load.text import Limits
from support.example import REPOSITORY, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.settings import Settings


def saying(text: str) -> Settings:
    """The shipped configuration with one practice that says this."""
    policy = settings().policy
    owed = replace(policy.postmortem, practices=(text,))
    return replace(settings(), policy=replace(policy, postmortem=owed))


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("policy.postmortem.draft_within_hours", "48 hours"),
        ("policy.postmortem.publish_within_days", "7 days"),
        ("policy.postmortem.review_business_days.1", "5"),
        ("policy.actions.due_within_days.P2", "14 days"),
        ("policy.business_hours.start", "09:00"),
        ("policy.phases.recovery.checklist.2.at_least_minutes", "30 minutes"),
        ("policy.messages.executive-notice.next_update_minutes", "15 minutes"),
        ("escalation.triggers.first-hour.after_minutes", "1 hour"),
        ("severities.levels.P1.sla.client_notice.within_minutes", "1 hour"),
        ("severities.criteria.slow-api.all.0", "10"),
        ("severities.criteria.growing-queue.all.0", "50 to 100"),
        ("severities.criteria.growing-queue.all.0.upper", "100"),
    ],
)
def test_a_place_is_said_as_its_number(place: str, said: str) -> None:
    text = saying(f"Not after {{{place}}}, never.")
    assert filled(text).policy.postmortem.practices == (f"Not after {said}, never.",)
    assert list(unknown(text, "policy")) == []


@pytest.mark.parametrize(
    "place",
    [
        "policy.postmortem.draft_within_days",
        "policy.postmortem",
        "policy.actions.trackers",
        "policy.messages.nobody.next_update_minutes",
        "policy.messages.99.next_update_minutes",
        "policy.postmortem.draft_within_hours.real",
        "policy.upkeep.owner",
        "policy.__class__",
        "escalation.rank",
        "severities.criteria.breach.all.0",
        "policy",
        "policy.recovery.stability_minutes ",
        "policy.recovery stability_minutes",
    ],
)
def test_a_place_without_a_number_is_a_finding(place: str) -> None:
    told = [
        (file, each.rule, each.path, each.message)
        for file, each in problems(saying(f"Within {{{place}}}."))
    ]
    message = f"`{place}` names no number of the configuration"
    path = ("postmortem", "practices", 0)
    assert told == [("policy.yml", "config-unknown-reference", path, message)]


def test_words_about_readers_and_teams_name_numbers_too() -> None:
    shipped = settings()

    def asking(text: str) -> Settings:
        sender = replace(shipped.audiences.sender, help=text)
        return replace(shipped, audiences=replace(shipped.audiences, sender=sender))

    text = asking("Ask within {policy.recovery.stability_minutes}.")
    assert filled(text).audiences.sender.help == "Ask within 15 minutes."
    told = [(file, each.path) for file, each in problems(asking("Ask {policy.nobody}."))]
    assert told == [("audiences.yml", ("sender", "help"))]


def test_other_braces_and_commands_stay_as_they_are() -> None:
    text = "Run `kubectl -o jsonpath={.status.phase}` and {nothing}."
    assert filled(saying(text)).policy.postmortem.practices == (text,)
    command = "echo {policy.recovery.stability_minutes}"
    first = settings().policy.containment[0]
    policy = replace(settings().policy, containment=(replace(first, commands=(command,)),))
    changed = replace(settings(), policy=policy)
    assert filled(changed).policy.containment[0].commands == (command,)
    assert list(unknown(changed, "policy")) == []


def test_what_names_no_number_is_the_very_same() -> None:
    assert filled(settings()).policy.postmortem is settings().policy.postmortem


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (90, "1 hour 30 minutes"),
        (240, "4 hours"),
        (75_000, "1,250 hours"),
    ],
)
def test_minutes_are_said_in_a_sentence(number: int, said: str) -> None:
    assert minutes(number) == said
    assert hours(1) == "1 hour"


_WORDS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "fifteen",
    "thirty",
    "sixty",
]
_STATED = re.compile(
    rf"(?<![A-Za-z0-9#])\d[\d.:]*|\b(?:{'|'.join(_WORDS)})\b|\bhalf\b|\bhalves\b", re.IGNORECASE
)
_NAMED = re.compile(r"\{[a-z]+(?:\.[\w-]+)+\}")
_OTHERS_WORDS = "tells what the playbook said, which stays said whatever the numbers become"
_LENGTH = "how long a piece of writing is"
REASONS = {
    r"policy\.readings\.\d+\.(question|instead_of)": _OTHERS_WORDS,
    r"policy\.readings\.26\.taken": "a gap lies between two levels",
    r"policy\.postmortem\.contents\.0": _LENGTH,
    r"policy\.phases\.\d+\.checklist\.\d+(\.text)?": "how many runbooks there are",
    r"policy\.messages\.\d+\.fields\.\d+\.text": "an example of what somebody could write",
    r"policy\.tools\.\d+\.names\.\d+": "how many runbooks there are",
    r"policy\.frameworks\.\d+\.text": "how many phases the framework has",
    r"policy\.regimes\.\d+\.(name|clocks\.\d+\.stage)": "the number of a law or a form",
    r"severities\.levels\.\d+\.examples\.\d+": "the points that clients can give, the percentile",
    r"severities\.levels\.\d+\.impact\.\d+": "what clients were promised, which is not ours to set",
    r"severities\.criteria\.\d+\.cite\.\d": "the place of a sentence on the page",
    r"severities\.signals\.\w+\.(name|question)": "the percentile, and the points that exist",
}
"""Sentences that may hold figures of their own: nothing in the configuration sets those."""


def _sentences(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "commands":
                yield from _sentences(item, f"{path}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _sentences(item, f"{path}.{index}")
    elif isinstance(value, str) and " " in value:
        yield path, value


def test_no_shipped_sentence_states_a_number_that_is_data() -> None:
    stated: list[str] = []
    used = set()
    for name in FILES:
        content = (REPOSITORY / "site_config" / f"{name}.yml").read_bytes()
        for path, text in _sentences(read(content, Limits()).value, name):
            if not _STATED.search(_NAMED.sub("", text)):
                continue
            reasons = [each for each in REASONS if re.fullmatch(each, path)]
            used.update(reasons)
            if not reasons:
                stated.append(f"{path}: {text}")
    assert stated == []
    assert set(REASONS) - used == set()
