from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_installed_is_the_wheel_and_not_the_checkout(
    installed: Path, repository: Path, tmp_path: Path
) -> None:
    where = "import postmortems; print(postmortems.__file__)"
    said = subprocess.run(
        [installed / "bin" / "python", "-c", where],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.startswith(f"{installed}/lib/")
    assert str(repository) not in said.stdout


def test_all_of_it_works_in_an_empty_folder_far_from_the_checkout(
    installed: Path, repository: Path, tmp_path: Path
) -> None:
    work = tmp_path / "ours"
    work.mkdir()
    surroundings = {
        "PATH": f"{installed}/bin:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "SOURCE_DATE_EPOCH": "1796083200",  # 2026-12-01
        "PYTHONPYCACHEPREFIX": os.environ["PYTHONPYCACHEPREFIX"],
    }

    def run(*command: str) -> str:
        done = subprocess.run(
            ["postmortems", *command],
            cwd=work,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert str(repository) not in done.stdout + done.stderr
        return done.stdout

    begun = run("init", "--yes", "--service", "Payment API", "--ci", "github")
    assert begun.startswith("wrote incidents/2024/INC-20240312-0915.yml\n")
    assert run("check", "--output", "concise").count("\n") == 1  # that nobody can be called
    new = ["new", "--no-input", "--title", "Checkout is down", "--severity", "P1"]
    new += ["--service", "payment-api", "--kind", "outage", "--detection", "alert"]
    new += ["--status", "investigating", "--started", "2026-11-30 09:12", "--timezone", "UTC"]
    assert run(*new).startswith("wrote incidents/2026/INC-20261130-0912.yml\n")
    assert run("fix").startswith("Nothing to fix.")
    assert "Checkout is down" in run("show", "INC-20261130-0912")
    assert "# " in run("render", "INC-20261130-0912")
    assert run("due") == "Nothing is due. (As of 2026-12-01.)\n"
    assert "INC-20261130-0912" in run("advise", "INC-20261130-0912")
    assert '"$schema"' in run("schema")
    run("build", "--quiet")
    page = (work / "site/incidents/INC-20261130-0912/index.html").read_text("utf-8")
    assert "Checkout is down" in page
    assert (work / "site/playbook/severities/index.html").exists()
    assert (work / "site/search/index.html").exists()
