from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING

import pytest

from postmortems import extended
from postmortems.errors import ConfigurationError
from postmortems.load import extensions
from postmortems.load.cache import fingerprint
from postmortems.load.extensions import load_extensions, module_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def nothing_added() -> Iterator[None]:
    """What a test adds is gone after it."""
    yield
    extended.use((), "")


def configured(root: Path, *names: str) -> None:
    (root / "site_config").mkdir(exist_ok=True)
    listed = "".join(f"  - {name}\n" for name in names)
    (root / "site_config" / "site.yml").write_text(f"name: X\nextensions:\n{listed}", "utf-8")


def written(root: Path, text: str, name: str = "extensions/one.py") -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def test_what_a_file_names_publicly_is_added_in_its_order(tmp_path: Path) -> None:
    configured(tmp_path, "extensions/one.py", "extensions/two.py")
    written(tmp_path, "import re\nb = 'b'\na = 'a'\n_hidden = 'c'\nclass D(str): pass\n")
    written(tmp_path, "z = 'z'\nnumber = 7\n", "extensions/two.py")
    load_extensions(tmp_path)
    assert [each for each in extended.added(str) if len(each) == 1] == ["b", "a", "z"]
    assert extended.added(int) == (7,)


@pytest.mark.parametrize(
    "site",
    [
        None,
        "name: X\n",
        "name: X\nextensions: []\n",
        "name: X\nextensions: [  ]  # none\n",
        "name: X\n# extensions: [extensions/one.py]\n",
        "name: X\nextensions: extensions/one.py\n",
        "name: X\nextensions: [../extensions/one.py, /etc/one.py, 'a b.py', 7]\n",
        "name: [X\nextensions:\n",
    ],
)
def test_what_is_not_named_is_never_run(tmp_path: Path, site: str | None) -> None:
    written(tmp_path, "raise SystemExit('this was run')\n")
    (tmp_path / "site_config").mkdir()
    if site is not None:
        (tmp_path / "site_config" / "site.yml").write_text(site, "utf-8")
    load_extensions(tmp_path)
    assert extended.mark() == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\ny = [\n", "extensions/one.py:2: '[' was never closed"),
        ("x = 1\n\ny = missing\n", "extensions/one.py:3: NameError: name 'missing' is not defined"),
        (
            "def f():\n    return 1 / 0\n\nf()\n",
            "extensions/one.py:2: ZeroDivisionError: division by zero",
        ),
        ("raise SystemExit\n", "extensions/one.py:1: SystemExit"),
        ("import json\njson.loads('{')\n", "extensions/one.py:2: JSONDecodeError: Expecting"),
    ],
)
def test_a_file_that_fails_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    configured(tmp_path, "extensions/one.py")
    written(tmp_path, text)
    with pytest.raises(ConfigurationError) as caught:
        load_extensions(tmp_path)
    assert str(caught.value).startswith(said)
    assert extended.mark() == ""


def test_a_file_that_is_not_there_or_only_a_link_is_refused(tmp_path: Path) -> None:
    configured(tmp_path, "extensions/one.py")
    with pytest.raises(ConfigurationError, match=r"names the extension extensions/one\.py: .*ope"):
        load_extensions(tmp_path)
    written(tmp_path, "x = 1\n", "elsewhere/one.py")
    (tmp_path / "extensions").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigurationError, match="extensions is a symbolic link"):
        load_extensions(tmp_path)
    (tmp_path / "extensions").unlink()
    (tmp_path / "extensions").mkdir()
    (tmp_path / "extensions" / "one.py").symlink_to(tmp_path / "elsewhere" / "one.py")
    with pytest.raises(ConfigurationError, match="the file is a symbolic link"):
        load_extensions(tmp_path)


def test_a_file_is_run_again_only_when_it_has_changed(tmp_path: Path) -> None:
    configured(tmp_path, "extensions/one.py")
    written(tmp_path, "things = ['a']\n")
    load_extensions(tmp_path)
    (before,) = extended.added(list)
    mark, seen = extended.mark(), fingerprint(tmp_path)
    load_extensions(tmp_path)
    assert extended.added(list)[0] is before
    written(tmp_path, "things = ['b']\n")
    load_extensions(tmp_path)
    assert extended.added(list) == (["b"],)
    assert extended.mark() != mark
    assert fingerprint(tmp_path) != seen


def test_another_repository_has_nothing_of_this_one(tmp_path: Path) -> None:
    configured(tmp_path, "extensions/one.py")
    written(tmp_path, "thing = 7\n")
    load_extensions(tmp_path)
    assert extended.added(int) == (7,)
    (tmp_path / "other").mkdir()
    load_extensions(tmp_path / "other")
    assert extended.added(int) == ()


def test_an_installed_package_is_asked_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "thing = 7\n", "acme_rules.py")
    monkeypatch.syspath_prepend(tmp_path)
    offered = {
        "acme": EntryPoint("acme", "acme_rules", "postmortems.extensions"),
        "one": EntryPoint("one", "acme_rules:thing", "postmortems.extensions"),
        "broken": EntryPoint("broken", "acme_rules_not_there", "postmortems.extensions"),
    }
    monkeypatch.setattr(
        extensions,
        "entry_points",
        lambda group, name: (
            [offered[name]] if group == extensions.GROUP and name in offered else []
        ),
    )
    for name in ("acme", "one"):
        configured(tmp_path, name)
        load_extensions(tmp_path)
        assert extended.added(int) == (7,)
    configured(tmp_path, "broken")
    with pytest.raises(ConfigurationError, match="the extension broken: ModuleNotFoundError: No"):
        load_extensions(tmp_path)
    configured(tmp_path, "nobody")
    with pytest.raises(ConfigurationError, match="extension nobody, which no installed package"):
        load_extensions(tmp_path)
    sys.modules.pop("acme_rules", None)


def test_a_module_may_hold_dataclasses(tmp_path: Path) -> None:
    text = (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "from typing import ClassVar\n@dataclass\nclass D:\n"
        "    kind: ClassVar[str] = 'x'\n    n: int\n"
    )
    written(tmp_path, text)
    assert module_of(tmp_path, "extensions/one.py").D(3).n == 3


def test_what_a_fork_may_bring_is_never_run(tmp_path: Path) -> None:
    configured(tmp_path, "incidents/one.py")
    written(tmp_path, "raise SystemExit('this was run')\n", "incidents/one.py")
    load_extensions(tmp_path)
    assert extended.mark() == ""


def test_a_file_that_prints_between_what_programs_read_is_refused(tmp_path: Path) -> None:
    configured(tmp_path, "extensions/one.py")
    written(tmp_path, "print('Hello')\n")
    with pytest.raises(ConfigurationError) as caught:
        load_extensions(tmp_path)
    assert str(caught.value) == ("extensions/one.py prints to stdout when it is loaded; use stderr")
    assert extended.mark() == ""
