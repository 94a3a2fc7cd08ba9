"""The exceptions of a run that cannot go on, each with a message fit to print.

    PostmortemsError            base: catch this one to report and leave
    ├── ConfigurationError      site_config or mkdocs.yml cannot be used
    ├── UsageError              the command was called in a way that has no meaning
    ├── WriteError              the disk said no, or a folder in the way is not ours
    └── PublishError            the publisher (MkDocs) failed

A broken incident is not here: it is a finding, and the run goes on. All of these end the process
with exit code 2; code 1 is kept for findings.
"""

from __future__ import annotations

from typing import ClassVar


class PostmortemsError(Exception):
    """Something outside the incidents stops the run; `str()` of it is what the reader is told.

    Messages quote paths and values that strangers chose, so every character that a terminal could
    act on, and every byte of a file name that is not text, is shown as a backslash escape. Line
    feeds stay.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str) -> None:
        super().__init__("".join(map(_printable, message)))


class ConfigurationError(PostmortemsError):
    """`site_config/` or `mkdocs.yml` is missing, unreadable or contradicts itself."""


class UsageError(PostmortemsError):
    """The arguments of a command do not go together or name nothing that exists."""


class WriteError(PostmortemsError):
    """A file or folder could not be written; the message names it and the fix, if there is one."""


class PublishError(PostmortemsError):
    """The publisher stopped before it had made a site."""


def _printable(character: str) -> str:
    if character.isprintable() or character == "\n":
        return character
    return character.encode("unicode_escape").decode("ascii")
