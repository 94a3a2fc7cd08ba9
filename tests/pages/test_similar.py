from __future__ import annotations

import re

from metrics.records import library, record
from postmortems.load.templates import load_templates
from postmortems.metrics.similarity import Similar
from postmortems.pages import postmortem
from postmortems.pages.similar import Reason, SimilarView, similar
from postmortems.render.page import Renderer
from support.example import REPOSITORY


def test_each_similar_incident_comes_with_what_is_shared_in_words() -> None:
    incident = record("B", title="No cards", severity="P0", times={"started": "09:00"})
    found = Similar(
        id="B",
        points=12,
        services=("payment-api",),
        factors=("configuration", "testing"),
        gaps=("change",),
        tags=("a", "b"),
        change=True,
        words=("connection pool", "exhausted"),
    )
    assert similar([found], library(incident)) == (
        SimilarView(
            id="B",
            title="No cards",
            url="incidents/B/",
            severity="P0",
            severity_role="p0",
            date="2026-03-03",
            reasons=(
                Reason(label="same service", shared="Payment API"),
                Reason(label="same factors", shared="Configuration, Testing"),
                Reason(label="same control gap", shared="Change management"),
                Reason(label="same tags", shared="a, b"),
                Reason(label="both set off by a change", shared=""),
                Reason(label="shared words", shared="connection pool, exhausted"),
            ),
        ),
    )


def test_only_what_is_shared_is_a_reason_and_a_lost_date_is_no_date() -> None:
    (said,) = similar([Similar(id="B", points=9, tags=("a",))], library(record("B")))
    assert said.reasons == (Reason(label="same tag", shared="a"),)
    assert said.date == ""


def test_the_page_lists_them_and_says_when_there_are_none() -> None:
    one, other = record("A"), record("B", title="No <b>cards</b>")
    renderer = Renderer(load_templates(REPOSITORY))
    given = library(one, other)
    found = (Similar(id="B", points=9, tags=("a",)),)
    said = renderer.render(postmortem.page(one, given, alike=found)).decode()
    part = said.split("{ #similar }")[1].split("\n#")[0]
    assert '<a href="../../incidents/B/">No &#60;b&#62;cards&#60;&#47;b&#62;</a>' in part
    assert "<li>same tag: <b>a</b></li>" in part
    without = renderer.render(postmortem.page(one, given)).decode()
    part = without.split("{ #similar }")[1].split("\n#")[0]
    assert re.findall(r"<p[^>]*>(.*?)</p>", part) == ["No similar incident in the records."]
