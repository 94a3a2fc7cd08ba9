"""The action and the templates for CI: linted, and their scripts run as the runner runs them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.git import alone, git
from support.pull_request import AS_OF, pull_request

ACTION = "action.yml"
TEMPLATE = "templates/starter/github.yml"
GITLAB = "templates/starter/gitlab.yml"
REVIEW, COMMENT = "Review the incidents", "Comment on the pull request"
OURS = {"FAIL_ON": "error", "FORK": "false"}
PULL = {"GH_TOKEN": "t", "NUMBER": "7", "FORK": "false"}
PYTHON = """#!/usr/bin/env bash
# Stands for Python: notes what it is asked for, and installs the program of the tests.
printf '%s\\n' "$*" >> "$NOTED"
if [ "$2 $3" = "-m venv" ]; then
  mkdir -p "$4/bin"
  cp "$0" "$4/bin/python"
elif [ "$2 $3 $4" = "-m pip install" ]; then
  there="$(dirname "$0")/postmortems"
  [ -e "$there" ] || ln -s "$PROGRAM" "$there"
fi
"""
GH = """#!/usr/bin/env bash
# Stands for GitHub: knows one comment, or none; writing may be refused.
printf '%s\\n' "$*" >> "$NOTED"
case "$* $MAY" in
  *--paginate*nothing) echo "HTTP 403" >&2; exit 1 ;;
  *--paginate*) printf '%s' "$FOUND" ;;
  *read) echo "HTTP 403: Resource not accessible by integration" >&2; exit 1 ;;
  *) for each; do case "$each" in body=@*) cp "${each#body=@}" "$SENT" ;; esac; done ;;
esac
"""


def document(repository: Path, name: str) -> Any:  # noqa: ANN401 - YAML of CI
    return yaml.safe_load((repository / name).read_text("utf-8"))


def steps(repository: Path, name: str) -> list[dict[str, Any]]:
    found = document(repository, name)
    if "runs" in found:
        return list(found["runs"]["steps"])
    return [step for job in found["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize(
    ("name", "schema"),
    [(ACTION, "github-actions"), (TEMPLATE, "github-workflows"), (GITLAB, "gitlab-ci")],
)
def test_each_is_as_its_schema_says(repository: Path, name: str, schema: str) -> None:
    tool = Path(sys.executable).with_name("check-jsonschema")
    arguments = ["--builtin-schema", f"vendor.{schema}", name]
    done = subprocess.run(
        [tool, *arguments], cwd=repository, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", [ACTION, TEMPLATE])
def test_a_linter_of_workflows_finds_nothing(repository: Path, name: str) -> None:
    tool = Path(sys.executable).with_name("zizmor")
    options = ["--offline", "--no-progress", "--pedantic"]
    done = subprocess.run(
        [tool, *options, name], cwd=repository, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", [ACTION, TEMPLATE])
def test_actions_are_the_pinned_ones_and_no_script_holds_what_a_stranger_wrote(
    repository: Path, name: str
) -> None:
    workflows = (repository / ".github" / "workflows").glob("*.yml")
    pinned = set(re.findall(r"uses: (\S+@\S+ # v\S+)", "".join(map(Path.read_text, workflows))))
    text = (repository / name).read_text("utf-8")
    assert set(re.findall(r"uses: (\w\S+@[0-9a-f]\S+ # v\S+)", text)) <= pinned
    assert "secrets." not in text
    assert "pull_request_target" not in text
    for step in steps(repository, name):
        assert re.fullmatch(
            r"actions/[\w-]+@[0-9a-f]{40}", step.get("uses", f"actions/x@{'0' * 40}")
        )
        assert "${{" not in step.get("run", "")
        assert name != ACTION or "uses" in step or step["shell"] == "bash"


def test_only_the_job_that_comments_may_write_and_it_builds_nothing(repository: Path) -> None:
    found = document(repository, TEMPLATE)
    assert found["permissions"] == {"contents": "read"}
    jobs = {name: job.get("permissions") for name, job in found["jobs"].items()}
    assert jobs == {
        "review": {"contents": "read", "pull-requests": "write"},
        "build": None,
        "publish": {"id-token": "write", "pages": "write"},
    }
    review = "".join(step.get("run", "") for step in found["jobs"]["review"]["steps"])
    assert 'postmortems" build' not in review
    assert "make " not in review


def test_the_template_runs_what_the_action_runs(repository: Path) -> None:
    ours, theirs = (
        {step.get("name", ""): step.get("run") for step in steps(repository, name)}
        for name in (ACTION, TEMPLATE)
    )
    for name in (REVIEW, COMMENT):
        assert ours[name] == theirs[name]


@dataclass(frozen=True, kw_only=True)
class Runner:
    """A runner on which the pull request is checked out; scripts leave what they say in files."""

    repository: Path
    place: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.place / "checkout",
            env=os.environ | self.environment | environment,
            check=False,
            capture_output=True,
            text=True,
        )

    def step(self, name: str, **environment: str) -> subprocess.CompletedProcess[str]:
        (found,) = (each for each in steps(self.repository, ACTION) if each.get("name") == name)
        assert set(found["env"]) == environment.keys()
        return self.run(found["run"], **environment)

    def install(self) -> None:
        done = self.step("Install postmortems", ACTION=str(self.repository), VERSION="")
        assert done.returncode == 0, done.stderr

    def said(self, name: str) -> str:
        file = self.place / name
        return file.read_text("utf-8") if file.exists() else ""


@pytest.fixture
def runner(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    alone(monkeypatch)
    programs = tmp_path / "programs"
    for folder in ("programs", "temp", "checkout"):
        (tmp_path / folder).mkdir()
    pull_request(tmp_path / "checkout")
    program = programs / "postmortems"
    real = Path(sys.executable).with_name("postmortems")
    # The day of the tests, whatever the day is.
    program.write_text(
        f'#!/usr/bin/env bash\ncommand="$1"; shift\nexec "{real}" "$command" --as-of {AS_OF} "$@"\n'
    )
    (programs / "python").write_text(PYTHON)
    (programs / "gh").write_text(GH)
    for each in programs.iterdir():
        each.chmod(0o755)
    environment = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PROGRAM": str(program),
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_REPOSITORY": "acme/incidents",
        "NOTED": str(tmp_path / "noted"),
        "SENT": str(tmp_path / "sent"),
        "CI": "true",
    }
    return Runner(repository=repository, place=tmp_path, environment=environment)


def test_it_installs_the_action_itself_or_the_version_that_is_asked_for(runner: Runner) -> None:
    runner.install()
    pip = "-I -m pip install --quiet --disable-pip-version-check"
    here = runner.repository
    assert runner.said("noted").splitlines() == [
        f"-I -m venv {runner.place}/temp/postmortems",
        f"{pip} --constraint {here}/constraints.txt {here}",
    ]


@pytest.mark.parametrize(
    ("version", "code"),
    [("1.2.3", 0), ("2.0rc1", 0), ("1.2; touch x", 2), ("--index-url=x", 2), ("1 --pre", 2)],
)
def test_what_is_no_version_is_not_installed(runner: Runner, version: str, code: int) -> None:
    done = runner.step("Install postmortems", ACTION="/action", VERSION=version)
    assert done.returncode == code
    asked = runner.said("noted").splitlines()[1:]
    assert [each.rpartition(" ")[2] for each in asked] == [f"postmortems=={version}"] * (not code)
    assert not (runner.place / "checkout" / "x").exists()


def test_a_pull_request_gets_annotations_a_summary_and_its_exit_code(runner: Runner) -> None:
    runner.install()
    base = git(runner.place / "checkout", "rev-parse", "main")
    (runner.place / "summary").write_text("of an earlier step\n", "utf-8")
    done = runner.step(REVIEW, BASE=base, **OURS)
    assert done.returncode == 1, done.stderr
    golden = runner.repository / "tests" / "golden" / "review"
    assert done.stdout == (golden / "annotations.txt").read_text("utf-8")
    summary = (golden / "expected.md").read_text("utf-8")
    summary = summary.replace("<code>main</code>", f"<code>{base}</code>")
    summary = summary.replace("0123456789ab", base[:12])
    assert runner.said("summary") == f"of an earlier step\n{summary}"
    assert runner.said("output") == "exit-code=1\n"
    assert runner.said("temp/postmortems-comment.md").startswith("<!-- postmortems review -->\n## ")
    assert runner.step(REVIEW, BASE=base, **OURS | {"FAIL_ON": "never"}).returncode == 0
    assert git(runner.place / "checkout", "status", "--porcelain") == ""


def test_of_a_fork_the_incidents_are_taken_and_nothing_else(runner: Runner) -> None:
    runner.install()
    checkout = runner.place / "checkout"
    base = git(checkout, "rev-parse", "main")
    ours = runner.step(REVIEW, BASE=base, **OURS)
    (checkout / "site_config").mkdir()
    (checkout / "site_config" / "rules.yml").write_text("levels: taken over\n", "utf-8")
    git(checkout, "mv", "incidents/2026/INC-20260110-0700.yml", "incidents/INC-20260110-0700.yml")
    git(checkout, "add", "-A")
    git(checkout, "commit", "-q", "-m", "taken over")
    assert runner.step(REVIEW, BASE=base, **OURS).returncode == 2
    (runner.place / "summary").unlink()
    done = runner.step(REVIEW, BASE=base, **OURS | {"FORK": "true"})
    assert done.returncode == 1, done.stderr
    there = ours.stdout.replace("2026/INC-20260110-0700.yml", "INC-20260110-0700.yml")
    assert sorted(done.stdout.splitlines()) == sorted(there.splitlines())
    assert "renamed" in runner.said("temp/postmortems-comment.md")
    assert "taken over" not in runner.said("summary")
    trusted = runner.place / "temp" / "postmortems-base"
    assert not (trusted / "site_config").exists()
    assert git(trusted, "rev-parse", "HEAD") == base


@pytest.mark.parametrize("target", ["link", "nothing"])
def test_a_fork_cannot_have_other_files_read_as_incidents(runner: Runner, target: str) -> None:
    runner.install()
    checkout = runner.place / "checkout"
    base = git(checkout, "rev-parse", "main")
    secret = runner.place / "secret"
    secret.mkdir()
    (secret / "INC-20260301-0101.yml").write_text("title: the-runners-own-file\n", "utf-8")
    git(checkout, "rm", "-q", "-r", "incidents")
    if target == "link":
        (checkout / "incidents").symlink_to(secret)
    done = runner.step(REVIEW, BASE=base, **OURS | {"FORK": "true"})
    said = f"{done.stdout}{done.stderr}{runner.said('summary')}"
    assert "the-runners-own-file" not in said
    assert done.returncode == (1 if target == "link" else 0)
    assert "4 deleted" not in said
    assert ("three deleted" if target == "link" else "Three incidents deleted") in said


def test_a_forks_base_that_is_not_there_is_told(runner: Runner) -> None:
    runner.install()
    for base in ("nowhere", "--help", "--all"):
        done = runner.step(REVIEW, BASE=base, **OURS | {"FORK": "true"})
        assert done.returncode == 2
        assert done.stdout == (
            "::error::the history of the base is not here; check out with fetch-depth: 0\n"
        )


def test_after_a_push_all_incidents_are_checked(runner: Runner) -> None:
    runner.install()
    done = runner.step(REVIEW, BASE="", **OURS)
    assert done.returncode == 1
    assert "::warning file=incidents/2026/INC-20260217-1400.yml" in done.stdout
    assert runner.said("summary").startswith("## Incidents\n\n4 incidents checked: ")
    assert not (runner.place / "temp" / "postmortems-comment.md").exists()


@pytest.mark.parametrize("base", ["nowhere", "--help", "$(touch x)", "`touch x`", "a; touch x"])
def test_a_base_that_is_none_does_nothing_else(runner: Runner, base: str) -> None:
    runner.install()
    done = runner.step(REVIEW, BASE=base, **OURS)
    assert done.returncode == 2
    assert f"git knows no commit '{base}'; fetch it first" in done.stderr
    assert runner.said("output") == "exit-code=2\n"
    assert runner.said("summary") == ""
    assert not (runner.place / "checkout" / "x").exists()


def test_nothing_that_lies_in_the_checkout_is_run(repository: Path) -> None:
    for name in (ACTION, TEMPLATE):
        for step in steps(repository, name):
            for line in re.findall(r".*python.*", step.get("run", "")):
                assert re.search(r"python\"? -I -m (venv|pip) ", line), line


@pytest.mark.parametrize(
    ("found", "call"),
    [
        ("", "--method POST repos/acme/incidents/issues/7/comments"),
        ("31\n", "--method PATCH repos/acme/incidents/issues/comments/31"),
        ("31\n32\n", "--method PATCH repos/acme/incidents/issues/comments/31"),
    ],
)
def test_there_is_one_comment_which_is_kept_up_to_date(
    runner: Runner, found: str, call: str
) -> None:
    comment = runner.place / "temp" / "postmortems-comment.md"
    comment.write_text("<!-- postmortems review -->\n$(touch x)\n", "utf-8")
    runner.environment.update(FOUND=found, MAY="write")
    done = runner.step(COMMENT, **PULL)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    asked, sent = runner.said("noted").splitlines()
    assert asked.startswith("api --paginate repos/acme/incidents/issues/7/comments --jq .[] | ")
    assert 'startswith("<!-- postmortems review -->")' in asked
    assert sent == f"api --silent {call} --field body=@{comment}"
    assert runner.said("sent") == comment.read_text("utf-8")


@pytest.mark.parametrize(
    ("fork", "may", "said", "calls"),
    [
        ("true", "write", "No comment: a fork's pull request has no token that may write.", 0),
        ("false", "nothing", "No comment: the token may not read comments.", 1),
        ("false", "read", "No comment: the token may not write (pull-requests: write).", 2),
    ],
)
def test_where_the_token_may_not_write_it_says_so_and_goes_on(
    runner: Runner, fork: str, may: str, said: str, calls: int
) -> None:
    (runner.place / "temp" / "postmortems-comment.md").write_text("x", "utf-8")
    runner.environment.update(FOUND="", MAY=may)
    done = runner.step(COMMENT, **PULL | {"FORK": fork})
    assert done.returncode == 0
    assert done.stdout == f"{said} The summary says all.\n"
    assert len(runner.said("noted").splitlines()) == calls


def test_without_a_review_there_is_no_comment(runner: Runner) -> None:
    done = runner.step(COMMENT, **PULL)
    assert (done.returncode, done.stdout) == (0, "There is no review, so there is no comment.\n")


@pytest.mark.parametrize("event", ["merge request", "push"])
def test_gitlabs_scripts_run(runner: Runner, event: str) -> None:
    found = document(runner.repository, GITLAB)
    base = git(runner.place / "checkout", "rev-parse", "main") if event != "push" else ""
    script = "\n".join([*found["default"]["before_script"], *found["review"]["script"]])
    done = runner.run(script, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 1, done.stderr
    checkout = runner.place / "checkout"
    assert (checkout / "gl-code-quality-report.json").read_text("utf-8").startswith("[")
    review = (checkout / "review.md").read_text("utf-8")
    heading = "## Incidents in this change\n" if base else "## Incidents\n"
    assert review.startswith(heading)
    assert ("- severity P1 → P0\n" in done.stdout) == bool(base)
    assert runner.said("noted").startswith("-I -m pip install --quiet --root-user-action=ignore ")
    kept = {*found["review"]["artifacts"]["paths"], "gl-code-quality-report.json"}
    assert {each.name for each in checkout.iterdir() if each.is_file()} == kept
