"""A repository of two public records and an internal one, in which all that is hidden is marked.

Every free text of the internal record, every hidden text of the public ones and every name of a
person holds a word of its own that stands nowhere else, so that no byte of it can go unnoticed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

from postmortems.model.incident import Incident
from postmortems.plan import Items, Mapping, Node, Scalar, Shape, plan
from postmortems.redaction.walk import free
from postmortems.rules.people import PLACES
from support.example import settings
from support.extremes import dump

if TYPE_CHECKING:
    from collections.abc import Callable

PUBLIC, SECRET, OTHER = "INC-20260303-0905", "INC-20251202-1410", "INC-20260404-1111"
"""The ids of the full public record, of the internal one, and of a public one that says little."""
SUMMARY = (
    "Restored by Zqcommander Zorvath, as in {secret}; see [the log](https://zqwiki.example/x)."
)
_COMPLETE = Path(__file__).with_name("complete.yml")


def secret_record() -> dict[str, Any]:
    """The internal record: each of its free texts is marked."""
    record = _complete()
    record |= {"id": SECRET, "related": [], "postmortem": record["postmortem"] | _INTERNAL}
    del record["recurrence_of"]
    record = _marked(record, _Marks("Zqsecret", lambda _: True))
    record["links"] = [{"title": "Zqsecretlink", "url": "https://zqsecret.example/x"}]
    record["tags"] = ["zqsecrettag", "zqservicewords", "zqteamwords"]
    record |= {"services": ["zqservice"], "origin_service": "zqservice", "teams": ["zqteam"]}
    record["glossary"] = {"Zqsecretword": "Zqsecretmeaning"}
    record["internal"] = {"zqsecretkey": "Zqsecretnote"}
    return record


def public_record() -> dict[str, Any]:
    """The public record: its hidden texts and the names of people are marked."""
    record = _complete()
    record["postmortem"] |= {"audience": "public"}
    hidden = _Marks("Zqhidden", lambda name: _under(name) and name not in PLACES)
    named = _Marks("Zqname", lambda name: name in PLACES, last=" Zorvath")
    record = _marked(_marked(record, hidden), named)
    record["roles"]["commander"]["name"] = "Zqcommander Zorvath"
    record["timeline"][0]["actor"] = "Zqcommander Zorvath"
    record["summary"] = SUMMARY.format(secret=SECRET)
    record["background"] = "As Zqcommander said, ask zqcommander.zorvath@example.com or @zqhandle."
    record["internal"] = {"zqhiddenkey": "Zqhiddennote"}
    record["impact"]["revenue"] |= {"value": 987_654_321}
    record["links"] = [
        {"title": "Zqhiddenlink", "url": "https://zqhidden.example/x"},
        {"title": "Status", "url": "https://status.example.com/1"},
    ]
    record["actions"][0]["tracker"] = "https://zqhiddentracker.example/1"
    record["tags"] = ["certificate", SECRET]
    record["communications"].insert(
        1,
        {
            "at": "2026-03-03 09:21",
            "audience": "executive",
            "kind": "initial",
            "channel": "Zqhiddenchannel",
            "text": "Zqhiddenmessage",
        },
    )
    return record


def small_record() -> dict[str, Any]:
    """A public record of which little is known."""
    return {
        "schema": 1,
        "id": OTHER,
        "title": "Orders waited for a minute",
        "status": "resolved",
        "severity": "P3",
        "kind": "degradation",
        "services": ["checkout-service"],
        "detection": {"source": "alert"},
        "postmortem": {"status": "none", "audience": "public"},
        "timezone": "Etc/UTC",
        "times": {"started": "2026-04-04 11:11", "resolved": "2026-04-04 11:12"},
        "summary": "Orders waited while a worker started.",
        "related": [SECRET, PUBLIC],
    }


def write_marked(root: Path) -> None:
    """Writes the records into a repository, in whose records names of people may stand in texts.

    What a check would have refused must not depend on the check.
    """
    rules = root / "site_config" / "rules.yml"
    settings = yaml.safe_load(rules.read_text("utf-8")) or {}
    settings.setdefault("levels", {})["internal-on-public-page"] = "off"
    rules.write_text(dump(settings), "utf-8")
    catalog = root / "site_config" / "catalog.yml"
    settings = yaml.safe_load(catalog.read_text("utf-8"))
    for kind, name in (("services", "Zqservice"), ("teams", "Zqteam")):
        entry = {"id": name.lower(), "name": name, "description": f"{name}words."}
        settings[kind].append(entry)
    catalog.write_text(dump(settings), "utf-8")
    for record in (public_record(), secret_record(), small_record()):
        (root / "incidents" / f"{record['id']}.yml").write_text(dump(record), "utf-8")


_INTERNAL = {"audience": "internal"}


class _Marks:
    """Gives each text of some fields a word of its own."""

    def __init__(self, word: str, of: Callable[[str], bool], last: str = "") -> None:
        self._word, self._of, self._last, self._number = word, of, last, 0

    def __call__(self, name: str, text: str) -> str:
        if not self._of(name):
            return text
        self._number += 1
        # In letters alone: a search index may take words apart where figures begin.
        figures = "".join("abcdefghij"[int(each)] for each in str(self._number))
        return f"{self._word}{figures}q{self._last}"


def _marked(record: dict[str, Any], mark: Callable[[str, str], str]) -> dict[str, Any]:
    return cast("dict[str, Any]", _through(record, plan(Incident), "", mark))


def _complete() -> dict[str, Any]:
    # Once to JSON and back: days come out as texts, as records write them.
    read = yaml.safe_load(_COMPLETE.read_text("utf-8"))
    return cast("dict[str, Any]", json.loads(json.dumps(read, default=str)))


def _under(name: str) -> bool:
    return settings().audiences.public.conceals(name)


def _through(
    value: Any,  # noqa: ANN401 - a part of a record as YAML gives it
    node: Node,
    name: str,
    mark: Callable[[str, str], str],
) -> Any:  # noqa: ANN401
    match node:
        case Scalar():
            return mark(name, value) if free(node) and isinstance(value, str) else value
        case Items():
            return [_through(each, node.item, name, mark) for each in value]
        case Mapping():
            return {key: _through(each, node.item, name, mark) for key, each in value.items()}
        case Shape():
            return {
                key: _through(each, node.fields[key].node, f"{name}.{key}" if name else key, mark)
                for key, each in value.items()
            }
