from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import FILE
from support.example import BASE_ID

BIN = Path(sys.executable).parent


def _completed(folder: Path, line: str) -> list[str]:
    """What bash would offer for the last word of a line, by the script that we print."""
    program = (
        'eval "$(postmortems completion bash)"\n'
        f"COMP_WORDS=({line}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 )); COMPREPLY=()\n"
        "compopt() { echo files; }\n"
        '_postmortems_completion postmortems\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    said = subprocess.run(
        ["bash", "-c", program],
        cwd=folder,
        env=os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert said.stderr == ""
    return said.stdout.split()


def test_a_shell_completes_ids_the_latest_first(root: Path) -> None:
    (root / FILE).with_name("INC-20260401-0800.yml").write_text("schema: 1\n")
    (root / FILE).with_name("INC-20260402-0800.yml.").write_text("schema: 1\n")
    assert _completed(root, "postmortems set ''") == ["INC-20260401-0800", BASE_ID]
    assert _completed(root, "postmortems set INC-202603") == [BASE_ID]
    assert _completed(root, "postmortems set X") == []
    assert _completed(root, "postmortems show INC-202604") == ["INC-20260401-0800"]


def test_where_no_incident_begins_like_that_files_are_offered(root: Path) -> None:
    assert _completed(root, "postmortems show ./") == ["files"]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("postmortems an", ["analyse", "announce"]),
        ("postmortems check --stat", ["--statistics"]),
        ("postmortems explain timeline-o", ["timeline-outside-lifecycle"]),
        ("postmortems check --ignore zone", ["zone-abbreviation", "zone-missing"]),
        ("postmortems new --severity ''", ["P0", "P1", "P2", "P3"]),
        ("postmortems import --severity P3", ["P3"]),
        ("postmortems completion f", ["fish"]),
    ],
)
def test_commands_options_rules_and_levels_are_completed(
    root: Path, line: str, offered: list[str]
) -> None:
    assert _completed(root, line) == offered


def test_services_are_those_of_the_repository(root: Path) -> None:
    (root / "site_config").mkdir()
    catalogue = root / "site_config" / "catalog.yml"
    catalogue.write_text(
        "services:\n  - { id: shop, name: Shop }\n  - { id: search, name: Search }\n"
    )
    assert _completed(root, "postmortems new --service ''") == ["shop", "search"]
    catalogue.write_text("services: nothing of the kind\n")
    assert _completed(root, "postmortems new --service ''") == []


def test_nothing_of_the_repository_is_run(root: Path) -> None:
    (root / "site_config").mkdir()
    (root / "site_config" / "site.yml").write_text("name: X\nextensions: [extensions/one.py]\n")
    (root / "extensions").mkdir()
    (root / "extensions" / "one.py").write_text("open('run', 'w').close()\n")
    assert _completed(root, "postmortems set ''") == [BASE_ID]
    assert _completed(root, "postmortems new --severity P0") == ["P0"]
    assert not (root / "run").exists()


def test_outside_of_a_repository_nothing_of_one_is_offered(tmp_path: Path) -> None:
    assert _completed(tmp_path, "postmortems set ''") == []
    assert _completed(tmp_path, "postmortems new --severity ''") == []


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_ask_in_their_own_way(shell: str, root: Path) -> None:
    said = subprocess.run(
        [BIN / "postmortems", "completion", shell], check=True, capture_output=True, text=True
    )
    assert f"_POSTMORTEMS_COMPLETE={shell}_complete" in said.stdout
    asked = subprocess.run(
        [BIN / "postmortems"],
        cwd=root,
        env=os.environ
        | {
            "_POSTMORTEMS_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": "postmortems set INC",
            "COMP_CWORD": "INC" if shell == "fish" else "2",
        },
        check=False,
        capture_output=True,
        text=True,
    )
    assert BASE_ID in asked.stdout
