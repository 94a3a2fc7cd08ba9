from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from support import extremes

SETUP = "Set up the program"
"""The step that stands in the tests already: the environment that runs them."""
HOOK = """
from pathlib import Path

def on_startup(**_):
    Path(__file__).with_name("ran").touch()
"""


@pytest.fixture(scope="module")
def workflows(repository: Path) -> dict[str, Any]:
    files = sorted((repository / ".github" / "workflows").glob("*.yml"))
    return {path.name: yaml.safe_load(path.read_text("utf-8")) for path in files}


def _steps(workflow: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - YAML of a workflow
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_no_workflow_gives_a_strangers_code_a_secret_or_a_right_to_write(
    workflows: dict[str, Any], repository: Path
) -> None:
    assert {"ci.yml", "incidents.yml"} <= workflows.keys()
    for name, workflow in workflows.items():
        text = (repository / ".github" / "workflows" / name).read_text("utf-8")
        assert "secrets." not in text, name
        # YAML 1.1 takes the word `on` for true.
        assert not {"pull_request_target", "workflow_run"} & workflow[True].keys(), name
        assert workflow["permissions"] == {"contents": "read"}, name
        for job in workflow["jobs"].values():
            assert job["timeout-minutes"] <= 60, name
            if "permissions" in job:
                assert job["if"] == "github.ref == 'refs/heads/main'", name


def test_no_workflow_keeps_a_token_or_puts_what_a_stranger_wrote_into_a_script(
    workflows: dict[str, Any],
) -> None:
    for name, workflow in workflows.items():
        for step in _steps(workflow):
            assert "${{" not in step.get("run", ""), name
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False, name
            assert "cache" not in step.get("with", {}), name


def test_a_linter_of_workflows_finds_nothing(repository: Path) -> None:
    tool = Path(sys.executable).with_name("zizmor")
    done = subprocess.run(
        [tool, "--offline", "--no-progress", "--pedantic", ".github/workflows"],
        cwd=repository,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture
def place(repository: Path, tmp_path: Path) -> Path:
    """What the two checkouts leave: the trusted branch, and a fork that changed all it could."""
    trusted, offered = tmp_path / "trusted", tmp_path / "offered"
    for each in (trusted, offered):
        (each / "incidents" / "2026").mkdir(parents=True)
        shutil.copytree(repository / "site_config", each / "site_config")
        shutil.copy(repository / "mkdocs.yml", each)
    (trusted / "templates" / "pages").mkdir(parents=True)
    (trusted / ".venv").symlink_to(repository / ".venv")
    sample = extremes.on_day(1, extremes.base())
    for each, title in ((trusted, "Before"), (offered, "<script>alert(1)</script>")):
        file = each / "incidents" / "2026" / f"{sample['id']}.yml"
        file.write_text(extremes.dump(sample | {"title": title}), "utf-8")
    (offered / "templates" / "pages").mkdir(parents=True)
    (offered / "templates" / "pages" / "home.md.j2").write_text("taken over", "utf-8")
    (offered / "site_config" / "rules.yml").write_text("taken over: [", "utf-8")
    (offered / "evil.py").write_text(HOOK, "utf-8")
    with (offered / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("\nhooks: [evil.py]\n")
    (offered / "Makefile").write_text("setup:\n\ttouch ran\n", "utf-8")
    return tmp_path


def _run(place: Path, workflow: Any) -> dict[str, subprocess.CompletedProcess[str]]:  # noqa: ANN401
    """Run the scripts of a workflow's steps as the runner does: to the first that fails."""
    done: dict[str, subprocess.CompletedProcess[str]] = {}
    failed = False
    for step in _steps(workflow):
        if "run" not in step or step["name"] == SETUP or (failed and "if" not in step):
            continue
        done[step["name"]] = result = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=place / step.get("working-directory", "."),
            env=os.environ | {"GITHUB_ACTIONS": "true", "CI": "true"},
            check=False,
            capture_output=True,
            text=True,
        )
        failed = failed or result.returncode != 0
    return done


def test_of_a_fork_only_the_incidents_are_taken(place: Path, workflows: dict[str, Any]) -> None:
    done = _run(place, workflows["incidents.yml"])
    assert {name: result.returncode for name, result in done.items()} == dict.fromkeys(done, 0)
    assert len(done) == 4
    home = (place / "trusted" / "site" / "index.html").read_text("utf-8")
    assert "taken over" not in home
    assert "&lt;script&gt;alert" in home.replace("&#60;", "&lt;").replace("&#62;", "&gt;").replace(
        "&#40;", "("
    ).replace("&#41;", ")")
    assert "<script>alert" not in home
    assert [path for path in place.rglob("ran") if path.name == "ran"] == []


def test_a_fork_cannot_have_other_files_read_as_incidents(
    place: Path, workflows: dict[str, Any]
) -> None:
    canary = place / "secret.yml"
    canary.write_text("canary: the-runners-own-file\n", "utf-8")
    (place / "offered" / "incidents" / "INC-20260301-0101.yml").symlink_to(canary)
    (place / "offered" / "incidents" / "2025").symlink_to(place)
    done = _run(place, workflows["incidents.yml"])
    assert done["Check them"].returncode == 1
    assert "Build the pages" not in done
    said = "".join(result.stdout + result.stderr for result in done.values())
    assert "the-runners-own-file" not in said
    assert (
        "::error file=incidents/INC-20260301-0101.yml"
        in done["Show the findings at their lines"].stdout
    )


def test_a_fork_whose_incidents_are_a_link_is_refused(
    place: Path, workflows: dict[str, Any]
) -> None:
    shutil.rmtree(place / "offered" / "incidents")
    (place / "offered" / "incidents").symlink_to("/etc")
    done = _run(place, workflows["incidents.yml"])
    assert done["Check them"].returncode in {1, 2}
    assert "Build the pages" not in done
    assert "root:" not in "".join(result.stdout + result.stderr for result in done.values())
