from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from postmortems.reports.formats import FORMATS
from support.example import BASE_ID, example

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

FILE = f"incidents/2026/{BASE_ID}.yml"
DAY = ("--as-of", "2026-03-20")
SUM = "1 incident checked: 1 warning.\n"


@pytest.fixture
def warned(root: Path) -> Path:
    """A repository whose one incident has one warning."""
    (root / FILE).write_bytes(example("lessons:\n  - text: This was human error.\n"))
    return root


def test_several_reports_of_one_run(warned: Path, called: Command) -> None:
    said = called("check", *DAY, "--output", "sarif=out.sarif", "--output", "github", folder=warned)
    assert said.code == 0
    assert said.out.startswith(f"::warning file={FILE},line=")
    assert said.err == SUM
    log = json.loads((warned / "out.sarif").read_text("utf-8"))
    assert [each["ruleId"] for each in log["runs"][0]["results"]] == ["human-error"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_holds_what_stdout_would(warned: Path, called: Command, name: str) -> None:
    printed = called("check", *DAY, "--output", name, folder=warned)
    written = called("check", *DAY, "--output", f"{name}=report", folder=warned)
    assert (written.code, written.out, written.err) == (0, "", SUM)
    assert (warned / "report").read_text("utf-8") == printed.out
    assert printed.err == ("" if name == "full" else SUM)


@pytest.mark.parametrize("name", FORMATS)
def test_a_sound_run_is_told_in_every_format(root: Path, called: Command, name: str) -> None:
    said = called("check", *DAY, "--output", name, folder=root)
    assert said.code == 0
    assert (said.out + said.err).endswith("1 incident checked, nothing to mend.\n")
    if name in {"json", "gitlab", "sarif"}:
        json.loads(said.out)
    if name == "junit":
        (case,) = ET.fromstring(said.out).iter("testcase")  # noqa: S314 - our own
        assert case.get("name") == FILE


@pytest.mark.parametrize("name", FORMATS)
def test_broken_settings_are_told_in_every_format(root: Path, called: Command, name: str) -> None:
    (root / "site_config").mkdir()
    (root / "site_config" / "site.yml").write_text("name: S\nlimits: {max_depth: 7}\n", "utf-8")
    said = called("check", *DAY, "--output", name, "--fail-on", "never", folder=root)
    assert said.code == 2
    assert "out-of-range" in said.out
    assert "site.yml" in html.unescape(said.out)


def test_a_file_is_replaced(warned: Path, called: Command) -> None:
    (warned / "summary.md").write_text("old\n", "utf-8")
    called("check", *DAY, "--output", "markdown=summary.md", folder=warned)
    assert (warned / "summary.md").read_text("utf-8").startswith("## Incidents\n")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            ("json", "github"),
            (
                "--output json and --output github both write to stdout; give one a file: "
                "--output github=FILE"
            ),
        ),
        (
            ("json", "json"),
            (
                "--output json and --output json both write to stdout; give the second a file: "
                "--output json=FILE"
            ),
        ),
        (("json=a", "sarif=./a"), "two --output write to {root}/a"),
        (("markdown=",), "--output markdown= names no file; is the variable set that should?"),
        (("",), f"there is no format ''; there are {', '.join(FORMATS)}"),
        (("Json",), "there is no format 'Json'; did you mean json?"),
    ],
)
def test_outputs_that_make_no_sense_are_refused_before_anything_is_done(
    root: Path, called: Command, given: tuple[str, ...], message: str
) -> None:
    arguments = [part for each in given for part in ("--output", each)]
    said = called("check", *DAY, *arguments, folder=root)
    assert (said.code, said.out) == (2, "")
    assert said.err == f"postmortems: {message.format(root=root)}\n"
    assert [each.name for each in root.iterdir()] == ["incidents"]


def test_a_file_in_no_folder_is_an_error_and_the_report_on_stdout_stands(
    warned: Path, called: Command
) -> None:
    said = called("check", *DAY, "--output", "concise", "--output", "json=no/a.json", folder=warned)
    assert said.code == 2
    assert said.out.startswith(f"{FILE}:")
    assert said.err == f"{SUM}postmortems: cannot write no/a.json: there is no folder no\n"
    assert not (warned / "no").exists()


@pytest.mark.parametrize("name", ["folder", "link"])
def test_what_is_no_file_is_not_replaced(warned: Path, called: Command, name: str) -> None:
    (warned / "folder").mkdir()
    (warned / "link").symlink_to("target")
    said = called("check", *DAY, "--output", f"json={name}", folder=warned)
    assert said.code == 2
    assert said.err.endswith(
        f"postmortems: cannot write {name}: a link, folder or device stands there, not a file\n"
    )
    assert not (warned / "target").exists()


def test_pages_of_rules_are_linked_where_the_site_has_an_address(
    warned: Path, called: Command
) -> None:
    (warned / "site_config").mkdir()
    (warned / "site_config" / "site.yml").write_text("name: S\nurl: https://pm.example/\n", "utf-8")
    page = "https://pm.example/reference/rules/human-error/"
    assert f"  see: {page}\n" in called("check", *DAY, folder=warned).out
    for name in ("json", "gitlab", "sarif", "markdown"):
        assert page in called("check", *DAY, "--output", name, folder=warned).out
