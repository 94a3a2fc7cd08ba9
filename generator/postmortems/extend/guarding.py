"""What an extension's code fails of becomes a sentence with its file and line, and no traceback."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from postmortems.errors import PostmortemsError
from postmortems.importers.draft import SourceFault
from postmortems.load.extensions import failed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Given = ParamSpec("Given")
Result = TypeVar("Result")

_MEANT = (PostmortemsError, SourceFault)


def guarded(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Return the same function, which raises ConfigurationError where it fails."""

    @wraps(function)
    def run(*arguments: Given.args, **named: Given.kwargs) -> Result:
        try:
            return function(*arguments, **named)
        except _MEANT:
            raise
        except (Exception, SystemExit) as error:
            raise failed(error, function.__code__.co_filename) from error

    return run


def guarded_each(
    function: Callable[Given, Iterable[Result]],
) -> Callable[Given, Iterator[Result]]:
    """Return the same function that yields, which raises ConfigurationError where it fails."""

    @wraps(function)
    def run(*arguments: Given.args, **named: Given.kwargs) -> Iterator[Result]:
        try:
            yield from function(*arguments, **named)
        except _MEANT:
            raise
        except (Exception, SystemExit) as error:
            raise failed(error, function.__code__.co_filename) from error

    return run
