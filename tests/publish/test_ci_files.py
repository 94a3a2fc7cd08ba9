"""What this repository and those who adopt it hand to GitHub, GitLab, nginx and pre-commit."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from postmortems.publish.policy import ContentPolicy
from support.sites import configured

if TYPE_CHECKING:
    from collections.abc import Callable

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parent.parent.parent
CI = ROOT / "templates" / "ci"
GITHUB, GITLAB, NGINX = CI / "github-pages.yml", CI / "gitlab-pages.yml", CI / "nginx.conf"


def _files() -> list[Path]:
    found = [*ROOT.glob(".github/workflows/*.yml"), *ROOT.glob("templates/**/*.yml")]
    return sorted([*found, *ROOT.glob("action.yml")])


def _schema(path: Path) -> str | None:
    """The schema that a file of CI has to keep to; None for a file of another sort."""
    if path.name == "action.yml":
        return "vendor.github-actions"
    text = path.read_text("utf-8")
    if re.search(r"^jobs:", text, re.MULTILINE):
        return "vendor.github-workflows"
    return "vendor.gitlab-ci" if re.search(r"^  script:", text, re.MULTILINE) else None


FILES = {str(each.relative_to(ROOT)): kind for each in _files() if (kind := _schema(each))}


def _ran(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401
    return subprocess.run(command, check=False, capture_output=True, text=True, **options)


def test_the_files_of_ci_are_found() -> None:
    assert {
        ".github/workflows/ci.yml": "vendor.github-workflows",
        ".github/workflows/incidents.yml": "vendor.github-workflows",
        "templates/ci/github-pages.yml": "vendor.github-workflows",
        "templates/ci/gitlab-pages.yml": "vendor.gitlab-ci",
    }.items() <= FILES.items()


@pytest.mark.parametrize("schema", sorted(set(FILES.values())))
def test_each_keeps_to_the_schema_of_its_kind(schema: str) -> None:
    files = [name for name, kind in FILES.items() if kind == schema]
    more = ["--data-transform", "gitlab-ci"] if schema == "vendor.gitlab-ci" else []
    done = _ran(BIN / "check-jsonschema", "--builtin-schema", schema, *more, *files, cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_a_linter_of_workflows_finds_nothing_in_any_of_them() -> None:
    files = [name for name, kind in FILES.items() if "github" in kind]
    done = _ran(BIN / "zizmor", "--offline", "--no-progress", "--pedantic", *files, cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_every_action_is_named_by_its_commit() -> None:
    for name in FILES:
        text = (ROOT / name).read_text("utf-8")
        for used in re.findall(r"^[ -]*uses: *(\S+)", text, re.MULTILINE):
            assert used.startswith("./") or re.search(r"@[0-9a-f]{40}$", used), (name, used)


def test_only_what_publishes_may_publish_and_from_the_default_branch_alone() -> None:
    workflow = yaml.safe_load(GITHUB.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    build, publish = workflow["jobs"]["build"], workflow["jobs"]["publish"]
    assert "permissions" not in build
    assert publish["permissions"] == {"id-token": "write", "pages": "write"}
    assert publish["if"].startswith("github.ref == format(")
    assert [step.get("run") for step in publish["steps"]] == [None]


@pytest.fixture
def place(repository: Path, tmp_path: Path) -> tuple[Path, Callable[[str], str]]:
    """A repository, and a shell in it in which `python` only tells what it was asked."""
    configured(repository, tmp_path)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "python").write_text('#!/bin/sh\necho "python $*"\n', "utf-8")
    (tools / "python").chmod(0o755)
    surroundings = os.environ | {"PATH": f"{tools}:{BIN}:{os.environ['PATH']}", "CI": "true"}

    def shell(script: str) -> str:
        done = _ran(
            *("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script),
            cwd=tmp_path,
            env=surroundings,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return tmp_path, shell


def test_the_steps_for_github_make_what_is_published(
    place: tuple[Path, Callable[[str], str]],
) -> None:
    root, shell = place
    steps = yaml.safe_load(GITHUB.read_text("utf-8"))["jobs"]["build"]["steps"]
    said = [shell(each["run"]) for each in steps if "run" in each]
    assert said[0] == "python -I -m pip install --requirement .postmortems/requirements.txt\n"
    assert "\nThe site is in site-public/. " in said[1]
    (upload,) = (each for each in steps if "upload-pages-artifact" in each.get("uses", ""))
    assert (root / upload["with"]["path"] / "index.html").is_file()


def test_the_script_for_gitlab_moves_the_same_site_to_where_gitlab_looks(
    place: tuple[Path, Callable[[str], str]],
) -> None:
    root, shell = place
    job = yaml.safe_load(GITLAB.read_text("utf-8"))["pages"]
    steps = yaml.safe_load(GITHUB.read_text("utf-8"))["jobs"]["build"]["steps"]
    assert job["script"][:2] == [each["run"] for each in steps if "run" in each]
    (root / "site-public").mkdir()
    (root / "site-public" / "index.html").write_text("built", "utf-8")
    shell(job["script"][2])
    (path,) = job["artifacts"]["paths"]
    assert (root / path / "index.html").read_text("utf-8") == "built"


def _headers(text: str) -> dict[str, str]:
    return {
        name: value.strip('"')
        for name, value in re.findall(r'add_header (\S+) ("[^"]*"|\S+) always;', text)
    }


def test_the_headers_of_nginx_say_what_a_page_cannot_and_contradict_none() -> None:
    found = _headers(NGINX.read_text("utf-8"))
    assert found == _headers((ROOT / ".github" / "SECURITY.md").read_text("utf-8"))
    sent = found.pop("Content-Security-Policy")
    named = {each.split()[0] for each in sent.split(";")}
    assert named == {"frame-ancestors"}
    assert named & {each.split()[0] for each in ContentPolicy().naming("").split("; ")} == set()
    theme = (ROOT / "templates" / "theme" / "main.html").read_text("utf-8")
    assert f'<meta name="referrer" content="{found.pop("Referrer-Policy")}">' in theme
    assert found == {"X-Content-Type-Options": "nosniff"}


def test_no_location_of_nginx_switches_the_headers_off() -> None:
    text = re.sub(r"#.*", "", NGINX.read_text("utf-8"))
    assert text.count("{") == text.count("}")
    for inside in re.findall(r"location [^{]*\{([^}]*)\}", text):
        assert "add_header" not in inside
    assert "error_page 404 /404.html;" in text
    assert "root /srv/postmortems/site;" in text


def test_the_guide_shows_these_files_as_they_are() -> None:
    page = (ROOT / "templates" / "guide" / "publishing.md").read_text("utf-8")
    for each in (GITHUB, GITLAB, NGINX):
        shown = re.sub(r"\A(?:#.*\n)+", "", each.read_text("utf-8"))
        assert shown in page, each.name


def test_pre_commit_accepts_the_manifest_of_hooks() -> None:
    done = _ran(BIN / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
