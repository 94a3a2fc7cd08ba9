from __future__ import annotations

import pytest

from postmortems.quantities import figure


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0"),
        (2400.0, "2,400"),
        (99.5, "99.5"),
        (0.1 + 0.2, "0.3"),
        (1e15, "1,000,000,000,000,000"),
        (1234.5678, "1,234.5678"),
    ],
)
def test_a_figure_has_no_needless_decimals(number: float, said: str) -> None:
    assert figure(number) == said
