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
    assert unlinked(text, path, EDITION.has) == (text if said is None else said)
