"""The whole in a few lines: files to records, records to findings, and both to a docs tree."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from postmortems.checking import run
from postmortems.config.meanings import meanings
from postmortems.errors import ConfigurationError
from postmortems.feeds.offer import offer
from postmortems.load.files import INCIDENTS
from postmortems.load.history import UNKNOWN, History
from postmortems.load.settings import usable_settings
from postmortems.load.templates import load_templates
from postmortems.metrics.similarity import similar
from postmortems.model.schema import schema
from postmortems.pages import postmortem
from postmortems.pages.base import Library, publishable
from postmortems.pages.dashboard import dashboards
from postmortems.pages.site import overview_pages, site_data
from postmortems.parallel import spread
from postmortems.progress import stage
from postmortems.render import prose
from postmortems.render.message import Messenger
from postmortems.render.page import Renderer
from postmortems.rules.documentation import summary
from postmortems.rules.registry import RULES, rule_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from postmortems.checking.result import Checked
    from postmortems.findings import Finding
    from postmortems.load.files import Source
    from postmortems.model.incident import Incident


def check(root: Path, as_of: datetime, sources: Sequence[Source] | None = None) -> Checked:
    """Read and check a repository, and keep its records; see `postmortems.checking.run`."""
    return run.check(root, as_of, sources, records=True)


def schema_text(root: Path) -> str:
    """Write the JSON Schema with this repository's names, or raise ConfigurationError."""
    settings = usable_settings(root, rule_names())
    names = settings.names() | {"rule": rule_names()}
    depths = {level.id: level.depth for level in settings.severities.levels}
    said = meanings(settings) | {"rule": {rule.id: summary(rule.doc) for rule in RULES}}
    return json.dumps(schema(names, depths, said), indent=2, ensure_ascii=False) + "\n"


def tree(root: Path, checked: Checked, history: History = UNKNOWN) -> dict[str, bytes]:
    """Render the docs tree of the usable records: its files by path.

    ``history`` is what the playbook tells of its own changes; without it, that none is known.
    """
    assert checked.settings is not None  # noqa: S101 - callers look first
    by_file: dict[str, tuple[Finding, ...]] = {}
    for finding in checked.findings:
        by_file[finding.file] = (*by_file.get(finding.file, ()), finding)
    library = Library(
        settings=checked.settings,
        incidents=checked.incidents,
        files=checked.files,
        as_of=checked.as_of,
        findings=by_file,
        history=history,
    )
    templates = load_templates(root)
    renderer = Renderer(templates)
    wording = Messenger(templates).specimens(library.settings.policy.messages)
    again = postmortem.repeats(library)
    alike = similar(library.incidents, library.settings.site.similar)

    def render(incident: Incident | None) -> dict[str, bytes]:
        # The overviews are one job among those of the incidents: drawing charts starts threads
        # of its own, after which a process must not be forked.
        if incident is None:
            drawn = dashboards(library)
            offered = offer(library, prose.block)
            files: dict[str, bytes] = {}
            for page in (*overview_pages(library, drawn, wording), offered.page):
                _add(files, {page.path: renderer.render(page)})
            _add(files, site_data(library, drawn))
            _add(files, offered.files)
            return files
        page = postmortem.page(incident, library, again.get(incident.id, ()), alike[incident.id])
        return {page.path: renderer.render(page)}

    files: dict[str, bytes] = {}
    jobs = [None, *checked.incidents.values()]
    with stage("pages", len(jobs)) as pages:
        for part in spread(render, jobs):
            _add(files, part)
            pages.advance()
    for incident_id, content in checked.contents.items():
        if not publishable(checked.incidents[incident_id]):
            continue
        files[f"{INCIDENTS}/{incident_id}.yml"] = content
    return files


def _add(files: dict[str, bytes], more: Mapping[str, bytes]) -> None:
    """Put files beside those that are there, never in the place of one."""
    if twice := sorted(files.keys() & more.keys()):
        message = (
            f"two pages would be written to {twice[0]}; "
            "give the incident, or what else it is the page of, another id"
        )
        raise ConfigurationError(message)
    files.update(more)
