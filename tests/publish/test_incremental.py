from __future__ import annotations

import os
from typing import TYPE_CHECKING

import mkdocs
import pytest

from postmortems.errors import PublishError
from postmortems.publish.state import State, keep_state, load_state
from publish.small import CONFIG, Small, page, small

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGES = {
    *("404.html", "index.html", "incidents/index.html", "incidents/INC-1/index.html"),
    *("incidents/INC-2/index.html", "years/index.html", "years/2024/index.html"),
}
ONE = "incidents/INC-1/index.html"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    made = small(tmp_path / "small", monkeypatch)
    made.build()
    return made


def _edit(site: Small) -> None:
    site.files["incidents/INC-1.md"] = page("One", "other words", part="2024-03")


def _edit_nav(site: Small) -> None:
    site.files["years/index.md"] = page("Years", "other words")


def _add(site: Small) -> None:
    site.files["incidents/INC-3.md"] = page("Three")


def _delete(site: Small) -> None:
    del site.files["incidents/INC-1.md"]


def _rename(site: Small) -> None:
    site.files["incidents/INC-9.md"] = site.files.pop("incidents/INC-1.md")


def _retitle(site: Small) -> None:
    site.files["incidents/index.md"] = page("Every one")


def _delete_nav(site: Small) -> None:
    site.write("mkdocs.yml", CONFIG.replace("  - More: [years/index.md]\n", ""))
    del site.files["years/index.md"]


def _static(site: Small) -> None:
    site.files["incidents/INC-1.yml"] = b"id: INC-1 # other\n"


def _page_for_file(site: Small) -> None:
    del site.files["incidents/INC-1.yml"]
    site.files["incidents/INC-1.yml/index.html"] = b"<p>a folder now</p>"


def _setting(site: Small) -> None:
    site.write("mkdocs.yml", CONFIG.replace("Small", "Large"))


def _navigation(site: Small) -> None:
    site.write("mkdocs.yml", CONFIG.replace("More", "Less"))


def _template(site: Small) -> None:
    site.write("templates/theme/partials/footer.html", "<footer>ours</footer>")


def _style(site: Small) -> None:
    site.write("templates/theme/assets/pm.css", "p { color: red }")


def _new_asset(site: Small) -> None:
    site.write("templates/theme/assets/team.css", "p { color: red }")


def _day(site: Small) -> None:
    site.day = "2026-10-01"


def _dated(site: Small) -> None:
    site.write("templates/theme/partials/footer.html", "{{ build_date_utc }}")
    site.build()
    site.day = "2026-10-01"


def _touched(site: Small) -> None:
    (site.root / "site" / ONE).write_text("<p>spoilt</p>", "utf-8")


def _replaced(site: Small) -> None:
    (site.root / "site" / ONE).unlink()
    (site.root / "site" / ONE).write_text("<p>spoilt</p>", "utf-8")


def _lost(site: Small) -> None:
    (site.root / "site" / ONE).unlink()


def _spoilt_twin(site: Small) -> None:
    twin = site.root / ".site.twin-postmortems" / "site"
    (twin / "years" / "2024" / "index.html").unlink()
    (twin / "incidents" / "index.html").unlink()
    (twin / "incidents" / "index.html").mkdir()
    (twin / "foreign").write_text("not ours", "utf-8")
    (twin / "index.html").unlink()
    (twin / "index.html").symlink_to("foreign")
    _edit(site)


def _nothing(_: Small) -> None:
    pass


@pytest.mark.parametrize(
    ("change", "pages"),
    [
        (_nothing, set()),
        (_edit, {ONE}),
        (_edit_nav, {"years/index.html"}),
        (_add, {"incidents/INC-3/index.html"}),
        (_delete, set()),
        (_rename, {"incidents/INC-9/index.html"}),
        (_retitle, PAGES),
        (_delete_nav, PAGES - {"years/index.html"}),
        (_static, set()),
        (_page_for_file, {"incidents/INC-1.yml/index.html"}),
        (_setting, PAGES),
        (_navigation, PAGES),
        (_template, PAGES),
        (_style, set()),
        (_new_asset, set()),
        (_day, set()),
        (_dated, PAGES),
        (_touched, {ONE}),
        (_replaced, set()),
        (_lost, set()),
        (_spoilt_twin, {ONE}),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_after_any_change_the_site_is_that_of_a_clean_build_and_little_was_written(
    site: Small, tmp_path: Path, change: Callable[[Small], None], pages: set[str]
) -> None:
    change(site)
    before = site.marks()
    made = site.build()
    assert made == site.clean(tmp_path / "clean")
    after = site.marks()
    written = {name for name, mark in after.items() if mark != before.get(name)}
    # What was lost came back from the twin, as it was.
    back = {ONE} if change in (_lost, _replaced) else set()
    assert {name for name in written if name.endswith(".html")} - back == pages
    # Once more, and both the site and its twin are the new one.
    assert site.build() == made
    assert site.build() == made


def test_what_is_remembered_of_another_version_is_not_believed(
    site: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = site.marks()
    with monkeypatch.context() as patch:
        patch.setattr(mkdocs, "__version__", "1.6.99")
        from postmortems.publish import inputs  # noqa: PLC0415

        inputs._versions.cache_clear()
        made = site.build()
    inputs._versions.cache_clear()
    assert b"mkdocs-1.6.99" in made["index.html"]
    assert site.marks().keys() == before.keys()


@pytest.mark.parametrize("damage", [b"", b"\0" * 40, None], ids=["empty", "zeros", "bit"])
def test_a_damaged_memory_is_as_good_as_none(
    site: Small, tmp_path: Path, damage: bytes | None
) -> None:
    (memory,) = (tmp_path / "cache" / "postmortems").glob("*.site")
    content = bytearray(memory.read_bytes())
    content[len(content) // 2] ^= 1
    memory.write_bytes(bytes(content) if damage is None else damage)
    assert load_state(site.root, site.root / "site") is None
    _edit(site)
    assert site.build() == site.clean(tmp_path / "clean")


def test_what_others_put_into_the_site_stays(site: Small, tmp_path: Path) -> None:
    site.write("site/foreign/page.html", "not ours")
    theirs = {"foreign/page.html": b"not ours"}
    for change in (_nothing, _edit, _template):
        change(site)
        assert site.build() == site.clean(tmp_path / "clean") | theirs


def test_the_memory_of_another_site_does_not_fit(site: Small, tmp_path: Path) -> None:
    state = load_state(site.root, site.root / "site")
    assert isinstance(state, State)
    other = Small(tmp_path / "other", {**site.files, "years/2024.md": page("Other")})
    other.write("mkdocs.yml", CONFIG.replace("Small", "Other"))
    (other.root / "incidents").mkdir()
    keep_state(other.root, other.root / "site", state)
    assert other.build() == other.clean(tmp_path / "clean")


def test_a_memory_in_the_repository_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = small(tmp_path / "small", monkeypatch)
    monkeypatch.setenv("XDG_CACHE_HOME", str(made.root / "cache"))
    made.build()
    assert [*made.root.rglob("*.site")] == []


def test_with_another_plugin_every_page_is_made_and_the_site_is_the_same(
    site: Small, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "mkdocs.plugins.postmortems")
    site.write("nothing.py", "")
    site.write("mkdocs.yml", f"{CONFIG}hooks: [nothing.py]\n")
    made = site.build()
    assert "every page is made again: nothing.py may change any page" in caplog.text
    site.write("mkdocs.yml", CONFIG)
    plain = site.clean(tmp_path / "clean")
    hidden = {name for name in made | plain if name.startswith("pagefind/")}
    assert {name for name in PAGES if made[name] != plain[name]} == set()
    assert made.keys() ^ plain.keys() <= hidden
    assert not (site.root / ".site.twin-postmortems").exists()


def test_a_file_of_the_site_is_never_changed_where_it_lies(site: Small) -> None:
    held = os.open(site.root / "site" / ONE, os.O_RDONLY)
    before = os.read(held, 1 << 20)
    _edit(site)
    site.build()
    os.lseek(held, 0, os.SEEK_SET)
    assert os.read(held, 1 << 20) == before
    os.close(held)


def test_after_a_build_that_failed_little_is_made(site: Small, tmp_path: Path) -> None:
    before = site.marks()
    site.write("mkdocs.yml", CONFIG.replace("More: [years", "More: [yeers"))
    with pytest.raises(PublishError, match="yeers"):
        site.build()
    assert site.marks() == before
    site.write("mkdocs.yml", CONFIG)
    _edit(site)
    assert site.build() == site.clean(tmp_path / "clean")
    written = {name for name, mark in site.marks().items() if mark != before.get(name)}
    assert {name for name in written if name.endswith(".html")} == {ONE}
