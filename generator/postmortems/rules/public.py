"""What of a record everyone can read once its postmortem is public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.rules.as_read import as_read
from postmortems.rules.people import PLACES, field_of
from postmortems.rules.values import contents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.settings import Settings
    from postmortems.findings import Path
    from postmortems.model.incident import Incident


def public_texts(incident: Incident, settings: Settings) -> Iterator[tuple[Path, str]]:
    """Yield every text that a public page shows, links and quotations too, each with its path.

    Where Markdown reads other characters than the file holds, those follow on further lines.

    Nothing of a record that is not for the public. Left out are the fields that the public edition
    hides, names where it shows people by role, and messages to audiences that it leaves out.
    """
    if incident.postmortem.audience != "public":
        return
    edition = settings.audiences.public
    found_in = contents(incident)
    for path, text in [(path, text) for path, text, _ in found_in.texts] + found_in.quoted:
        field = field_of(path)
        if edition.omits(field) or (edition.people == "roles" and field in PLACES):
            continue
        told = _message(incident, path)
        if told and told not in edition.communications:
            continue
        yield path, as_read(text)


def _message(incident: Incident, path: Path) -> str:
    """Return for whom the message is that a text belongs to; empty where it belongs to none."""
    index = path[1] if path[0] == "communications" else ""
    return incident.communications[index].audience if isinstance(index, int) else ""
