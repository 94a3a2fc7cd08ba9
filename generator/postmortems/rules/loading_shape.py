"""Faults that reading reports about the shape of a record: its keys, types, choices and texts."""

from __future__ import annotations

from postmortems.rules.base import loading_rule

UNKNOWN_KEY = loading_rule(
    "unknown-key",
    """A key that no record has.

    Why: A misspelt key would silently lose what it holds.

    Fix: Take the nearest known key, which the finding names. What has no key of its own belongs
    into `tags`, `links`, `background` or `notes`. `postmortems fix` renames a key that is a slip or
    two from one known key.

    Source: RustSec's advisory linter, which refuses unknown keys for the same reason.

    Flagged:
        sumary: The gateway's certificate expired.

    Accepted:
        summary: The gateway's certificate expired.
    """,
)

MISSING_FIELD = loading_rule(
    "missing-field",
    """A field that this stage of the incident asks for is absent or empty.

    A few fields are asked for always, more once the incident is resolved or closed, and the rest
    once its postmortem is published. How much of that a record must hold depends on the `depth` of
    its level in `site_config/severities.yml`.

    Why: Each field that is asked for is one that the page, a duration or a count needs.

    Fix: Write the field. When nobody recorded it at the time, list it under `not_recorded` with the
    reason; that is an answer, too.

    Source: PagerDuty's postmortem template; Google's SRE workbook, chapter 10, on details left out.

    Flagged:
        summary:

    Accepted:
        summary: The gateway's certificate expired.
    """,
)

WRONG_TYPE = loading_rule(
    "wrong-type",
    """A value of another kind than the field holds, such as a text where a list belongs.

    Plain `85` is a number and `true` a yes; between quotes both are text. Times, days and `no` are
    text as they stand.

    Why: What cannot be read as intended cannot be counted or shown.

    Fix: Write it as the finding says. `postmortems fix` puts a number in quotes where text belongs,
    and takes the quotes off where a number does.

    Source: YAML 1.2.2, chapter 10, on the core schema.

    Flagged:
        tags: certificate

    Accepted:
        tags: [certificate]
    """,
)

UNKNOWN_VALUE = loading_rule(
    "unknown-value",
    """A word that is not one of the choices of its field.

    Why: Pages, lists and counts know only these words.

    Fix: Take one of the choices, which the finding lists. `postmortems fix` takes the choice that
    is a slip or two away, where there is only one.

    Source: Domain rule of this project: choices are closed so that they can be counted.

    Flagged:
        status: done

    Accepted:
        status: closed
    """,
)

UNKNOWN_NAME = loading_rule(
    "unknown-name",
    """A service, team, level, tier, phase, audience, category or other name that the configuration
    does not list.

    Why: A misspelt service is a second service to every count, and its page would be empty.

    Fix: Take the listed name, or add the new one in `site_config/`. `postmortems fix` mends
    capitals, separators, and a letter that is missing, doubled or swapped; any other letter may
    make a name of its own.

    Source: Google's SRE workbook, chapter 10: postmortems are compared by the services they name.

    Flagged:
        services: [payment-apy]

    Accepted:
        services: [payment-api]
    """,
)

OUT_OF_RANGE = loading_rule(
    "out-of-range",
    """A number outside its bounds, such as a share of more than 100 percent.

    Why: It cannot be true, and sums and axes would follow it.

    Fix: Correct the number.

    Source: Domain rule of this project.

    Flagged:
        recovery:
          criteria: [The error rate of card payments is back to normal.]
          monitored_minutes: -30

    Accepted:
        recovery:
          criteria: [The error rate of card payments is back to normal.]
          monitored_minutes: 30
    """,
)

INVALID_TEXT = loading_rule(
    "invalid-text",
    """A text that is empty, too long, of several lines where one belongs, or with characters that
    its field does not allow.

    Why: Titles and names stand in tables, addresses and feeds, which have room for one line.

    Fix: Shorten it, put it on one line, or move the rest to a field that takes prose. `postmortems
    fix` takes away spaces and line breaks around a text.

    Source: Domain rule of this project: every text has a limit.

    Flagged:
        title: |-
          Card payments were declined
          after a gateway certificate had expired

    Accepted:
        title: Card payments were declined after a gateway certificate had expired
    """,
)

NOT_HTTPS = loading_rule(
    "not-https",
    """A link that is not an https address.

    Why: Other schemes can run code in a reader's browser or show what they click to everyone on the
    way.

    Fix: Write the whole address, beginning with `https://`. `postmortems fix` makes `https://` of
    `http://`.

    Source: OWASP's cheat sheet on cross-site scripting, on addresses taken from input.

    Flagged:
        links:
          - title: Ticket
            url: http://tracker.example.com/PAY-100

    Accepted:
        links:
          - title: Ticket
            url: https://tracker.example.com/PAY-100
    """,
)

TOO_MANY_ENTRIES = loading_rule(
    "too-many-entries",
    """A list or a mapping with more entries than a record may hold, or with none where one is
    needed.

    Why: A page of a thousand tags helps nobody, and a bound keeps every build quick.

    Fix: Keep what matters and link to the rest; or add the entry that is needed.

    Source: Domain rule of this project: every list has a limit.

    Flagged:
        tags: [a1, a2, a3, a4, a5, a6, a7, a8, a9, b1, b2, b3, b4, b5, b6, b7, b8,
               b9, c1, c2, c3, c4, c5, c6, c7, c8, c9, d1, d2, d3, d4, d5, d6, d7,
               d8, d9, e1, e2, e3, e4, e5, e6, e7, e8, e9, f1, f2, f3, f4, f5, f6]

    Accepted:
        tags: [certificate]
    """,
)

TOO_MANY_FINDINGS = loading_rule(
    "too-many-findings",
    """More is wrong with a file than `limits` in `site_config/site.yml` lets one run tell.

    Errors are told before warnings, and then what stands first. The rest are counted.

    Why: A list of thousands hides everything else that the run has to say.

    Fix: Mend what is told, and check again.

    Source: Domain rule of this project: one file must not drown the others.

    Flagged:
        # A file with three hundred unknown keys.

    Accepted:
        services: [payment-api]
    """,
)

SHAPE = (
    UNKNOWN_KEY,
    MISSING_FIELD,
    WRONG_TYPE,
    UNKNOWN_VALUE,
    UNKNOWN_NAME,
    OUT_OF_RANGE,
    INVALID_TEXT,
    NOT_HTTPS,
    TOO_MANY_ENTRIES,
    TOO_MANY_FINDINGS,
)
"""What reading a record finds before any rule looks at it."""
