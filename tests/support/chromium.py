"""Debian's Chromium for the tests that read the built site, and a server for it to read from."""

from __future__ import annotations

import shutil
import threading
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from support.browser import record_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from support.browser import PageAt

# The names that .ci/browser looks for.
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# Lets no request out. Playwright's routes would, too, but whatever passes one is never cached.
NOBODY_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


class _QuietHandler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        # A window asks once for what all pages share; each test has windows of its own.
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base names it
        pass


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert executable is not None, "no Chromium on PATH: run .ci/browser"
    arguments = ["--disable-gpu", "--disable-quic", "--disable-sync", NOBODY_ELSE]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page_at(chromium: Browser) -> Iterator[PageAt]:
    """Pages whose faults are recorded; ask `support.browser.assert_clean` about them."""
    with ExitStack() as contexts:

        def open_page(width: int, height: int, *, dark: bool = False) -> Page:
            context = chromium.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                locale="en-GB",
                reduced_motion="reduce",
                timezone_id="UTC",
            )
            contexts.callback(context.close)
            page = context.new_page()
            record_faults(page)
            return page

        yield open_page


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder on this machine alone and gives its address, without a slash at the end."""
    with ExitStack() as servers:

        def start(folder: Path) -> str:
            handler = partial(_QuietHandler, directory=str(folder))
            server = servers.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), handler))
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            servers.callback(thread.join)
            servers.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}"

        yield start
