"""Faults that reading reports about times: no zone, no date, or no such moment."""

from __future__ import annotations

from postmortems.rules.base import loading_rule

INVALID_TIME = loading_rule(
    "invalid-time",
    """A time or a day that does not exist, or is written in another form.

    Times are `2024-01-21 15:30`, with an offset such as `-05:00` or `Z` if the record's `timezone`
    is not meant; in a timeline also `15:30`. Days are `2024-01-21`. Years run from 1990 to 2100.

    Why: A moment that cannot be placed cannot be ordered or subtracted.

    Fix: Write it in one of these forms. `postmortems fix` does so for `2024-1-21 9:05`, `+0200`,
    `z` and whatever else can mean one moment only.

    Source: ISO 8601; RFC 3339.

    Flagged:
        handoffs:
          - at: 2026-03-03 25:30
            from: Ana Ruiz
            to: Jon Bell
            note: Payments go through again.

    Accepted:
        handoffs:
          - at: 2026-03-03 09:30
            from: Ana Ruiz
            to: Jon Bell
            note: Payments go through again.
    """,
    family="time",
)

ZONE_MISSING = loading_rule(
    "zone-missing",
    """A time without an offset in a record without a `timezone`.

    Why: Without its zone nobody can tell when it was. A record that readers in two countries read
    differently is worse than none.

    Fix: Write `timezone:` once for the record, with an IANA name, or an offset at the time.

    Source: An account that this project grew from gives clock times and no zone.

    Flagged:
        timezone:

    Accepted:
        timezone: Etc/UTC
    """,
    family="time",
)

ZONE_ABBREVIATION = loading_rule(
    "zone-abbreviation",
    """A time with letters such as `EST` in place of an offset.

    Why: The same letters name several zones: CST is used in Chicago, Havana and Shanghai.

    Fix: Write the IANA name under `timezone`, such as `America/New_York`, or an offset.
    `postmortems fix` writes `Z` for `UTC`, and leaves all other letters alone.

    Source: The theory file of the IANA time zone database, on abbreviations.

    Flagged:
        handoffs:
          - at: 2026-03-03 09:30 EST
            from: Ana Ruiz
            to: Jon Bell
            note: Payments go through again.

    Accepted:
        handoffs:
          - at: 2026-03-03 04:30-05:00
            from: Ana Ruiz
            to: Jon Bell
            note: Payments go through again.
    """,
    family="time",
)

UNKNOWN_ZONE = loading_rule(
    "unknown-zone",
    """A `timezone` that the time zone database does not know.

    Why: Every local time of the record hangs on it.

    Fix: Write an IANA name, an area and a place: `Europe/Berlin`, `Asia/Kolkata`, `Etc/UTC`.

    Source: The IANA time zone database.

    Flagged:
        timezone: Europe/Berlim

    Accepted:
        timezone: Europe/Berlin
    """,
    family="time",
)

NONEXISTENT_LOCAL_TIME = loading_rule(
    "nonexistent-local-time",
    """A local time that the clocks skipped when they went forward.

    Why: It did not happen, so it cannot be ordered or subtracted.

    Fix: Check the time, or write it with an offset.

    Source: Python's PEP 495, on local times in a gap.

    Flagged:
        timezone: Europe/Berlin
        handoffs:
          - at: 2025-03-30 02:30
            from: Ana Ruiz
            to: Jon Bell
            note: Payments go through again.

    Accepted:
        timezone: Europe/Berlin
        handoffs:
          - at: 2026-03-03 09:30
            from: Ana Ruiz
            to: Jon Bell
            note: Payments go through again.
    """,
    family="time",
)

AMBIGUOUS_LOCAL_TIME = loading_rule(
    "ambiguous-local-time",
    """A local time that happened twice, since the clocks went back.

    Why: The two are an hour apart, and nobody but the author knows which is meant.

    Fix: Write it with an offset; the finding gives both.

    Source: Python's PEP 495, on local times in a fold.

    Flagged:
        timezone: Europe/Berlin
        handoffs:
          - at: 2025-10-26 02:30
            from: Ana Ruiz
            to: Jon Bell
            note: Payments go through again.

    Accepted:
        timezone: Europe/Berlin
        handoffs:
          - at: 2026-03-03 09:30+01:00
            from: Ana Ruiz
            to: Jon Bell
            note: Payments go through again.
    """,
    family="time",
)

DATE_MISSING = loading_rule(
    "date-missing",
    """A clock time alone at the head of a timeline, in a record that does not say when it started.

    Why: `15:47` takes its date from the entry before it, and the first entry from `times.started`.

    Fix: Write the first entry's date, or record `times.started`.

    Source: Domain rule of this project: dates are never guessed.

    Flagged:
        times:
          detected: 2026-03-03 09:08
          acknowledged: 2026-03-03 09:10
          declared: 2026-03-03 09:12
          mitigated: 2026-03-03 09:50
          resolved: 2026-03-03 10:20
          closed: 2026-03-03 10:30
        not_recorded:
          - field: times.started
            reason: The gateway keeps no log.

    Accepted:
        times:
          detected: 2026-03-03 09:08
          acknowledged: 2026-03-03 09:10
          declared: 2026-03-03 09:12
          mitigated: 2026-03-03 09:50
          resolved: 2026-03-03 10:20
          closed: 2026-03-03 10:30
        not_recorded:
          - field: times.started
            reason: The gateway keeps no log.
        timeline:
          - at: 2026-03-03 09:08
            text: PaymentErrorRate fired.
          - at: 09:34
            text: The expired certificate was found.
          - at: 09:50
            text: The new certificate was in place.
          - at: 10:20
            text: The incident was resolved.
    """,
    family="time",
)

MIXED_DATES = loading_rule(
    "mixed-dates",
    """A calendar date in a record whose date is unknown, or `day 1` in a record that knows its
    dates.

    Why: Either the date is known or it is not; half a date orders nothing.

    Fix: Remove `date_unknown` and write dates, or write every time as `day 1 15:47`.

    Source: An account that this project grew from knows the days of the week and no date.

    Flagged:
        handoffs:
          - at: day 1 09:30
            from: Ana Ruiz
            to: Jon Bell
            note: Payments go through again.

    Accepted:
        handoffs:
          - at: 2026-03-03 09:30
            from: Ana Ruiz
            to: Jon Bell
            note: Payments go through again.
    """,
    family="time",
)

TIMES = (
    INVALID_TIME,
    ZONE_MISSING,
    ZONE_ABBREVIATION,
    UNKNOWN_ZONE,
    NONEXISTENT_LOCAL_TIME,
    AMBIGUOUS_LOCAL_TIME,
    DATE_MISSING,
    MIXED_DATES,
)
"""What keeps a text from naming one moment."""
