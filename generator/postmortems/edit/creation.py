"""A record written for the first time, under an id and a name that nothing else has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.config.ids import new_id
from postmortems.config.site import id_regex
from postmortems.edit.beginning import written
from postmortems.edit.new_file import SCHEMA, create_file, modeline, place
from postmortems.errors import UsageError
from postmortems.load.files import INCIDENTS, discover
from postmortems.load.incidents import load_incident
from postmortems.model.requirements import STAGES

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from postmortems.edit.beginning import Beginning
    from postmortems.edit.judge import Judge

OVER = STAGES["resolved"][1]


def create(
    begun: Beginning, incident_id: str | None, now: datetime, root: Path, judge: Judge
) -> str:
    """Write a record into a file of its own, and return the file's name in the repository.

    Its id follows from its start, else from when it was noticed; of an incident that still runs
    and of which neither is known, from ``now``. Raises UsageError where nothing gives an id, and
    for an id that is taken or not of the site's form.
    """
    at = None if begun.date_unknown else _moment(begun, judge)
    if at is None and not begun.date_unknown:
        if incident_id is None and begun.status in OVER:
            raise UsageError(
                "an id is made of the time; give --started or --detected, or --id, or "
                "--date-unknown with what is known instead"
            )
        at = now
    site = judge.terms.settings.site
    form = site.undated_id if at is None else site.incident_id
    stems = [each.stem for each in discover(root / INCIDENTS, root)]
    # Ids that differ in capitals only are one id to many a disk.
    taken = {way for each in stems for way in (each, each.upper(), each.casefold())}
    if incident_id is None:
        incident_id = new_id(site, at, taken)
        if incident_id is None:
            raise UsageError(f"every id of the form {form} that fits is taken; give one with --id")
    elif not re.match(id_regex(form), incident_id):
        raise UsageError(f"--id {incident_id!r} does not follow the form {form}")
    elif incident_id.casefold() in taken:
        raise UsageError(f"there is an incident {incident_id} already; nothing was written")
    path = place(root / INCIDENTS, incident_id, f"{at:%Y}" if at else "")
    depth = judge.terms.depths.get(begun.severity)
    there = (root / SCHEMA).is_file()
    create_file(
        path, written(begun, incident_id, depth, modeline(path, root) if there else ""), root
    )
    return path.relative_to(root).as_posix()


def _moment(begun: Beginning, judge: Judge) -> datetime | None:
    """Return the start, else the detection, in the record's own zone; None without either."""
    content = written(begun, "X", None).encode("utf-8", "surrogatepass")
    incident = load_incident(content, judge.names, judge.terms.depths, judge.limits).incident
    times = incident.times if incident else None
    return (times.started or times.detected) if times else None
