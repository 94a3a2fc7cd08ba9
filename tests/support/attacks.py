"""Made-up records whose every text tries to be more than text, one record for each way to try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from support import extremes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "attribute": "\"><img src=x onerror=alert(1)>' onmouseover='alert(1)",
    "closers": "</script></title></textarea></style></svg></mark><script>alert(1)</script>-->",
    "links": "[a](javascript:alert(1)) <javascript:alert(1)> [b](data:text/html,x) ![c](//x.y)",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
    "lists": "# x {: onclick=alert(1)} { #__config } {#search} :smile: *[HTML]: x [^1] [TOC]",
    "templates": '{{7*7}} {% raw %} ${alert(1)} --8<-- "/etc/passwd" {name} {{ badge width }}',
    "xml": "]]> <![CDATA[<!ENTITY x SYSTEM 'file:///etc/passwd'>]]> <?xml?> &x; <!-- --",
    "calendar": "x;END:VEVENT,BEGIN:VEVENT\\nATTACH:https://x.test/y\\,\\;",
    "formula": '=HYPERLINK("https://x.test/y",1)+1',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-1+1",
    "at": "@SUM(1+1)",
    "wide": "\uff1d1+1",
    "quoted": "'=1+1\"",
    "json": '"}]};alert(1)//{"a":[{"b":"\\u003cscript\\u003e',
    "sql": "'); DROP TABLE incidents; --",
    "object": "__proto__",
    "maker": "constructor",
    "dots": "..",
    "path": "../../../etc/passwd",
    "device": "CON",
    "stack": "Z" + "\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308" * 12 + "algo",
    "family": "👩‍👩‍👧‍👦 🏳️‍🌈 ﷽ ﷽",
    "long": "W" * 200,
    "lower": "ana ruiz",
    "upper": "ANA RUIZ",
    "signs": "Ana?Ruiz!",
    "other": "Ana!Ruiz?",
}
"""What every text of a record is made of, by the name of the way."""

CANARY_FILE = "canary.txt"
"""A file beside mkdocs.yml that attacks ask for, and what stands in it."""
CANARY = "what-only-the-builder-may-read-7391"

NAMES = (
    "constructor",
    "search",
    "body",
    "forms",
    "location",
    "hasOwnProperty",
    "toString",
    "valueOf",
)
"""Ids that are names of something else: to scripts, to browsers, to the site."""
SERVICES = {
    "indexed": "<b>Index</b> \"quoted\" & 'single'",
    "page": "page: {{7*7}} </script><script>alert(1)</script>",
    "con": "__proto__",
    "constructor": "constructor",
    "open": "=1+1",
    "undated": "a, b; c: d \\ e",
}
"""Services and teams by id: the team chose them, and they must not break anything either."""


def write_attacks(root: Path) -> None:
    """Writes the records, and services and teams with names of this kind, into a repository."""
    file = root / "site_config" / "catalog.yml"
    catalog = yaml.safe_load(file.read_text("utf-8"))
    for each, name in SERVICES.items():
        catalog["services"].append({"id": each, "name": name, "team": each, "tier": name})
        catalog["teams"].append({"id": each, "name": name, "description": name})
    file.write_text(extremes.dump(catalog), "utf-8")
    for record in _records():
        (root / "incidents" / f"{record['id']}.yml").write_text(extremes.dump(record), "utf-8")


def _records() -> Iterator[dict[str, Any]]:
    base = extremes.base()
    services = list(SERVICES)
    for day, (way, text) in enumerate(ATTACKS.items(), 1):
        record = extremes.on_day(day, extremes.saying(base, text))
        record["id"] = f"INC-202603{day:02}-0905"
        record["tags"] = [way, *NAMES]
        own = services[day % len(services)]
        record["services"], record["origin_service"] = [own, "payment-api"], own
        record["teams"] = [own]
        record["glossary"] = dict.fromkeys(NAMES, text)
        record["links"] = [
            {
                "title": text[:200].strip(),
                "url": f"https://x.test/?q='onclick=alert(1)&a=%22%3E#{name}",
            }
            for name in NAMES
        ]
        record["actions"] = [
            record["actions"][0]
            | {"id": name, "status": status, "team": own}
            | {"tracker": "https://x.test/javascript:alert(1)//'$(id)&#60;"}
            for name, status in zip(NAMES, ("open", "in_progress") * 4, strict=True)
        ]
        for action in record["actions"]:
            del action["done_at"], action["reason"]
            action["title"] = action["owner"] = text[:120].strip()
        record["findings"][0]["actions"] = [NAMES[0]]
        record["factors"][0]["id"] = "document"
        for action in record["actions"]:
            action["factors"] = ["document"]
        yield record
