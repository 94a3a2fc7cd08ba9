"""Links to what a site does not have become words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from postmortems.render.links import unlinked
from support.example import settings

EDITION = replace(
    settings().audiences.public, leaves_out=("playbook/", "actions/owners.md", "data/x.csv")
)


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("index.md", '<a href="playbook/">Playbook</a>', "Playbook"),
        ("index.md", '<a href="playbook/severities/#p1">P1</a>', "P1"),
        ("index.md", '<a href="playbooks/">Other</a>', None),
        ("index.md", '<a href="actions/owners/">Owners</a>', "Owners"),
        ("index.md", '<a href="actions/">Actions</a>', None),
        ("incidents/a.md", '<a href="../../playbook/">It</a> <b>x</b>', "It <b>x</b>"),
        ("incidents/a.md", '<a href="../playbook/">No such place</a>', None),
        ("data/index.md", '<a class="x" href="../data/x.csv?y=1"><i>x</i></a>', "<i>x</i>"),
        ("a.md", '<a href="https://example.com/playbook/">Elsewhere</a>', None),
        ("a.md", '<a href="#playbook/">Here</a>', None),
        (
            "a.md",
            '<a href="../play&#98;ook/">Encoded</a><a href="../b/">b</a>',
            'Encoded<a href="../b/">b</a>',
        ),
    ],
)
def test_links(path: str, text: str, said: str | None) -> None:
    assert unlinked(text, path, EDITION.has, EDITION.leads) == (text if said is None else said)


@pytest.mark.parametrize(
    ("address", "stays"),
    [
        ("https&#58;//wiki.corp/x", False),
        ("mailto&#58;a@wiki.corp", False),
        ("https://status.example.com/x", True),
        ("https://status.example.com/https://wiki.corp/x", False),
    ],
)
def test_a_strangers_link_leads_to_hosts_of_the_edition_alone(address: str, *, stays: bool) -> None:
    edition = replace(EDITION, hosts=("example.com",))
    text = f'<a href="{address}" rel="noopener noreferrer nofollow ugc">x</a>'
    assert unlinked(text, "a.md", edition.has, edition.leads) == (text if stays else "x")
    ours = f'<a href="{address}">x</a>'
    assert unlinked(ours, "a.md", edition.has, edition.leads) == ours
