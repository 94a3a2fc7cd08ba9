from __future__ import annotations

from metrics.records import AS_OF, record
from postmortems.metrics.compliance import compliance
from postmortems.pages.promises import promises, tally
from support.example import settings

TIMES = {"started": "09:00", "detected": "09:03", "acknowledged": "09:30", "resolved": "10:00"}


def test_each_clause_tells_what_was_allowed_and_taken() -> None:
    incident = record(severity="P0", kind="outage", times=TIMES)
    found = {each.name: each for each in promises(incident, settings(), AS_OF)}
    detection = found["Detection"]
    assert (detection.allowed, detection.since) == ("in less than 5 min", "the start of harm")
    assert (detection.taken, detection.verdict, detection.note) == ("3 min", "met", "")
    late = found["Acknowledgement"]
    assert (late.taken, late.verdict, late.role) == ("27 min", "missed", "missed")
    silent = found["Engineering called in"]
    assert (silent.taken, silent.verdict, silent.role) == ("", "not recorded", "not_recorded")
    assert silent.note == "engineering escalation not recorded"


def test_what_was_done_before_its_clock_ran_is_said_in_words() -> None:
    times = {**TIMES, "acknowledged": "09:01"}
    (said,) = (
        each
        for each in promises(record(severity="P0", kind="outage", times=times), settings(), AS_OF)
        if each.name == "Acknowledgement"
    )
    assert (said.taken, said.verdict) == ("before the clock started", "met")


def test_verdicts_are_those_of_the_dashboard() -> None:
    incident = record(severity="P1", kind="outage", times=TIMES)
    board = compliance([incident], settings(), AS_OF)
    told = [each.verdict for each in promises(incident, settings(), AS_OF)]
    own = [each for each in board.clauses if each.level == "P1"]
    assert told.count("met") == sum(len(each.met) for each in own)
    assert told.count("missed") == sum(len(each.missed) for each in own)
    assert len(told) == len(own)


def test_a_tally_counts_what_there_is() -> None:
    found = promises(record(severity="P0", kind="outage", times=TIMES), settings(), AS_OF)
    assert tally(found).startswith("1 met, 1 missed, ")
    assert tally(()) == ""
