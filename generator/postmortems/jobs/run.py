"""Does the jobs that must be done again, and writes what comes of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from postmortems.jobs.changes import Changes, reads_of
from postmortems.jobs.job import Done, Made, remembered, twice, written
from postmortems.load.packed import noting
from postmortems.parallel import WORTH_IT, spread
from postmortems.progress import stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Protocol

    from postmortems.jobs.job import Job
    from postmortems.load.packed import Records
    from postmortems.pages.base import Library

    class Tree(Protocol):
        """A folder of files that is brought up to date; see `postmortems.write.tree`."""

        def holds(self, path: str) -> str | None:
            """Return the digest of a file that is as it was left, None for any other."""

        def keep(self, path: str) -> None:
            """Leave a file as it is."""

        def put(self, path: str, content: bytes) -> str:
            """Write a file; returns its digest."""


@dataclass(slots=True)
class Shop:
    """Where jobs are done.

    ``records`` are those of the library. ``known`` is what was done before, by name, ``changes``
    what is different since then.
    """

    library: Library
    records: Records
    tree: Tree
    known: Mapping[str, bytes]
    changes: Changes
    done: dict[str, bytes] = field(default_factory=dict)
    """What has been done, by name."""
    fresh: set[str] = field(default_factory=set)
    """The names of jobs that were done again."""
    _paths: dict[str, str] = field(default_factory=dict)

    def do(self, name: str, jobs: Iterable[Job]) -> dict[str, msgspec.Raw]:
        """See to it that jobs are done; returns the facts that each gave, by name.

        ``name`` is that of the stage that they are to be told as. Raises ConfigurationError for two
        jobs that would write the same file.
        """
        facts: dict[str, msgspec.Raw] = {}
        waiting: list[tuple[Job, Done | None]] = []
        for job in jobs:
            last = self._last(job)
            if last is not None and last.given == job.given and self._stands(last):
                for path in last.files:
                    self._claim(path, job.name)
                    self.tree.keep(path)
                self.done[job.name] = self.known[job.name]
                facts[job.name] = last.facts
            else:
                waiting.append((job, self._useful(last)))

        def work(each: tuple[Job, Done | None]) -> tuple[Made, dict[str, list[str]]]:
            job, last = each
            reads: defaultdict[str, set[str]] = defaultdict(set)
            with (
                stage(job.kind) as doing,
                noting(lambda incident_id, field_: reads[field_].add(incident_id)),
            ):
                made = job.make(self.library, last)
                doing.advance()
            return made, reads_of(reads, job.about, len(self.records.digests))

        if len(waiting) > 1:
            self.records.fill()
        with stage(name, len(waiting)) as doing:
            # Those that look at very many records come first and by themselves: two of them are
            # worth a second process, and the pages of incidents would have to wait for them.
            many = len(self.records.digests) >= WORTH_IT
            heavy = [each for each in waiting if each[0].heavy and many]
            rest = [each for each in waiting if not (each[0].heavy and many)]
            results = chain(spread(work, heavy, worth_it=2), spread(work, rest))
            for (job, last), (made, reads) in zip([*heavy, *rest], results, strict=True):
                files = self._written(job, last, made)
                done = Done(
                    given=job.given,
                    style=job.style,
                    reads=reads,
                    files=files,
                    facts=msgspec.Raw(msgspec.json.encode(made.facts)),
                )
                self.done[job.name] = written(done)
                self.fresh.add(job.name)
                facts[job.name] = done.facts
                doing.advance()
        return facts

    def _last(self, job: Job) -> Done | None:
        content = self.known.get(job.name)
        last = remembered(content) if content is not None else None
        return last if last is not None and last.style == job.style else None

    def _stands(self, last: Done) -> bool:
        """Tell whether a job would only give again what it gave."""
        return not self.changes.concern(last.reads) and all(
            self.tree.holds(path) == seen for path, seen in last.files.items()
        )

    def _useful(self, last: Done | None) -> Done | None:
        """Leave out the files that are not there any more."""
        if last is None:
            return None
        there = {path: seen for path, seen in last.files.items() if self.tree.holds(path) == seen}
        return msgspec.structs.replace(last, files=there)

    def _written(self, job: Job, last: Done | None, made: Made) -> dict[str, str]:
        files: dict[str, str] = {}
        for path, content in made.files.items():
            if not self.library.has(path):
                continue
            self._claim(path, job.name)
            if content is not None:
                files[path] = self.tree.put(path, content)
            else:
                assert last is not None  # noqa: S101 - a job keeps what it was told of
                self.tree.keep(path)
                files[path] = last.files[path]
        return files

    def _claim(self, path: str, name: str) -> None:
        if self._paths.setdefault(path, name) != name:
            raise twice(path)
