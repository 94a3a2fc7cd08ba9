from __future__ import annotations

import json
from typing import TYPE_CHECKING

from postmortems.rules.registry import RULES, rule_names

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command, Invoke


def test_all_rules_are_listed_by_family(root: Path, invoke: Invoke) -> None:
    lines = invoke("rules", "--root", root).stdout.splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("  ")]
    families = [line for line in lines if line and not line.startswith(" ")]
    assert sorted(listed) == sorted(rule_names())
    assert families == sorted({rule.family for rule in RULES})
    assert any(line.startswith("  id-pattern ") and " error " in line for line in lines)


def test_levels_are_those_of_the_repository(root: Path, invoke: Invoke) -> None:
    (root / "site_config").mkdir()
    levels = "levels: {human-error: off, stated-share: warning}\n"
    (root / "site_config" / "rules.yml").write_text(levels, "utf-8")
    said = dict(
        line.split()[:2]
        for line in invoke("rules", "--root", root).stdout.splitlines()
        if line.startswith("  ")
    )
    assert (said["human-error"], said["stated-share"], said["id-pattern"]) == (
        "off",
        "warning",
        "error",
    )
    rules = json.loads(invoke("rules", "--output", "json", "--root", root).stdout)
    by_id = {each["id"]: each for each in rules["rules"]}
    assert by_id["human-error"]["level"] is None
    assert by_id["stated-share"]["level"] == "warning"


def test_programs_get_everything(root: Path, invoke: Invoke) -> None:
    (root / "site_config").mkdir()
    (root / "site_config" / "site.yml").write_text("name: S\nurl: https://pm.example\n", "utf-8")
    said = json.loads(invoke("rules", "--output", "json", "--root", root).stdout)
    assert said["version"] == 1
    assert sorted(each["id"] for each in said["rules"]) == sorted(rule_names())
    (one,) = [each for each in said["rules"] if each["id"] == "id-not-file-name"]
    assert list(one) == ["id", "what", "why", "fix", "family", "level", "url"]
    assert one["fix"] == "Rename the file, or correct the id."
    assert one["family"] == "structure"
    assert one["url"] == "https://pm.example/reference/rules/id-not-file-name/"


def test_outside_a_repository_the_defaults_apply(tmp_path: Path, called: Command) -> None:
    said = called("rules", folder=tmp_path)
    assert (said.code, said.err) == (0, "")
    assert "\n  id-pattern " in said.out


def test_broken_settings_are_refused(root: Path, called: Command) -> None:
    (root / "site_config").mkdir()
    (root / "site_config" / "rules.yml").write_text("levels: {x: off}\n", "utf-8")
    said = called("rules", "--root", root)
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        "postmortems: site_config/ holds errors; run `postmortems check` to see them\n"
    )
