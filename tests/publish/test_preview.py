from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import mkdocs.commands.serve
import pytest
from mkdocs.exceptions import Abort

from postmortems.errors import ConfigurationError, PublishError
from postmortems.publish.policy import hashes
from postmortems.publish.preview import preview

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = "templates/pages/home.md.j2"
NEAR_MISS = "incidents/2026/INC-20260614-1000.yml"
TRIES = 30
PATIENCE = 20
"""How many seconds the server may be silent before the file is written once more."""


class Server:
    """A preview in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.address = address
        self.lines: list[str] = []
        self._process = process
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self.join = self._reader.join

    def start(self) -> None:
        self._reader.start()
        assert self._ready.wait(120)
        assert any("Serving on" in line for line in self.lines), "".join(self.lines)

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.lines.append(line)
            if "Serving on" in line:
                self._ready.set()
        self._ready.set()

    def get(self, path: str) -> str:
        # S310 is about addresses of strangers; this one is ours.
        with urllib.request.urlopen(f"{self.address}{path}", timeout=PATIENCE) as answer:  # noqa: S310
            return str(answer.read().decode())

    def stop(self) -> int:
        self._process.send_signal(signal.SIGINT)
        code = self._process.wait(60)
        self.join()
        return code

    def shows_after(self, path: str, text: str, file: Path, content: str) -> bool:
        """Writes a file and waits, as a browser does, until a page shows a text."""
        assert text not in self.get(path)
        file.write_text(content, "utf-8")
        for _ in range(TRIES):
            page = self.get(path)
            if text in page:
                return True
            epoch = re.findall(r"livereload\((\d+), \d+\);", page)[-1]
            try:
                self.get(f"/livereload/{epoch}/1")  # answered when the next build is done
            except TimeoutError:
                file.write_text(content, "utf-8")
        return False


@contextmanager
def serving(root: Path, *command: str) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    program = str(Path(sys.executable).parent / command[0])
    # A shell that runs the tests in the background has them ignore interrupts, and so would this.
    heard = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); "
    heard += "os.execv(sys.argv[1], sys.argv[1:])"
    with subprocess.Popen(
        [sys.executable, "-c", heard, program, *command[1:], address],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        server = Server(process, f"http://{address}")
        try:
            server.start()
            yield server
        finally:
            process.kill()
            server.join()


def test_a_page_follows_its_incident_its_template_and_the_settings(
    demo: Path, repository: Path
) -> None:
    (demo / HOME).parent.mkdir(parents=True)
    shutil.copyfile(repository / HOME, demo / HOME)
    incident = (demo / NEAR_MISS).read_text("utf-8")
    template = (demo / HOME).read_text("utf-8")
    settings = (demo / "site_config" / "site.yml").read_text("utf-8")
    with serving(demo, "mkdocs", "serve", "--dev-addr") as server:
        assert server.shows_after(
            "/incidents/INC-20260614-1000/",
            "A full tape was noticed",
            demo / NEAR_MISS,
            incident.replace("A full disk", "A full tape"),
        )
        assert server.shows_after(
            "/", "<p>From a template", demo / HOME, f"{template}<p>From a template</p>\n"
        )
        assert server.shows_after(
            "/",
            "Another tagline",
            demo / "site_config" / "site.yml",
            settings.replace("Six incidents that show every part of a page", "Another tagline"),
        )
        page = server.get("/")
        assert "A full tape was noticed" in page
        reload = re.findall("<script>(.*?)</script>", page, re.DOTALL)[-1]
        assert "livereload(" in reload
        assert hashes(f"<script>{reload}</script>")[0] in page  # the page's policy lets it run
        assert server.stop() == 0
    assert not any("Traceback" in line for line in server.lines)


def test_our_own_command_serves_the_same_and_stops_quietly(demo: Path) -> None:
    (demo / NEAR_MISS).write_text("id: [\n", "utf-8")
    with serving(demo, "postmortems", "serve", "--address") as server:
        assert "No mail leaves the building" in server.get("/")
        assert server.stop() == 0
    said = "".join(server.lines)
    assert f"{NEAR_MISS}:2:1: error[yaml-syntax]" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("raised", "error", "message"),
    [
        (OSError(98, "Address already in use"), PublishError, "Address already in use"),
        (Abort("Aborted with a BuildError!"), PublishError, "^the preview stopped: Aborted"),
    ],
)
def test_a_preview_that_cannot_go_on_says_why(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    raised: BaseException,
    error: type[Exception],
    message: str,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(mkdocs.commands.serve, "serve", fail)
    with pytest.raises(error, match=message):
        preview(tmp_path, "127.0.0.1:8000")


def test_a_preview_without_a_configuration_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"^mkdocs\.yml: .* does not exist"):
        preview(tmp_path, "127.0.0.1:8000")
