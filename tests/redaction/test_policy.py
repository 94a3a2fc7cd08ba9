"""What an edition shows of the settings."""

from __future__ import annotations

from dataclasses import replace

from postmortems.config.audiences import Sender
from postmortems.config.catalog import Procedure
from postmortems.config.rules import Exemption, RuleSettings
from postmortems.config.settings import Settings, problems
from postmortems.redaction.links import Links
from postmortems.redaction.people import People
from postmortems.redaction.policy import settings_shown
from support.example import EARLIER_ID, settings

PUBLIC = settings().audiences.public


def shown(
    made: Settings, present: tuple[str, ...] = (), named: frozenset[str] | None = None
) -> Settings:
    edition = made.audiences.public
    links = Links(edition, {EARLIER_ID} - set(present))
    return settings_shown(made, edition, People(made, edition), links, present, named)


def full() -> Settings:
    made = settings()
    return replace(
        made,
        site=replace(made.site, repository_url="https://git.example.com/x"),
        audiences=replace(made.audiences, sender=Sender(name="Support", phone="+1 555 0100")),
        policy=replace(made.policy, postmortem=replace(made.policy.postmortem, example=EARLIER_ID)),
        rules=RuleSettings(
            ignore=(Exemption(rule="mojibake", incidents=(EARLIER_ID,), reason="Old."),)
        ),
        catalog=replace(
            made.catalog,
            procedures=(*made.catalog.procedures, Procedure(id="y", name="Y", holders=("A B",))),
        ),
    )


def test_whom_to_call_and_how_is_gone() -> None:
    made = shown(full())
    assert (made.catalog.contacts, made.catalog.procedures, made.policy.regimes) == ((), (), ())
    assert {each.contacts for each in made.catalog.teams} == {()}
    assert made.audiences.sender == Sender()


def test_nothing_refers_to_what_is_gone() -> None:
    assert list(problems(shown(full()))) == []


def test_only_named_services_and_teams_and_the_owners_of_services_are_there() -> None:
    service = next(each for each in full().catalog.services if each.team is not None)
    team = next(each for each in full().catalog.teams if each.id != service.team)
    made = shown(full(), named=frozenset({service.id, team.id}))
    assert [each.id for each in made.catalog.services] == [service.id]
    assert {each.id for each in made.catalog.teams} == {service.team, team.id}
    assert list(problems(made)) == []
    assert shown(full(), named=frozenset()).catalog.teams == ()


def test_there_is_no_way_to_the_repository() -> None:
    assert shown(full()).site.edit_url("incidents/x.yml") is None


def test_settings_name_no_absent_incident() -> None:
    assert shown(full()).policy.postmortem.example is None
    assert shown(full(), (EARLIER_ID,)).policy.postmortem.example == EARLIER_ID
    assert shown(full()).rules.ignore == ()
    made = full()
    team = replace(made.catalog.teams[0], description=f"Since {EARLIER_ID}, says A B.")
    made = replace(made, catalog=replace(made.catalog, teams=(team, *made.catalog.teams[1:])))
    said = "Since another incident, says name not shown."
    assert shown(made).catalog.teams[0].description == said


def test_promises_whose_keeping_is_not_shown_are_not_told() -> None:
    before = settings().severities.level("P0").sla
    after = shown(settings()).severities.level("P0").sla
    assert before.executive_notice is not None
    assert after.executive_notice is None
    assert after.client_notice == before.client_notice
    assert after.engineering_escalation == before.engineering_escalation
    without = replace(
        settings(),
        audiences=replace(
            settings().audiences,
            public=replace(PUBLIC, hides=("escalations", "times.acknowledged", "communications")),
        ),
    )
    sla = shown(without).severities.level("P0").sla
    assert sla.engineering_escalation is sla.acknowledgement is sla.client_notice is None
    assert sla.detection == before.detection
