"""Every rule there is, by hand and by family: what is not listed here does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.rules.aftermath_order import aftermath_order
from postmortems.rules.blank_text import blank_text
from postmortems.rules.broken_reference import broken_reference
from postmortems.rules.duplicate_entry_id import duplicate_entry_id
from postmortems.rules.duplicate_id import duplicate_id
from postmortems.rules.entries_unsorted import entries_unsorted
from postmortems.rules.entry_without_evidence import entry_without_evidence
from postmortems.rules.figure_without_value import figure_without_value
from postmortems.rules.future_time import future_time
from postmortems.rules.id_date_differs_from_start import id_date_differs_from_start
from postmortems.rules.id_not_file_name import id_not_file_name
from postmortems.rules.id_pattern import id_pattern
from postmortems.rules.lifecycle_order import lifecycle_order
from postmortems.rules.loading import LOADING
from postmortems.rules.mojibake import mojibake
from postmortems.rules.not_recorded_but_present import not_recorded_but_present
from postmortems.rules.not_recorded_unknown_field import not_recorded_unknown_field
from postmortems.rules.placeholder_answer import placeholder_answer
from postmortems.rules.placeholder_left import placeholder_left
from postmortems.rules.printed_list import printed_list
from postmortems.rules.promise_in_the_past import promise_in_the_past
from postmortems.rules.self_reference import self_reference
from postmortems.rules.start_equals_detection import start_equals_detection
from postmortems.rules.stated_delay import stated_delay
from postmortems.rules.stated_duration import stated_duration
from postmortems.rules.stated_interval import stated_interval
from postmortems.rules.stated_share import stated_share
from postmortems.rules.status_contradicts_times import status_contradicts_times
from postmortems.rules.time_before_contact import time_before_contact
from postmortems.rules.timeline_gap import timeline_gap
from postmortems.rules.timeline_outside_lifecycle import timeline_outside_lifecycle
from postmortems.rules.timeline_unsorted import timeline_unsorted
from postmortems.rules.unclosed_code_fence import unclosed_code_fence
from postmortems.rules.unused_suppression import UNUSED_SUPPRESSION
from postmortems.rules.window_order import window_order

if TYPE_CHECKING:
    from postmortems.rules.base import Rule

_STRUCTURE = (
    id_not_file_name,
    id_pattern,
    id_date_differs_from_start,
    duplicate_id,
    broken_reference,
    duplicate_entry_id,
    self_reference,
    placeholder_left,
    placeholder_answer,
    unclosed_code_fence,
    mojibake,
    printed_list,
    blank_text,
    not_recorded_but_present,
    not_recorded_unknown_field,
    figure_without_value,
    stated_share,
    UNUSED_SUPPRESSION,
)

_TIME = (
    lifecycle_order,
    timeline_unsorted,
    entries_unsorted,
    timeline_outside_lifecycle,
    window_order,
    time_before_contact,
    promise_in_the_past,
    aftermath_order,
    future_time,
    status_contradicts_times,
    start_equals_detection,
    timeline_gap,
    entry_without_evidence,
    stated_duration,
    stated_delay,
    stated_interval,
)

RULES: tuple[Rule, ...] = (*LOADING, *_STRUCTURE, *_TIME)
"""All rules, in the order in which they are run and listed."""

_BY_ID = {each.id: each for each in RULES}


def by_id(name: str) -> Rule:
    """Return the rule of an id; KeyError when there is none."""
    return _BY_ID[name]


def rule_names() -> dict[str, str]:
    """Return every rule's id under itself: the names of kind ``rule`` that records may write."""
    return {name: name for name in _BY_ID}
