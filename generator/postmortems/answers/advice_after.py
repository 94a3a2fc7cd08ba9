"""The part of an advice about afterwards: postmortem, actions, and reports to authorities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.regulatory import DISCLAIMER
from postmortems.answers.advice_entry import Entry, Section
from postmortems.answers.advice_words import moment, plain, timing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.advice.now import Advice

_VERDICTS = {
    "mandatory": "A postmortem is mandatory",
    "advised": "A postmortem is advised",
    "no": "No postmortem is asked for",
}
_DONE = frozenset(("done", "late", "not_applicable"))


def after(advice: Advice) -> Section:
    """Say whether a postmortem is owed and why, and the days that count after the incident."""
    return Section(title="AFTERWARDS", entries=tuple(_after(advice)))


def _after(advice: Advice) -> Iterator[Entry]:
    owed = advice.postmortem
    said, verdict = plain(owed.because), _VERDICTS[owed.verdict]
    between = ". " if owed.verdict == "no" else ": "
    yield Entry(mark="", text=f"{verdict}{between}{said}" if said else f"{verdict}.")
    if owed.mandatory_at is not None:
        at = moment(owed.mandatory_at, advice)
        yield Entry(mark="", text=f"It becomes mandatory after {at}: {plain(owed.mandatory_then)}")
    if advice.running and owed.verdict != "no":
        yield Entry(mark="", text=plain(owed.terms))
    if owed.draft is not None and owed.verdict != "no":
        yield Entry(mark="draft", text=f"by {moment(owed.draft, advice)}")
    if owed.review is not None and owed.verdict != "no":
        first, last = owed.review
        yield Entry(mark="review", text=f"{first.isoformat()} to {last.isoformat()}")
    if owed.publication is not None and owed.verdict != "no":
        yield Entry(mark="publication", text=f"by {moment(owed.publication, advice)}")
    for priority, day in owed.actions:
        yield Entry(mark=f"{priority} actions", text=f"by {day.isoformat()}")
    done = sum(each.state in _DONE for each in advice.tasks if each.kind == "action")
    every = sum(each.kind == "action" for each in advice.tasks)
    if every:
        yield Entry(mark="actions", text=f"{done} of {every} done or given up")


def reports(advice: Advice) -> Section:
    """Say where the reports to authorities stand, for the regimes that the record names."""
    duties = advice.incident.regulatory
    if not duties:
        return Section(title="REPORTS TO AUTHORITIES", entries=())
    entries = [Entry(mark="", text=DISCLAIMER)]
    for each in advice.tasks:
        if each.kind != "filing":
            continue
        facts = [f"due {moment(each.due, advice)}" if each.due else "no date can be named"]
        if each.done_at is not None:
            facts.append(f"filed {moment(each.done_at, advice)}")
        if each.why:
            facts.append(plain(each.why))
        entries.append(
            Entry(mark=timing(each, advice), text=plain(each.text), lines=(" · ".join(facts),))
        )
    entries += [
        Entry(mark="", text=f"policy.yml knows no clocks of {plain(name)}.")
        for name, regime in advice.regimes
        if regime is None
    ]
    entries += [
        Entry(mark="", text=f"{plain(each.regime)}: judged not to be reportable.")
        for each in duties
        if each.reportable is False
    ]
    return Section(title="REPORTS TO AUTHORITIES", entries=tuple(entries))
