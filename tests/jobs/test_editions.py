"""The docs tree of an edition follows edits, and never holds bytes of another edition."""

from __future__ import annotations

import shutil
from contextlib import closing
from html import unescape
from typing import TYPE_CHECKING

import pytest

from postmortems import pipeline, today
from postmortems.pages import site
from postmortems.pages.dashboard import Dashboards
from support.example import example

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.config.audiences import AudienceName
    from postmortems.write.tree import TreeChange

DAY = "2026-06-30"
ONE, TWO, THREE = "INC-20260303-0905", "INC-20260303-0906", "INC-20260303-0907"
PUBLIC = """postmortem:
  status: published
  owner: Ana Ruiz
  drafted_at: 2026-03-04 11:00
  published_at: 2026-03-09 15:00
  audience: public
"""


class Repository:
    """A small repository with the docs trees of both editions."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.root = self.home / "repository"
        (self.root / "incidents").mkdir(parents=True)
        self.write(ONE, PUBLIC + f"related: [{TWO}]\nbackground: See {TWO}.\n")
        self.write(TWO, "title: Zqsecret title\n")
        self.write(THREE, PUBLIC)

    def write(self, name: str, edit: str) -> None:
        path = self.root / "incidents" / f"{name}.yml"
        path.write_bytes(example(f"id: {name}\n{edit}"))

    def build(self, audience: AudienceName = "public") -> TreeChange:
        with closing(pipeline.open_ledger(self.root, audience)) as ledger:
            checked = pipeline.check(self.root, today.instant(DAY), None, ledger)
            return pipeline.write_docs(
                self.home / audience, self.root, checked, ledger=ledger, audience=audience
            )

    def held(self, audience: str = "public") -> dict[str, bytes]:
        folder = self.home / audience
        found = (path for path in folder.rglob("*") if path.is_file())
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
        return {path: content for path, content in files.items() if not path.startswith(".")}

    def clean(self) -> dict[str, bytes]:
        checked = pipeline.check(self.root, today.instant(DAY))
        shutil.rmtree(self.home / "clean", ignore_errors=True)
        pipeline.write_docs(self.home / "clean", self.root, checked, audience="public")
        return self.held("clean")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """One of few pages that are quick to make."""
    kept = {"home", "actions", "lists/years"}
    made = site.families
    monkeypatch.setattr(
        "postmortems.jobs.plan.families",
        lambda wording, _: {name: each for name, each in made(wording).items() if name in kept},
    )
    monkeypatch.setattr("postmortems.jobs.plan.dashboards", lambda _: Dashboards(pages=(), data={}))
    return Repository(tmp_path)


def test_an_edition_follows_what_becomes_public_and_what_no_longer_is(
    repository: Repository,
) -> None:
    repository.build()
    assert f"incidents/{TWO}.md" not in repository.held()
    assert repository.held() == repository.clean()
    assert not any(b"Zqsecret" in content for content in repository.held().values())

    repository.write(TWO, PUBLIC + "title: Zqsecret title\n")
    repository.build()
    assert repository.held() == repository.clean()
    page = repository.held()[f"incidents/{ONE}.md"]
    assert b"Zqsecret title" in page
    assert b"another incident" not in page

    repository.write(TWO, "title: Zqsecret title\n")
    repository.build()
    assert repository.held() == repository.clean()
    assert b"another incident" in repository.held()[f"incidents/{ONE}.md"]
    assert not any(b"Zqsecret" in content for content in repository.held().values())


@pytest.mark.parametrize(
    "background",
    [f'"Before.\\n{TWO}."', f'"\\t{TWO}"'],
    ids=["line", "tab"],
)
def test_what_is_no_longer_public_is_unnamed_wherever_it_stands(
    repository: Repository, background: str
) -> None:
    repository.write(ONE, f"{PUBLIC}background: {background}\n")
    repository.write(TWO, PUBLIC)
    repository.build()
    assert TWO in unescape(repository.held()[f"incidents/{ONE}.md"].decode())

    repository.write(TWO, "title: Internal again\n")
    repository.build()
    assert not any(TWO in unescape(each.decode("latin-1")) for each in repository.held().values())
    assert repository.held() == repository.clean()


def test_nothing_is_done_again_where_nothing_public_has_changed(repository: Repository) -> None:
    repository.build()
    change = repository.build()
    assert (change.written, change.removed) == ((), ())
    repository.write(TWO, "title: Another zqsecret title\nstatus: resolved\n")
    change = repository.build()
    assert (change.written, change.removed) == ((), ())


def test_no_edition_takes_anything_from_the_other(repository: Repository) -> None:
    repository.build("internal")
    inside = repository.held("internal")
    repository.build("public")
    assert repository.held("public") == repository.clean()
    repository.build("internal")
    assert repository.held("internal") == inside
    assert f"incidents/{TWO}.md" in inside
    assert f"incidents/{ONE}.yml" not in repository.held("public")
    assert any(path.startswith("actions/owners/") for path in inside)
    assert not any(path.startswith("actions/owners/") for path in repository.held("public"))
