from __future__ import annotations

import re
from typing import TYPE_CHECKING

from click.testing import CliRunner

from postmortems import today
from postmortems.cli import group
from postmortems.findings import Level
from postmortems.pipeline import check
from support.guide import Command, faults, steps

if TYPE_CHECKING:
    from pathlib import Path


def test_the_record_that_the_readme_shows_passes_the_check(
    repository: Path, tmp_path: Path
) -> None:
    readme = (repository / "README.md").read_text("utf-8")
    record = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)[0]
    (tmp_path / "incidents" / "2026").mkdir(parents=True)
    (tmp_path / "incidents" / "2026" / "INC-20260301-0912.yml").write_text(record, "utf-8")
    checked = check(tmp_path, today.instant("2026-03-01"))
    assert [each.message for each in checked.findings if each.level is Level.ERROR] == []
    assert list(checked.incidents) == ["INC-20260301-0912"]


def test_the_edit_that_the_readme_shows_works_on_its_record(
    repository: Path, tmp_path: Path
) -> None:
    readme = (repository / "README.md").read_text("utf-8")
    record = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)[0]
    file = tmp_path / "incidents" / "INC-20260301-0912.yml"
    file.parent.mkdir()
    file.write_text(record, "utf-8")
    shown = re.findall(r"postmortems set (INC-20260301-0912 .*)", readme)[0].split()
    said = CliRunner().invoke(
        group, ["set", *shown, "--as-of", "2026-03-01", "--root", str(tmp_path)]
    )
    assert (said.exit_code, said.stdout) == (
        0,
        "incidents/INC-20260301-0912.yml: set status, times.acknowledged\n",
    )
    wanted = record.replace("status: investigating", "status: identified")
    assert file.read_text("utf-8") == wanted + "  acknowledged: 2026-03-01T08:19Z\n"


def test_the_first_five_minutes_go_as_the_readme_shows(
    repository: Path, installed: Path, tmp_path: Path
) -> None:
    readme = (repository / "README.md").read_text("utf-8")
    assert sum(isinstance(step, Command) for step in steps(readme)) >= 6
    folder = tmp_path / "empty"
    folder.mkdir()
    assert "\n\n".join(faults(readme, folder, installed / "bin")) == ""
