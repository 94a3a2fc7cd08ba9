"""Slack exports: a JSON file for each day of a channel, and the names of the people in it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from postmortems.importers.events.event import Piece, Reader, shown, skipped, told
from postmortems.importers.events.markdown import link, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from postmortems.importers.document import Document
    from postmortems.importers.events.event import Terms, Told

_TS = re.compile(r"[0-9]{9,11}\.[0-9]{1,6}")
_BRACKETS = re.compile(r"<([^<>\n]{1,2000})>")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_BOLD = re.compile(r"(?<![\w*])\\\*(\S(?:[^*\\]*\S)?)\\\*(?![\w*])")
_LISTS = ("users.json", "org_users.json")
_LOOKED_AT = 50
_IGNORED = frozenset(
    """
    bot_add bot_remove channel_archive channel_convert_to_private channel_join channel_leave
    channel_name channel_posting_permissions channel_purpose channel_topic channel_unarchive
    group_archive group_join group_leave group_name group_purpose group_topic group_unarchive
    huddle_thread pinned_item reminder_add tombstone unpinned_item
    """.split()  # noqa: SIM905 - a column of thirty quoted words is no easier to read
)
"""The subtypes of what Slack writes by itself when people come, go and tidy up."""


def channel_of(document: Document) -> str:
    """Return the channel that a day's file is of: its folder's name; empty without a folder."""
    parts = document.name.split("/")
    return parts[-2] if len(parts) > 1 and not parts[-2].lower().endswith(".zip") else ""


def people(documents: Iterable[Document]) -> dict[str, str]:
    """Return the names of accounts by id, from the lists of users among documents; no addresses."""
    found: dict[str, str] = {}
    for document in documents:
        if document.name.split("/")[-1] not in _LISTS or document.json is None:
            continue
        users = document.json.value
        for user in users if isinstance(users, list) else ():
            if isinstance(user, dict) and isinstance(user.get("id"), str):
                name = _name(user.get("profile")) or _name(user)
                if name:
                    found[user["id"]] = name
    return found


def is_list(document: Document) -> bool:
    """Tell whether a document is one of an export's lists, which hold no messages."""
    return document.name.split("/")[-1] in {
        *_LISTS,
        *("canvases.json", "channels.json", "dms.json", "groups.json", "integration_logs.json"),
        *("lists.json", "mpims.json"),
    }


def _name(profile: object) -> str:
    if not isinstance(profile, dict):
        return ""
    for key in ("display_name", "real_name", "name", "display_name_normalized"):
        name = profile.get(key)
        if isinstance(name, str) and name.strip():
            return _MAIL.sub("", name).strip()
    return ""


def is_day(document: Document) -> bool:
    """Tell whether a document holds messages of a channel."""
    value = document.json.value if document.json else None
    if not isinstance(value, list):
        return False
    some = [each for each in value[:_LOOKED_AT] if isinstance(each, dict)]
    marked = [
        each
        for each in some
        if each.get("type") == "message" and _TS.fullmatch(str(each.get("ts", "")))
    ]
    return bool(marked) and 2 * len(marked) >= len(some)


def _fits(document: Document, terms: Terms) -> int:
    del terms
    return 100 if is_day(document) else 0


def _read(document: Document, terms: Terms) -> Iterator[Told]:
    json = document.json
    assert json is not None  # noqa: S101 - fits has looked
    messages: list[tuple[str, int, Any]] = []
    for index, each in enumerate(json.value):
        ts = str(each.get("ts", "")) if isinstance(each, dict) else ""
        if not isinstance(each, dict) or not _TS.fullmatch(ts):
            yield skipped(
                document, json.spot((index,)), shown(each), "it is no message with a time"
            )
        else:
            messages.append((ts, index, each))
    channel = channel_of(document)
    for ts, index, each in sorted(messages, key=_when):
        spot = json.spot((index,))
        subtype = each.get("subtype")
        if isinstance(subtype, str) and subtype in _IGNORED:
            reason = f"Slack wrote it by itself ({subtype})"
            yield skipped(document, spot, shown(each.get("text", "")), reason, fault=False)
            continue
        yield told(
            document,
            terms,
            Piece(
                time=ts.split(".")[0],
                text=_text(each, terms.people),
                spot=spot,
                kind="message",
                actor=_actor(each, terms.people),
                key=f"slack:{channel}:{ts}",
                evidence=_where(document),
                marked=True,
                doubts=("it was edited later",) if isinstance(each.get("edited"), dict) else (),
            ),
        )


def _where(document: Document) -> str:
    """Say where a message stands: the file of the day says nothing that the time does not."""
    parts = document.name.split("/")
    first, last = parts[0], parts[-1]
    channel = channel_of(document)
    file = first if first.lower().endswith(".zip") else last
    return literal(f"{file}, #{channel}" if channel else document.name)


def _when(message: tuple[str, int, Any]) -> tuple[int, int, int]:
    seconds, _, part = message[0].partition(".")
    return int(seconds), int(part.ljust(6, "0")), message[1]


def _actor(message: Mapping[str, Any], names: Mapping[str, str]) -> str:
    user = message.get("user")
    if isinstance(user, str) and user in names:
        return names[user]
    name = _name(message.get("user_profile"))
    if name:
        return name
    for holder in (message, message.get("bot_profile")):
        if isinstance(holder, dict):
            for key in ("username", "name"):
                if isinstance(holder.get(key), str) and holder[key].strip():
                    return str(holder[key])
    return ""


def _text(message: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return what a message says as Markdown: its text, else what is attached; files by name."""
    parts = [message.get("text")]
    attached = message.get("attachments")
    if isinstance(attached, list):
        for each in attached[:20]:
            if isinstance(each, dict):
                keys = ("pretext", "title", "text")
                said = [each[key] for key in keys if isinstance(each.get(key), str) and each[key]]
                parts += said or [each.get("fallback")]
    found = [_marked(part, names) for part in parts if isinstance(part, str) and part.strip()]
    files = message.get("files")
    if isinstance(files, list):
        named = [each.get("name") for each in files if isinstance(each, dict)]
        found += [literal(f"[file: {each}]") for each in named if isinstance(each, str)]
    return " ".join(dict.fromkeys(found))


def _marked(text: str, names: Mapping[str, str]) -> str:
    parts: list[str] = []
    at = 0
    for found in _BRACKETS.finditer(text):
        parts += [_plain(text[at : found.start()]), _reference(found[1], names)]
        at = found.end()
    return "".join([*parts, _plain(text[at:])])


def _plain(text: str) -> str:
    # Single asterisks are bold there; Markdown wants two. Underscores mean the same to both.
    said = literal(_MAIL.sub("(e-mail address)", html.unescape(text)))
    return _BOLD.sub(r"**\1**", said)


def _reference(inside: str, names: Mapping[str, str]) -> str:
    """Return what stands between angle brackets: a person, a channel, a call, a date, a link."""
    target, _, label = (html.unescape(each) for each in inside.partition("|"))
    if target.startswith("@"):
        return literal("@" + (names.get(target[1:]) or label or "somebody"))
    if target.startswith("#"):
        return literal("#" + (label or "a-channel"))
    if target.startswith("!"):
        return literal(label or "@" + re.split(r"\W", target[1:])[0])
    if target.startswith("mailto:") or _MAIL.fullmatch(target):
        return literal("(e-mail address)")
    return link(label, target)


READER = Reader(name="slack", label="a Slack export", fits=_fits, read=_read)
