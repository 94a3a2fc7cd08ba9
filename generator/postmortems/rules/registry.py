"""Every rule there is, by hand and by family: what is not listed here does not exist."""

from __future__ import annotations

from functools import lru_cache

from postmortems.errors import ConfigurationError
from postmortems.extended import added
from postmortems.rules.acknowledgement_late import acknowledgement_late
from postmortems.rules.action_done_but_open import action_done_but_open
from postmortems.rules.action_done_undated import action_done_undated
from postmortems.rules.action_due_too_late import action_due_too_late
from postmortems.rules.action_overdue import action_overdue
from postmortems.rules.action_vague import action_vague
from postmortems.rules.action_without_done_when import action_without_done_when
from postmortems.rules.action_without_due import action_without_due
from postmortems.rules.action_without_owner import action_without_owner
from postmortems.rules.action_without_tracker import action_without_tracker
from postmortems.rules.aftermath_order import aftermath_order
from postmortems.rules.all_clear_missing import all_clear_missing
from postmortems.rules.analysis_entry_blank import analysis_entry_blank
from postmortems.rules.base import Rule
from postmortems.rules.be_more_careful import be_more_careful
from postmortems.rules.blames_person import blames_person
from postmortems.rules.blank_text import blank_text
from postmortems.rules.broken_reference import broken_reference
from postmortems.rules.catalogue_entry_unused import catalogue_entry_unused
from postmortems.rules.client_notice_late import client_notice_late
from postmortems.rules.commander_late import commander_late
from postmortems.rules.commander_not_eligible import commander_not_eligible
from postmortems.rules.commander_resolves_alone import commander_resolves_alone
from postmortems.rules.contact_on_public_page import contact_on_public_page
from postmortems.rules.contact_repeated import contact_repeated
from postmortems.rules.contact_without_emergency_method import contact_without_emergency_method
from postmortems.rules.counterfactual import counterfactual
from postmortems.rules.detection_late import detection_late
from postmortems.rules.duplicate_entry_id import duplicate_entry_id
from postmortems.rules.duplicate_id import duplicate_id
from postmortems.rules.engineering_escalation_late import engineering_escalation_late
from postmortems.rules.entries_unsorted import entries_unsorted
from postmortems.rules.entry_without_evidence import entry_without_evidence
from postmortems.rules.escalation_missing import escalation_missing
from postmortems.rules.escalation_unreached import escalation_unreached
from postmortems.rules.executive_notice_late import executive_notice_late
from postmortems.rules.factor_without_action import factor_without_action
from postmortems.rules.figure_without_value import figure_without_value
from postmortems.rules.finding_without_action import finding_without_action
from postmortems.rules.fix_dated_after_resolution import fix_dated_after_resolution
from postmortems.rules.follow_up_overdue import follow_up_overdue
from postmortems.rules.future_time import future_time
from postmortems.rules.given_up_without_reason import given_up_without_reason
from postmortems.rules.handoff_incomplete import handoff_incomplete
from postmortems.rules.handoff_missing import handoff_missing
from postmortems.rules.human_error import human_error
from postmortems.rules.id_date_differs_from_start import id_date_differs_from_start
from postmortems.rules.id_not_file_name import id_not_file_name
from postmortems.rules.id_pattern import id_pattern
from postmortems.rules.imported_doubt import imported_doubt
from postmortems.rules.internal_host_on_public_page import internal_host_on_public_page
from postmortems.rules.internal_on_public_page import internal_on_public_page
from postmortems.rules.knowledge_with_one_holder import knowledge_with_one_holder
from postmortems.rules.lifecycle_order import lifecycle_order
from postmortems.rules.loading import LOADING
from postmortems.rules.mojibake import mojibake
from postmortems.rules.name_differs_in_case import name_differs_in_case
from postmortems.rules.no_actions import no_actions
from postmortems.rules.normative_word import normative_word
from postmortems.rules.not_recorded_but_present import not_recorded_but_present
from postmortems.rules.not_recorded_unknown_field import not_recorded_unknown_field
from postmortems.rules.only_mitigating_actions import only_mitigating_actions
from postmortems.rules.open_why import open_why
from postmortems.rules.owner_is_a_team import owner_is_a_team
from postmortems.rules.partial_called_outage import partial_called_outage
from postmortems.rules.placeholder_answer import placeholder_answer
from postmortems.rules.placeholder_left import placeholder_left
from postmortems.rules.postal_address_on_public_page import postal_address_on_public_page
from postmortems.rules.postmortem_late import postmortem_late
from postmortems.rules.postmortem_missing import postmortem_missing
from postmortems.rules.postmortem_overdue import postmortem_overdue
from postmortems.rules.postmortem_recommended import postmortem_recommended
from postmortems.rules.printed_list import printed_list
from postmortems.rules.probable_secret import probable_secret
from postmortems.rules.promise_in_the_past import promise_in_the_past
from postmortems.rules.promised_update_missed import promised_update_missed
from postmortems.rules.published_action_undated import published_action_undated
from postmortems.rules.published_action_unowned import published_action_unowned
from postmortems.rules.published_without_review import published_without_review
from postmortems.rules.relation_one_way import relation_one_way
from postmortems.rules.repeat_with_open_actions import repeat_with_open_actions
from postmortems.rules.review_as_action import review_as_action
from postmortems.rules.review_outside_window import review_outside_window
from postmortems.rules.self_reference import self_reference
from postmortems.rules.severity_differs import severity_differs
from postmortems.rules.single_contact import single_contact
from postmortems.rules.single_root_cause import single_root_cause
from postmortems.rules.sla_breach_unsupported import sla_breach_unsupported
from postmortems.rules.stability_too_short import stability_too_short
from postmortems.rules.start_equals_detection import start_equals_detection
from postmortems.rules.stated_count import stated_count
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
from postmortems.rules.update_gap import update_gap
from postmortems.rules.window_order import window_order

_STRUCTURE = (
    id_not_file_name,
    id_pattern,
    id_date_differs_from_start,
    broken_reference,
    duplicate_entry_id,
    self_reference,
    placeholder_left,
    placeholder_answer,
    unclosed_code_fence,
    mojibake,
    probable_secret,
    printed_list,
    blank_text,
    not_recorded_but_present,
    not_recorded_unknown_field,
    figure_without_value,
    analysis_entry_blank,
    stated_share,
    stated_count,
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

_RESPONSE = (
    detection_late,
    acknowledgement_late,
    engineering_escalation_late,
    executive_notice_late,
    client_notice_late,
    update_gap,
    promised_update_missed,
    all_clear_missing,
    escalation_unreached,
    escalation_missing,
    commander_late,
    commander_not_eligible,
    commander_resolves_alone,
    handoff_missing,
    handoff_incomplete,
    stability_too_short,
    sla_breach_unsupported,
    single_contact,
    contact_repeated,
    contact_without_emergency_method,
)

_PROCESS = (
    no_actions,
    only_mitigating_actions,
    published_action_unowned,
    published_action_undated,
    action_without_owner,
    action_without_due,
    owner_is_a_team,
    action_due_too_late,
    action_vague,
    review_as_action,
    action_without_done_when,
    action_without_tracker,
    action_done_undated,
    action_done_but_open,
    given_up_without_reason,
    fix_dated_after_resolution,
    action_overdue,
    follow_up_overdue,
    postmortem_overdue,
    postmortem_late,
    postmortem_missing,
    postmortem_recommended,
    review_outside_window,
    published_without_review,
    finding_without_action,
    factor_without_action,
    open_why,
    imported_doubt,
    severity_differs,
    knowledge_with_one_holder,
    internal_on_public_page,
    contact_on_public_page,
    postal_address_on_public_page,
    internal_host_on_public_page,
)

_LANGUAGE = (
    human_error,
    blames_person,
    counterfactual,
    normative_word,
    single_root_cause,
    be_more_careful,
    partial_called_outage,
)

_INTEGRITY = (
    duplicate_id,
    relation_one_way,
    repeat_with_open_actions,
    name_differs_in_case,
    catalogue_entry_unused,
)

RULES: tuple[Rule, ...] = (
    *LOADING,
    *_STRUCTURE,
    *_TIME,
    *_RESPONSE,
    *_PROCESS,
    *_LANGUAGE,
    *_INTEGRITY,
)
"""All rules of ours, in the order in which they are run and listed."""

BETWEEN = tuple(each for each in RULES if each.between is not None)
"""The rules that look at a record among the others."""

OVER = tuple(each for each in RULES if each.over is not None)
"""The rules that judge a configuration file by all records."""

_BY_ID = {each.id: each for each in RULES}


def every_rule() -> tuple[Rule, ...]:
    """Return our rules and those that the repository's extensions add.

    Raises ConfigurationError for two rules of one name.
    """
    return _with(added(Rule))


@lru_cache(maxsize=1)
def _with(more: tuple[Rule, ...]) -> tuple[Rule, ...]:
    rules = (*RULES, *(each for each in more if each not in RULES))
    taken: set[str] = set()
    for each in rules:
        if each.id in taken:
            raise ConfigurationError(f"the extensions add a rule {each.id}, and there is one")
        taken.add(each.id)
    return rules


def by_id(name: str) -> Rule:
    """Return the rule of an id; KeyError when there is none."""
    known = _BY_ID.get(name)
    if known is not None:
        return known
    return {each.id: each for each in every_rule()}[name]


def rule_names() -> dict[str, str]:
    """Return every rule's id under itself: the names of kind ``rule`` that records may write."""
    return {each.id: each.id for each in every_rule()}
