from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from postmortems import today
from postmortems.cli import group
from postmortems.errors import UsageError
from postmortems.load.settings import load_settings
from postmortems.load.starter import plain
from postmortems.pipeline import check, schema_text
from support.example import settings

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command, Invoke
    from postmortems.config.settings import Settings

EXAMPLE = "incidents/2024/INC-20240312-0915.yml"
WRITTEN = [
    EXAMPLE,
    "site_config/catalog.yml",
    "mkdocs.yml",
    ".postmortems/requirements.txt",
    ".github/workflows/postmortems.yml",
    ".pre-commit-config.yaml",
    ".github/CODEOWNERS",
    ".vscode/settings.json",
    ".gitignore",
    "site_config/site.yml",
]
SCHEMA = "site_config/incident.schema.json"
GIVEN = ("--name", "ACME", "--service", "Payment API", "--severities", "P0-P3", "--ci", "github")
SEV = ("--name", "ACME", "--service", "Web", "--team", "Ops", "--severities", "SEV1-SEV4",
       "--ci", "gitlab", "--timezone", "Europe/Berlin")  # fmt: skip


def _files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def _settings(root: Path) -> Settings:
    found = load_settings(root)
    assert found.settings is not None, found.bad
    return found.settings


def test_an_empty_folder_becomes_a_repository(tmp_path: Path, called: Command) -> None:
    root = tmp_path / "ours"
    said = called("init", root, "--yes", folder=tmp_path)
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "".join(f"wrote {path}\n" for path in WRITTEN)
        + f"wrote {SCHEMA}, which editors complete by\n"
        "wrote .postmortems/, by which `postmortems upgrade` sees what has changed\n"
        "\nNext:\n"
        f"  cd {root}\n"
        "  postmortems check    # what is wrong, and where\n"
        "  postmortems serve    # the site, at an address of this machine\n"
    )
    files = _files(root)
    assert {path for path in files if not path.startswith(".postmortems/shipped/")} == {
        *WRITTEN,
        SCHEMA,
        ".postmortems/answers.yml",
    }
    assert files[SCHEMA].decode() == schema_text(root)
    assert plain(files["mkdocs.yml"].decode())["site_name"] == "ours"


@pytest.mark.parametrize("day", ["2024-05-01", "2026-12-01", "2099-12-31"])
@pytest.mark.parametrize("options", [("--yes",), GIVEN, SEV])
def test_the_example_is_sound_whatever_was_answered_and_whenever(
    tmp_path: Path, called: Command, day: str, options: tuple[str, ...]
) -> None:
    assert called("init", tmp_path, *options).code == 0
    checked = check(tmp_path, today.instant(day))
    assert [(each.rule, each.file) for each in checked.findings] == [
        ("single-contact", "site_config/catalog.yml")
    ]
    assert list(checked.incidents) == ["INC-20240312-0915"]
    text = (tmp_path / EXAMPLE).read_text("utf-8")
    assert 'title: "Example: ' in text
    assert "tags: [example]" in text


def test_what_was_not_asked_keeps_its_default(tmp_path: Path, called: Command) -> None:
    called("init", tmp_path, *GIVEN)
    ours, shipped = _settings(tmp_path), settings()
    assert ours == replace(
        shipped,
        site=replace(shipped.site, name="ACME"),
        catalog=ours.catalog,
    )
    assert [(each.id, each.name) for each in ours.catalog.services] == [
        ("payment-api", "Payment API")
    ]
    assert ours.catalog.teams == ()


def test_another_scale_and_zone_are_all_that_differs(tmp_path: Path, called: Command) -> None:
    called("init", tmp_path, *SEV)
    ours, shipped = _settings(tmp_path), settings()
    assert [(each.id, each.aliases) for each in ours.severities.levels] == [
        ("SEV1", ("P0", "p0", "sev1")),
        ("SEV2", ("P1", "p1", "sev2")),
        ("SEV3", ("P2", "p2", "sev3")),
        ("SEV4", ("P3", "p3", "sev4")),
    ]
    assert ours.policy.business_hours.timezone == "Europe/Berlin"
    assert ours.policy.actions.due_within_days == {"SEV1": 7, "SEV2": 7, "SEV3": 14}
    assert ours.site.edit_path == "-/edit/{branch}/{file}"
    for name in ("severities", "escalation", "importing", "audiences"):
        back = re.sub(
            r"(?i)\b(sev)([1-4])\b|\bp([0-3])\b",
            lambda found: (
                f"{'P' if found[1] == 'SEV' else 'p'}{int(found[2]) - 1}"
                if found[1]
                else f"{'SEV' if found[0][0] == 'P' else 'sev'}{int(found[3]) + 1}"
            ),
            repr(getattr(ours, name)),
        )
        for kept in (r"colour_role='[a-z]+[0-9]'", r"says='[^']*'", "aliases=\\([^)]*\\)"):
            back = re.sub(kept, "", back)
        wanted = repr(getattr(shipped, name))
        for kept in (r"colour_role='[a-z]+[0-9]'", r"says='[^']*'", "aliases=\\([^)]*\\)"):
            wanted = re.sub(kept, "", wanted)
        assert back == wanted
    roles = [each.colour_role for each in ours.severities.levels]
    assert roles == [each.colour_role for each in shipped.severities.levels]


def test_the_other_scale_suggests_and_demands_as_the_shipped_one(
    tmp_path: Path, called: Command
) -> None:
    called("init", tmp_path, *SEV)
    root = ("--root", tmp_path)
    said = called("classify", "--signal", "breach_confirmed=yes", *root)
    assert said.out.startswith("SEV1")
    written = (tmp_path / EXAMPLE).read_text("utf-8")
    assert "severity: SEV2\n" in written
    (tmp_path / EXAMPLE).write_text(
        re.sub("(?s)postmortem:\n.*", "postmortem:\n  status: none\n", written).replace(
            "severity: SEV2", "severity: SEV1"
        ),
        "utf-8",
    )
    said = called("check", "--output", "concise", "--as-of", "2024-05-01", *root)
    assert "[postmortem-missing]" in said.out


def test_what_is_there_stays_and_is_told_with_what_it_lacks(
    tmp_path: Path, called: Command
) -> None:
    own = {path: f"# mine: {path}\n".encode() for path in ("mkdocs.yml", ".gitignore")}
    own["incidents/2023/INC-20230102-0304.yml"] = b"schema: 1\n"
    for path, content in own.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    said = called("init", tmp_path, "--yes")
    files = _files(tmp_path)
    assert {path: files[path] for path in own} == own
    assert EXAMPLE not in files  # nobody needs one who has records
    assert ".postmortems/shipped/mkdocs.yml" not in files
    assert (
        "left alone mkdocs.yml: it is there already\n"
        "  To show the incidents, it needs `docs_dir: incidents`, the plugin `postmortems` without "
        "the plugin `search`, and the theme `material`.\n"
        "left alone .gitignore: it is there already\n"
        "  What is generated need not be committed; add these lines.\n"
        "    # What `postmortems build` makes, and what it leaves when it is killed.\n"
        "    /build/\n"
    ) in said.out


def test_a_second_run_writes_what_is_missing_with_the_first_answers(
    tmp_path: Path, called: Command
) -> None:
    called("init", tmp_path, *SEV)
    before = _files(tmp_path)
    (tmp_path / ".gitlab-ci.yml").unlink()
    said = called("init", tmp_path)
    assert said.code == 0
    assert [line for line in said.out.splitlines() if line.startswith("wrote")] == [
        "wrote .gitlab-ci.yml"
    ]
    assert _files(tmp_path) == before
    again = called("init", tmp_path, "--name", "Other")
    assert again.code == 2
    assert again.err == (
        "postmortems: this repository was begun before, with the answers of "
        ".postmortems/answers.yml; change its settings in site_config/ instead\n"
    )


def test_a_dry_run_lists_and_writes_nothing(tmp_path: Path, called: Command) -> None:
    said = called("init", tmp_path / "new", "--yes", "--dry-run")
    assert said.out == (
        "".join(f"would write {path}\n" for path in WRITTEN)
        + "would write .postmortems/, by which `postmortems upgrade` sees what has changed\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_names_of_any_kind_stay_names(tmp_path: Path, called: Command) -> None:
    odd = "'a': \"b\" # {{ x }} & [c] <d> €"
    called(
        *("init", tmp_path, "--name", odd, "--severities", "p", "--ci", "none"),
        *("--service", "pay={x}: #1", "--service", "Käse Öfen", "--team", "- no"),
    )
    ours = _settings(tmp_path)
    assert ours.site.name == odd
    assert [(each.id, each.name) for each in ours.catalog.services] == [
        ("pay", "{x}: #1"),
        ("kase-ofen", "Käse Öfen"),
    ]
    assert [(each.id, each.name) for each in ours.catalog.teams] == [("no", "- no")]
    assert plain((tmp_path / "mkdocs.yml").read_text("utf-8"))["site_name"] == odd
    assert check(tmp_path, today.instant("2026-12-01")).errors == 0
    assert not (tmp_path / ".github").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ("--name", "x"),
            "nobody is there to be asked; give --service, --severities, --ci as well, or --yes",
        ),
        (("--yes", "--severities", "A-B"), "there is no scale 'A-B'; choose P0-P3 or SEV1-SEV4"),
        (
            ("--yes", "--severities", "SEV1-5"),
            "there is no scale 'SEV1-5'; choose P0-P3 or SEV1-SEV4",
        ),
        (
            ("--yes", "--timezone", "CET5"),
            "there is no time zone 'CET5'; name one such as Europe/Berlin or UTC",
        ),
        (
            ("--yes", "--service", "支払い"),
            "'支払い' gives no id of the letters a to z; say one, as in `payments=支払い`",
        ),
        (
            ("--yes", "--service", "a b", "--service", "A-B"),
            "two answers give the service id 'a-b'; name each once",
        ),
    ],
)
def test_an_answer_that_cannot_stand_is_refused(
    tmp_path: Path, called: Command, options: tuple[str, ...], said: str
) -> None:
    done = called("init", tmp_path, *options)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"postmortems: {said}\n"
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_through_a_link(tmp_path: Path, called: Command) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    root.mkdir()
    elsewhere.mkdir()
    (root / ".github").symlink_to(elsewhere)
    said = called("init", root, "--yes")
    assert said.code == 2
    assert ".github is a symbolic link" in said.err
    assert list(elsewhere.iterdir()) == []
    assert list(root.iterdir()) == [root / ".github"]


def test_questions_are_asked_until_their_answers_can_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postmortems.cli.beginning.somebody_there", lambda: True)
    typed = ["ACME", "Web, API", "", "Nowhere", "Europe/Paris", "sev", "gitea", "none"]
    done = CliRunner().invoke(
        group, ["init", str(tmp_path)], input="".join(f"{each}\n" for each in typed)
    )
    assert done.exit_code == 0, done.output
    assert (
        "  there is no time zone 'Nowhere'; name one such as Europe/Berlin or UTC\n" in done.output
    )
    assert "  'gitea' is none of github, gitlab and none\n" in done.output
    assert (tmp_path / ".postmortems/answers.yml").read_text("utf-8").split("\n", 1)[1] == (
        "version: 0.1.0\nname: ACME\nservices:\n"
        "  - {id: web, name: Web}\n  - {id: api, name: API}\n"
        "timezone: Europe/Paris\nseverities: SEV1-SEV4\nci: none\n"
    )


def test_settings_that_cannot_be_used_leave_the_schema_for_later(
    tmp_path: Path, called: Command
) -> None:
    own = tmp_path / "site_config" / "rules.yml"
    own.parent.mkdir()
    own.write_text("levels: many\n", "utf-8")
    said = called("init", tmp_path, "--yes")
    assert said.code == 0
    assert said.err == (
        f"no {SCHEMA} yet: site_config/ holds errors; run `postmortems check` to see them\n"
    )
    assert not (tmp_path / SCHEMA).exists()
    assert own.read_text("utf-8") == "levels: many\n"


@pytest.mark.parametrize("option", ["--name", "--service", "--team"])
def test_what_no_text_may_hold_is_no_answer(invoke: Invoke, tmp_path: Path, option: str) -> None:
    said = invoke("init", tmp_path, "--yes", option, "Ours\x1b[31m")
    assert isinstance(said.exception, UsageError)
    assert str(said.exception) == ("Ours\\x1b[31m holds an escape character (U+001B); leave it out")
    assert [*tmp_path.iterdir()] == []
