"""A feed as JSON Feed 1.1."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

from postmortems.feeds.links import absolute, clean

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.feeds.channels import Channel, Entry
    from postmortems.pages.base import Library


def json_feed(channel: Channel, library: Library) -> bytes:
    """Write a feed. Its links are whole addresses, and missing where the site's is unknown."""
    site = library.settings.site
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.chosen.title,
        "home_page_url": absolute(library, channel.chosen.page),
        "feed_url": absolute(library, channel.chosen.json),
        "description": clean(site.tagline) if site.tagline else None,
        "authors": [{"name": clean(site.name)}],
        "language": "en",
        "items": [_item(each, library) for each in channel.entries],
    }
    return (json.dumps(_known(feed), ensure_ascii=False, indent=1) + "\n").encode()


def _item(entry: Entry, library: Library) -> dict[str, Any]:
    return _known(
        {
            "id": entry.id,
            "url": absolute(library, entry.url),
            "title": entry.title,
            "summary": entry.facts,
            "content_html": entry.html or None,
            "content_text": None if entry.html else entry.facts,
            "date_published": _moment(entry.published),
            "date_modified": _moment(entry.updated),
            "tags": list(dict.fromkeys(term for term, _ in entry.labels)),
        }
    )


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
