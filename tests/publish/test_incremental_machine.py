"""Any history of changes leaves the site that a build from nothing makes."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from publish.small import CONFIG, page, small

NAMES = st.sampled_from(["INC-1", "INC-2", "INC-3", "INC-4"])
WORDS = st.sampled_from(["one", "two", "Zwölf 株式", "&#60;b&#62;"])
MONTHS = st.sampled_from(["", "2024-03", "2024-04"])
LISTED = st.sampled_from(["index.md", "incidents/index.md", "years/index.md"])


class Site(RuleBasedStateMachine):
    """Changes one at a time, or several between two builds."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.patch = pytest.MonkeyPatch()
        self.site = small(self.folder / "small", self.patch)
        self.site.build()

    def teardown(self) -> None:
        if hasattr(self, "patch"):
            self.patch.undo()
            shutil.rmtree(self.folder)

    @rule(name=NAMES, title=WORDS, text=WORDS, month=MONTHS)
    def write(self, name: str, title: str, text: str, month: str) -> None:
        self.site.files[f"incidents/{name}.md"] = page(title, text, part=month)

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        self.site.files.pop(f"incidents/{name}.md", None)

    @rule(old=NAMES, new=NAMES)
    def rename(self, old: str, new: str) -> None:
        if f"incidents/{old}.md" in self.site.files:
            moved = self.site.files.pop(f"incidents/{old}.md")
            self.site.files[f"incidents/{new}.md"] = moved

    @rule(path=LISTED, title=WORDS, text=WORDS)
    def retitle(self, path: str, title: str, text: str) -> None:
        self.site.files[path] = page(title, text)

    @rule(name=NAMES, text=WORDS)
    def data(self, name: str, text: str) -> None:
        self.site.files[f"incidents/{name}.yml"] = text.encode()

    @rule(text=WORDS)
    def template(self, text: str) -> None:
        self.site.write("templates/theme/partials/copyright.html", text)

    @rule()
    def no_template(self) -> None:
        shutil.rmtree(self.site.root / "templates", ignore_errors=True)

    @rule(text=WORDS)
    def style(self, text: str) -> None:
        self.site.write("templates/theme/assets/pm.css", f"/* {text} */")

    @rule(name=WORDS, more=st.booleans())
    def setting(self, name: str, *, more: bool) -> None:
        config = CONFIG.replace("Small", f"'{name}'")
        self.site.write("mkdocs.yml", config if more else config.replace("More", "Less"))

    @rule(day=st.sampled_from(["2026-09-30", "2026-10-01"]))
    def pass_time(self, day: str) -> None:
        self.site.day = day

    @rule(number=st.integers(0, 200), how=st.sampled_from(["touch", "remove", "spoil"]))
    def meddle(self, number: int, how: str) -> None:
        names = sorted(name for name in self.site.made() if not name.startswith("."))
        file = self.site.root / "site" / names[number % len(names)]
        if how == "touch":
            file.touch()
        else:
            file.unlink()
        if how == "spoil":
            file.write_text("spoilt", "utf-8")

    @rule(whole=st.booleans())
    def forget(self, *, whole: bool) -> None:
        for memory in (self.folder / "cache" / "postmortems").glob("*.site"):
            memory.write_bytes(b"" if whole else memory.read_bytes()[:-1])

    @rule()
    def build(self) -> None:
        assert self.site.build() == self.site.clean(self.folder / "clean")


TestSite = Site.TestCase
TestSite.settings = settings(
    max_examples=8,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
