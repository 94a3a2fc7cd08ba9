from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from golden.update import AS_OF, DEMO
from postmortems.publish.plugin import PostmortemsPlugin
from postmortems.publish.site import Built
from publish.files import stamped

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

DAY = ("--as-of", AS_OF)
NEAR_MISS = "incidents/2026/INC-20260614-1000.yml"
OPEN = "incidents/2026/INC-20260930-0815.yml"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, to be built by the first test that needs it."""
    return shutil.copytree(DEMO, tmp_path_factory.mktemp("finished") / "demo")


@pytest.fixture
def demo(finished: Path, command: Command, tmp_path: Path) -> Path:
    """A copy of the demo with its site, which the command made in a process of its own."""
    if not (finished / "site").exists():
        said = command("build", *DAY, folder=finished)
        assert (said.code, said.err) == (0, "")
        lines = said.out.splitlines()
        assert lines[0].startswith("6 incidents checked: ")
        assert lines[0].endswith(" warnings. `postmortems check` lists them.")
        assert lines[1:] == [
            "The site is in site/. Open site/index.html, or run `postmortems serve`."
        ]
    return shutil.copytree(finished, tmp_path / "demo", copy_function=shutil.copy2)


def test_a_broken_incident_stops_the_build_after_everything_was_told(
    demo: Path, called: Command
) -> None:
    (demo / NEAR_MISS).write_text("schema: 2\nid: [\n", "utf-8")
    text = (demo / OPEN).read_text("utf-8")
    (demo / OPEN).write_text(text.replace("kind: outage", "kind: outtage"), "utf-8")
    before = stamped(demo / "site"), stamped(demo / "build")
    said = called("build", "--root", demo, *DAY)
    assert (said.code, said.err) == (1, "")
    assert f"{NEAR_MISS}:3:1: error[yaml-syntax]: " in said.out
    assert f"{OPEN}:7:7: error[unknown-value]: `outtage` is not a known value\n" in said.out
    assert "\n  7 | kind: outtage\n    |       ^^^^^^^\n" in said.out
    assert "\n  fix: did you mean `outage`? (one of `outage`, " in said.out
    assert "\n6 incidents checked: " in said.out
    assert said.out.endswith(" warnings. Nothing was published.\n")
    assert (stamped(demo / "site"), stamped(demo / "build")) == before


def test_broken_settings_stop_the_build_with_2(demo: Path, called: Command) -> None:
    (demo / "site_config" / "site.yml").write_text("name: 7\n", "utf-8")
    before = stamped(demo / "site")
    said = called("build", "--root", demo, *DAY)
    assert said.code == 2
    assert said.out.startswith("site_config/site.yml:1:7: error[wrong-type]: ")
    assert said.out.endswith("0 incidents checked: 1 error. Nothing was published.\n")
    assert stamped(demo / "site") == before


def test_the_site_is_judged_on_the_day_of_mkdocs_yml_unless_another_is_asked_for(
    demo: Path, called: Command
) -> None:
    def judged(*arguments: str) -> str:
        assert called("build", "--root", demo, *arguments).code == 0
        home = (demo / "build" / "docs" / "index.md").read_text("utf-8")
        return home.split('Overdue as of <time datetime="')[1][:10]

    assert judged() == "2026-09-30"
    assert judged("--as-of", "2026-10-02") == "2026-10-02"
    file = demo / "mkdocs.yml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("as_of: 2026-09-30", "as_of: 2026-10-01"), "utf-8")
    assert judged() == "2026-10-01"
    file.write_text(text.replace("as_of: 2026-09-30", "as_of: 2026-02-30x"), "utf-8")
    said = called("build", "--root", demo)
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        "postmortems: mkdocs.yml: as_of takes a day such as 2026-01-31, not '2026-02-30x'\n"
    )


def test_a_broken_template_stops_the_build_with_2_and_its_place(
    demo: Path, called: Command
) -> None:
    file = demo / "templates" / "pages" / "home.md.j2"
    file.parent.mkdir(parents=True)
    file.write_text("# {{ page.title }}\n\n{% endif %}\n", "utf-8")
    before = stamped(demo / "site"), stamped(demo / "build")
    said = called("build", "--root", demo, *DAY)
    assert said.code == 2
    assert said.err.startswith("postmortems: templates/pages/home.md.j2:3: ")
    assert said.err.count("\n") == 1
    assert (stamped(demo / "site"), stamped(demo / "build")) == before


def test_what_mkdocs_warns_of_fails_the_build_or_is_told(demo: Path, called: Command) -> None:
    text = (demo / "mkdocs.yml").read_text("utf-8")
    (demo / "mkdocs.yml").write_text(text.replace("actions/index.md", "action.md"), "utf-8")
    before = stamped(demo / "site")
    strict = called("build", "--root", demo, *DAY)
    assert strict.code == 2
    assert strict.err.startswith("postmortems: MkDocs could not build the site:\n")
    assert "'action.md'" in strict.err
    assert stamped(demo / "site") == before
    lenient = called("build", "--root", demo, "--no-strict", *DAY)
    assert lenient.code == 0
    assert lenient.err.startswith("MkDocs warns: ")
    assert "'action.md'" in lenient.err
    assert lenient.out.endswith(
        f"The site is in {demo}/site/. Open {demo}/site/index.html, or run `postmortems serve`.\n"
    )


def test_the_audience_of_a_command_counts_before_that_of_mkdocs_yml(
    tmp_path: Path, called: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(DEMO, tmp_path, dirs_exist_ok=True)
    asked: list[object] = []

    def noting(root: Path, *_: object, audience: object, **__: object) -> Built:
        asked.append(audience)
        return Built(folder=root / f"site-{audience}", warnings=())

    monkeypatch.setattr("postmortems.publish.site.build_site", noting)
    said = called("build", "--root", tmp_path, "--audience", "public", *DAY)
    assert said.out.endswith("index.html, or run `postmortems serve --audience public`.\n")
    assert said.out.splitlines()[1] == "0 of them are public."
    called("build", "--root", tmp_path, *DAY)
    file = tmp_path / "mkdocs.yml"
    text = file.read_text("utf-8")
    changed = text.replace("      as_of:", "      audience: public\n      as_of:")
    assert changed != text
    file.write_text(changed, "utf-8")
    called("build", "--root", tmp_path, *DAY)
    assert asked == ["public", "internal", "public"]
    assert called("build", "--root", tmp_path, "--audience", "press").code == 2


def test_a_preview_is_for_the_audience_that_was_asked_for(
    tmp_path: Path, called: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(DEMO, tmp_path, dirs_exist_ok=True)
    asked: list[object] = []

    def noting(*_: object, **__: object) -> None:
        asked.append(PostmortemsPlugin.asked)

    monkeypatch.setattr("mkdocs.commands.serve.serve", noting)
    called("serve", "--root", tmp_path, "--audience", "public")
    called("serve", "--root", tmp_path)
    assert [*asked, PostmortemsPlugin.asked] == ["public", None, None]


def test_pages_for_another_publisher_are_written_and_no_site_is_built(
    command: Command, tmp_path: Path
) -> None:
    root = shutil.copytree(DEMO, tmp_path / "demo")
    said = command("build", *DAY, "--portable", folder=root)
    assert (said.code, said.err) == (0, "")
    pages = [*(root / "build" / "portable" / "docs").rglob("*.md")]
    assert said.out.splitlines()[1:] == [
        f"{len(pages)} pages are in build/portable/docs/.",
        "Build them with your publisher from build/portable/mkdocs.yml.",
    ]
    assert not (root / "site").exists()
