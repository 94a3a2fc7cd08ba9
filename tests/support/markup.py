"""Asks html-validate what is wrong with the markup of pages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NODE = Path(sys.executable).with_name("node")
VALIDATOR = (
    Path(__file__).parents[2] / ".cache/node/node_modules/html-validate/bin/html-validate.mjs"
)
RULES = Path(__file__).parents[1] / "site" / "html-validate.cjs"

# What the theme does in the frame around our pages, and why nobody is hurt.
OF_THE_THEME = {
    "attribute-allowed-values",  # `tabindex=""` on the label of the page that is open: no tab stop
    "hidden-focusable",  # the radio buttons of a palette without a switch, which are not shown
    "input-attributes",  # `autocomplete` on check boxes, which browsers pass over
    "presentation-role-style",  # `presentation` and `none` are the same role
    "unique-landmark",  # pm.js names them; axe-core looks at the page as it then is
    "valid-autocomplete",  # as input-attributes
}


def faults(files: Iterable[Path]) -> Iterator[str]:
    """What html-validate finds wrong, without what the theme does outside the article."""
    assert VALIDATOR.is_file(), "no html-validate in .cache/node: run .ci/node"
    options = ("--config", RULES, "--formatter", "json")
    command = [str(each) for each in (NODE, VALIDATOR, *options, *files)]
    # A pipe would lose what Node has not sent when it ends.
    with TemporaryFile("w+", encoding="utf-8") as said:
        answer = subprocess.run(command, stdout=said, stderr=PIPE, text=True, check=False)
        said.seek(0)
        reports = said.read()
    assert answer.returncode in {0, 1}, answer.stderr
    for report in json.loads(reports):
        text = Path(report["filePath"]).read_text("utf-8")
        before, _, rest = text.partition("<article")
        first = before.count("\n") + 1
        last = first + rest.partition("</article>")[0].count("\n")
        for each in report["messages"]:
            if each["ruleId"] in OF_THE_THEME and not first <= each["line"] <= last:
                continue
            yield f"{report['filePath']}:{each['line']}: {each['ruleId']}: {each['message']}"
