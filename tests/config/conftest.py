"""What the tests start from: a small valid policy, the shipped one, and a way to break either."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.config.analysis import AnalysisGuide, Method, Part, Sight, Wording
from postmortems.config.audiences import Audiences, CommunicationAudience, Edition, PublicEdition
from postmortems.config.catalog import Catalog, Contact, Service, Team
from postmortems.config.documents import Documents
from postmortems.config.escalation import Commander, Escalation, Handoff, Tier, Trigger
from postmortems.config.importing import Importing
from postmortems.config.language import Language
from postmortems.config.policy import (
    ActionPolicy,
    BusinessHours,
    Policy,
    PostmortemCondition,
    PostmortemPolicy,
    RecoveryPolicy,
    TimelinePolicy,
    UpdatePolicy,
)
from postmortems.config.rules import Exemption, RuleSettings
from postmortems.config.settings import Settings
from postmortems.config.severities import (
    Clause,
    Condition,
    Criterion,
    Severities,
    SeverityLevel,
    Signal,
    Sla,
)
from postmortems.config.site import Site
from postmortems.config.taxonomy import Phase, Taxonomy, Term
from postmortems.config.timeline import Columns, PhaseWords, TimelineWords
from postmortems.load.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path as File

    from postmortems.findings import Path


def _severities() -> Severities:
    return Severities(
        levels=(
            SeverityLevel(
                id="P0",
                name="Critical",
                aliases=("SEV1", "sev1"),
                definition="Everything is gone.",
                depth="full",
                colour_role="p0",
                sla=Sla(detection=Clause(within_minutes=5, inclusive=False)),
                commanders=("L2",),
                postmortem="mandatory",
            ),
            SeverityLevel(
                id="P1",
                name="High",
                aliases=("SEV2",),
                definition="Much is gone.",
                depth="full",
                colour_role="p1",
                sla=Sla(),
                commanders=("L1", "L2"),
                postmortem="conditional",
            ),
            SeverityLevel(
                id="P2",
                name="Low",
                definition="Little is gone.",
                depth="minimal",
                colour_role="p2",
                sla=Sla(),
                postmortem="none",
            ),
        ),
        signals={
            "down": Signal(name="Down", type="boolean", question="Is it down?"),
            "queue": Signal(name="Queue", type="number", question="How many jobs wait?"),
        },
        criteria=(
            Criterion(
                id="gone",
                all=(Condition(metric="down", op="eq", value=True),),
                level="P0",
                cite=("P0 definition",),
            ),
            Criterion(
                id="between",
                all=(Condition(metric="queue", op="between", value=50.0, upper=100.0),),
                level="P1",
                between=("P2", "P1"),
                cite=("P2 definition", "P1 definition"),
            ),
        ),
    )


def _policy() -> Policy:
    return Policy(
        postmortem=PostmortemPolicy(
            mandatory=(
                PostmortemCondition(id="worst", text="Every P0.", levels=("P0",)),
                PostmortemCondition(id="again", text="A P1 again.", levels=("P1",), repeat=True),
            ),
            draft_within_hours=48,
            publish_within_days=7,
            review_business_days=(3, 5),
        ),
        actions=ActionPolicy(due_within_days={"P0": 7}),
        updates=UpdatePolicy(cadence_minutes=30, levels=("P0",)),
        recovery=RecoveryPolicy(stability_minutes=15),
        timeline=TimelinePolicy(gap_minutes=30, gap_levels=("P0",)),
        follow_up_days=(7, 30),
        business_hours=BusinessHours(
            timezone="Etc/UTC", days=("mon", "tue"), start="09:00", end="17:00"
        ),
        holidays=(date(2026, 12, 25),),
    )


@pytest.fixture
def small() -> Settings:
    """A valid policy with little in it."""
    return Settings(
        site=Site(name="Postmortems"),
        severities=_severities(),
        escalation=Escalation(
            tiers=tuple(
                Tier(
                    id=name,
                    role="Someone",
                    responsibility="Helps.",
                    contact_methods=("Telephone",),
                    availability="Always",
                )
                for name in ("L1", "L2")
            ),
            triggers=(Trigger(id="up", from_="L1", to="L2", text="It is down.", flag="down"),),
            handoff=Handoff(after_minutes=240),
            commander=Commander(description="Decides.", assign_within_minutes=5),
        ),
        policy=_policy(),
        importing=Importing(),
        documents=Documents(),
        timeline=TimelineWords(
            phases=(PhaseWords(phase="recovery", names=("resolution",), phrases=("resolved",)),),
            reach_words=4,
            backwards_minutes=30,
            columns=Columns(time=("time",), text=("text",)),
        ),
        catalog=Catalog(
            services=(Service(id="web-shop", name="Web shop", team="commerce"),),
            teams=(Team(id="commerce", name="Commerce", contacts=("shop-on-call",)),),
            contacts=(Contact(id="shop-on-call", name="Shop", primary="Rota", tier="L1"),),
        ),
        taxonomy=Taxonomy(
            phases=(Phase(id="recovery", name="Recovery", focus="Getting back"),),
            categories=(Term(id="code", name="Code", description="A defect."),),
            control_gaps=(Term(id="contacts", name="Contacts", description="Nobody to call."),),
        ),
        language=Language(placeholders=("TBD",)),
        audiences=Audiences(
            internal=Edition(name="Internal", description="Us.", people="names"),
            public=PublicEdition(
                name="Public", description="All.", people="roles", hides=("impact.revenue",)
            ),
            communication=(
                CommunicationAudience(
                    id="client", name="Clients", description="They pay.", external=True
                ),
            ),
        ),
        analysis=AnalysisGuide(
            slow_answer_minutes=30,
            slow_mitigation_minutes=60,
            most_of_a_kind=2,
            longest_value=80,
            methods=(
                Method(
                    id="fishbone",
                    name="Fishbone",
                    good_for="Breadth.",
                    less_for="Depth.",
                    steps=("Look.",),
                    fits=("luck",),
                    parts=(
                        Part(
                            place="bone",
                            category="code",
                            question="What of {title}?",
                            observations=("luck",),
                        ),
                    ),
                ),
            ),
            observations=(
                Sight(
                    id="luck",
                    stage="cause",
                    says="Luck: {luck}",
                    question="And without? {luck}",
                    asked_as=(Wording(method="fishbone", question="Why {luck}?"),),
                ),
            ),
        ),
        rules=RuleSettings(
            levels={"timeline-gap": "off"},
            ignore=(Exemption(rule="zone-missing", files=("incidents/*",), reason="Old."),),
        ),
    )


@pytest.fixture(scope="session")
def shipped(repository: File) -> Settings:
    """The policy in this repository's site_config."""
    loaded = load_settings(repository)
    assert [(each.file, each.faults, each.problems) for each in loaded.bad] == []
    assert loaded.settings is not None
    return loaded.settings


@pytest.fixture(scope="session")
def change() -> Callable[[Settings, Path, object], Settings]:
    """Make a copy of the policy with another value at a path that starts with the file's name."""
    return _changed


def _changed(record: Any, path: Path, value: object) -> Any:  # noqa: ANN401 - any part of it
    if not path:
        return value
    part, rest = path[0], path[1:]
    if isinstance(part, int):
        items = list(record)
        items[part] = _changed(items[part], rest, value)
        return tuple(items)
    if isinstance(record, dict):
        return {**record, part: _changed(record.get(part), rest, value)}
    name = part if hasattr(record, part) else f"{part}_"
    return replace(record, **{name: _changed(getattr(record, name), rest, value)})
