"""site.yml: the site's name and addresses, the form of incident ids, and how much is allowed."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated
from urllib.parse import quote

import annotated_types as at

from postmortems.config.content_security import ContentSecurity
from postmortems.config.similar import Similar
from postmortems.fields import Key, Line, Record, Text, Url

Branch = Annotated[str, Text(200, r"^[A-Za-z0-9][A-Za-z0-9._/-]*$")]
UrlPath = Annotated[str, Text(200, r"^[A-Za-z0-9._~/{}?&=+%-]+$")]
Extension = Annotated[
    str,
    Text(
        200,
        r"^(?!incidents/)(?:(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.py|[A-Za-z0-9][A-Za-z0-9_-]*)$",
        form="the path of a Python file in the repository, outside of incidents/, or the name "
        "of an entry point",
        examples=("extensions/freeze.py",),
    ),
]
_TOKEN = re.compile("YYYY|MM|DD|HH|N+")
_TOKENS = re.compile("(?:YYYY|MM|DD|HH|N)+")
_SEPARATORS = re.compile("([-_])")
_VALUES = {
    "year": "(?:199[0-9]|20[0-9]{2}|2100)",
    "month": "(?:0[1-9]|1[0-2])",
    "day": "(?:0[1-9]|[12][0-9]|3[01])",
    "hour": "(?:[01][0-9]|2[0-3])",
    "minute": "[0-5][0-9]",
}
_MEANINGS = {"YYYY": "year", "MM": "month", "DD": "day", "HH": "hour"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Home(Record):
    """What the first page shows."""

    recent_incidents: Annotated[int, at.Ge(1), at.Le(100)] = 5
    """How many of the latest incidents it lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists(Record):
    """How long lists are."""

    rows_per_page: Annotated[int, at.Ge(10), at.Le(1_000)] = 100
    """How many rows one page of a list holds before the next page begins."""
    rows_filtered: Annotated[int, at.Ge(10), at.Le(1_000)] = 50
    """The same for the list that can be filtered; with more rows it answers later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds(Record):
    """How much feeds, calendars and exports hold, and what keeps their ids apart from others."""

    entries: Annotated[int, at.Ge(1), at.Le(1_000)] = 50
    """How many incidents one feed holds: those that changed last."""
    events: Annotated[int, at.Ge(1), at.Le(10_000)] = 1_000
    """How many days one calendar holds: those nearest to today."""
    export_incidents: Annotated[int, at.Ge(1), at.Le(100_000)] = 250
    """How many incidents one file of exported data holds before the next one begins."""
    namespace: Line | None = None
    """A word of your own, such as your organisation's name, that goes into every id in feeds and
    calendars. Readers may follow several sites like this one, in which two incidents can have the
    same id. Set it once: with another, everything looks new to those who have subscribed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboards(Record):
    """What the dashboards show, and how much of it."""

    means: bool = False
    """Whether arithmetic means of durations are told beside the percentiles, each with its
    definition. A few long incidents move a mean, so it says little about a usual one."""
    most_bars: Annotated[int, at.Ge(5), at.Le(100)] = 20
    """How many services, teams, owners or incidents one drawing shows; the CSV has all."""
    table_rows: Annotated[int, at.Ge(5), at.Le(1_000)] = 20
    """How many rows the table under a chart shows; the CSV has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook(Record):
    """What the playbook shows of its own making."""

    history_entries: Annotated[int, at.Ge(1), at.Le(1_000)] = 20
    """How many of the latest changes of the settings its version history lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide(Record):
    """The pages that say how all of this is used: ours, and those of `templates/guide/`."""

    first: Annotated[tuple[Key, ...], at.MaxLen(100)] = ()
    """Which of them come first, by the names of their files without `.md`. The others follow by
    name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(Record):
    """How much one incident file may hold; more is refused before it can stall a build.

    Each can be set up to a bound of its own, up to which time and memory were measured.
    """

    max_bytes: Annotated[int, at.Ge(1_024), at.Le(16_777_216)] = 1_048_576
    """The size of a file, in bytes."""
    max_depth: Annotated[int, at.Ge(8), at.Le(64)] = 32
    """How deep lists and mappings may be nested."""
    max_nodes: Annotated[int, at.Ge(100), at.Le(200_000)] = 20_000
    """How many values a file may hold."""
    max_timeline: Annotated[int, at.Ge(10), at.Le(1_000)] = 1_000
    """How many entries a timeline may have."""
    max_text: Annotated[int, at.Ge(500), at.Le(50_000)] = 50_000
    """How many characters one text may have, where its field does not ask for fewer."""
    max_findings: Annotated[int, at.Ge(10), at.Le(100_000)] = 200
    """How many findings of one file are told before the rest are only counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Record):
    """The site as a whole."""

    name: Line
    """The site's name, shown on every page."""
    tagline: Line | None = None
    """What the site is for, in one line."""
    url: Url | None = None
    """The address under which the site is published; feeds and permanent links need it."""
    repository_url: Url | None = None
    """The address of the repository with the incidents; without it, pages have no edit links."""
    branch: Branch = "main"
    """The branch that edit links lead to."""
    edit_path: UrlPath = "edit/{branch}/{file}"
    """Where the repository's host lets people edit `{file}` on `{branch}`."""
    raw_path: UrlPath = "raw/{branch}/{file}"
    """Where the repository's host shows `{file}` on `{branch}` as it is."""
    incident_id: Key = "INC-YYYYMMDD-HHMM"
    """The form of incident ids. Between hyphens and underscores stand fixed letters or tokens:
    `YYYY`, `MM`, `DD`, `HH`, after `HH` also `MM` for the minute, and a number with as many digits
    as there are `N`."""
    undated_id: Key = "INC-UNDATED-NN"
    """The form of ids of incidents whose calendar date nobody recorded."""
    home: Home = field(default_factory=Home)
    """What the first page shows."""
    lists: Lists = field(default_factory=Lists)
    """How long lists are."""
    similar: Similar = field(default_factory=Similar)
    """Which incidents are called similar."""
    feeds: Feeds = field(default_factory=Feeds)
    """What feeds and calendars hold."""
    dashboards: Dashboards = field(default_factory=Dashboards)
    """What the dashboards show, and how much of it."""
    playbook: Playbook = field(default_factory=Playbook)
    """What the playbook shows of its own making."""
    extensions: Annotated[tuple[Extension, ...], at.MaxLen(100)] = ()
    """Rules, importers, pages and charts of your own: Python files of this repository by their
    paths, such as `extensions/freeze.py`, and installed packages by the names that they have under
    `postmortems.extensions`. They are programs and run wherever this repository is checked; what is
    not named here is never run."""
    guide: Guide = field(default_factory=Guide)
    """The pages that say how all of this is used."""
    limits: Limits = field(default_factory=Limits)
    """How much one incident file may hold."""
    content_security: ContentSecurity = field(default_factory=ContentSecurity)
    """Which hosts pages may use besides the site itself: none, unless you name them."""

    def edit_url(self, file: str) -> str | None:
        """Return the address where a file of the repository is edited; None without a host."""
        return self._address(self.edit_path, file)

    def raw_url(self, file: str) -> str | None:
        """Return the address of a file of the repository as it is; None without a host."""
        return self._address(self.raw_path, file)

    def rule_url(self, rule: str) -> str | None:
        """Return the address of a rule's page on the published site; None when nobody gave one."""
        if self.url is None:
            return None
        return f"{self.url.rstrip('/')}/reference/rules/{quote(rule, safe='')}/"

    def _address(self, path: str, file: str) -> str | None:
        if self.repository_url is None:
            return None
        filled = path.replace("{branch}", quote(self.branch)).replace("{file}", quote(file))
        return f"{self.repository_url.rstrip('/')}/{filled}"


@lru_cache(maxsize=8)
def id_regex(form: str) -> str:
    """Turn a form of ids into an anchored regular expression.

    Groups: ``year``, ``month``, ``day``, ``hour``, ``minute``, ``number``, as far as the form has
    them. A token that stands twice must have the same value twice.
    """
    seen: set[str] = set()
    return rf"\A{''.join(_regex(part, text, seen) for part, text in id_parts(form))}\Z"


def id_parts(form: str) -> list[tuple[str, str]]:
    """Take a form of ids apart: pairs of what a piece is (empty for fixed letters) and its text."""
    parts: list[tuple[str, str]] = []
    for segment in _SEPARATORS.split(form):
        if not _TOKENS.fullmatch(segment):
            parts.append(("", segment))
            continue
        for text in _TOKEN.findall(segment):
            meaning = _MEANINGS.get(text, "number")
            if meaning == "month" and parts and parts[-1][0] == "hour":
                meaning = "minute"
            parts.append((meaning, text))
    return parts


def _regex(meaning: str, text: str, seen: set[str]) -> str:
    if not meaning:
        return re.escape(text)
    if meaning in seen:
        return f"(?P={meaning})"
    seen.add(meaning)
    return f"(?P<{meaning}>{_VALUES.get(meaning, f'[0-9]{{{len(text)}}}')})"
