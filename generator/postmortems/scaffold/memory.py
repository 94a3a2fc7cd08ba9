"""What a repository remembers of its making: the answers, and the shipped texts of that time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.edit.quoting import inline
from postmortems.load.starter import ANSWERS, SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from postmortems.config.starter import Answers, Named

_HEAD = (
    "# What `postmortems init` was told, for `postmortems upgrade`. Change settings elsewhere.\n"
)


def remembered(answers: Answers | None, shipped: Mapping[str, str]) -> dict[str, str]:
    """Return the files of the memory by path; ``shipped`` are texts by path in the repository.

    There are no answers where `init` did not make it.
    """
    kept = {f"{SHIPPED}/{path}": text for path, text in sorted(shipped.items())}
    return ({ANSWERS: _answers(answers)} if answers else {}) | kept


def _answers(answers: Answers) -> str:
    lines = [f"version: {inline(answers.version)}", f"name: {inline(answers.name)}", "services:"]
    lines += _named(answers.services)
    if answers.teams:
        lines += ["teams:", *_named(answers.teams)]
    lines.append(f"timezone: {answers.timezone}")
    lines.append(f"severities: {answers.severities}")
    lines.append(f"ci: {answers.ci}")
    return _HEAD + "\n".join(lines) + "\n"


def _named(those: Iterable[Named]) -> list[str]:
    return [f"  - {{id: {each.id}, name: {inline(each.name, flow=True)}}}" for each in those]
