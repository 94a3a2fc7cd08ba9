"""site.yml, `content_security`: what pages may use besides what the site itself holds."""

from dataclasses import dataclass
from typing import Annotated

import annotated_types as at

from postmortems.fields import Record, Text

_HOST = r"https://(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?(?!\n)$"
_EXAMPLES = ("https://stats.example.com", "https://*.example.com")
Source = Annotated[
    str,
    Text(200, f"^{_HOST}", form="an https address without spaces", examples=_EXAMPLES),
]
ScriptSource = Annotated[
    str,
    Text(
        200,
        rf"^{_HOST}|^sha256-[A-Za-z0-9+/]{{43}}=(?!\n)$",
        form="an https address without spaces, or `sha256-` and a digest",
        examples=_EXAMPLES,
    ),
]
Sources = Annotated[tuple[Source, ...], at.MaxLen(20)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentSecurity(Record):
    """Which hosts pages may use besides the site itself.

    A browser refuses all others, and every script that stands in a page itself, so that even a
    fault of ours lets no text of an incident act. Each is an https address with or without a path;
    `https://*.example.com` stands for all hosts below one.
    """

    scripts: Annotated[tuple[ScriptSource, ...], at.MaxLen(20)] = ()
    """Where scripts may come from. A script that your own theme templates write into every page is
    named by its digest: `sha256-…`, as the browser's console tells it."""
    styles: Sources = ()
    """Where style sheets may come from."""
    images: Sources = ()
    """Where images may come from."""
    fonts: Sources = ()
    """Where fonts may come from."""
    connections: Sources = ()
    """Whom scripts may talk to, such as a counter of visits."""
    frames: Sources = ()
    """Which pages may be shown inside a page."""
    forms: Sources = ()
    """Where forms may send what was typed."""
