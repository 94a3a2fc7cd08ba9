"""What a repository held where another commit and HEAD parted: its records and its policy."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.config.settings import Settings
from postmortems.errors import UsageError
from postmortems.load.changes import NEW
from postmortems.load.files import INCIDENTS, SUFFIXES, Source, odd_name
from postmortems.load.git import answer, git, parted, said
from postmortems.load.settings import FOLDER, LoadedSettings, load_settings
from postmortems.load.text import Limits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

_OPTION = "--base"
_DIFF = (
    *("diff", "--raw", "-z", "--no-abbrev", "--find-renames=80%", "--relative"),
    *("--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--no-color"),
)
_RAW = re.compile(rb":(\d{6}) \d{6} ([0-9a-f]{40,64}) [0-9a-f]{40,64} ([A-Z])\d*")
_TREE = re.compile(rb"(\d{6}) blob ([0-9a-f]{40,64})\t(.+)", re.DOTALL)
_HEAD = re.compile(rb"[0-9a-f]{40,64} blob (\d+)")
_REGULAR = (b"100644", b"100755")
_POLICY = frozenset(f"{FOLDER}/{each.name}.yml" for each in fields(Settings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A file of a record as it was and as it is; one of the two is None where it came or went."""

    before: Source | None = None
    now: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A repository at an earlier ``commit``.

    ``sources`` are all its records, ``pairs`` those files that differ now, by name. ``configured``
    is its policy where that was another, None where it is the same.
    """

    commit: str
    sources: tuple[Source, ...]
    pairs: tuple[Pair, ...]
    configured: LoadedSettings | None


def base_of(
    root: Path, ref: str, everything: Sequence[Source], most: int, rules: Collection[str]
) -> Base:
    """Ask git what a repository held where ``ref`` and HEAD parted.

    ``everything`` are its records now, what is not committed included; ``most`` is how many bytes
    one may have, ``rules`` are the known rule ids. Raises UsageError when git cannot tell.
    """
    commit = parted(root, ref, _OPTION)
    where = ("--", INCIDENTS, FOLDER)
    changes = list(_changes(answer(root, *_DIFF, commit, *where, option=_OPTION)))
    new = answer(root, *NEW, *where, option=_OPTION).split(b"\0")
    changes += [(b"", "", "", os.fsdecode(name)) for name in new if name]
    odd = next((name for *_, name in changes if name.endswith("/.gitattributes")), None)
    if odd is not None:
        message = (
            f"{printable(odd, 300)} came or changed, and has git see other files there than the "
            "program reads; take it out, or review its change apart"
        )
        raise UsageError(message)
    wanted = [blob for mode, blob, old, _ in changes if mode in _REGULAR and _is_record(old)]
    contents = _contents(root, wanted, most)
    there = {os.path.relpath(each.path, root): each for each in everything}
    pairs = [
        Pair(
            before=_then(root, old, contents.get(blob)) if _is_record(old) else None,
            now=there.get(new),
        )
        for _, blob, old, new in changes
    ]
    pairs = _moved([each for each in pairs if each.before is not None or each.now is not None])
    gone = {each.now.path for each in pairs if each.now is not None}
    sources = [each for each in everything if each.path not in gone]
    sources += [each.before for each in pairs if each.before is not None]
    touched = {name for _, _, old, new in changes for name in (old, new)}
    return Base(
        commit=commit,
        sources=tuple(sorted(sources, key=lambda each: each.file)),
        pairs=tuple(sorted(pairs, key=_name)),
        configured=None if _POLICY.isdisjoint(touched) else _policy(root, commit, rules),
    )


def _changes(listed: bytes) -> Iterable[tuple[bytes, str, str, str]]:
    """Yield the mode and blob that a file had, and its name before and now; "" where it was not."""
    parts = iter(listed.split(b"\0"))
    for head in parts:
        found = _RAW.fullmatch(head)
        if found is None:
            continue
        mode, blob, status = found[1], found[2].decode("ascii"), found[3]
        name = os.fsdecode(next(parts))
        new = os.fsdecode(next(parts)) if status == b"R" else name
        yield (
            mode,
            blob,
            "" if status == b"A" else name,
            "" if status == b"D" else new,
        )


def _is_record(name: str) -> bool:
    """Tell whether the check would look at a file of this name; see `files.discover`."""
    folders = name.split("/")
    return (
        folders[0] == INCIDENTS
        and not any(each.startswith(".") for each in folders)
        and folders[-1].rstrip(". ").lower().endswith(SUFFIXES)
    )


def _then(root: Path, name: str, content: bytes | None) -> Source:
    """Return a record as it was; one without content was a link, or more than anybody reads."""
    refused = next(filter(None, map(odd_name, name.split("/"))), "")
    if content is None:
        refused = refused or "it was a link, or too large"
    return Source(
        path=os.fspath(root / name),
        file=printable(name, 300),
        content=None if refused else content,
        refused=refused,
    )


def _contents(root: Path, blobs: Sequence[str], most: int) -> Mapping[str, bytes]:
    """Fetch what git keeps under these names, leaving out what has more than ``most`` bytes."""
    small: list[str] = []
    for blob, line in zip(blobs, _asked(root, "--batch-check", blobs).splitlines(), strict=True):
        found = _HEAD.fullmatch(line)
        if found is not None and int(found[1]) <= most:
            small.append(blob)
    held = _asked(root, "--batch", small)
    contents: dict[str, bytes] = {}
    at = 0
    for blob in small:
        end = held.index(b"\n", at)
        size = int(held[at:end].rsplit(b" ", 1)[1])
        contents[blob] = held[end + 1 : end + 1 + size]
        at = end + size + 2
    return contents


def _asked(root: Path, how: str, blobs: Sequence[str]) -> bytes:
    if not blobs:
        return b""
    done = git(
        root, "cat-file", how, option=_OPTION, given="".join(f"{each}\n" for each in blobs).encode()
    )
    if done.returncode:
        message = (
            f"this clone lacks contents of the base ({said(done)}); clone it without a filter, "
            "or run `git fetch --refetch`"
        )
        raise UsageError(message)
    return done.stdout


def _moved(pairs: Sequence[Pair]) -> list[Pair]:
    """Join a file that went with one of its name that came in another folder.

    Git finds only what is committed or staged, and only where little else was changed.
    """
    went = {each.before.stem: each for each in pairs if each.before and each.now is None}
    came = {each.now.stem: each for each in pairs if each.now and each.before is None}
    both = went.keys() & came.keys()
    taken = {id(each) for stem in both for each in (went[stem], came[stem])}
    joined = [Pair(before=went[stem].before, now=came[stem].now) for stem in both]
    return [*(each for each in pairs if id(each) not in taken), *joined]


def _name(pair: Pair) -> str:
    source = pair.now or pair.before
    return source.file if source is not None else ""


def _policy(root: Path, commit: str, rules: Collection[str]) -> LoadedSettings:
    """Read the policy of a commit; what is not a regular file makes it unusable."""
    listed = answer(root, "ls-tree", "-z", commit, "--", f"{FOLDER}/", option=_OPTION)
    blobs: dict[str, str] = {}
    for line in listed.split(b"\0"):
        found = _TREE.fullmatch(line)
        name = os.fsdecode(found[3]) if found is not None else ""
        if found is None or name not in _POLICY:
            continue
        if found[1] not in _REGULAR:
            return LoadedSettings(settings=None)
        blobs[name] = found[2].decode("ascii")
    contents = _contents(root, list(dict.fromkeys(blobs.values())), Limits().max_bytes)
    with TemporaryDirectory(prefix="postmortems-") as folder:
        there = Path(folder)
        (there / FOLDER).mkdir()
        for name, blob in blobs.items():
            if blob not in contents:
                return LoadedSettings(settings=None)
            (there / name).write_bytes(contents[blob])
        return load_settings(there, rules)
