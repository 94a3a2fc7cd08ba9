"""``postmortems import``: files in, records out, and everything told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.load.defaults import defaults
from postmortems.load.events import read
from postmortems.load.text import Limits

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

PAGE = """---
title: Checkout is down
date: 2026-03-01T09:12:00-00:00
resolved: true
resolvedWhen: 2026-03-01T09:40:00-00:00
severity: down
affected:
  - Checkout service
  - Loyalty programme
section: issue
---
Nobody could pay.
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "checkout.md").write_text(PAGE)
    return folder


def records(root: Path) -> dict[str, Any]:
    return {
        path.stem: read(path.read_bytes(), Limits()).value
        for path in sorted((root / "incidents").rglob("*.yml"))
        if b"\nimported:" in path.read_bytes()
    }


def test_a_file_becomes_a_record_and_what_is_not_sure_is_told(
    root: Path, old: Path, called: Command
) -> None:
    result = called("import", old / "checkout.md", "--root", root)
    assert result.code == 1
    assert "old/checkout.md:9:5: warning[imported-doubt]: `Loyalty programme`" in result.out
    assert (
        "→ incidents/2026/INC-20260301-0912.yml: 9 values, 1 kept aside, 1 in doubt" in result.out
    )
    assert (
        "1 file: 1 record made, 0 there already, 0 changed since, 0 could not be read."
        in result.out
    )
    assert "  1 record: `services` names what the settings do not know" in result.out
    (record,) = records(root).values()
    assert record["services"] == ["checkout-service", "loyalty-programme"]
    assert record["times"] == {"started": "2026-03-01 09:12Z", "resolved": "2026-03-01 09:40Z"}


def test_importing_twice_is_importing_once(root: Path, old: Path, called: Command) -> None:
    called("import", old, "--root", root)
    before = {path: path.read_bytes() for path in (root / "incidents").rglob("*.yml")}
    again = called("import", old, "--root", root)
    assert again.code == 0
    assert "0 records made, 1 there already" in again.out
    assert {path: path.read_bytes() for path in (root / "incidents").rglob("*.yml")} == before


@pytest.mark.parametrize(
    "options",
    [("--severity", "P2"), ("--kind", "outage"), ("--status", "closed")],
)
def test_what_is_said_beside_a_document_makes_no_second_record_of_it(
    options: tuple[str, str], root: Path, old: Path, called: Command
) -> None:
    page = old / "story.md"
    page.write_text("# Gateway timeouts\n\nDate: 2026-03-03\n\n## Timeline\n\n- 09:12: it began\n")
    first = called("import", "markdown", page, "--root", root)
    assert "1 record made" in first.out
    again = called("import", "markdown", page, *options, "--root", root)
    assert "0 records made, 1 there already" in again.out
    assert len(records(root)) == 1


def test_what_changed_since_is_told_and_the_record_left_alone(
    root: Path, old: Path, called: Command
) -> None:
    called("import", old, "--root", root)
    before = {path: path.read_bytes() for path in (root / "incidents").rglob("*.yml")}
    (old / "checkout.md").write_text(PAGE + "It was the bank.\n")
    result = called("import", old, "--root", root)
    assert "was imported from this, and it has changed since" in result.out
    assert "0 records made, 0 there already, 1 changed since" in result.out
    assert {path: path.read_bytes() for path in (root / "incidents").rglob("*.yml")} == before


def test_unknown_services_are_entered_when_asked(root: Path, old: Path, called: Command) -> None:
    catalogue = root / "site_config" / "catalog.yml"
    before = (defaults() / "site_config" / "catalog.yml").read_text()
    result = called("import", old, "--add-services", "--root", root)
    assert result.code == 0
    assert "entered 1 service: loyalty-programme" in result.out
    added = "  - id: loyalty-programme\n    name: Loyalty programme\n"
    assert catalogue.read_text().replace(added, "") == before
    assert called("check", "--select", "structure", "--root", root).code == 0


def test_bad_files_are_told_and_the_others_still_come_in(
    root: Path, old: Path, called: Command
) -> None:
    (old / "broken.json").write_text('{"incidents": [\n')
    (old / "empty.md").write_text("")
    (old / "binary.md").write_bytes(b"\xff\x00\xfe")
    (old / "link.md").symlink_to("/etc/hostname")
    (old / "ignored.png").write_bytes(b"\x89PNG")
    result = called("import", old, "--add-services", "--root", root)
    assert result.code == 1
    assert result.out.count("error[import-unread]") == 4
    assert (
        "5 files: 1 record made, 0 there already, 0 changed since, 4 could not be read."
        in result.out
    )
    assert "Traceback" not in result.out + result.err


def test_a_dry_run_writes_nothing(root: Path, old: Path, called: Command) -> None:
    result = called("import", old, "--add-services", "--dry-run", "--root", root)
    assert "1 record would be made" in result.out
    assert records(root) == {}
    assert not (root / "site_config" / "catalog.yml").exists()


def test_what_the_source_does_not_say_can_be_said(root: Path, old: Path, called: Command) -> None:
    text = PAGE.replace("severity: down\n", "section: issue\n").replace(
        "  - Loyalty programme\n", ""
    )
    (old / "checkout.md").write_text(text)
    result = called("import", old, "--severity", "P3", "--kind", "degradation", "--root", root)
    assert result.code == 0
    (record,) = records(root).values()
    assert (record["severity"], record["kind"]) == ("P3", "degradation")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name the files to import; `--formats` lists what can be read"),
        (("cstate",), "name the files to import"),
        (("gone.md",), "gone.md does not exist"),
        (("--severity", "P9"), "--severity 'P9' is not known"),
        (("--service", "checkout-servce"), "did you mean checkout-service?"),
        (("--timezone", "CET"), "--timezone: there is no zone 'CET'; it may mean Europe/Berlin"),
        (("--timezone", "Mars/Base"), "--timezone: there is no zone 'Mars/Base'"),
    ],
)
def test_wrong_use_is_told(
    root: Path, old: Path, called: Command, arguments: tuple[str, ...], message: str
) -> None:
    files = [old] if arguments and arguments[0].startswith("--") else []
    result = called("import", *arguments, *files, "--root", root)
    assert result.code == 2
    assert message in result.err


def test_the_formats_are_listed(called: Command) -> None:
    result = called("import", "--formats")
    assert result.code == 0
    assert "cstate             cState file\n" in result.out


def test_no_record_is_written_over(root: Path, old: Path, called: Command) -> None:
    page = {
        "page": {"id": "p"},
        "incidents": [
            {
                "id": str(n),
                "name": "Down",
                "status": "resolved",
                "impact": "minor",
                "started_at": "2026-03-01T09:12:00Z",
                "resolved_at": "2026-03-01T10:00:00Z",
                "incident_updates": [],
                "components": [],
            }
            for n in range(3)
        ],
    }
    (old / "checkout.md").unlink()
    (old / "incidents.json").write_text(json.dumps(page))
    called("import", old, "--service", "payment-api", "--root", root)
    assert list(records(root)) == ["INC-20260301-0912", "INC-20260301-0913", "INC-20260301-0914"]


WRITTEN = """# Checkout was down

## Summary

Nobody could pay.

## Timeline

- 2026-03-01 09:12 Payments failed.
- 2026-03-01 09:40 Payments went through again.
"""


def test_a_document_without_a_key_is_known_by_its_text_however_it_is_read(
    root: Path, old: Path, called: Command
) -> None:
    (old / "checkout.md").write_text(WRITTEN)
    called("import", old, "--timezone", "UTC", "--root", root)
    again = called("import", old, "--timezone", "Europe/Berlin", "--severity", "P2", "--root", root)
    assert "0 records made, 1 there already, 0 changed since" in again.out
    (old / "checkout.md").write_text(WRITTEN + "- 2026-03-01 10:00 All was well.\n")
    changed = called("import", old, "--timezone", "UTC", "--root", root)
    assert "0 records made, 0 there already, 1 changed since" in changed.out
    assert len(records(root)) == 1


def test_two_documents_of_one_name_and_title_both_come_in(
    root: Path, old: Path, called: Command
) -> None:
    (old / "checkout.md").write_text(WRITTEN)
    (old / "later").mkdir()
    (old / "later" / "checkout.md").write_text(WRITTEN.replace("09:", "19:"))
    called("import", old, "--timezone", "UTC", "--root", root)
    assert len(records(root)) == 2
    again = called("import", old, "--timezone", "UTC", "--root", root)
    assert "0 records made, 2 there already, 0 changed since" in again.out


def test_where_json_breaks_is_told(root: Path, old: Path, called: Command) -> None:
    (old / "checkout.md").unlink()
    (old / "broken.json").write_text('{"incidents": [\n  {"id": }]}')
    result = called("import", old, "--root", root)
    assert "old/broken.json:2:10: error[import-unread]: this is no JSON" in result.out


def test_a_misspelt_format_is_not_taken_for_a_file(root: Path, old: Path, called: Command) -> None:
    result = called("import", "markdwon", old / "checkout.md", "--root", root)
    assert result.code == 2
    assert "there is no format 'markdwon'; did you mean markdown?" in result.err


def test_the_way_to_enter_services_is_told(root: Path, old: Path, called: Command) -> None:
    result = called("import", old, "--dry-run", "--root", root)
    assert "`--add-services` enters services that the catalogue does not know.\n" in result.out
