"""A feed as Atom (RFC 4287)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedgen.feed import FeedGenerator

from postmortems.feeds.links import absolute, clean, reference

if TYPE_CHECKING:
    from postmortems.feeds.channels import Channel
    from postmortems.pages.base import Library


def atom(channel: Channel, library: Library) -> bytes:
    """Write a feed. Where the site's address is unknown, links lead from the file's own place."""
    site, about = library.settings.site, channel.chosen
    feed = FeedGenerator()
    feed.id(channel.id)
    feed.title(about.title)
    if site.tagline:
        feed.subtitle(clean(site.tagline))
    # The library would stamp the time of day.
    feed.updated(max((each.updated for each in channel.entries), default=library.as_of))
    feed.author(name=clean(site.name))
    feed.generator("postmortems")
    feed.link(
        href=reference(library, about.page, about.atom),
        rel="alternate",
        type="text/html",
    )
    if (own := absolute(library, about.atom)) is not None:
        feed.link(href=own, rel="self", type="application/atom+xml")
    for each in channel.entries:
        entry = feed.add_entry(order="append")
        entry.id(each.id)
        entry.title(each.title)
        entry.published(each.published)
        entry.updated(each.updated)
        entry.link(
            href=reference(library, each.url, about.atom),
            rel="alternate",
            type="text/html",
        )
        entry.summary(each.facts)
        if each.html:
            entry.content(each.html, type="html")
        for term, label in each.labels:
            entry.category(term=term, label=clean(label))
    written: bytes = feed.atom_str(pretty=True)
    return written
