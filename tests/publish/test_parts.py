from __future__ import annotations

import pytest

from postmortems.publish import parts
from postmortems.publish.parts import plan


def pages(months: dict[str, int]) -> dict[str, str]:
    """So many pages of each month, and two that belong to none."""
    dated = {
        f"incidents/{month}-{at}.html": month
        for month, count in months.items()
        for at in range(count)
    }
    return {"index.html": "", "playbook/index.html": "", **dated}


def sizes(months: dict[str, int]) -> list[tuple[str, int]]:
    """The number of pages of each part, in order."""
    return [*{name: len(files) for name, files in plan(pages(months)).items()}.items()]


YEARS = {f"{year}-{month:02}": 25 for year in (2022, 2023, 2024) for month in range(1, 13)}


def test_few_incidents_are_one_index() -> None:
    assert plan({"b.html": "2024-01", "a.html": "", "c.html": "2025-01"}) == {
        "": ("a.html", "b.html", "c.html")
    }
    assert plan({}) == {"": ()}
    assert sizes({"2024-01": 300}) == [("", 302)]
    assert sizes({"2024-01": 301}) == [("", 2), ("2024-01", 301)]


def test_the_newest_months_are_parts_and_what_is_older_is_kept_by_year() -> None:
    months = [(f"2024-{month:02}", 25) for month in range(12, 0, -1)]
    assert sizes(YEARS) == [("", 2), *months, ("2023", 300), ("2022", 300)]


def test_the_newest_months_are_those_that_hold_incidents() -> None:
    quiet = {month: count for month, count in YEARS.items() if month not in {"2024-05", "2024-12"}}
    newest = [name for name, _ in sizes(quiet)][1:13]
    assert newest == [
        *(f"2024-{month:02}" for month in (11, 10, 9, 8, 7, 6, 4, 3, 2, 1)),
        *("2023-12", "2023-11"),
    ]
    assert sizes(quiet)[13:] == [("2023", 250), ("2022", 300)]


def test_a_new_month_moves_the_oldest_of_them_into_its_year() -> None:
    before, after = (plan(pages(months)) for months in (YEARS, YEARS | {"2025-01": 1}))
    assert [name for name in after if after[name] != before.get(name)] == ["2025-01", "2024"]
    assert after["2024"] == before["2024-01"]
    assert before.keys() - after.keys() == {"2024-01"}


def test_a_year_of_many_incidents_is_split_into_quarters() -> None:
    busy = {f"2023-{month:02}": 33 for month in range(1, 12)} | {"2023-12": 37}
    recent = {f"2024-{month:02}": 1 for month in range(1, 13)}
    assert sizes(busy | recent)[13:] == [("2023", 400)]
    busy["2023-12"] = 38
    assert sizes(busy | recent)[13:] == [
        *(("2023-q4", 104), ("2023-q3", 99), ("2023-q2", 99), ("2023-q1", 99))
    ]


def test_the_order_in_which_pages_come_does_not_matter() -> None:
    some = pages(YEARS)
    again = plan(dict(reversed(some.items())))
    assert [*again.items()] == [*plan(some).items()]


def test_the_limits_hold_at_ten_thousand_incidents_of_ten_years() -> None:
    decade = {f"{year}-{month:02}": 84 for year in range(2015, 2025) for month in range(1, 13)}
    found = sizes(decade)
    assert len(found) == 1 + parts.MONTHS + 9 * 4
    assert max(size for _, size in found) == 252


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_quarter(month: int) -> None:
    years = {"2020-01": 500, **{f"2024-{each:02}": 1 for each in range(1, 13)}}
    found = plan(pages(years | {f"2020-{month:02}": 500}))
    (part,) = {
        name for name, files in found.items() if f"incidents/2020-{month:02}-7.html" in files
    }
    assert part == {1: "2020-q1", 2: "2020-q2", 3: "2020-q3", 4: "2020-q4"}[(month + 2) // 3]
