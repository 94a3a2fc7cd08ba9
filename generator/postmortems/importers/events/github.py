"""What GitHub's interface lists: comments, events of issues, deployments, releases, commits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from postmortems.importers.events.event import Piece, Reader, one_line, shown, skipped, told
from postmortems.importers.events.markdown import link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.config.timeline import EventKind
    from postmortems.findings import Path
    from postmortems.importers.document import Document
    from postmortems.importers.events.event import Terms, Told

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LOOKED_AT = 20


def _kind(each: object) -> str:
    """Tell what an object is by the keys that only such objects have."""
    if not isinstance(each, dict):
        return ""
    if isinstance(each.get("commit"), dict) and "sha" in each:
        return "commit"
    if "tag_name" in each and ("published_at" in each or "created_at" in each):
        return "release"
    if "sha" in each and "environment" in each and "created_at" in each:
        return "deployment"
    if "deployment_url" in each and "state" in each:
        return "status"
    if "body" in each and "issue_url" in each and "created_at" in each:
        return "comment"
    if isinstance(each.get("event"), str) and "created_at" in each and "actor" in each:
        return "event"
    return ""


def _listed(document: Document) -> tuple[list[Any], bool]:
    value = document.json.value if document.json else None
    if isinstance(value, list):
        return value, True
    return ([value], False) if isinstance(value, dict) else ([], False)


def _fits(document: Document, terms: Terms) -> int:
    del terms
    entries, _ = _listed(document)
    some = entries[:_LOOKED_AT]
    known = sum(bool(_kind(each)) for each in some)
    return 90 if known and 2 * known >= len(some) else 0


def _read(document: Document, terms: Terms) -> Iterator[Told]:
    json = document.json
    assert json is not None  # noqa: S101 - fits has looked
    entries, many = _listed(document)
    for index, each in enumerate(entries):
        path: Path = (index,) if many else ()
        kind = _kind(each)
        if not kind:
            reason = "it is no comment, event, deployment, release or commit"
            yield skipped(document, json.spot(path), shown(each), reason)
            continue
        time, sort, text, marked = _MAKERS[kind](each)
        address = each.get("html_url")
        yield told(
            document,
            terms,
            Piece(
                time=time,
                text=text,
                spot=json.spot(path),
                kind=sort,
                actor=_login(each),
                key=f"github:{kind}:{each.get('node_id') or each.get('sha') or each.get('id')}",
                more=link("", address) if isinstance(address, str) else "",
                marked=marked,
            ),
        )


_Made = tuple[object, "EventKind", str, bool]


def _commit(each: Mapping[str, Any]) -> _Made:
    commit = each["commit"]
    committer = commit.get("committer")
    author = commit.get("author")
    by = committer if isinstance(committer, dict) else author
    time = by.get("date") if isinstance(by, dict) else None
    title = _said(commit, "message").strip().split("\n")[0]
    return time, "commit", f"Commit {_said(each, 'sha')[:10]}: {title}", False


def _release(each: Mapping[str, Any]) -> _Made:
    time = each.get("published_at") or each.get("created_at")
    tag, name = _said(each, "tag_name"), _said(each, "name")
    draft = " as a draft" if each.get("draft") is True else ""
    named = f": {name}" if name and name != tag else ""
    return time, "release", f"Release {tag} was published{draft}{named}", False


def _deployment(each: Mapping[str, Any]) -> _Made:
    ref = _said(each, "ref") or _said(each, "sha")[:10]
    text = f"Deployment of {ref} to {_said(each, 'environment') or 'an unnamed environment'} began"
    about = _said(each, "description")
    return each.get("created_at"), "deployment", f"{text}: {about}" if about else text, False


def _status(each: Mapping[str, Any]) -> _Made:
    where = _said(each, "environment")
    place = f" to {where}" if where else ""
    text = f"Deployment{place}: {_said(each, 'state')}"
    about = _said(each, "description")
    return each.get("created_at"), "deployment", f"{text}, {about}" if about else text, False


def _remark(each: Mapping[str, Any]) -> _Made:
    return each.get("created_at"), "comment", _COMMENT.sub("", _said(each, "body")), True


def _event(each: Mapping[str, Any]) -> _Made:
    label = each.get("label")
    about = f" {label['name']}" if isinstance(label, dict) and "name" in label else ""
    return each.get("created_at"), "event", f"Issue: {_said(each, 'event')}{about}", False


_MAKERS = {
    "commit": _commit,
    "release": _release,
    "deployment": _deployment,
    "status": _status,
    "comment": _remark,
    "event": _event,
}


def _said(each: Mapping[str, Any], key: str) -> str:
    value = each.get(key)
    return value if isinstance(value, str) else ""


def _login(each: Mapping[str, Any]) -> str:
    for key in ("user", "author", "actor", "creator"):
        holder = each.get(key)
        if isinstance(holder, dict) and isinstance(holder.get("login"), str):
            return one_line(holder["login"])
    commit = each.get("commit")
    author = commit.get("author") if isinstance(commit, dict) else None
    name = author.get("name") if isinstance(author, dict) else None
    return one_line(name) if isinstance(name, str) else ""


READER = Reader(name="github", label="a list from GitHub", fits=_fits, read=_read)
