from __future__ import annotations

import pytest

from postmortems.config.rules import Exemption


@pytest.mark.parametrize(
    ("file", "incident", "covered"),
    [
        ("incidents/2019/INC-1.yml", "INC-1", True),
        ("incidents/2020/INC-2.yml", "INC-2", False),
        ("incidents/2021/INC-3.yml", "INC-3", True),
        ("Incidents/2019/INC-4.yml", "INC-4", False),
    ],
)
def test_an_exemption_covers_its_files_and_its_incidents(
    file: str, incident: str, covered: bool
) -> None:
    exemption = Exemption(
        rule="zone-missing", files=("incidents/2019/*",), incidents=("INC-3",), reason="Old."
    )
    assert exemption.covers(file, incident) is covered
