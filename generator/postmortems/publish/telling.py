"""What a build by MkDocs itself says of the incidents in MkDocs' log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger

from postmortems import __version__
from postmortems.reports.base import Report, closing
from postmortems.reports.full import snippets

if TYPE_CHECKING:
    from postmortems.checking.result import Checked

_log = get_plugin_logger("postmortems")


def tell(checked: Checked) -> None:
    """Log every finding when there are errors, and how many there are when not."""
    report = Report(
        findings=checked.findings,
        count=checked.count,
        as_of=checked.as_of.date(),
        version=__version__,
    )
    if checked.errors:
        _log.error("%s\n%s", closing(report), snippets(report))
    elif checked.findings:
        # Not a warning to MkDocs: a strict build must not fail over history.
        _log.info(closing(report))
