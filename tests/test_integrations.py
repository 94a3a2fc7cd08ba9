"""What other tools read of this repository: pre-commit's manifest, the editor's task."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pre_commit.clientlib import load_config, load_manifest

from cli.conftest import FILE, called, command, root
from postmortems.cli import COMMANDS
from support.example import example

if TYPE_CHECKING:
    from cli.conftest import Command

__all__ = ["called", "command", "root"]


def hooks(repository: Path) -> dict[str, dict[str, Any]]:
    manifest: list[dict[str, Any]] = load_manifest(str(repository / ".pre-commit-hooks.yaml"))
    return {each["id"]: each for each in manifest}


def shown(repository: Path, language: str) -> list[str]:
    readme = (repository / "README.md").read_text("utf-8")
    return re.findall(rf"```{language}\n(.*?)```", readme, re.DOTALL)


def test_pre_commit_accepts_the_manifest(repository: Path) -> None:
    found = hooks(repository)
    assert list(found) == ["postmortems-fix", "postmortems-check"]
    for each in found.values():
        assert (each["language"], each["pass_filenames"]) == ("python", True)
        program, name = shlex.split(each["entry"])
        assert program == "postmortems"
        assert name in COMMANDS
        assert each["description"].endswith(".")


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("incidents/INC-1.yml", True),
        ("incidents/2026/INC-1.yaml", True),
        ("incidents/2026/INC-1.YML", True),
        ("incidents/2026/notes.md", False),
        ("tests/incidents/INC-1.yml", False),
        ("site_config/policy.yml", False),
        ("incidents/INC-1.yml.orig", False),
    ],
)
def test_hooks_run_on_incidents_only(repository: Path, path: str, taken: bool) -> None:
    for each in hooks(repository).values():
        assert bool(re.search(each["files"], path)) is taken


def test_a_hook_fails_the_commit_of_a_broken_incident(
    repository: Path, root: Path, called: Command
) -> None:
    _, *arguments = shlex.split(hooks(repository)["postmortems-check"]["entry"])
    assert called(*arguments, FILE, folder=root).code == 0
    (root / FILE).write_bytes(example("status: finished\n"))
    said = called(*arguments, FILE, folder=root)
    assert said.code == 1
    assert f"{FILE}:" in said.out


def test_the_readme_shows_a_configuration_that_pre_commit_accepts(
    repository: Path, tmp_path: Path
) -> None:
    (text,) = (each for each in shown(repository, "yaml") if each.startswith("repos:"))
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    config = load_config(str(tmp_path / "config.yaml"))
    (repo,) = config["repos"]
    assert [each["id"] for each in repo["hooks"]] == list(hooks(repository))


def test_the_readme_names_the_schema_where_it_is(repository: Path) -> None:
    (settings, _) = shown(repository, "json")
    ((schema, files),) = json.loads(settings)["yaml.schemas"].items()
    assert (repository / schema).is_file()
    assert list(repository.glob(files))
    (line,) = re.findall(r"\$schema=(\S+)", "\n".join(shown(repository, "yaml")))
    assert (repository / "incidents" / "2026" / line).resolve() == repository / schema


def test_the_task_of_the_readme_finds_what_the_check_says(
    repository: Path, root: Path, called: Command
) -> None:
    (_, text) = shown(repository, "json")
    (task,) = json.loads(text)["tasks"]
    (root / FILE).write_bytes(example("status: finished\nsummary: The outage lasted 9 hours.\n"))
    said = called(*task["args"], folder=root)
    assert said.code == 1
    pattern = task["problemMatcher"]["pattern"]
    matches = [re.match(pattern["regexp"], line) for line in said.out.splitlines()]
    found = [
        {name: match[group] for name, group in pattern.items() if name != "regexp"}
        for match in matches
        if match
    ]
    assert len(found) == len(matches) > 0
    (status,) = (each for each in found if each["code"] == "unknown-value")
    line = (root / FILE).read_text("utf-8").splitlines().index("status: finished") + 1
    assert status == {
        "file": FILE,
        "line": str(line),
        "column": "9",
        "severity": "error",
        "code": "unknown-value",
        "message": "`finished` is not a known value",
    }


def test_the_schema_works_where_patterns_are_those_of_javascript(
    repository: Path, tmp_path: Path
) -> None:
    record = tmp_path / "incident.yml"
    checker = [str(Path(sys.executable).parent / "check-jsonschema"), "--schemafile"]
    command = [*checker, f"{repository}/site_config/incident.schema.json", str(record)]
    for content, code in ((example(), 0), (example("links: [{url: http://x, text: x}]\n"), 1)):
        record.write_bytes(content)
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        assert done.returncode == code, done.stdout
