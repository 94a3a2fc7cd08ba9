"""A piece of the docs tree that is made on its own, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from postmortems.errors import ConfigurationError
from postmortems.load.database import digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from postmortems.pages.base import Library

    Make = Callable[[Library, "Done | None"], "Made"]

Files = Mapping[str, bytes | None]
"""Contents by path in the docs tree; None for a file that is as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a job gave: files, and facts that others want to know, as plain values."""

    files: Files = field(default_factory=dict)
    facts: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A piece of work on the library.

    ``given`` identifies everything that it works with beside the library's records, ``style`` that
    part of it which decides how the same page is written. ``about`` is the record that the job is
    about, if it is about one; a ``heavy`` job looks at many records. ``make`` gets what the same
    job gave in the same style before, with those of its files that are still there, or None.
    ``kind`` says what it makes, in few words for whoever looks at where the time goes.
    """

    name: str
    kind: str
    given: str
    style: str
    make: Make
    about: str = ""
    heavy: bool = False


class Done(msgspec.Struct, frozen=True, gc=False):
    """What is remembered of a job: the names of fields that it read, each with the ids of records.

    ``files`` are digests by path.
    """

    given: str
    style: str
    reads: dict[str, list[str]]
    files: dict[str, str]
    facts: msgspec.Raw


def written(done: Done) -> bytes:
    """Write what is remembered of a job."""
    return msgspec.json.encode(done)


_DONE = msgspec.json.Decoder(Done)


def remembered(content: bytes) -> Done | None:
    """Read what `written` wrote; None when it is anything else."""
    try:
        return _DONE.decode(content)
    except (msgspec.DecodeError, RecursionError):
        return None


def twice(path: str) -> ConfigurationError:
    """Say that two pages would be written to one file."""
    return ConfigurationError(
        f"two pages would be written to {path}; "
        "give the incident, or what else it is the page of, another id"
    )


def seal(value: object) -> str:
    """Identify a value that is made of plain values and dataclasses: equal ones are the same.

    Empty for a value that holds anything else, which is the same as no other.
    """
    try:
        return digest(msgspec.json.encode((type(value).__name__, value), order="deterministic"))
    except (TypeError, ValueError, RecursionError):
        return ""
