"""The id and the file of a record that is about to begin, by the site's form of ids."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from postmortems.config.site import filled_id, id_parts
from postmortems.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_DAY = 24 * 60


def free_id(form: str, moment: datetime | None, taken: Collection[str]) -> str:
    """Return the id for a moment that no record carries yet; ``taken`` are ids in lower case.

    Where another incident has it, the next number is taken, or else the next minute of that day
    that is free, so that the same records always give the same id. Raises UsageError where the
    form leaves no room.
    """
    for each in _candidates(form, moment):
        if each.casefold() not in taken:
            return each
    raise UsageError(f"every id of the form {form} that would fit is taken; give one with --id")


def _candidates(form: str, moment: datetime | None) -> Iterator[str]:
    meanings = [(meaning, len(text)) for meaning, text in id_parts(form)]
    numbers = [length for meaning, length in meanings if meaning == "number"]
    if numbers:
        yield from (filled_id(form, moment, each) for each in range(1, 10 ** min(numbers)))
    elif moment is None or not any(meaning == "minute" for meaning, _ in meanings):
        yield filled_id(form, moment, 1)
    else:
        start = moment.replace(second=0, tzinfo=None)
        for minutes in range(_DAY):
            later = start + timedelta(minutes=minutes)
            if later.date() != start.date():
                return
            yield filled_id(form, later, 1)


def file_of(incident_id: str, moment: datetime | None) -> str:
    """Return where a record lies in the repository: in the folder of its year, or of none."""
    year = f"{moment:%Y}" if moment is not None else "undated"
    return f"incidents/{year}/{incident_id}.yml"
