from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING
from wsgiref.util import FileWrapper

import pytest

from postmortems.config.content_security import ContentSecurity
from postmortems.publish.policy import ContentPolicy, allow_reload, hashes
from publish.small import small
from support.configuration import config_findings
from support.example import settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# `printf 'alert(1)' | openssl dgst -sha256 -binary | base64`
ALERT = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
NOTHING_MORE = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'none'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'"
)


def test_a_page_may_use_the_site_itself_and_nothing_else() -> None:
    assert ContentPolicy().naming("") == NOTHING_MORE
    assert ContentPolicy(settings().site.content_security).naming("") == NOTHING_MORE


def test_the_scripts_of_the_theme_are_known_by_their_digests() -> None:
    markup = '<p><script>alert(1)</script><SCRIPT id="x">alert(1)</SCRIPT ><script>\r\n</script>'
    assert hashes(markup) == [ALERT, _hash_of_a_line_break()]
    assert f"script-src 'self' 'wasm-unsafe-eval' {ALERT};" in ContentPolicy().naming(
        "<script>alert(1)</script>"
    )


def _hash_of_a_line_break() -> str:
    return hashes("<script>\n</script>")[0]


def test_what_is_no_script_of_the_page_needs_no_digest() -> None:
    assert hashes('<script src="a.js"></script><script type="application/json">{}</script>') == []


def test_a_team_adds_hosts_and_a_digest() -> None:
    host, digest = "https://stats.example.com", ALERT.strip("'")
    allowed = ContentSecurity(
        scripts=(host, digest), connections=(host,), frames=(host,), images=(host, host)
    )
    assert ContentPolicy(allowed).naming("") == NOTHING_MORE.replace(
        "'wasm-unsafe-eval'", f"'wasm-unsafe-eval' {host} {ALERT}"
    ).replace("img-src 'self' data:", f"img-src 'self' data: {host}").replace(
        "connect-src 'self'", f"connect-src 'self' {host}"
    ).replace("frame-src 'none'", f"frame-src {host}")


@pytest.mark.parametrize(
    "source",
    [
        "'unsafe-inline'",
        "unsafe-inline",
        "*",
        "https:",
        "http://example.com",
        "data:",
        "https://example.com; script-src *",
        "https://example.com 'unsafe-inline'",
        'https://example.com\\" onload=alert(1)',
        "https://example.com\\n",
        "https://example.com\\nx",
        "sha256-x",
    ],
)
def test_what_would_open_the_wall_is_no_setting(source: str) -> None:
    fragment = f'# site_config/site.yml\ncontent_security:\n  scripts: ["{source}"]\n'
    assert config_findings(fragment) == {"not-https"}


def test_another_policy_makes_every_page_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = small(tmp_path, monkeypatch)
    assert b"connect-src 'self';" in site.build()["incidents/INC-1/index.html"]
    host = ContentSecurity(connections=("https://stats.example.com",))
    site.settings = replace(settings(), site=replace(settings().site, content_security=host))
    made = site.build()
    for page in ("incidents/INC-1/index.html", "index.html", "404.html"):
        assert b"connect-src 'self' https://stats.example.com;" in made[page]


def test_the_policy_comes_before_all_that_could_ask_for_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = small(tmp_path, monkeypatch).build()["incidents/INC-1/index.html"]
    start = page.index(b'<meta http-equiv="Content-Security-Policy"')
    assert page[:1024].count(b'<meta charset="utf-8">') == page.count(b"charset") == 1
    assert all(start < page.index(tag) for tag in (b"<link", b"<script", b"<body"))
    assert b'<meta name="referrer" content="same-origin">' in page


PAGE = (
    b"<meta content=\"script-src 'self' x\"><script>evil()</script></body></html>"
    b"<script>also()</script><script src=a></script>%b</body>\n</html>\n"
)


def _answer(
    body: bytes, kind: str = "text/html; charset=utf-8"
) -> tuple[bytes, list[tuple[str, str]], bool]:
    file = io.BytesIO(body)

    def application(_: object, start: Callable[..., object]) -> FileWrapper:
        start("200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return FileWrapper(file)

    told: list[tuple[str, str]] = []
    answer = allow_reload(application)({}, lambda _, headers: told.extend(headers))
    return b"".join(answer), told, file.closed


def test_a_preview_lets_the_script_of_its_server_run_and_no_other() -> None:
    body, headers, closed = _answer(PAGE % b"<script>alert(1)</script>")
    allowed = f"script-src 'self' {ALERT} x".encode()
    assert body == (PAGE % b"<script>alert(1)</script>").replace(b"script-src 'self' x", allowed)
    assert headers == [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
    ]
    assert closed


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PAGE % b"", "text/html"),
        (PAGE % b"<script>alert(1)</script>", "text/plain"),
        (b"", "text/html"),
    ],
)
def test_a_preview_leaves_alone_what_its_server_adds_nothing_to(body: bytes, kind: str) -> None:
    assert _answer(body, kind)[:2] == (
        body,
        [("Content-Type", kind), ("Content-Length", str(len(body)))],
    )


def test_a_preview_passes_on_an_answer_without_a_body() -> None:
    told: list[object] = []

    def application(_: object, start: Callable[..., object]) -> list[bytes]:
        start("302 Found", [("Location", "/x/")])
        return []

    assert allow_reload(application)({}, lambda *start: told.extend(start)) == [b""]
    assert told == ["302 Found", [("Location", "/x/")]]
