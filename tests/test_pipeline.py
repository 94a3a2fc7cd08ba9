from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from postmortems import pipeline, today
from postmortems.errors import ConfigurationError
from postmortems.findings import Level
from postmortems.load.files import gather
from postmortems.pages import lists, services
from support.docs_tree import tree
from support.example import BASE_ID, example

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from postmortems.checking.result import Checked
    from postmortems.pages.base import Page
    from postmortems.pages.listing import Shelf

FILE = f"incidents/2026/{BASE_ID}.yml"
OTHER_ID = "INC-20260303-0906"
OTHER = f"incidents/2026/{OTHER_ID}.yml"


def write(root: Path, files: dict[str, bytes]) -> None:
    (root / "incidents").mkdir(exist_ok=True)
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


def check(root: Path, *paths: Path) -> Checked:
    sources = gather(paths, root) if paths else None
    return pipeline.check(root, today.instant("2026-03-20"), sources)


def said(checked: Checked) -> list[str]:
    return [
        f"{each.file}:{each.span.line if each.span else '-'}: {each.rule}"
        for each in checked.findings
    ]


def renamed(name: str, *, more: str = "") -> bytes:
    return example(f"id: {name}\n{more}")


def test_a_sound_record_has_no_findings_and_a_page_with_its_file_beside_it(tmp_path: Path) -> None:
    write(tmp_path, {FILE: example()})
    checked = check(tmp_path)
    assert said(checked) == []
    assert (checked.count, checked.errors) == (1, 0)
    assert list(checked.incidents) == [BASE_ID]
    assert checked.files == {BASE_ID: FILE}
    files = tree(tmp_path, checked)
    assert files[f"incidents/{BASE_ID}.yml"] == example()
    assert b"# Card payments were declined" in files[f"incidents/{BASE_ID}.md"]


def test_an_empty_folder_gives_a_site_without_incidents(tmp_path: Path) -> None:
    write(tmp_path, {})
    checked = check(tmp_path)
    assert (checked.count, checked.findings, checked.incidents) == (0, (), {})
    files = tree(tmp_path, checked)
    assert {path for path in files if path.startswith("incidents/INC")} == set()
    assert {"index.md", "incidents/index.md", "dashboards/severity.md"} <= files.keys()


def test_no_page_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {})
    checked = check(tmp_path)

    def doubled(shelf: Shelf) -> Iterator[Page]:
        yield from services.pages(shelf)
        yield next(each for each in services.pages(shelf) if each.path == "services/index.md")

    monkeypatch.setitem(lists.KINDS, "services", doubled)
    with pytest.raises(ConfigurationError, match=r"^two pages would be written to services/index"):
        tree(tmp_path, checked)


def test_no_family_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {})
    checked = check(tmp_path)
    monkeypatch.setitem(lists.KINDS, "teams", services.pages)
    with pytest.raises(ConfigurationError, match=r"^two pages would be written to services/"):
        tree(tmp_path, checked)


def test_no_folder_at_all_is_no_incidents(tmp_path: Path) -> None:
    assert check(tmp_path).count == 0


def test_a_broken_file_is_told_of_and_the_good_ones_beside_it_stay(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            FILE: example(),
            OTHER: b"schema: 1\nid: [\n",
            "incidents/2025/INC-20250101-0900.yml": b"",
            "incidents/2027.yml": b"\xff\xfe",
        },
    )
    checked = check(tmp_path)
    assert said(checked) == [
        "incidents/2025/INC-20250101-0900.yml:1: missing-field",
        f"{OTHER}:3: yaml-syntax",
        "incidents/2027.yml:1: not-utf8",
    ]
    assert checked.count == 4
    assert checked.errors == 3
    assert list(checked.incidents) == [BASE_ID]
    pages = [path for path in tree(tmp_path, checked) if "/INC-" in path]
    assert pages == [f"incidents/{BASE_ID}.md", f"incidents/{BASE_ID}.yml"]


def test_a_broken_part_is_left_out_and_rules_do_not_ask_for_it_again(tmp_path: Path) -> None:
    content = example(
        "actions:\n  - {id: A1, title: A page, status: open, owner: [x], due: 2026-03-16, "
        "done_when: It is there., factors: [F1, F2]}\nfindings: []\n"
    )
    write(tmp_path, {FILE: content})
    checked = check(tmp_path)
    assert "published-action-unowned" not in {each.rule for each in checked.findings}
    assert [each.field for each in checked.findings if each.rule == "wrong-type"] == [
        "actions[0].owner"
    ]
    assert checked.incidents[BASE_ID].actions[0].owner is None


def test_two_files_with_one_id_are_both_told_of_and_one_is_shown(tmp_path: Path) -> None:
    copy = f"incidents/copies/{BASE_ID}.yml"
    write(tmp_path, {FILE: example(), copy: example("title: The copy\n")})
    checked = check(tmp_path)
    assert said(checked) == [f"{FILE}:3: duplicate-id", f"{copy}:3: duplicate-id"]
    assert checked.findings[0].message == f"`{BASE_ID}` is the id of 2 files: {FILE}, {copy}"
    assert checked.files == {BASE_ID: FILE}
    assert b"The copy" not in tree(tmp_path, checked)[f"incidents/{BASE_ID}.yml"]


def test_ids_that_differ_in_capitals_alone_are_the_same(tmp_path: Path) -> None:
    small = "incidents/inc-20260303-0905.yml"
    write(tmp_path, {FILE: example(), small: renamed("inc-20260303-0905")})
    checked = check(tmp_path)
    assert {each.file for each in checked.findings if each.rule == "duplicate-id"} == {FILE, small}
    assert list(checked.incidents) == [BASE_ID]


def test_only_the_files_asked_about_are_told_of_yet_all_are_read(tmp_path: Path) -> None:
    copy = f"incidents/copies/{BASE_ID}.yml"
    write(tmp_path, {FILE: example(), copy: example(), OTHER: b"no: record\n"})
    (tmp_path / "incidents" / "link.yml").symlink_to(tmp_path)
    checked = check(tmp_path, tmp_path / copy)
    assert said(checked) == [f"{copy}:3: duplicate-id"]
    assert checked.count == 1
    assert check(tmp_path, tmp_path / FILE, tmp_path / "incidents" / "2026").count == 2


def test_a_file_outside_the_repository_is_read_once_however_often_it_is_named(
    tmp_path: Path,
) -> None:
    root = tmp_path / "here"
    root.mkdir()
    write(root, {FILE: example()})
    outside = tmp_path / f"{OTHER_ID}.yml"
    outside.write_bytes(renamed(OTHER_ID, more="title: ''\n"))
    checked = check(root, outside, outside)
    assert [each.file for each in checked.findings] == [outside.as_posix()]
    assert checked.count == 1


def test_files_that_are_no_plain_files_are_refused_unread(tmp_path: Path) -> None:
    write(tmp_path, {FILE: example(), "secret.txt": renamed(OTHER_ID)})
    folder = tmp_path / "incidents"
    (folder / "absent.yml").symlink_to("/nowhere")
    (folder / "linked.yml").symlink_to(tmp_path / "secret.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "zero.yml").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.yml")
    (folder / "folder.yml").mkdir()
    checked = check(tmp_path)
    assert [(each.file, each.rule, each.message) for each in checked.findings] == [
        ("incidents/absent.yml", "unreadable-file", "the file is a symbolic link"),
        ("incidents/linked.yml", "unreadable-file", "the file is a symbolic link"),
        ("incidents/loop", "unreadable-file", "the file is a symbolic link"),
        ("incidents/pipe.yml", "unreadable-file", "this is not a regular file"),
        ("incidents/zero.yml", "unreadable-file", "the file is a symbolic link"),
    ]
    assert [each.span for each in checked.findings] == [None] * 5
    assert list(checked.incidents) == [BASE_ID]


def test_a_file_with_an_evil_name_is_named_in_printable_characters(tmp_path: Path) -> None:
    write(tmp_path, {})
    (tmp_path / "incidents" / "a\x1b[31m\n\udcff.yml").write_bytes(b"")
    (finding,) = check(tmp_path).findings
    assert finding.file == r"incidents/a\x1b[31m\n\udcff.yml"


def test_a_file_over_the_configured_limit_is_refused(tmp_path: Path) -> None:
    write(
        tmp_path, {FILE: example(), "site_config/site.yml": b"name: S\nlimits: {max_bytes: 1024}"}
    )
    assert said(check(tmp_path)) == [f"{FILE}:1: file-too-large"]


def test_notes_that_are_internal_are_in_no_file_of_the_tree(tmp_path: Path) -> None:
    write(tmp_path, {FILE: example("internal: {cost: A lot of Zloty.}\n")})
    files = tree(tmp_path, check(tmp_path))
    assert f"incidents/{BASE_ID}.md" in files
    assert f"incidents/{BASE_ID}.yml" not in files
    assert [path for path, content in files.items() if b"Zloty" in content] == []


def test_a_line_with_a_secret_is_quoted_by_no_finding(tmp_path: Path) -> None:
    more = 'background: "Nobody should have set the password: hunter22"\ntags: [A, "B b"]\n'
    write(tmp_path, {f"incidents/{BASE_ID}.yml": example(more)})
    found = {each.rule: each for each in check(tmp_path).findings}
    assert set(found) == {"probable-secret", "counterfactual", "invalid-text"}
    assert found["probable-secret"].span == found["counterfactual"].span
    assert (found["probable-secret"].excerpt, found["counterfactual"].excerpt) == ("", "")
    assert found["invalid-text"].excerpt == 'tags: [A, "B b"]'
    assert "hunter22" not in repr(found)


def test_broken_settings_are_told_of_with_their_places_and_nothing_else_is(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            FILE: b"no: record\n",
            "site_config/site.yml": b"name: S\nlists:\n  rows_per_page: many\nnmae: T\n",
            "site_config/rules.yml": b"levels: {\n",
        },
    )
    checked = check(tmp_path)
    assert checked.settings is None
    assert said(checked) == [
        "site_config/rules.yml:2: yaml-syntax",
        "site_config/site.yml:3: wrong-type",
        "site_config/site.yml:4: unknown-key",
    ]
    assert {each.level for each in checked.findings} == {Level.ERROR}
    assert checked.findings[1].excerpt == "  rows_per_page: many"
    assert checked.findings[1].field == "lists.rows_per_page"


def test_settings_that_contradict_each_other_are_told_of_where_the_reference_stands(
    tmp_path: Path,
) -> None:
    rules = b"levels:\n  timeline-gap: off\n  timeline-gapp: off\n"
    write(tmp_path, {FILE: example(), "site_config/rules.yml": rules})
    checked = check(tmp_path)
    assert checked.settings is None
    assert said(checked) == ["site_config/rules.yml:3: config-unknown-reference"]


def test_a_linked_settings_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"site_config/audiences.yml": b""})
    (tmp_path / "site_config" / "site.yml").symlink_to("/dev/zero")
    checked = check(tmp_path)
    assert checked.settings is None
    assert "site_config/site.yml:1: unreadable-file" in said(checked)


def test_the_teams_own_settings_file_replaces_the_default_of_its_name_alone(tmp_path: Path) -> None:
    write(tmp_path, {FILE: example(), "site_config/site.yml": b"name: Elsewhere\n"})
    checked = check(tmp_path)
    assert checked.settings is not None
    assert checked.settings.site.name == "Elsewhere"
    assert [each.id for each in checked.settings.severities.levels] == ["P0", "P1", "P2", "P3"]


def test_levels_and_exemptions_of_the_settings_decide_what_a_finding_weighs(tmp_path: Path) -> None:
    settings = (
        b"levels: {timeline-gap: error, unreadable-file: off}\n"
        b"ignore: [{rule: action-without-owner, files: ['incidents/2026/*'], reason: Old.}]\n"
    )
    gap = "timeline:\n  - {at: 09:05, text: It began.}\n  - {at: 10:20, text: It ended.}\n"
    unowned = "actions:\n  - {id: A1, title: A thing, status: open, factors: [F1, F2]}\n"
    draft = "postmortem: {status: draft, owner: Ana Ruiz, drafted_at: 2026-03-04 11:00}\n"
    write(
        tmp_path,
        {
            FILE: example(gap + unowned + draft),
            "site_config/rules.yml": settings,
        },
    )
    (tmp_path / "incidents" / "link.yml").symlink_to(tmp_path)
    found = {each.rule: each.level for each in check(tmp_path).findings}
    assert found["timeline-gap"] is Level.ERROR
    assert found.keys() & {"unreadable-file", "action-without-owner"} == set()
    assert "action-without-due" in found


def test_the_schema_is_that_of_the_repositorys_names(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "site_config/catalog.yml": (
                b"services: [{id: one-service, name: One, team: us}]\nteams: [{id: us, name: Us}]\n"
            )
        },
    )
    schema = json.loads(pipeline.schema_text(tmp_path))
    assert "one-service" in json.dumps(schema)
    assert "payment-api" not in json.dumps(schema)
    write(tmp_path, {"site_config/catalog.yml": b"services: 1\n"})
    with pytest.raises(ConfigurationError, match="site_config/ holds errors"):
        pipeline.schema_text(tmp_path)


def test_the_teams_own_template_replaces_the_default_of_its_name_alone(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            FILE: example(),
            "templates/pages/postmortem.md.j2": b"# {{ page.title }}\n<p>ours</p>\n",
        },
    )
    files = tree(tmp_path, check(tmp_path))
    assert files[f"incidents/{BASE_ID}.md"].endswith(b"<p>ours</p>\n")
    assert b"ours" not in files["index.md"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"# {{ page.title }}\n{% if %}\n", r"^templates/pages/home\.md\.j2:2: "),
        (b"\xff", r"^templates/pages/home\.md\.j2 cannot be read"),
    ],
)
def test_a_broken_template_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    write(tmp_path, {"templates/pages/home.md.j2": content})
    checked = check(tmp_path)
    with pytest.raises(ConfigurationError, match=message):
        tree(tmp_path, checked)
