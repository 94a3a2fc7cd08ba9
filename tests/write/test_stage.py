from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import postmortems
from postmortems.errors import WriteError
from postmortems.write import locked, staged
from postmortems.write.site_list import MARKER
from write.faults import (
    Killed,
    files_in,
    full,
    interrupted,
    killed,
    names_in,
    sleeping,
    without_linux_calls,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from write.faults import Fault

OLD = {"index.html": b"old home", "incidents/a/index.html": b"old page"}
NEW = {"index.html": b"new home", "incidents/b/index.html": b"new page"}
NEXT = {"index.html": b"next"}

STAGING = ".site.staging-postmortems"
ASIDE = ".site.old-postmortems"
LOCK = ".site.postmortems-lock"

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(postmortems.__file__).parent.parent)}


@pytest.fixture(params=["renameat2", "two renames"], autouse=True)
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    name = str(request.param)
    if name == "two renames":
        without_linux_calls(monkeypatch)
    return name


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "site"


def fill(folder: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def publish(target: Path, files: dict[str, bytes], then: BaseException | None = None) -> None:
    with staged(target) as folder:
        fill(folder, files)
        if then is not None:
            raise then


def test_a_first_site_is_put_where_nothing_was(target: Path) -> None:
    target = target / "deep" / "site"
    with staged(target) as folder:
        assert folder == target.parent / STAGING
        assert names_in(folder) == [MARKER]
        assert not target.exists()
        fill(folder, OLD)
    assert files_in(target) == OLD
    assert names_in(target) == [MARKER, "incidents", "index.html"]
    assert names_in(target.parent) == ["site"]


def test_a_site_takes_the_place_of_the_one_before_as_a_whole(target: Path) -> None:
    publish(target, OLD)
    with staged(target) as folder:
        fill(folder, NEW)
        assert files_in(target) == OLD
    assert files_in(target) == NEW
    assert names_in(target.parent) == ["site"]


def test_an_empty_folder_is_taken(target: Path) -> None:
    target.mkdir(mode=0o750)
    publish(target, NEW)
    assert files_in(target) == NEW
    assert stat.S_IMODE(target.stat().st_mode) == 0o750


def test_the_mode_of_the_folder_is_kept(target: Path) -> None:
    publish(target, OLD)
    target.chmod(0o2751)
    publish(target, NEW)
    assert stat.S_IMODE(target.stat().st_mode) == 0o2751


def test_a_relative_target_stays_the_same_if_the_block_changes_folder(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = target.parent / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(target.parent)
    with staged(Path("site")) as folder:
        monkeypatch.chdir(elsewhere)
        fill(folder, NEW)
    assert files_in(target) == NEW
    assert names_in(elsewhere) == []


def test_a_publisher_that_empties_or_remakes_its_folder_does_no_harm(target: Path) -> None:
    publish(target, OLD)
    with staged(target) as folder:
        shutil.rmtree(folder)
        folder.mkdir()
        fill(folder, NEW)
    publish(target, NEXT)
    assert files_in(target) == NEXT


def test_a_publisher_that_loses_its_folder_changes_nothing(target: Path) -> None:
    publish(target, OLD)
    with pytest.raises(WriteError, match="No such file or directory"), staged(target) as folder:
        shutil.rmtree(folder)
    assert files_in(target) == OLD
    assert names_in(target.parent) == ["site"]


@pytest.mark.parametrize("error", [ValueError("x"), OSError(errno.EIO, "x"), KeyboardInterrupt()])
def test_an_error_of_the_block_passes_unchanged_and_changes_nothing(
    target: Path, error: BaseException
) -> None:
    publish(target, OLD)
    inode = target.stat().st_ino
    with pytest.raises(type(error)) as caught:
        publish(target, NEW, then=error)
    assert caught.value is error
    assert files_in(target) == OLD
    assert target.stat().st_ino == inode
    assert names_in(target.parent) == ["site"]


def test_a_folder_of_somebody_else_is_refused_before_the_block_runs(target: Path) -> None:
    fill(target, OLD)
    with pytest.raises(WriteError) as caught, staged(target):
        pytest.fail("the block ran")
    assert str(caught.value) == (
        f"{target} has files in it that postmortems did not write, and publishing would replace "
        "them; name another folder, or delete this one if nothing in it is needed"
    )
    assert files_in(target) == OLD
    assert names_in(target.parent) == ["site"]


@pytest.mark.parametrize("kind", ["link", "link to nothing", "file"])
def test_a_link_or_file_is_refused(target: Path, kind: str) -> None:
    real = target.parent / "real"
    if kind == "file":
        target.write_bytes(b"")
    else:
        target.symlink_to(real)
    if kind == "link":
        publish(real, OLD)
    with pytest.raises(WriteError) as caught, staged(target):
        pytest.fail("the block ran")
    assert str(caught.value) == (
        f"cannot publish to {target}: a link or file stands there; name a folder"
    )
    assert real.exists() == (kind == "link")


def test_a_link_in_place_of_the_marker_marks_nothing(target: Path) -> None:
    fill(target, OLD)
    (target / MARKER).symlink_to("index.html")
    with pytest.raises(WriteError, match="did not write"), staged(target):
        pytest.fail("the block ran")


def test_a_folder_that_became_somebodys_while_the_site_was_built_is_not_replaced(
    target: Path,
) -> None:
    target.mkdir()
    with pytest.raises(WriteError, match="did not write"), staged(target):
        fill(target, {"thesis.txt": b"precious"})
    assert files_in(target) == {"thesis.txt": b"precious"}
    assert names_in(target.parent) == ["site"]


def test_a_second_run_is_refused_and_the_first_goes_on(target: Path) -> None:
    with staged(target) as folder:
        with pytest.raises(WriteError, match="another run is writing"), staged(target):
            pytest.fail("the block ran")
        with pytest.raises(WriteError, match="another run is writing"), locked(target):
            pytest.fail("locked")
        fill(folder, NEW)
    assert files_in(target) == NEW


@pytest.mark.parametrize("name", [STAGING, ASIDE])
def test_somebodys_folder_with_the_name_of_ours_is_refused_and_left(
    target: Path, name: str
) -> None:
    publish(target, OLD)
    theirs = target.parent / name
    fill(theirs, {"x": b"precious"})
    with pytest.raises(WriteError) as caught, staged(target):
        pytest.fail("the block ran")
    assert str(caught.value) == (
        f"{theirs} is in the way and postmortems did not write it; move it away or delete it"
    )
    assert files_in(theirs) == {"x": b"precious"}
    assert files_in(target) == OLD


def test_what_a_publisher_links_to_outlives_the_site(target: Path) -> None:
    outside = target.parent / "outside"
    fill(outside, {"x": b"precious"})
    with staged(target) as folder:
        (folder / "folder").symlink_to(outside)
        (folder / "file").symlink_to(outside / "x")
    publish(target, NEW)
    assert files_in(outside) == {"x": b"precious"}


def outcome(
    target: Path, fault_at: Callable[[int], AbstractContextManager[Fault]], step: int
) -> tuple[str, str, bool]:
    """What is published after NEW met a fault at this step, the error, whether it came to it."""
    publish(target, OLD)
    error = ""
    with fault_at(step) as fault:
        try:
            with staged(target) as folder, sleeping(fault):
                fill(folder, NEW)
        except WriteError as caught:
            error = str(caught)
        except (Killed, KeyboardInterrupt) as caught:
            error = repr(caught)
    found = files_in(target) if target.exists() else None
    published = [
        name for name, site in (("old", OLD), ("new", NEW), ("none", None)) if found == site
    ]
    assert len(published) == 1
    return published[0], error, fault.reached


def test_a_run_killed_at_any_step_leaves_one_whole_site_and_the_next_tidies_up(
    tmp_path: Path, system: str
) -> None:
    seen: list[str] = []
    for step in count():
        target = tmp_path / str(step) / "site"
        published, _, reached = outcome(target, killed, step)
        if not seen or seen[-1] != published:
            seen.append(published)
        if published == "none":
            assert files_in(target.parent / ASIDE) == OLD
        # A next run that fails brings back what was there; one that works replaces it.
        with pytest.raises(ZeroDivisionError), staged(target):
            raise ZeroDivisionError
        assert files_in(target) == (NEW if published == "new" else OLD)
        publish(target, NEXT)
        assert files_in(target) == NEXT
        assert names_in(target.parent) == ["site"]
        if not reached:
            break
    assert seen == (["old", "new"] if system == "renameat2" else ["old", "none", "new"])
    assert step > 20


@pytest.mark.parametrize("fault_at", [full, interrupted])
def test_a_fault_at_any_step_leaves_one_whole_site_and_is_told(
    tmp_path: Path, fault_at: Callable[[int], AbstractContextManager[Fault]]
) -> None:
    errors = set()
    for step in count():
        target = tmp_path / str(step) / "site"
        published, error, reached = outcome(target, fault_at, step)
        errors.add(error.replace(str(target.parent), "build"))
        assert published in {"old", "new"}
        if error.startswith("cannot prepare"):
            assert published == "old"
        publish(target, NEXT)
        assert files_in(target) == NEXT
        assert names_in(target.parent) == ["site"]
        if not reached:
            break
    if fault_at is full:
        assert errors == {
            "",
            f"cannot lock build/site through build/{LOCK}: No space left on device",
            f"cannot prepare build/{STAGING}: No space left on device",
            "cannot publish build/site: No space left on device",
            "cannot remove what build/site held before: No space left on device",
        }
    else:
        assert errors == {"", "KeyboardInterrupt()"}


def test_what_stopped_the_block_is_told_even_if_the_rest_cannot_be_removed(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(target, OLD)

    def refused(_path: str) -> None:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", refused)
        with pytest.raises(ValueError, match="the cause"):
            publish(target, NEW, then=ValueError("the cause"))
        assert names_in(target.parent) == [STAGING, "site"]
        with pytest.raises(WriteError) as caught:
            publish(target, NEXT)
    assert str(caught.value) == f"cannot prepare {target.parent / STAGING}: Permission denied"
    assert files_in(target) == OLD
    publish(target, NEXT)
    assert names_in(target.parent) == ["site"]


def test_the_marker_is_the_last_to_go(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink = os.unlink
    gone: list[str] = []

    def unlinking(path: str | Path) -> None:
        unlink(path)
        gone.append(Path(path).name)

    pages = [f"{number}.html" for number in range(30)]
    publish(target, dict.fromkeys(pages, b""))
    monkeypatch.setattr(os, "unlink", unlinking)
    publish(target, NEW)
    assert (sorted(gone[:30]), gone[30:]) == (sorted(pages), [MARKER, LOCK])


def test_a_mount_point_is_told_as_such(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(target, OLD)

    def busy(*_: object) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    monkeypatch.setattr("postmortems.write.stage.exchange", busy)
    with pytest.raises(WriteError) as caught:
        publish(target, NEW)
    assert str(caught.value) == (
        f"cannot publish {target}: Device or resource busy; if it is a mount point, "
        "name a folder inside it"
    )
    assert files_in(target) == OLD
    assert names_in(target.parent) == ["site"]


def test_outside_the_main_thread_it_publishes_without_touching_signals(target: Path) -> None:
    during: list[object] = []

    def run() -> None:
        with staged(target) as folder:
            during.append(signal.getsignal(signal.SIGTERM))
            fill(folder, NEW)

    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert during == [before]
    assert files_in(target) == NEW


def run_script(script: str, target: Path) -> subprocess.CompletedProcess[str]:
    # Under `nohup` the parent ignores SIGHUP, and the script would inherit that.
    head = """
import os, signal, sys
from pathlib import Path
from postmortems.write import staged
signal.signal(signal.SIGTERM, signal.SIG_DFL)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
"""
    return subprocess.run(
        [sys.executable, "-c", head + script, target],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_request_to_stop_leaves_the_old_site_and_nothing_else(
    target: Path, name: str, code: int
) -> None:
    publish(target, OLD)
    script = f"""
with staged(Path(sys.argv[1])) as folder:
    (folder / "index.html").write_bytes(b"new")
    signal.raise_signal(signal.{name})
    print("went on")
"""
    done = run_script(script, target)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")
    assert files_in(target) == OLD
    assert names_in(target.parent) == ["site"]


def test_signals_are_as_before_afterwards_and_handled_ones_stay_so(target: Path) -> None:
    script = """
def mine(number, frame): print("mine", number)
signal.signal(signal.SIGHUP, signal.SIG_IGN)
for handler in (signal.SIG_DFL, mine):
    signal.signal(signal.SIGTERM, handler)
    with staged(Path(sys.argv[1])):
        signal.raise_signal(signal.SIGHUP)
        if handler is mine:
            signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is handler
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
print("done")
"""
    done = run_script(script, target)
    assert (done.returncode, done.stdout, done.stderr) == (0, "mine 15\ndone\n", "")


def test_a_forked_worker_that_is_stopped_does_not_clean_up_after_its_parent(target: Path) -> None:
    script = """
with staged(Path(sys.argv[1])) as folder:
    worker = os.fork()
    if worker == 0:
        signal.raise_signal(signal.SIGTERM)
        os._exit(7)
    _, status = os.waitpid(worker, 0)
    print(os.WIFSIGNALED(status), os.WTERMSIG(status), folder.exists())
    (folder / "index.html").write_bytes(b"new")
"""
    done = run_script(script, target)
    assert (done.returncode, done.stdout, done.stderr) == (0, "True 15 True\n", "")
    assert files_in(target) == {"index.html": b"new"}
