"""People appear by the role that the record knows, and by no other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from postmortems.config.catalog import Contact, Procedure
from postmortems.redaction.people import Named, People
from support.example import make_incident, settings

ROLES = {
    "commander": {"name": "Ana Ruiz", "tier": "L2", "role": "Senior support engineer"},
    "tech_lead": {"name": "Zoë Lindqvist"},
    "responders": [{"name": "Jon Bell", "tier": "L3"}, {"name": "Mia Sato"}, {"name": "Will May"}],
}


def people(**catalog: Any) -> People:  # noqa: ANN401 - any part of a catalogue
    made = settings()
    made = replace(made, catalog=replace(made.catalog, **catalog))
    return People(made, made.audiences.public)


def named(**record: Any) -> Named:  # noqa: ANN401 - plain values as in YAML
    return Named(people(), make_incident(**{"roles": ROLES} | record))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ana Ruiz took command.", "Incident commander took command."),
        ("ANA  RUIZ and ana\nruiz did.", "Incident commander and Incident commander did."),
        ("They called Ana, then Ruiz's phone.", "They called {}, then {}'s phone."),
        ("*Ana* said so.", "*Incident commander* said so."),
        ("Ana said so.", "Incident commander said so."),
        ("Zoe\u0308 Lindqvist and Zoë mended it.", "Technical lead and Technical lead mended it."),
        ("Jon Bell answered.", "Engineering on call answered."),
        ("Mia Sato answered.", "name not shown answered."),
        ("Ask ana.ruiz@example.com or @aruiz.", "Ask name not shown or name not shown."),
        ("Bellow the Anaconda, ruizian.", "Bellow the Anaconda, ruizian."),
        ("The Bell rang.", "The Engineering on call rang."),
    ],
)
def test_names_in_texts_become_roles(text: str, said: str) -> None:
    assert named().text(text) == said.replace("{}", "Incident commander")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("May saw a rise. Will it last?", "May saw a rise. Will it last?"),
        ("They told Will of it.", "They told name not shown of it."),
        ("Will May knew.", "name not shown knew."),
    ],
)
def test_people_who_are_called_like_words_leave_words_alone(text: str, said: str) -> None:
    assert named().text(text) == said


@pytest.mark.parametrize(
    ("field", "name", "said"),
    [
        ("actions.owner", "Ana Ruiz", "Incident commander"),
        ("actions.owner", "Ana Ruiz (L2)", "Incident commander"),
        ("actions.owner", "Kay Lund", "name not shown"),
        ("actions.owner", "kay", "name not shown"),
        ("actions.owner", "Payments team", "Payments team"),
        ("actions.owner", "Kay's team", "name not shown"),
        ("actions.owner", "Engineering", "Engineering"),
        ("timeline.actor", "payment-api", "payment-api"),
        ("timeline.actor", "PagerDuty", "PagerDuty"),
        ("timeline.actor", "Kay Lund", ""),
        ("timeline.actor", "Kay Lund (L4)", "Engineering manager"),
        ("timeline.actor", "PaymentErrorRate", "PaymentErrorRate"),
        ("escalations.contact", "Support on call", "Support on call"),
        ("escalations.contact", "First-line support rota", "name not shown"),
        ("handoffs.from", "Kay Lund", "Outgoing commander"),
        ("handoffs.to", "Kay Lund", "Incoming commander"),
        ("handoffs.to", "Ana Ruiz", "Incident commander"),
        ("postmortem.owner", "Grace Support", "name not shown"),
    ],
)
def test_where_a_person_stands_the_role_stands_or_nothing(field: str, name: str, said: str) -> None:
    record = named(detection={"source": "alert", "alert": "PaymentErrorRate"})
    assert record.place(field, name) == said


def test_one_name_of_two_people_gets_no_role() -> None:
    roles = {"commander": {"name": "Ana Ruiz"}, "tech_lead": {"name": "Ana Stone"}}
    record = named(roles=roles)
    assert record.text("They told Ana.") == "They told name not shown."
    assert record.text("Stone told Ruiz.") == "Technical lead told Incident commander."


def test_a_job_in_somebodys_own_words_names_nobody() -> None:
    roles = {"responders": [{"name": "Jon Bell", "role": "Deputy of Ana Ruiz"}]}
    record = named(roles=roles | {"commander": {"name": "Ana Ruiz"}})
    assert record.text("Jon Bell left.") == "Deputy of Incident commander left."


def test_the_catalogue_names_people_too() -> None:
    known = people(
        contacts=(
            Contact(id="x", name="Database on call", primary="Kay Lund", alternates=("Bo Ek",)),
        ),
        procedures=(Procedure(id="y", name="Fail over", holders=("Ida Holm", "Database")),),
    )
    said = Named(known).text("Kay Lund, Bo Ek or Ida Holm of Database.")
    assert said == "Database on call, name not shown or name not shown of Database."


def test_a_single_word_that_is_no_known_system_is_a_name() -> None:
    event = {"at": "2026-03-03 09:05", "text": "It began.", "actor": "Kubernetties"}
    record = named(
        timeline=[event], postmortem={"status": "draft", "owner": "Kaylee", "audience": "public"}
    )
    said = record.text("Kaylee asked Kubernetties and Kubernetes.")
    assert said == "name not shown asked name not shown and Kubernetes."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ludwig van Beethoven", "LUDWIG VAN BEETHOVEN, Beethoven and ludwig.van.beethoven"),
        ("Élodie de la Cruz", "Élodie de la Cruz, Élodie and Cruz"),
        ("Kay Lund (L2)", "Kay Lund, Lund and kay-lund"),
        ("Kay Lund, payments", "Kay Lund, Kay and kay_lund"),
        ("Bo Ek / Kay Lund", "Bo Ek, Kay Lund and kay lund"),
        ("kay lund", "kay lund, Kay Lund and KAY.LUND"),
        ("kay.lund", "kay.lund, Kay Lund and kay-lund"),
        ("Ana Maria Luz del Mar Sol Vega", "Ana Maria Luz del Mar Sol Vega, Vega and Luz"),
        ("王小明", "王小明, 王小明 and 王小明"),
        ("Kay", "Kay, Kay and Kay"),
        ("Vo", "Vo, Vo and Vo"),
    ],
)
@pytest.mark.parametrize("field", ["owner", "actor", "alternate"])
def test_names_are_known_however_they_are_made(field: str, name: str, text: str) -> None:
    fields: dict[str, Any] = {
        "owner": {"postmortem": {"status": "draft", "owner": name, "audience": "public"}},
        "actor": {"timeline": [{"at": "2026-03-03 09:05", "text": "It began.", "actor": name}]},
        "alternate": {"escalations": [{"at": "2026-03-03 09:30", "tier": "L3", "alternate": name}]},
    }
    hidden = "name not shown"
    assert named(**fields[field]).text(f"{text}.") == f"{hidden}, {hidden} and {hidden}."


def test_names_without_spaces_are_found_between_other_words() -> None:
    owner = {"status": "draft", "owner": "王小明", "audience": "public"}
    assert named(postmortem=owner).text("由王小明恢复。") == "由name not shown恢复。"


@pytest.mark.parametrize("name", ["Payment", "Database", "on call", "us", "not me", "-"])
def test_words_that_name_services_and_jobs_are_left_alone(name: str) -> None:
    event = {"at": "2026-03-03 09:05", "text": "It began.", "actor": name}
    text = f"Payment, {name} - Database."
    assert named(timeline=[event]).text(text) == text
