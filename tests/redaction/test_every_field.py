"""Every field of a record is shown to the public or not, by somebody's decision."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from postmortems.config.audiences import KEEPERS, PublicEdition
from postmortems.load.settings import load_settings
from postmortems.model.incident import Incident
from postmortems.plan import plan, walk
from postmortems.rules.people import PLACES
from support.example import settings

FIGURES = "users_pct users clients requests_failed tickets data_loss"
# A field that is new to the model stands in none of these lists until somebody has thought of
# strangers: here when they may read it, under `hides` in audiences.yml when they may not.
SHOWN = {
    "": """schema id title status severity kind services detection postmortem timezone date_unknown
        sample summary background glossary links tags severity_history origin_service teams times
        impact signals roles handoffs escalations timeline communications recovery trigger change
        factors analysis findings went_well went_poorly got_lucky surprises lessons actions
        no_action_reason review follow_ups related recurrence_of""",
    "detection": "source alert",
    "postmortem": "status owner due drafted_at published_at audience",
    "links": "title url",
    "severity_history": "at level reason",
    "times": """started started_estimated detected acknowledged declared mitigated resolved
        closed""",
    "impact": f"description {FIGURES} sla windows",
    **{f"impact.{name}": "value basis unit note" for name in FIGURES.split() if "pct" not in name},
    "impact.users_pct": "value basis note",
    "impact.sla": "target_pct period_days breached note",
    "impact.windows": "start end severity users_pct",
    "roles": "commander tech_lead comms_lead scribe responders",
    **{
        f"roles.{part}": "name tier role since"
        for part in ("commander", "tech_lead", "comms_lead", "scribe", "responders")
    },
    "handoffs": "at from to",
    "escalations": "at tier contact reached_at alternate reason",
    "timeline": "at text phase actor key",
    "communications": "at audience kind channel text next_update_at",
    "recovery": "criteria monitored_minutes",
    "change": "approved rollout",
    "factors": "id text category",
    "analysis": "five_whys fishbone fault_tree change_analysis bow_tie",
    "analysis.five_whys": "question answer whys",
    "analysis.fishbone": "question text",
    "analysis.fault_tree": "question event gate causes",
    "analysis.change_analysis": "question what before during effect",
    "analysis.bow_tie": "question event threats preventions consequences mitigations",
    "analysis.bow_tie.threats": "question text",
    "analysis.bow_tie.preventions": "question text held",
    "analysis.bow_tie.consequences": "question text",
    "analysis.bow_tie.mitigations": "question text held",
    "findings": "stage verdict text confidence control_gap actions",
    "lessons": "text audience",
    "actions": "id title status type priority owner team due done_at reason done_when factors",
    "review": "held_at facilitator outcome",
    "follow_ups": "due done_at result",
}


def _fields() -> set[str]:
    return {
        ".".join(part for part in path if part not in {"[]", "*"})
        for path, _ in walk(plan(Incident))
    }


def test_every_field_is_either_shown_or_hidden() -> None:
    shown = {
        f"{above}.{name}".removeprefix(".")
        for above, names in SHOWN.items()
        for name in names.split()
    }
    public = settings().audiences.public
    hidden = {name for name in _fields() if _left_out(name, public)}
    assert shown.isdisjoint(hidden)
    assert shown | hidden == _fields()


def _left_out(name: str, public: PublicEdition) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in public.hidden)


def test_every_place_of_a_person_is_a_field() -> None:
    assert _fields() > PLACES


def test_what_keepers_write_is_hidden_whatever_the_settings_say() -> None:
    bare = PublicEdition(name="Public", description="Everyone.", hides=())
    assert bare.hidden == KEEPERS
    assert bare.marked
    assert not bare.whole
    assert bare.communications == bare.hosts == ()
    assert (bare.people, bare.has("playbook/index.md")) == ("roles", False)


def test_the_shipped_settings_leave_out_what_is_left_out_without_them() -> None:
    shipped, bare = settings().audiences.public, PublicEdition(name="Public", description="All.")
    for each in (
        "hides",
        "hides_settings",
        "leaves_out",
        "unnamed",
        "unlinked",
        "unlisted",
        "hosts",
    ):
        assert getattr(shipped, each) == getattr(bare, each)
    assert set(shipped.hides) > set(KEEPERS)


def test_the_internal_edition_shows_everything() -> None:
    assert settings().audiences.internal.whole
    assert {each.name for each in fields(settings().audiences.internal)} == {
        each.name for each in fields(settings().audiences.public)
    }


def test_a_field_that_no_record_can_lack_cannot_be_hidden(tmp_path: Path) -> None:
    folder = tmp_path / "site_config"
    folder.mkdir()
    text = (Path(__file__).parents[2] / "site_config" / "audiences.yml").read_text("utf-8")
    changed = text.replace("    - ideas\n", "    - timeline.text\n    - title\n")
    (folder / "audiences.yml").write_text(changed, "utf-8")
    (bad,) = load_settings(tmp_path).bad
    assert [(each.rule, each.fix) for each in bad.problems] == [
        ("config-contradiction", "leave `timeline` out as a whole"),
        ("config-contradiction", "take it out of the list"),
    ]
