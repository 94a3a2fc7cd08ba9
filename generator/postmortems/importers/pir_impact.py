"""Who was hurt, as reviews and classifications say it: a share, a number, or words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.importers.texts import one_line

if TYPE_CHECKING:
    from postmortems.importers.json_text import View
    from postmortems.importers.payload import Reading

_WORDS = ("customer_impact", "business_impact")
_DEEPER = ("description", "summary", *_WORDS)
_SHARES = ("affected_users", "users_affected", "affected_users_pct", "users_pct", "user_percentage")
_SHARE = re.compile(r"[~≈]?\s*(\d{1,3}(?:\.\d+)?)\s*(?:%|percent\b)", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}(?:[,_ ]\d{3})+|\d+", re.ASCII)
_ALL = 100


def impact(reading: Reading, view: View) -> None:
    """Take the impact, which stands beside the other facts or under ``impact``, or is a text."""
    texts = []
    for steps in (
        *((each,) for each in _WORDS),
        *(("impact", each) for each in _DEEPER),
        ("impact",),
    ):
        raw = view.raw(*steps)
        # One word such as `high` rates the impact and does not describe it: it is kept aside.
        if isinstance(raw, str) and len(raw.split()) > 1:
            texts.append((view.text(*steps), reading.spot(view, *steps)))
    if texts:
        # Several texts are one description, a paragraph each.
        spot = texts[0][1]
        whole = "\n\n".join(dict.fromkeys(text for text, _ in texts))
        reading.draft.place(("impact", "description"), whole, spot)
    for steps in (*((each,) for each in _SHARES), *(("impact", each) for each in _SHARES)):
        _users(reading, view, *steps)


def _users(reading: Reading, view: View, *steps: str) -> None:
    """Take a share such as ``80%``, or a number of users."""
    raw, spot = view.raw(*steps), reading.spot(view, *steps)
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return
    text = one_line(str(raw))
    share = _SHARE.match(text)
    if share is None and steps[-1].endswith(("pct", "percentage")):
        share = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)", text, re.ASCII)
    if share is not None and float(share.group(1)) <= _ALL:
        value = float(share.group(1))
        made: dict[str, object] = {"value": int(value) if value.is_integer() else value}
        if share.group() != text:
            made["note"] = text
        if reading.draft.place(("impact", "users_pct"), made, spot):
            view.drop(*steps)
    elif _NUMBER.fullmatch(text):
        number = int(re.sub(r"\D", "", text))
        if reading.draft.place(("impact", "users"), {"value": number}, spot):
            view.drop(*steps)
