"""Plain values as YAML for programs that read version 1.1, where `on` and `12:30` are no texts.

Records are never written like this: `compose` and the splices keep to what our own reader reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from postmortems.edit.quoting import WIDTH

if TYPE_CHECKING:
    from yaml.nodes import ScalarNode


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as such."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - as theirs
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def foreign(value: dict[str, Any]) -> str:
    """Write a mapping, its keys in their order."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
