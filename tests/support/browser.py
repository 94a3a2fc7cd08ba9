"""What a page did in the browser that a published page must not do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Request, WebSocket

_FAULTS: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()


class PageAt(Protocol):
    """Opens an empty page of a size, in the light or the dark scheme."""

    def __call__(self, width: int, height: int, *, dark: bool = False) -> Page: ...


def is_foreign(url: str) -> bool:
    """Whether reading the address means asking another host than this machine."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1"


def record_faults(page: Page) -> None:
    """Notes from now on the page's errors and its requests to other hosts."""
    faults: list[str] = []
    _FAULTS[page] = faults

    def note_socket(socket: WebSocket) -> None:
        if is_foreign(socket.url):
            faults.append(f"request to another host: {socket.url}")

    def note_request(request: Request) -> None:
        if is_foreign(request.url):
            faults.append(f"request to another host: {request.url}")

    def note_message(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"console error: {message.text} ({message.location['url']})")

    page.on("websocket", note_socket)
    page.on("request", note_request)
    page.on("console", note_message)
    page.on("pageerror", lambda error: faults.append(f"page error: {error}"))


def assert_clean(page: Page) -> None:
    """Fails with everything the page has done wrong since it was opened."""
    page.wait_for_load_state("networkidle")  # what is still under way counts, too
    if faults := _FAULTS[page]:
        raise AssertionError("\n".join(faults))


def take_faults(page: Page) -> list[str]:
    """Gives what the page has done wrong since it was last asked, and forgets it."""
    taken = [*_FAULTS[page]]
    _FAULTS[page].clear()
    return taken
