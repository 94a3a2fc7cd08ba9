"""The corpus of hostile files in tests/security/corpus, and what must become of each of them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "security" / "corpus"
MANIFEST = CORPUS / "manifest.toml"
SEARCHED = "pmcanary"
"""A word that stands in the summary of every record which is rendered, beside the attack."""

_ID = re.compile(rb"^id: (INC-[0-9]{8}-[0-9]{4})$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """One file: what it tries, and the errors by which it is refused, ``line:column rule``."""

    path: str
    tries: str
    rejected: tuple[str, ...]

    @property
    def family(self) -> str:
        """What kind of attack it is: its folder."""
        return self.path.partition("/")[0]

    @property
    def content(self) -> bytes:
        """The file as it would arrive. Large ones are made from a description (``.toml``)."""
        file = CORPUS / self.path
        return _made(file)[0] if file.suffix == ".toml" else file.read_bytes()

    @property
    def name(self) -> str:
        """The name of the file under ``incidents/``: of its id, if it has one."""
        file = CORPUS / self.path
        if file.suffix == ".toml" and (name := _made(file)[1]):
            return name
        found = _ID.search(self.content)
        return f"{found[1].decode() if found else file.stem}.yml"


def _made(file: Path) -> tuple[bytes, str]:
    described = tomllib.loads(file.read_text("utf-8"))
    behind = "".join(each["text"] * each["times"] for each in described.get("behind", ()))
    return f"{described['record']}{behind}".encode(), described.get("name", "")


@cache
def corpus() -> tuple[Hostile, ...]:
    """Every file that the manifest lists, in its order."""
    listed = tomllib.loads(MANIFEST.read_text("utf-8"))
    return tuple(
        Hostile(
            path=f"{family}/{name}",
            tries=each["tries"],
            rejected=tuple(each.get("rejected", ())),
        )
        for family, files in listed.items()
        for name, each in files.items()
    )


def inert() -> tuple[Hostile, ...]:
    """Those that are accepted, and must do nothing on any page."""
    return tuple(each for each in corpus() if not each.rejected)


def rejected() -> tuple[Hostile, ...]:
    """Those that are refused."""
    return tuple(each for each in corpus() if each.rejected)


def write_corpus(root: Path, files: tuple[Hostile, ...]) -> None:
    """Write the files into the incidents of a repository."""
    for each in files:
        (root / "incidents" / each.name).write_bytes(each.content)
