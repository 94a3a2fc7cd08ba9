"""The files of a repository that are written from code, such as JSON Schemas and lists."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import postmortems
from postmortems.answers.advice_json import schema as advice_schema
from postmortems.answers.analysis_json import schema as analysis_schema
from postmortems.answers.announcement_json import schema as announcement_schema
from postmortems.answers.classification import schema as classification_schema
from postmortems.answers.incident_json import schema as rendered_schema
from postmortems.answers.review.json import schema as review_schema
from postmortems.config.meanings import meanings
from postmortems.edit.foreign import foreign
from postmortems.errors import ConfigurationError
from postmortems.feeds.agenda import schema as due_schema
from postmortems.importers.timeline_json import schema as timeline_schema
from postmortems.load.settings import usable_settings
from postmortems.model.issue_form import form
from postmortems.pipeline import schema_text
from postmortems.reports.json import schema as report_schema
from postmortems.rules.registry import rule_names

ISSUE_FORM = ".github/ISSUE_TEMPLATE/incident.yml"
_WRITTEN = "# Written by `postmortems docs` from the model and site_config/.\n"
SCHEMA = "site_config/incident.schema.json"
REPORT_SCHEMA = "site_config/report.schema.json"
DUE_SCHEMA = "site_config/due.schema.json"
CLASSIFICATION_SCHEMA = "site_config/classification.schema.json"
ANNOUNCEMENT_SCHEMA = "site_config/announcement.schema.json"
ADVICE_SCHEMA = "site_config/advice.schema.json"
ANALYSIS_SCHEMA = "site_config/analysis.schema.json"
RENDERED_SCHEMA = "site_config/rendered.schema.json"
REVIEW_SCHEMA = "site_config/review.schema.json"
TIMELINE_SCHEMA = "site_config/timeline.schema.json"
STARTER = "templates/starter/mkdocs.yml"
"""What `init` makes a repository's mkdocs.yml from: this repository's own."""
ARCHITECTURE = ".github/ARCHITECTURE.md"
GUIDE = "templates/guide/contributing.md"
_BEGIN, _END = "<!-- rooms: written by `make docs` -->", "<!-- end of rooms -->"


def references(root: Path) -> dict[str, bytes]:
    """Return the generated files by path: schemas, and what only a repository of ours has."""
    files = {SCHEMA: schema_text(root).encode()}
    if (root / ISSUE_FORM).is_file():  # a team decides whether it wants one
        files[ISSUE_FORM] = issue_form_text(root).encode()
    described = {
        REPORT_SCHEMA: report_schema(),
        DUE_SCHEMA: due_schema(),
        CLASSIFICATION_SCHEMA: classification_schema(),
        ADVICE_SCHEMA: advice_schema(),
        ANNOUNCEMENT_SCHEMA: announcement_schema(),
        ANALYSIS_SCHEMA: analysis_schema(),
        RENDERED_SCHEMA: rendered_schema(),
        REVIEW_SCHEMA: review_schema(),
        TIMELINE_SCHEMA: timeline_schema(),
    }
    for name, shape in described.items():
        files[name] = (json.dumps(shape, indent=2, ensure_ascii=False) + "\n").encode()
    if (root / STARTER).parent.is_dir():
        files[STARTER] = (root / "mkdocs.yml").read_bytes()
    for name in (ARCHITECTURE, GUIDE):
        page = root / name
        if not page.is_file():
            continue
        text = page.read_text(encoding="utf-8")
        if _BEGIN not in text or _END not in text:
            if name == GUIDE:
                continue  # a team's own page of that name need not list our rooms
            message = f"{name} has lost the marks between which the rooms are listed"
            raise ConfigurationError(message)
        before, rest = text.split(_BEGIN, 1)
        _, after = rest.split(_END, 1)
        files[name] = f"{before}{_BEGIN}\n{rooms()}{_END}{after}".encode()
    return files


def issue_form_text(root: Path) -> str:
    """Write the form for issues with this repository's names, or raise ConfigurationError."""
    settings = usable_settings(root, rule_names())
    return _WRITTEN + foreign(form(settings.names(), meanings(settings)))


def rooms() -> str:
    """List every room and every module on its own, each with its first sentence."""
    package = Path(postmortems.__file__).parent
    lines = ["| room | what it is for |", "|---|---|"]
    found = {
        **{f"{path.parent.name}/": path for path in package.glob("*/__init__.py")},
        **{path.name: path for path in package.glob("*.py") if not path.name.startswith("__")},
    }
    for name, path in sorted(found.items()):
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        lines.append(f"| `{name}` | {' '.join(doc.split(chr(10) * 2)[0].split())} |")
    return "\n".join(lines) + "\n"


def stale(root: Path, files: dict[str, bytes]) -> tuple[str, ...]:
    """Name the files that are absent or differ from what the code says."""
    return tuple(
        name
        for name, content in files.items()
        if not (root / name).is_file() or (root / name).read_bytes() != content
    )
