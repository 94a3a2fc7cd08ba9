from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from postmortems.checking.run import check
from postmortems.config.catalog import Catalog, Contact, Procedure, Service, Team
from postmortems.load.build import Walk, build
from postmortems.plan import plan
from postmortems.rules.documentation import documentation
from postmortems.rules.registry import OVER, by_id
from postmortems.today import instant
from support.example import BASE_ID, REPOSITORY, example, settings

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.rules.base import Rule

RULES = tuple(rule for rule in OVER if rule.level is not None)


def _found(name: str, **catalog: Any) -> list[tuple[object, ...]]:  # noqa: ANN401 - as in YAML
    """Where a rule finds something in the shipped catalogue with these lists in it."""
    policy = replace(settings(), catalog=replace(settings().catalog, **catalog))
    over = by_id(name).over
    assert over is not None
    return [(each.path, each.message) for each in over({}, policy)]


def _lists(fragment: str) -> dict[str, Any]:
    given = yaml.safe_load(fragment)
    walk = Walk(names={})
    filled = {"services": [{"id": "a", "name": "A"}], **given}
    built = build(filled, plan(Catalog), walk)
    assert walk.problems == []
    return {name: getattr(built, name) for name in given}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_examples_are_right(rule: Rule) -> None:
    shown = documentation(rule.doc)
    (flagged,), (accepted,) = shown.flagged, shown.accepted
    # Contacts of an example replace all others, so that tiers are left with nobody.
    quiet: dict[str, Any] = {"services": (), "teams": ()}
    assert _found(rule.id, **quiet, **_lists(flagged)) != []
    assert _found(rule.id, **quiet, **_lists(accepted)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_shipped_catalogue_is_clean(rule: Rule) -> None:
    assert _found(rule.id) == []


def _contact(name: str, *alternates: str, **more: Any) -> Contact:  # noqa: ANN401
    return Contact(id=name, name=name, primary=name, alternates=alternates, **more)


def test_a_tier_with_one_name_or_none_is_found() -> None:
    tiers = [each.id for each in settings().escalation.tiers]
    covered = tuple(_contact(f"c{name}", "other", tier=name) for name in tiers[2:])
    alone = (_contact("jon", "JON", tier=tiers[0]), *covered)
    lists: dict[str, Any] = {"services": (), "teams": (), "procedures": (), "contacts": alone}
    assert _found("single-contact", **lists) == [
        (("contacts", 0, "alternates"), f"only `jon` is listed to call for tier {tiers[0]}"),
        (("contacts",), f"nobody is listed to call for tier {tiers[1]}"),
    ]


def test_a_catalogue_without_contacts_is_told_once() -> None:
    procedure = Procedure(id="p", name="Failover", holders=("Jon",))
    assert _found("single-contact", contacts=(), procedures=(procedure,)) == [
        (("procedures", 0), "only `Jon` is listed to call for `Failover`"),
        (("contacts",), "nobody is listed to call for any tier or service: there are no contacts"),
    ]


def test_a_service_is_as_reachable_as_its_team() -> None:
    lists: dict[str, Any] = {
        "services": (
            Service(id="a", name="A", team="two"),
            Service(id="b", name="B", team="one"),
            Service(id="c", name="C", team="none"),
            Service(id="d", name="D"),
        ),
        "teams": (
            Team(id="two", name="Two", contacts=("jon", "ana")),
            Team(id="one", name="One", contacts=("jon",)),
            Team(id="none", name="None"),
            Team(id="idle", name="Idle"),
        ),
        "contacts": (*settings().catalog.contacts, _contact("jon"), _contact("ana")),
        "procedures": (),
    }
    assert _found("single-contact", **lists) == [
        (("services", 3), "nobody is listed to call for `d`, which has no team"),
        (("teams", 1, "contacts"), "only `jon` is listed to call for the services of `one`"),
        (("teams", 2, "contacts"), "nobody is listed to call for the services of `none`"),
    ]


def test_a_procedure_counts_its_holders_and_those_of_its_contacts_once() -> None:
    def held(*names: str, contacts: tuple[str, ...] = ()) -> Procedure:
        return Procedure(id="p", name="Failover", holders=names, contacts=contacts)

    contacts = (*settings().catalog.contacts, _contact("jon"))
    for procedure, said in (
        (held("jon", "ana"), []),
        (held("ana", contacts=("jon",)), []),
        (held("Jon", contacts=("jon",)), ["only `jon` is listed to call for `Failover`"]),
        (held(), ["nobody is listed to call for `Failover`"]),
    ):
        found = _found("single-contact", contacts=contacts, procedures=(procedure,))
        assert found == [(("procedures", 0), message) for message in said]


def test_findings_stand_in_the_catalogue_weigh_as_configured_and_stop_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / "incidents").mkdir()
    (tmp_path / "incidents" / f"{BASE_ID}.yml").write_bytes(example())
    config = tmp_path / "site_config"
    config.mkdir()
    shipped = (REPOSITORY / "site_config" / "catalog.yml").read_text("utf-8")
    text = shipped.replace(
        "    primary: Payments rota\n    alternates: [Primary engineering rota]\n"
        "    emergency_methods: [Phone]\n",
        "    primary: Payments rota\n    alternates: [payments rota]\n",
    )
    assert text != shipped
    (config / "catalog.yml").write_text(text, "utf-8")
    lines = text.split("\n")
    told = check(tmp_path, instant("2026-03-20"))
    assert {(each.rule, each.file, each.level.value) for each in told.findings} == {
        (rule.id, "site_config/catalog.yml", "warning") for rule in RULES
    }
    assert (told.errors, told.broken) == (0, False)
    at = {each.rule: lines[each.span.line - 1] for each in told.findings if each.span}
    assert at["contact-repeated"] == "    alternates: [payments rota]"
    (config / "rules.yml").write_text(
        "levels: {contact-repeated: error, single-contact: 'off'}\n"
        "ignore:\n  - {rule: contact-without-emergency-method, reason: So it is., "
        "files: [site_config/*]}\n",
        "utf-8",
    )
    again = check(tmp_path, instant("2026-03-20")).findings
    assert [(each.rule, each.level.value) for each in again] == [("contact-repeated", "error")]
