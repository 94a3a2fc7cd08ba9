from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from postmortems.cli import group
from support.example import BASE_ID, REPOSITORY, example

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

FILE = f"incidents/2026/{BASE_ID}.yml"


@pytest.mark.parametrize(
    ("incident", "level", "criteria"),
    [
        ("INC-UNDATED-01", None, []),
        ("INC-20240121-1528", "P0", ["everything-fails", "many-failures"]),
        (
            "INC-20251104-1030",
            "P0",
            ["all-clients-out", "large-client-down", "pool-exhausted"],
        ),
        ("INC-20240315-1430", "P1", ["many-failures", "pool-exhausted"]),
        ("INC-20240818-0815", "P1", ["many-failures"]),
    ],
)
def test_the_five_accounts_that_the_playbook_grew_from_get_their_levels(
    called: Command, incident: str, level: str | None, criteria: list[str]
) -> None:
    run = called("classify", incident, "--output", "json", "--root", REPOSITORY)
    answer = json.loads(run.out)
    assert (run.code, answer["suggested"]) == (0, level)
    assert [each["criterion"] for each in answer["matches"]] == criteria
    assert all(each["sentences"] for each in answer["matches"])


def test_an_incident_is_found_by_its_file_too(called: Command, root: Path) -> None:
    (root / FILE).write_bytes(example("signals:\n  cluster_down: true\n"))
    by_id = called("classify", BASE_ID, folder=root)
    assert by_id.out == called("classify", root / FILE, folder=root).out
    assert by_id.out.startswith(f"{BASE_ID}: P0 Critical\n")


def test_an_option_stands_above_the_record(called: Command, root: Path) -> None:
    (root / FILE).write_bytes(example("signals:\n  cluster_down: true\n"))
    run = called(
        "classify", BASE_ID, "--signal", "cluster_down=no", "--signal", "api_p95_s=4", folder=root
    )
    assert run.out.startswith(f"{BASE_ID}: P2 Medium\n")
    assert "  - Cluster down: no (--signal)\n" in run.out


def test_without_anything_the_questions_are_told(called: Command, root: Path) -> None:
    run = called("classify", folder=root)
    assert run.code == 0
    assert run.out.startswith("No level is suggested\n")


def test_a_description_is_read_from_a_file_and_from_stdin(called: Command, root: Path) -> None:
    said = json.dumps({"metadata": {"failure_rate_pct": 25}, "description": "Slow"})
    (root / "said.json").write_text(said, "utf-8")
    run = called("classify", "said.json", folder=root)
    assert run.out.startswith("said.json: P1 High\n")
    assert run.out.endswith("\nNot used: description\n")
    piped = CliRunner().invoke(group, ["classify", "-", "--root", str(root)], input=said)
    assert piped.output == run.out.replace("said.json: ", "", 1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--signal", "cluster_dwn=yes"], "there is no signal 'cluster_dwn'; did you mean cluster"),
        (["--signal", "cluster_down"], "lacks its value; write it as name=value"),
        (["--signal", "cluster_down=maybe"], 'takes `true` or `false`, not "maybe"'),
        (["--signal", "cluster_down=1"], "takes `true` or `false`, not 1.0"),
        (["--signal", "api_p95_s=nan"], "takes a number from 0 on, not NaN"),
        (["--signal", "api_p95_s=-1"], "takes a number from 0 on, not -1.0"),
        (["--signal", "api_p95_s=1", "--signal", "api_p95_s=2"], "gives `api_p95_s` twice"),
        (["INC-0"], "there is no incident 'INC-0'"),
        (["nowhere.json"], "nowhere.json does not exist"),
        (["nowhere.yml"], "nowhere.yml does not exist"),
        (["incidents"], "there is no incident 'incidents'"),
    ],
)
def test_wrong_use_is_told_and_nothing_else(
    called: Command, root: Path, options: list[str], said: str
) -> None:
    run = called("classify", *options, folder=root)
    assert (run.code, run.out) == (2, "")
    assert said in run.err
    assert "Traceback" not in run.err


def test_a_folder_is_no_description_and_no_incident(called: Command, root: Path) -> None:
    for name in ("there.json", "there.yml"):
        (root / name).mkdir()
        run = called("classify", name, folder=root)
        assert (run.code, run.out) == (2, "")
        assert "is a folder" in run.err


def test_a_record_that_cannot_be_read_shows_its_errors(called: Command, root: Path) -> None:
    (root / FILE).write_text("id: [\n", "utf-8")
    run = called("classify", BASE_ID, folder=root)
    assert run.code == 1
    assert f"{FILE}:2:1: error[yaml-syntax]" in run.out


def test_a_record_with_errors_is_used_as_far_as_it_goes(called: Command, root: Path) -> None:
    (root / FILE).write_bytes(
        example("signals:\n  cluster_down: true\ntags: [x, x, 3]\nlinks: 4\n")
    )
    run = called("classify", BASE_ID, folder=root)
    assert run.out.startswith(f"{BASE_ID}: P0 Critical\n")
    assert f"`postmortems check {FILE}` shows them" in run.err


def test_broken_settings_are_told(called: Command, root: Path) -> None:
    (root / "site_config").mkdir()
    (root / "site_config" / "severities.yml").write_text("levels: 3\n", "utf-8")
    run = called("classify", folder=root)
    assert (run.code, run.out) == (2, "")
    assert "site_config/ holds errors" in run.err
