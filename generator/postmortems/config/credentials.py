"""The part of language.yml that says what credentials look like: beginnings, never patterns."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.fields import LINE_PATTERN, Key, Line, Record, Text

Beginning = Annotated[str, Text(80, LINE_PATTERN)]
"""What a credential begins with; capitals matter."""
Sign = Annotated[str, Text(40, LINE_PATTERN)]
"""A few characters, found in any case and anywhere, even inside a word."""
Alphabet = Literal["capitals", "alphanumeric", "word", "token", "dotted"]
"""`capitals` are A to Z and digits, `alphanumeric` adds a to z, `word` the underscore, `token` the
hyphen, and `dotted` the full stop."""


Plugin = Literal[
    "AWSKeyDetector",
    "AzureStorageKeyDetector",
    "CloudantDetector",
    "DiscordBotTokenDetector",
    "GitHubTokenDetector",
    "GitLabTokenDetector",
    "IbmCloudIamDetector",
    "IbmCosHmacDetector",
    "JwtTokenDetector",
    "MailchimpDetector",
    "PrivateKeyDetector",
    "PypiTokenDetector",
    "SendGridDetector",
    "SlackDetector",
    "SoftlayerDetector",
    "SquareOAuthDetector",
    "StripeDetector",
    "TelegramBotTokenDetector",
    "TwilioKeyDetector",
]
"""The plugins of detect-secrets that may be asked: those whose search takes time in proportion to
the text, and that find credentials rather than words of prose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detector(Record):
    """One sort of credential that detect-secrets knows."""

    plugin: Plugin
    """The plugin's name there."""
    name: Line
    """What a finding calls it, such as `an AWS access key`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential(Record):
    """One sort of credential: what it begins with, and what follows."""

    id: Key
    """The sort's id in this file."""
    name: Line
    """What a finding calls it, such as `an AWS access key`."""
    starts_with: Annotated[tuple[Beginning, ...], at.MinLen(1), at.MaxLen(20)]
    """The ways in which it can begin; no letter or digit stands before it."""
    followed_by: Alphabet = "token"
    """The characters that can follow: `capitals` and digits, `alphanumeric`, those of a `word`,
    which has underscores, of a `token`, which has hyphens too, or `dotted` ones."""
    at_least: Annotated[int, at.Ge(0), at.Le(1_000)]
    """How many of them must follow; 0 when the beginning says it all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials(Record):
    """What must never stand in a record, and what only looks like it."""

    detectors: Annotated[tuple[Detector, ...], at.MaxLen(30)] = ()
    """The credentials that detect-secrets looks for. Nothing is ever sent to find out whether one
    is still good."""
    sorts: Annotated[tuple[Credential, ...], at.MaxLen(100)] = ()
    """Further credentials, told by how they begin."""
    assigned_to: Annotated[tuple[Sign, ...], at.MaxLen(50)] = ()
    """Words such as `password`; a value after one of them and `:` or `=` is taken for a credential
    when it holds a letter and a digit."""
    shortest: Annotated[int, at.Ge(1), at.Le(200)] = 8
    """How many characters such a value has at least."""
    placeholders: Annotated[tuple[Sign, ...], at.MaxLen(100)] = ()
    """What shows a value to be no credential, wherever it stands in it."""
    placeholder_starts: Annotated[tuple[Sign, ...], at.MaxLen(50)] = ()
    """What shows it where the value begins with it."""
