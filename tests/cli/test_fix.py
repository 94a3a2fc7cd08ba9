from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.example import BASE_ID, example

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

FILE = f"incidents/2026/{BASE_ID}.yml"
DAY = ("--as-of", "2026-03-20")
SPOILT = example("status: closd\ntags: [2024]\n")
MENDED = example('status: closed\ntags: ["2024"]\n')
NOTES = f"{FILE}:5: `closd` → `closed`\n{FILE}:10: `2024` is text, in quotes\n"


def test_fixes_are_written_and_told(root: Path, called: Command) -> None:
    (root / FILE).write_bytes(SPOILT)
    said = called("fix", *DAY, "--root", root)
    assert (root / FILE).read_bytes() == MENDED
    assert said.out == NOTES + "2 fixes made in 1 file.\n"
    assert (said.code, said.err) == (0, "")
    again = called("fix", *DAY, "--root", root)
    assert (again.code, again.out) == (0, "Nothing to fix.\n")


def test_a_diff_writes_nothing_and_stands_alone_on_the_output(root: Path, called: Command) -> None:
    (root / FILE).write_bytes(SPOILT)
    said = called("fix", *DAY, "--root", root, "--diff", FILE, folder=root)
    assert (root / FILE).read_bytes() == SPOILT
    assert said.out.startswith(f"--- a/{FILE}\n+++ b/{FILE}\n@@ -2,12 +2,12 @@\n")
    assert "\n-status: closd\n+status: closed\n" in said.out
    assert said.err == NOTES + "2 fixes to make in 1 file.\n"
    assert said.code == 0


@pytest.mark.parametrize("more", [(), ("--diff",)])
def test_a_check_writes_nothing_and_fails_when_something_would_change(
    root: Path, called: Command, more: tuple[str, ...]
) -> None:
    assert called("fix", "--check", *more, *DAY, "--root", root).code == 0
    (root / FILE).write_bytes(SPOILT)
    said = called("fix", "--check", *more, *DAY, "--root", root)
    assert (root / FILE).read_bytes() == SPOILT
    assert said.code == 1
    assert "2 fixes to make in 1 file." in said.out + said.err


def test_what_remains_is_counted_and_check_is_named(root: Path, called: Command) -> None:
    (root / FILE).write_bytes(example("kind: x\nstatus: closd\n"))
    said = called("fix", *DAY, "--root", root)
    assert said.out.endswith("1 fix made in 1 file. 1 finding left: see `postmortems check`.\n")


def test_links_and_oversized_files_are_left_alone(root: Path, called: Command) -> None:
    outside = root / "outside.yml"
    outside.write_bytes(SPOILT)
    link = root / "incidents" / "2026" / "INC-1.yml"
    link.symlink_to(outside)
    big = root / "incidents" / "2026" / "INC-2.yml"
    big.write_bytes(SPOILT + b"#" * 1_100_000)
    said = called("fix", *DAY, "--root", root)
    assert outside.read_bytes() == SPOILT
    assert big.stat().st_size > 1_100_000
    assert said.code == 1
    assert said.err == "incidents/2026/INC-1.yml: left alone: the file is a symbolic link\n"


def test_a_repository_without_incidents_is_wrong_use(tmp_path: Path, called: Command) -> None:
    said = called("fix", "--root", tmp_path)
    assert (said.code, said.out) == (2, "")
    assert "has no incidents/" in said.err


def test_a_link_for_the_folder_is_left_alone(root: Path, called: Command) -> None:
    (root / FILE).write_bytes(SPOILT)
    (root / "incidents").rename(root / "elsewhere")
    (root / "incidents").symlink_to(root / "elsewhere")
    said = called("fix", *DAY, "--root", root)
    assert said.err == "incidents: left alone: the file is a symbolic link\n"
    assert (said.code, said.out) == (1, "Nothing to fix.\n")
    assert (root / FILE.replace("incidents", "elsewhere")).read_bytes() == SPOILT


def test_a_file_that_is_no_incident_is_refused(root: Path, called: Command) -> None:
    other = root / "site_config" / "site.yml"
    other.parent.mkdir()
    other.write_bytes(b"name: x  \n")
    said = called("fix", *DAY, "--root", root, other)
    assert other.read_bytes() == b"name: x  \n"
    assert said.code == 2
    assert said.err == (
        "postmortems: site_config/site.yml does not lie under incidents/; "
        "only incidents are fixed\n"
    )


def test_a_file_that_changes_meanwhile_is_left_alone(
    root: Path, called: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from postmortems.edit import fix as module  # noqa: PLC0415 - patched below

    (root / FILE).write_bytes(SPOILT)
    real = module.fix

    def slow(*arguments: object) -> object:
        result = real(*arguments)  # type: ignore[arg-type]
        (root / FILE).write_bytes(b"mine\n")
        return result

    monkeypatch.setattr(module, "fix", slow)
    said = called("fix", *DAY, "--root", root)
    assert (root / FILE).read_bytes() == b"mine\n"
    assert said.err == f"{FILE}: changed by somebody else meanwhile, left alone\n"
    assert said.code == 1


def test_broken_configuration_is_told_and_nothing_is_written(root: Path, called: Command) -> None:
    (root / FILE).write_bytes(SPOILT)
    (root / "site_config").mkdir()
    (root / "site_config" / "site.yml").write_bytes(b"nme: x\n")
    said = called("fix", *DAY, "--root", root)
    assert (said.code, said.out) == (2, "")
    assert "site_config/ holds errors" in said.err
    assert (root / FILE).read_bytes() == SPOILT


def test_hostile_files_never_end_in_a_traceback_nor_lose_a_byte(
    root: Path, called: Command, repository: Path
) -> None:
    folder = root / "incidents" / "2026"
    before: dict[Path, bytes] = {}
    for number, file in enumerate(sorted((repository / "tests" / "invalid").glob("*/*.yml"))):
        copy = folder / f"INC-{number}.yml"
        if file.is_symlink():
            copy.symlink_to(file.readlink())
        else:
            copy.write_bytes(file.read_bytes())
            before[copy] = copy.read_bytes()
    said = called("fix", "--diff", *DAY, "--root", root)
    assert "Traceback" not in said.out + said.err
    assert {file: file.read_bytes() for file in before} == before
    assert said.code in {0, 1}
    assert "\x1b" not in said.out + said.err
