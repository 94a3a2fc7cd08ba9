from __future__ import annotations

import json

from support.timelines import events, skipped

COMMENT = {
    "id": 7,
    "node_id": "IC_7",
    "body": "<!-- bot -->**Rolled** back\nto v1",
    "user": {"login": "ada"},
    "created_at": "2026-03-04T10:02:00Z",
    "issue_url": "https://api.example/issues/1",
    "html_url": "https://code.example/i/1#c7",
}
LISTED = [
    COMMENT,
    {
        "sha": "abcdef1234567890",
        "commit": {
            "message": "Mend the pool\n\nbody",
            "author": {"name": "Bo", "date": "2026-03-01T10:00:00Z"},
            "committer": {"name": "Bo", "date": "2026-03-04T11:00:00+01:00"},
        },
        "author": None,
    },
    {
        "tag_name": "v2",
        "name": "Two",
        "published_at": "2026-03-04T10:05:00Z",
        "created_at": "2026-03-01T10:00:00Z",
        "author": {"login": "bo"},
    },
    {
        "id": 1,
        "sha": "abc",
        "ref": "main",
        "environment": "production",
        "created_at": "2026-03-04T10:06:00Z",
        "creator": {"login": "cy"},
    },
    {
        "id": 2,
        "state": "success",
        "environment": "production",
        "deployment_url": "x",
        "created_at": "2026-03-04T10:07:00Z",
    },
    {
        "id": 3,
        "event": "labeled",
        "label": {"name": "sev1"},
        "actor": {"login": "ada"},
        "created_at": "2026-03-04T10:08:00Z",
    },
]


def test_each_kind_of_entry_is_told_in_its_own_words() -> None:
    found = events(json.dumps(LISTED))
    assert [(each.time[11:], each.kind, each.actor, each.text) for each in found] == [
        ("10:02Z", "comment", "ada", "**Rolled** back to v1"),
        ("11:00+01:00", "commit", "Bo", "Commit abcdef1234: Mend the pool"),
        ("10:05Z", "release", "bo", "Release v2 was published: Two"),
        ("10:06Z", "deployment", "cy", "Deployment of main to production began"),
        ("10:07Z", "deployment", "", "Deployment to production: success"),
        ("10:08Z", "event", "ada", "Issue: labeled sev1"),
    ]
    assert found[0].evidence == "file.txt, [0]; <https://code.example/i/1#c7>"
    assert found[0].key == "github:comment:IC_7"


def test_one_object_is_a_list_of_one_and_strangers_are_told() -> None:
    assert len(events(json.dumps(COMMENT))) == 1
    broken = [COMMENT, {**COMMENT, "created_at": None}, {"hello": 1}]
    assert [each.reason for each in skipped(json.dumps(broken))] == [
        "it has no time",
        "it is no comment, event, deployment, release or commit",
    ]
