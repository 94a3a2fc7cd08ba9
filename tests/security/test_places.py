"""What a run opens: the repository, the program, the user's cache, and nothing else.

An audit hook in the process sees every file that Python opens, lists, makes, moves or removes. The
repository is one that a stranger's branch could make, with links out of it wherever one may stand.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.example import BASE_ID, REPOSITORY, example

PROGRAM = """
import json, os, sys
seen = set()
def hook(event, arguments):
    if event == "open" or event.startswith(("os.", "shutil.")):
        for each in arguments[:2]:
            if isinstance(each, (str, bytes, os.PathLike)):
                path = os.path.abspath(os.fsdecode(each))
                if event == "open" and not arguments[2] & os.O_NOFOLLOW:
                    path = os.path.realpath(path)
                folder, name = os.path.split(path)
                seen.add(os.path.join(os.path.realpath(folder), name))
sys.addaudithook(hook)
from postmortems.cli import main
said, sys.argv = sys.argv[1], ["postmortems", *sys.argv[2:]]
try:
    main()
except SystemExit:
    pass
found = sorted(seen)
with open(said, "w") as stream:
    json.dump(found, stream)
"""
OURS = ("/dev/null", "/dev/urandom", "/proc", "/sys", "/etc/localtime", "/usr/share/zoneinfo")


@pytest.fixture
def branch(tmp_path: Path) -> Path:
    """A repository with a sound record, and a link or an odd thing in every place."""
    root, outside = tmp_path / "branch", tmp_path / "outside"
    (root / "incidents" / "2026").mkdir(parents=True)
    (outside / "pages").mkdir(parents=True)
    for name in ("secret.yml", "mkdocs.yml", "site.yml", "pages/a.md.j2"):
        (outside / name).write_text("secret: true\n")
    (root / "incidents" / "2026" / f"{BASE_ID}.yml").write_bytes(example())
    for name, to in {
        "mkdocs.yml": outside / "mkdocs.yml",
        "templates": outside,
        "site_config": outside,
        "build": outside,
        "site": Path("/"),
        "incidents/2025": outside,
        "incidents/a.yml": outside / "secret.yml",
        "incidents/b.yml": Path("/dev/zero"),
        "incidents/c.yml": Path("c.yml"),
        "incidents/loop": Path(),
    }.items():
        (root / name).symlink_to(to)
    os.mkfifo(root / "incidents" / "pipe.yml")
    (root / "incidents" / "folder.yml").mkdir()
    return root


def opened(branch: Path, *arguments: str) -> list[str]:
    """What a command touched that is neither of the branch nor of the program."""
    said, cache = branch.parent / "seen.json", branch.parent / "cache"
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, said, *arguments, "--root", branch],
        env=environment,
        cwd=branch,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    of_a_build = (f"{branch}/mkdocs.yml", f"{branch}/templates")
    own = (
        *(sys.prefix, sys.base_prefix, *sys.path[1:], str(REPOSITORY / "generator"), str(cache)),
        *(str(REPOSITORY / "site_config"), str(REPOSITORY / "templates"), str(said), *OURS),
        environment.get("PYTHONPYCACHEPREFIX", sys.prefix),
    )
    found = json.loads(said.read_text("utf-8"))
    assert f"{branch}/incidents/2026" in found
    return [
        path
        for path in found
        if (
            not path.startswith((str(branch), *filter(None, own)))
            and path not in {str(branch.parent), "/", str(REPOSITORY)}
        )
        or path.startswith(of_a_build)
    ]


@pytest.mark.parametrize("settings", ["linked", "plain"])
def test_a_check_touches_nothing_but_the_repository_and_runs_nothing_of_it(
    branch: Path, settings: str
) -> None:
    if settings == "plain":
        (branch / "site_config").unlink()
    assert opened(branch, "check", "--no-cache", str(branch / "incidents")) == []
    assert opened(branch, "check") == []
