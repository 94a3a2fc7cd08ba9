"""A docs tree brought up to date is the one that a clean build makes, byte for byte."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from postmortems import charts, pipeline, today
from postmortems.jobs import docs
from postmortems.load.database import folder
from postmortems.load.history import UNKNOWN, Change, History
from postmortems.pages import postmortem, site
from support.docs_tree import tree
from support.example import BASE_ID, example

if TYPE_CHECKING:
    from postmortems.write.tree import TreeChange

IDS = ("INC-20240110-1010", "INC-20250215-0905", BASE_ID, "INC-20260304-0905")
DAY = "2026-03-20"
EDITS = (
    "title: Another title\n",
    "title: Card payments were declined again\n",
    "summary: Another story, told shortly.\n",
    "severity: P2\n",
    "services: [checkout-service]\n",
    "tags: [certificates, gateway]\n",
    "tags: [gateway]\n",
    "related: [INC-20240110-1010]\n",
    "recurrence_of: INC-20240110-1010\n",
    "trigger: The certificate's last day came, and nobody looked.\n",
    "timeline:\n  - {at: '09:05', text: The first alarm., phase: identification}\n",
    """actions:
  - {id: A1, title: Watch it, status: open, owner: Ana Ruiz, due: 2026-04-01, type: detect,
     done_when: It is watched.}
""",
    "status: investigating\n",
    "lessons: none\n",
    "imported: {source: none}\n",
)


class Repository:
    """A small repository with a docs tree that is only ever brought up to date."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        self.root = self.home / "repository"
        self.target = self.home / "docs"
        (self.root / "incidents").mkdir(parents=True)
        self.day = DAY
        self.history = UNKNOWN
        self.change: TreeChange | None = None

    def path(self, name: str) -> Path:
        return self.root / "incidents" / f"{name}.yml"

    def write(self, name: str, edit: str = "") -> None:
        self.path(name).write_bytes(example(f"id: {name}\n{edit}"))

    def build(self) -> TreeChange:
        with closing(pipeline.open_ledger(self.root)) as ledger:
            checked = pipeline.check(self.root, today.instant(self.day), None, ledger)
            return pipeline.write_docs(self.target, self.root, checked, self.history, ledger)

    def built(self) -> dict[str, bytes]:
        found = (path for path in self.target.rglob("*") if path.is_file())
        files = {path.relative_to(self.target).as_posix(): path.read_bytes() for path in found}
        return {path: content for path, content in files.items() if not path.startswith(".")}

    def clean(self) -> dict[str, bytes]:
        checked = pipeline.check(self.root, today.instant(self.day))
        return tree(self.root, checked, self.history)

    def agree(self) -> TreeChange:
        change = self.build()
        built, clean = self.built(), self.clean()
        assert built.keys() == clean.keys()
        assert [path for path in clean if built[path] != clean[path]] == []
        return change


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what takes long and hangs on no record, and drawings, which are their figures."""
    _quicken(monkeypatch)


def _quicken(monkeypatch: pytest.MonkeyPatch) -> None:
    made = site.families
    monkeypatch.setattr(
        "postmortems.jobs.plan.families",
        lambda wording, _: {
            name: each for name, each in made(wording).items() if name != "reference"
        },
    )
    monkeypatch.setattr(charts, "svg", repr)


@pytest.fixture
def repository() -> Repository:
    made = Repository()
    for name in IDS[:3]:
        made.write(name)
    made.agree()
    return made


def test_nothing_is_made_again_when_nothing_has_changed(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        message = "a page was made"
        raise AssertionError(message)

    monkeypatch.setattr(postmortem, "page", refused)
    monkeypatch.setattr("postmortems.jobs.plan.dashboards", refused)
    change = repository.build()
    assert (change.written, change.removed) == ((), ())


def test_another_word_in_a_summary_changes_one_page_and_what_holds_summaries(
    repository: Repository,
) -> None:
    repository.write(IDS[0], "summary: Another story, told shortly.\n")
    assert set(repository.agree().written) == {
        "data/csv/incidents.csv",
        "data/json/2026.json",
        "data/postmortems.sqlite",
        "feeds/all.json",
        "feeds/all.xml",
        "feeds/services/payment-api.json",
        "feeds/services/payment-api.xml",
        "feeds/severities/p1.json",
        "feeds/severities/p1.xml",
        f"incidents/{IDS[0]}.md",
        f"incidents/{IDS[0]}.yml",
    }


def test_another_title_reaches_the_pages_that_name_it(repository: Repository) -> None:
    repository.write(IDS[1], f"related: [{IDS[0]}]\n")
    repository.agree()
    repository.write(IDS[0], "title: Another title\n")
    assert f"incidents/{IDS[1]}.md" in repository.agree().written


def test_a_finding_that_comes_or_goes_reaches_the_page(repository: Repository) -> None:
    repository.write(IDS[0], "related: [INC-20260304-0905]\n")
    repository.agree()
    repository.write("INC-20260304-0905")
    assert f"incidents/{IDS[0]}.md" in repository.agree().written


def test_a_file_that_somebody_changed_or_removed_is_made_again(repository: Repository) -> None:
    page = repository.target / f"incidents/{IDS[0]}.md"
    home = repository.target / "index.md"
    page.write_text("changed\n")
    home.unlink()
    assert set(repository.agree().written) == {f"incidents/{IDS[0]}.md", "index.md"}


def test_a_record_that_moves_keeps_its_page_but_for_where_it_is_edited(
    repository: Repository,
) -> None:
    (repository.root / "incidents" / "2024").mkdir()
    old = repository.path(IDS[0])
    old.rename(repository.root / "incidents" / "2024" / old.name)
    assert f"incidents/{IDS[1]}.md" not in repository.agree().written


@pytest.mark.parametrize("where", [0, 100, 5_000, -200])
def test_a_damaged_ledger_is_thrown_away(repository: Repository, where: int) -> None:
    for path in folder().glob("*.built.sqlite3"):
        content = bytearray(path.read_bytes())
        content[where : where + 64] = b"\xff" * 64
        path.write_bytes(content)
    repository.write(IDS[0], "title: Another title\n")
    repository.agree()


def test_a_ledger_whose_values_were_changed_is_not_believed(repository: Repository) -> None:
    with closing(pipeline.open_ledger(repository.root)) as ledger:
        ledger.write(
            [
                ("UPDATE records SET packed = ?", [(b"{}",)]),
                ("UPDATE jobs SET done = ?", [(b"0" * 40,)]),
            ]
        )
    repository.write(IDS[0], "severity: P2\n")
    repository.agree()


def test_a_check_between_an_edit_and_a_build_hides_nothing(repository: Repository) -> None:
    repository.write(IDS[0], "title: Another title\n")
    with closing(pipeline.open_ledger(repository.root)) as ledger:
        pipeline.check(repository.root, today.instant(repository.day), None, ledger)
    assert f"incidents/{IDS[0]}.md" in repository.agree().written


def test_a_build_that_stops_half_way_is_completed_by_the_next(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write(IDS[0], "title: Another title\n")
    with monkeypatch.context() as patch:

        def stopped(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(docs, "_entry", stopped)
        with pytest.raises(KeyboardInterrupt):
            repository.build()
    repository.write(IDS[0])
    repository.agree()


class Builds(RuleBasedStateMachine):
    """Any edits in any order; after each, the tree is the one of a clean build."""

    def __init__(self) -> None:
        super().__init__()
        self.repository = Repository()
        self.patch = pytest.MonkeyPatch()
        _quicken(self.patch)

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.repository.home)

    @initialize()
    def begin(self) -> None:
        for name in IDS[:2]:
            self.repository.write(name)

    @rule(name=st.sampled_from(IDS), edits=st.sets(st.sampled_from(EDITS), max_size=3))
    def edit(self, name: str, edits: set[str]) -> None:
        """Add a record, or write other things in one."""
        self.repository.write(name, "".join(sorted(edits)))

    @precondition(lambda self: any(self.repository.path(name).exists() for name in IDS))
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        names = [name for name in IDS if self.repository.path(name).exists()]
        self.repository.path(data.draw(st.sampled_from(names))).unlink()

    @rule(day=st.sampled_from((DAY, "2026-03-25", "2026-06-01")))
    def wait(self, day: str) -> None:
        self.repository.day = day

    @rule(word=st.sampled_from(("", "A word of ours.")))
    def template(self, word: str) -> None:
        path = self.repository.root / "templates" / "pages" / "home.md.j2"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if word:
            path.write_text("# Home { #home }\n\n<p>" + word + "</p>\n")

    @rule(name=st.sampled_from(("", "Our postmortems")))
    def setting(self, name: str) -> None:
        path = self.repository.root / "site_config" / "site.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if name:
            path.write_text(f"name: {name}\n")

    @rule(number=st.integers(0, 2))
    def policy(self, number: int) -> None:
        """Let commits change the policy."""
        change = Change(commit="0" * 40, day=today.instant(DAY).date(), subject="x", files=())
        self.repository.history = replace(History(known=True), changes=(change,) * number)

    @rule(data=st.data())
    def touch(self, data: st.DataObject) -> None:
        """Change or remove a file of the tree behind the tool's back."""
        files = sorted(self.repository.built())
        if files:
            path = self.repository.target / data.draw(st.sampled_from(files))
            if data.draw(st.booleans()):
                path.unlink()
            else:
                path.write_bytes(path.read_bytes() + b"x")

    @rule()
    def forget(self) -> None:
        for path in folder().glob("*.sqlite3"):
            path.unlink()

    @invariant()
    def same(self) -> None:
        self.repository.agree()


Builds.TestCase.settings = settings(max_examples=4, stateful_step_count=6)
TestBuilds = Builds.TestCase
