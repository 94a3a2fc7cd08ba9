from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from postmortems.errors import UsageError
from support.timelines import events, gathered, skipped

USERS = [
    {"id": "U1", "profile": {"display_name": "ada", "email": "ada@example.com"}},
    {"id": "U2", "profile": {"display_name": "", "real_name": "Jon Bell"}},
]


def message(text: str, ts: str = "1772528400.000100", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"type": "message", "user": "U1", "text": text, "ts": ts, **more}


def export(**days: list[Any]) -> bytes:
    """An export whose channels are keys; `_` stands for `-`."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("users.json", json.dumps(USERS))
        archive.writestr("channels.json", "[]")
        for channel, messages in days.items():
            name = f"{channel.replace('_', '-')}/2026-03-03.json"
            archive.writestr(name, json.dumps(messages))
    return into.getvalue()


def one(text: str, **more: Any) -> str:  # noqa: ANN401
    found = gathered(("slack-export.zip", export(inc_42=[message(text, **more)])))
    (event,) = found.sources[0].events
    return event.text


def test_a_message_tells_when_who_what_and_where() -> None:
    found = gathered(("slack-export.zip", export(inc_42=[message("Retry storm.")])))
    (event,) = found.sources[0].events
    assert (event.time, event.actor, event.text) == ("2026-03-03 09:00Z", "ada", "Retry storm.")
    assert event.evidence == "slack-export.zip, #inc-42"
    assert event.key == "slack:inc-42:1772528400.000100"
    assert found.skipped == ()


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("ask <@U2> and <@U9>", "ask @Jon Bell and @somebody"),
        ("see <https://x.example/a_b|the *PR*>", r"see [the \*PR\*](<https://x.example/a_b>)"),
        ("see <https://x.example/a_b>", "see <https://x.example/a_b>"),
        ("see <http://x.example/a|old>", "see old (http://x.example/a)"),
        ("a &lt;b&gt; &amp;amp; c", r"a \<b> \&amp; c"),
        ("<!here> <#C1|ops> <!subteam^S1|@sre>", "@here #ops @sre"),
        ("<!date^1772528400^{time}|9 o'clock>", "9 o'clock"),
        ("*bold* and _slanted_", r"**bold** and \_slanted\_"),
        (
            "mail <mailto:a@b.example|a@b.example> or c@d.example",
            "mail (e-mail address) or (e-mail address)",
        ),
        ("two\nlines\u202e", "two lines\ufffd"),
    ],
)
def test_what_slack_marks_reads_as_it_was_meant(said: str, read: str) -> None:
    assert one(said) == read


def test_addresses_of_the_list_of_users_are_never_taken() -> None:
    found = gathered(("slack-export.zip", export(inc_42=[message("Hi <@U1>")])))
    assert "example.com" not in repr(found)


def test_what_bots_attach_and_files_by_name_count_as_said() -> None:
    bot = message("", user=None, subtype="bot_message", username="Alerts", attachments=[
        {"title": "PaymentErrorRate", "text": "5xx &gt; 5 %", "fallback": "old"}, {"fallback": "F"}
    ])  # fmt: skip
    found = gathered(("e.zip", export(inc=[bot, message("", files=[{"name": "a.png"}])])))
    first, second = found.sources[0].events
    assert (first.actor, first.text) == ("Alerts", "PaymentErrorRate 5xx > 5 % F")
    assert second.text == "[file: a.png]"


def test_messages_come_by_their_time_with_answers_behind_what_they_answer() -> None:
    days = [
        message("third", "1772528401.000001"),
        message("second", "1772528400.000200", thread_ts="1772528400.000100"),
        message("first", "1772528400.000100"),
        message("edited", "1772528402.000000", edited={"user": "U1", "ts": "1772528500.0"}),
    ]
    found = gathered(("e.zip", export(inc=days))).sources[0].events
    assert [each.text for each in found] == ["first", "second", "third", "edited"]
    assert found[-1].doubts == ("it was edited later",)


def test_what_slack_writes_by_itself_is_counted_and_no_event() -> None:
    days = [message("joined", subtype="channel_join"), message("x"), message("", "1772528402.0")]
    found = gathered(("e.zip", export(inc=[*days, 7, {"type": "message", "ts": "soon"}])))
    assert len(found.sources[0].events) == 1
    assert [(each.reason, each.fault) for each in found.skipped] == [
        ("it is no message with a time", True),
        ("it is no message with a time", True),
        ("Slack wrote it by itself (channel_join)", False),
        ("it says nothing", True),
    ]


def test_of_several_channels_one_is_chosen() -> None:
    both = export(inc_42=[message("here")], lunch=[message("there")])
    with pytest.raises(UsageError, match="channels inc-42, lunch; say which with --channel"):
        gathered(("e.zip", both))
    with pytest.raises(UsageError, match="no channel 'inc-4'"):
        gathered(("e.zip", both), channels=["inc-4"])
    found = gathered(("e.zip", both), channels=["#inc-42"])
    assert [each.text for source in found.sources for each in source.events] == ["here"]


def test_a_day_on_its_own_is_read_too() -> None:
    (event,) = events(json.dumps([message("alone", user_profile={"real_name": "Bo"}, user="U7")]),
                      "2026-03-03.json")  # fmt: skip
    assert (event.actor, event.evidence) == ("Bo", "2026-03-03.json")
    assert skipped(json.dumps([message("a")]), "2026-03-03.json") == ()
