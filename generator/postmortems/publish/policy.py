"""The content-security policy of every page: what a browser may run and ask for, and nothing else.

It is the second wall. Text of incidents reaches a page only as text; should that ever fail, the
browser still runs no script that the page brings along and asks no other host for anything.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from postmortems.config.content_security import ContentSecurity

# The search is compiled code, and the theme draws its icons from addresses that hold the drawing.
_OWN = {
    "script-src": ("'self'", "'wasm-unsafe-eval'"),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "frame-src": (),
    "worker-src": ("'self'",),
    "form-action": ("'self'",),
}
_FIELDS = {
    "script-src": "scripts",
    "style-src": "styles",
    "img-src": "images",
    "font-src": "fonts",
    "connect-src": "connections",
    "frame-src": "frames",
    "form-action": "forms",
}
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_NOT_RUN = re.compile(r"""\bsrc\s*=|\btype\s*=\s*["']application/(?:ld\+)?json""", re.IGNORECASE)
_LAST = re.compile(rb"<script>((?:(?!</script).)*)</script>\s*</body>\s*</html>\s*\Z", re.DOTALL)
_SCRIPTS_ALLOWED = b"script-src 'self'"


@dataclass(frozen=True, slots=True)
class ContentPolicy:
    """The policy under one team's settings, None for the shipped ones; equal ones read alike."""

    allowed: ContentSecurity | None = None

    def naming(self, inline: str) -> str:
        """Write the policy of a page, fit for a double-quoted attribute.

        ``inline`` is what the theme itself writes of scripts: those inside it may run, known by
        their digests. The page's content is no part of it, so whatever script is in there may not.
        """
        directives = [
            self._directive(name, (*own, *(hashes(inline) if name == "script-src" else ())))
            for name, own in _OWN.items()
        ]
        return "; ".join(("default-src 'none'", *directives, "base-uri 'none'"))

    def _directive(self, name: str, own: Iterable[str]) -> str:
        field = _FIELDS.get(name)
        more: tuple[str, ...] = getattr(self.allowed, field) if self.allowed and field else ()
        added = (f"'{each}'" if each.startswith("sha256-") else each for each in more)
        sources = dict.fromkeys((*own, *added))
        return " ".join((name, *(sources or ("'none'",))))


def hashes(markup: str) -> list[str]:
    """Return what allows the inline scripts of trusted markup to run, in order, each once."""
    found = (text for told, text in _SCRIPT.findall(markup) if not _NOT_RUN.search(told))
    return list(dict.fromkeys(_hash(text.encode()) for text in found))


def _hash(script: bytes) -> str:
    # A browser reads every line break as one character before it takes the digest.
    read = script.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return f"'sha256-{b64encode(hashlib.sha256(read).digest()).decode()}'"


def allow_reload(application: Callable[..., Iterable[bytes] | None]) -> Callable[..., list[bytes]]:
    """Wrap a WSGI server of previews so that its own script, the last of a page, may run.

    The server writes it anew for each answer, behind all that the page holds.
    """

    def answering(environ: object, start_response: Callable[..., object]) -> list[bytes]:
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        answer = application(environ, lambda *start: begun.append(start)) or ()
        try:
            body = b"".join(answer)
        finally:
            if close := getattr(answer, "close", None):
                close()
        status, headers = begun[-1]
        if any(key == "Content-Type" and value.startswith("text/html") for key, value in headers):
            body = _allowing_last(body)
            headers = [each for each in headers if each[0] != "Content-Length"]
            headers.append(("Content-Length", str(len(body))))
        start_response(status, headers)
        return [body]

    return answering


def _allowing_last(page: bytes) -> bytes:
    last = _LAST.search(page, max(0, page.rfind(b"<script>")))
    if last is None:
        return page
    allowed = _SCRIPTS_ALLOWED + f" {_hash(last[1])}".encode()
    return page.replace(_SCRIPTS_ALLOWED, allowed, 1)
