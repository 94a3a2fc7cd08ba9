from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from postmortems import extended
from postmortems.errors import ConfigurationError
from postmortems.extend import testing
from postmortems.extend.charts import Bars, Data, Library, Series, chart, number, view, words
from postmortems.extend.importers import Document, Draft, Spot, Terms, importer
from postmortems.extend.pages import TablePage, names, pages
from postmortems.extend.rules import Context, Incident, Level, Problem, rule
from postmortems.importers.formats import FORMATS, detected, every_format
from postmortems.pages.dashboard import dashboards
from postmortems.pages.site import families
from postmortems.rules.registry import RULES, by_id, every_rule, rule_names
from support.example import context, make_incident, settings

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def nothing_added() -> Iterator[None]:
    """What a test adds is gone after it."""
    yield
    extended.use((), "")


@rule("title-shouts", family="language")
def shouting(incident: Incident, context: Context) -> Iterator[Problem]:
    """The title is in capitals.

    Why: It is hard to read.

    Source: Ours.

    Flagged:
        title: ORDERS

    Accepted:
        title: Orders
    """
    del context
    if incident.title.isupper():
        yield Problem(rule="title-shouts", path=("title",), message="capitals")
    if incident.title == "Fails":
        raise ValueError("no idea")


def undocumented(incident: Incident, context: Context) -> Iterator[Problem]:
    del incident, context
    return iter(())


@importer("pagerlog", label="Pager log", fits=lambda document: 100 * (document.text[:1] == "#"))
def pagerlog(document: Document, terms: Terms) -> Iterator[Draft]:
    del terms
    draft = Draft(key="PL-1")
    draft.place(("title",), document.text[1:].strip(), Spot())
    draft.place(("times", "started"), "2026-03-10T16:10Z", Spot())
    yield draft


@pages
def titles(library: Library) -> Iterator[TablePage]:
    yield TablePage(
        path="titles.md",
        title="Titles",
        lead="All of **them**.",
        data=Data(
            columns=(("Title", "title"), ("Which", "which")),
            rows=tuple((words(e.title), names([e.id])) for e in library.incidents.values()),
        ),
        empty="None yet.",
    )


def _bars(library: Library, name: str) -> Bars:
    many = len(library.incidents)
    return Bars(
        name=name,
        title="All",
        description="All of them.",
        value_title="Incidents",
        categories=("all",),
        series=(Series(name="Incidents", colour="accent", values=(many,)),),
    )


@chart(board="services")
def everything(library: Library):  # type: ignore[no-untyped-def]  # noqa: ANN201 - as authors write it
    figure = _bars(library, "everything")
    data = Data(columns=(("What", "what"), ("Number", "number")), rows=((words("all"), number(1)),))
    return view(library, figure, data, n="1", definition="All.", empty="None.")


@chart(board="services")
def again(library: Library):  # type: ignore[no-untyped-def]  # noqa: ANN201 - as above
    data = Data(columns=(), rows=())
    return view(library, _bars(library, "chains"), data, n="1", definition="All.", empty="None.")


def test_an_added_rule_is_one_of_all_while_it_is_added() -> None:
    assert every_rule() == RULES
    with pytest.raises(KeyError):
        by_id("title-shouts")
    extended.use([shouting], "x")
    assert every_rule() == (*RULES, shouting)
    assert by_id("title-shouts") is shouting
    assert rule_names()["title-shouts"] == "title-shouts"
    assert by_id("no-actions") in RULES


def test_two_rules_of_one_name_and_ours_again_are_told_apart() -> None:
    other = rule("title-shouts", family="time", level=Level.ERROR)(shouting.check)  # type: ignore[arg-type]
    extended.use([shouting, other], "x")
    with pytest.raises(ConfigurationError, match="add a rule title-shouts, and there is one"):
        every_rule()
    extended.use([shouting, by_id("no-actions")], "x")  # one that a file only imports
    assert every_rule() == (*RULES, shouting)
    with pytest.raises(ConfigurationError, match="there is a rule no-actions already"):
        rule("no-actions", family="process")


def test_an_added_rule_proposes_a_warning_and_has_the_docstring_of_its_function() -> None:
    assert (shouting.level, shouting.family) == (Level.WARNING, "language")
    assert shouting.doc.startswith("The title is in capitals.")
    with pytest.raises(Exception, match="a rule's docstring lacks Why, Source, Flagged, Accepted"):
        rule("undocumented", family="time")(undocumented)


def test_what_a_rule_fails_of_is_a_sentence_with_its_line() -> None:
    assert shouting.check is not None
    with pytest.raises(ConfigurationError) as caught:
        list(shouting.check(make_incident(title="Fails"), context()))
    assert str(caught.value).startswith(f"{__file__}:")
    assert str(caught.value).endswith(": ValueError: no idea")


def test_an_added_format_is_found_and_read() -> None:
    document = Document(name="a.txt", text="#Orders are refused\n")
    extended.use([pagerlog], "x")
    assert every_format() == (*FORMATS, pagerlog)
    assert detected(document) is pagerlog
    (record,) = testing.imported(pagerlog, document.text)
    assert record["title"] == "Orders are refused"
    assert record["imported"]["format"] == "pagerlog"
    extended.use([pagerlog, importer("pagerlog", label="", fits=lambda _: 0)(titles.make)], "x")  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="add a format pagerlog, and there is one"):
        every_format()
    with pytest.raises(ConfigurationError, match="there is a format cstate already"):
        importer("cstate", label="", fits=lambda _: 0)


def test_added_pages_are_a_family_of_their_own() -> None:
    library = testing.library("title: Orders")
    known = set(families(lambda _: {}))
    extended.use([titles], "x")
    added = families(lambda _: {})
    (name,) = set(added) - known
    assert [page.path for page in added[name](library)] == ["titles.md"]
    text = testing.rendered(titles, library)["titles.md"]
    assert "\n# Titles { #table }\n" in text
    assert "<p>All of <strong>them</strong>&#46;</p>" in text
    assert '<td><a href="../incidents/INC-20260303-0905/">' in text
    assert (
        '<p class="pm-absent">None yet&#46;</p>'
        in testing.rendered(titles, testing.library())["titles.md"]
    )


def test_an_added_chart_stands_at_the_end_of_its_dashboard() -> None:
    library = testing.library("{}")
    extended.use([everything], "x")
    made = dashboards(library)
    page = next(each for each in made.pages if each.path == "dashboards/services.md")
    assert [each.id for each in page.charts][-2:] == ["repeats", "everything"]  # type: ignore[attr-defined]
    assert made.data["data/everything.csv"] == b"what,number\nall,1\n"
    assert testing.drawn(everything, library).startswith("<svg ")
    assert testing.drawn(everything, testing.library()) == ""


def test_two_charts_of_one_name_and_an_unknown_dashboard_are_refused() -> None:
    extended.use([again], "x")
    with pytest.raises(ConfigurationError, match="add a chart chains, and there is one"):
        dashboards(testing.library("{}"))
    with pytest.raises(ConfigurationError, match="no dashboard 'cost'; there are severity, serv"):
        chart(board="cost")


def test_the_settings_are_those_that_ship() -> None:
    assert testing.library().settings == settings()
