"""The shipped configuration with a part of one file replaced, and what reading it then reports."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import get_type_hints

from postmortems.config.settings import Settings, problems
from postmortems.load.build import BROKEN, Walk, build
from postmortems.load.events import read
from postmortems.load.text import Limits
from postmortems.plan import plan
from postmortems.rules.registry import rule_names
from support.example import REPOSITORY, overlaid, settings

_FILE = re.compile(r"# site_config/(\w+)\.yml\n")

_PLACE = re.compile(r"\{(?:severities|escalation|policy)\.[\w.-]+\}")


def config_findings(fragment: str) -> set[str]:
    """The ids of all faults once a fragment is laid over the file that its first line names."""
    match = _FILE.match(fragment)
    assert match
    name = match[1]
    assert name in {each.name for each in fields(Settings)}
    text = (REPOSITORY / "site_config" / f"{name}.yml").read_text("utf-8")
    # The fragment may take away what other sentences of the file name as their number.
    text = _PLACE.sub("so many", text)
    document = read(overlaid(text, fragment).encode(), Limits())
    walk = Walk(names={})
    built = build(document.value, plan(get_type_hints(Settings)[name]), walk)
    found = {fault.rule for fault in document.faults} | {each.rule for each in walk.problems}
    if built is BROKEN:
        return found
    changed = replace(settings(), **{name: built})
    crossed = problems(changed, known_rules=rule_names())
    return found | {problem.rule for file, problem in crossed if file == f"{name}.yml"}
