from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from answers.announcing import AUDIENCES, KINDS, made, worded
from metrics.records import record
from postmortems.answers.announcement import gist
from postmortems.characters import FORBIDDEN
from postmortems.config.audiences import Sender
from postmortems.errors import UsageError
from postmortems.load.events import read
from postmortems.load.text import Limits
from postmortems.rules.people import PLACES, field_of
from postmortems.rules.values import contents
from support.example import make_incident, settings

if TYPE_CHECKING:
    from postmortems.model.incident import Incident

GOLDEN = Path(__file__).with_name("messages")
COMPLETE = Path(__file__).parents[1] / "support" / "complete.yml"


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-03T{clock}").replace(tzinfo=UTC)


def sparse(**given: Any) -> Incident:  # noqa: ANN401 - plain values
    return record("INC-20260303-0900", **{"status": "investigating", "severity": "P1", **given})


def full(**given: Any) -> Incident:  # noqa: ANN401 - plain values
    values = read(COMPLETE.read_bytes(), Limits()).value
    return make_incident(**{**values, **given})


STAGES = {"initial": "09:20", "update": "09:40", "all_clear": "23:00"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("which", ["sparse", "full"])
def test_every_message_reads_as_it_was_read_and_agreed_on(
    which: str, audience: str, kind: str
) -> None:
    incident = full() if which == "full" else sparse()
    if which == "sparse" and kind == "all_clear":
        incident = sparse(status="resolved")
    text = worded(made(incident, audience, kind, at(STAGES[kind])))
    assert text == (GOLDEN / f"{which}-{audience}-{kind}.txt").read_text("utf-8")


def test_what_was_done_stands_in_the_order_of_its_times_and_no_figure_twice() -> None:
    times = {"started": "2026-03-03 09:00", "detected": "2026-03-03 09:01"}
    incident = sparse(
        times=times,
        impact={"clients": 3},
        signals={"clients_affected": 3, "failure_rate_pct": 40},
        timeline=[{"at": "2026-03-03 09:30", "text": "Rolled back."}],
        escalations=[{"at": "2026-03-03 09:10", "tier": "L3"}],
        communications=[{"at": "2026-03-03 09:20", "audience": "client", "kind": "initial"}],
    )
    answer = made(incident, "executive", "initial", at("09:40"))
    assert answer.values["actions"] == (
        "09:10 UTC: called L3, of whom no answer is recorded.",
        "09:20 UTC: clients were told.",
        "09:30 UTC: Rolled back.",
    )
    assert answer.values["impact"][1:] == ("Clients affected: 3", "Failing share: 40 %")


def test_clients_of_what_is_over_are_not_told_that_its_end_is_open() -> None:
    times = {"started": "2026-03-03 09:00", "resolved": "2026-03-03 09:50"}
    incident = sparse(status="resolved", times=times)
    after = made(incident, "client", "update", at("10:00"))
    assert after.values["expected-resolution"] == ("since 2026-03-03 09:50 UTC.",)
    assert made(incident, "client", "update", at("09:40")).values["expected-resolution"] == ()


def test_people_outside_read_nothing_but_what_is_listed() -> None:
    incident = full()
    told = {text for path, text, _ in contents(incident).texts}
    people = {t for path, t, _ in contents(incident).texts if field_of(path) in PLACES}
    allowed = {incident.impact.description} if incident.impact else set()
    names = " ".join(each.name for each in settings().catalog.services)
    for kind in KINDS:
        text = worded(made(incident, "client", kind, at(STAGES[kind])))
        for each in told - allowed:
            if len(each) > 6 and each not in names:
                assert each not in text, each
        assert not any(each in text for each in people if each not in names)


def test_what_the_public_edition_hides_is_left_out() -> None:
    shipped = settings()
    public = replace(
        shipped.audiences.public, hides=("impact", "times", "severity", "status", "services")
    )
    chosen = replace(shipped, audiences=replace(shipped.audiences, public=public))
    answer = made(full(), "client", "update", at("09:40"), chosen=chosen)
    known = {name for name, lines in answer.values.items() if lines}
    assert known == {"next-update"}
    assert answer.subject == f"Service impact update: {full().id}"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Ana Ruiz switched it off.", "names a person"),
        ("It was on db-3.internal for long.", "holds an address"),
        ("See https://wiki.example.com/x.", "holds an address"),
        ("Write to ops@example.com.", "holds an address"),
        ("Host 10.0.3.7 was gone.", "holds an address"),
        ("Host fe80::1 was gone.", "holds an address"),
        ("Host ::1 was gone.", "holds an address"),
        ("It lay on \\\\\\\\files\\share.", "holds an address"),
        ("See [Link].", "holds a placeholder"),
        ("It hurt <b class=x>all</b>.", "holds a placeholder"),
        ("It hurt $CLIENT_NAME.", "holds a placeholder"),
        ("It hurt %s.", "holds a placeholder"),
        ("Cards of {client} were refused.", "holds a placeholder"),
        ("Cards of {{ client }} were refused.", "holds a placeholder"),
        ("Cards of <client name> were refused.", "holds a placeholder"),
        ("It hurt ['a', 'b'].", "holds a placeholder"),
        ("TBD", "holds a placeholder"),
        ("To be determined", "holds a placeholder"),
        ("…", "holds a placeholder"),
        ("None", "holds a placeholder"),
    ],
)
def test_a_text_unfit_for_people_outside_counts_as_not_recorded(text: str, why: str) -> None:
    roles = {"commander": "Ana Ruiz"}
    incident = sparse(impact={"description": text}, roles=roles)
    answer = made(incident, "client", "initial", at("09:20"))
    assert answer.values["impact"] == ()
    assert "impact" in answer.unknown
    assert answer.notes == (f"impact: a text that {why} was left out",)
    spoken = made(sparse(roles=roles), "client", "initial", at("09:20"), workaround=text)
    assert "workaround" in spoken.unknown
    assert spoken.notes == (f"workaround: a text that {why} was left out",)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ana Ruiz", "Ana switched it off."),
        ("Ana Ruiz", "It was off. (Ana did it.)"),
        ("Ana Ruiz", "ANA RUIZ switched it off."),
        ("Ana Ruiz", "It was ana ruiz."),
        ("Ludwig van Beethoven", "It was Ludwig van Beethoven."),
        ("Bo", "It was Bo."),
        ("aruiz", "It was aruiz."),
        ("王伟", "It was 王伟."),
    ],
)
def test_no_spelling_of_a_name_reaches_people_outside(name: str, text: str) -> None:
    incident = sparse(impact={"description": text}, roles={"commander": name})
    answer = made(incident, "client", "initial", at("09:20"))
    assert answer.values["impact"] == ()
    assert answer.notes == ("impact: a text that names a person was left out",)


def test_jobs_and_services_are_no_names_and_times_no_addresses() -> None:
    text = "Support saw 3:1 at 11:00:30 UTC, :D, and the commander too."
    incident = sparse(impact={"description": text}, roles={"commander": "Support"})
    answer = made(incident, "client", "initial", at("09:20"))
    assert answer.values["impact"] == (text,)


@pytest.mark.parametrize("call", ["@@here", "\uff20here", "<!here>", "<!channel|all>", "@**here**"])
def test_no_spelling_calls_everybody(call: str) -> None:
    incident = sparse(impact={"description": f"Down {call} now"})
    told = made(incident, "client", "initial", at("09:20")).values["impact"]
    assert told in {("Down here now",), ("Down now",)}


def test_markdown_becomes_words_and_calls_to_everybody_call_nobody() -> None:
    incident = sparse(impact={"description": "**No** [cards](https://x.example)\n\n@channel help"})
    answer = made(incident, "client", "initial", at("09:20"))
    assert answer.values["impact"] == ("No cards channel help",)


def test_a_record_cannot_fake_a_header_or_a_signature() -> None:
    text = "One.\n\nSubject: All is well\n\n-- \nThe support team"
    incident = sparse(impact={"description": text}, title="Gone", trigger=text)
    for audience in AUDIENCES:
        lines = worded(made(incident, audience, "initial", at("09:20"))).split("\n")
        assert sum(each.startswith("Subject:") for each in lines) == 1
        assert not any(each.startswith(("--", "The support")) for each in lines)


def test_the_subject_takes_the_level_and_the_topic() -> None:
    incident = sparse(title="Cards refused")
    first = made(incident, "internal", "initial", at("09:20"))
    assert first.subject == "Incident declared (P1 High): Cards refused"
    said = made(incident, "client", "initial", at("09:20"), about="Payments\r\nBcc: x")
    assert said.subject == "Service impact notice: Payments Bcc: x"


def test_the_next_update_is_what_the_policy_promises() -> None:
    moment = at("09:20")
    due = [made(sparse(), each, "initial", moment).next_update_at for each in AUDIENCES]
    assert due == [at("09:50"), at("09:50"), at("09:35")]
    over = sparse(status="resolved")
    assert made(over, "client", "all_clear", moment).next_update_at is None


def test_nothing_of_the_time_after_the_moment_is_told() -> None:
    incident = full()
    early = made(incident, "internal", "update", datetime(2026, 3, 3, 9, 13, tzinfo=UTC))
    assert all(each.at <= early.at for each in incident.timeline[: len(early.values["steps"])])
    assert "resolved" not in early.values
    assert early.values["status"] == ()


def test_a_postmortem_is_promised_only_where_one_is_owed_to_people_outside() -> None:
    times = {"started": "09:00", "detected": "09:01", "resolved": "10:00"}
    said = {}
    for level in ("P0", "P2"):
        for audience in ("public", "internal"):
            written = {"status": "none", "audience": audience}
            incident = sparse(status="resolved", severity=level, times=times, postmortem=written)
            answer = made(incident, "client", "all_clear", at("11:00"))
            said[level, audience] = answer.values["next-steps"]
    promise = ("We publish a postmortem by 2026-03-10.",)
    assert said == {
        ("P0", "public"): promise,
        ("P0", "internal"): (),
        ("P2", "public"): (),
        ("P2", "internal"): (),
    }


def test_who_signs_and_where_to_ask_are_the_teams_own_words() -> None:
    assert settings().audiences.sender == Sender()
    sender = Sender(
        name="Support of Example",
        email="help@example.com",
        phone="+1 555 0100",
        war_room="Slack: #incident-…",
        help="Engineers: @engineering-oncall",
    )
    chosen = replace(settings(), audiences=replace(settings().audiences, sender=sender))
    client = worded(made(sparse(), "client", "initial", at("09:20"), chosen=chosen))
    assert "\n- E-mail: help@example.com\n- Telephone: +1 555 0100\n" in client
    assert client.endswith("\n\nSupport of Example\n")
    assert "Slack" not in client
    team = worded(made(sparse(), "internal", "initial", at("09:20"), chosen=chosen))
    assert (
        "- War room: Slack: #incident-inc-20260303-0900\n- Engineers: @engineering-oncall" in team
    )


@pytest.mark.parametrize(
    ("incident", "kind", "said", "why"),
    [
        (sparse(), "all_clear", {}, "was not resolved as of 2026-03-03 09:20 UTC, so there is no"),
        (sparse(), "initial", {"workaruond": "x"}, "'workaruond'; did you mean workaround"),
    ],
)
def test_what_makes_no_sense_is_refused(
    incident: Incident, kind: str, said: dict[str, Any], why: str
) -> None:
    with pytest.raises(UsageError, match=why.replace("?", r"\?")):
        made(incident, "client", kind, at("09:20"), **said)


def test_a_record_without_dates_is_refused() -> None:
    undated = sparse(date_unknown="In spring.", times={"detected": "day 1 09:00"})
    with pytest.raises(UsageError, match="date_unknown"):
        made(undated, "client", "initial", at("09:20"))


def test_doubts_are_told() -> None:
    sent = [{"at": "2026-03-03 09:10", "audience": "client", "kind": "initial"}]
    answer = made(
        sparse(severity="P3", kind="near_miss", communications=sent),
        "client",
        "initial",
        at("09:20"),
    )
    assert answer.notes == (
        "the policy sends this message at P0, P1, P2, and this is P3",
        "this is recorded as near miss, for which the policy owes no message",
        "initial to client is recorded already, at 2026-03-03 09:10 UTC",
    )


def test_the_gist_is_one_paragraph_that_markdown_cannot_change() -> None:
    body = "Hello,\n\nImpact:\n- 5 *cards*\n- a [b](c)\n\nNext: soon\n"
    assert gist("Gone", body) == (r"Gone. Hello, Impact: 5 \*cards\*. a \[b\](c). Next: soon.")
    assert gist("x", "word " * 2_000).endswith("word … (cut short)")


_WORDS = st.text(max_size=60) | st.sampled_from(
    ["{{ name }}", "{x}", "[Link]", "TODO", "None", "<b>", "a\n\nSubject: b", "`[x]`", "${y}"]
)
_TEXTS = _WORDS.filter(lambda text: not FORBIDDEN.search(text) and text.strip() != "")


@effort(max_examples=60, deadline=None)
@given(
    audience=st.sampled_from(AUDIENCES),
    kind=st.sampled_from(KINDS),
    text=_TEXTS,
    other=_TEXTS,
)
def test_no_record_leaves_anything_open(audience: str, kind: str, text: str, other: str) -> None:
    incident = sparse(
        status="resolved",
        impact={
            "description": text,
            "clients": {"value": 3, "unit": "clients", "basis": "measured"},
        },
        trigger=other,
        timeline=[{"at": "2026-03-03 09:05", "text": text, "phase": "eradication"}],
        recovery={"criteria": [other], "monitored_minutes": 20},
    )
    answer = made(incident, audience, kind, at("10:20"), about=other)
    said = worded(answer)
    assert "{{" not in said
    assert "}}" not in said
    assert "None" not in said.replace(answer.incident, "") or "None" in text + other
    assert not any("[" in line and "]" in line.partition("[")[2] for line in said.split("\n"))
    assert said.count("\nSubject:") == 0
    assert "\r" not in said
    assert not FORBIDDEN.search(said)
