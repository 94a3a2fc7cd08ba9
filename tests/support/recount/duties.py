"""Write-ups, reviews and later looks: what is owed by which day, and what was done."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from support.recount.reading import held
from support.recount.work import owed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.recount.reading import Record, Repository

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _working_day(repository: Repository, day: date, number: int) -> date:
    """The day so many working days later."""
    works = repository.policy["business_hours"]["days"]
    closed = repository.policy.get("holidays") or ()
    while number:
        day += timedelta(days=1)
        number -= _DAYS[day.weekday()] in works and str(day) not in closed
    return day


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _resolved(record: Record) -> date | None:
    """The day of the resolution by the calendar that its moment was written in."""
    if record.undated or record.time("resolved") is None:
        return None
    text = str(record.part("times")["resolved"])
    moment = record.time("resolved")
    assert moment is not None
    written_with_offset = text.endswith("Z") or text[-6] in "+-"
    return moment.date() if written_with_offset else moment.astimezone(record.zone).date()


def _state(repository: Repository, day: date | None, *, done: bool) -> str:
    if done:
        return "done"
    return "overdue" if day is not None and day < repository.today else "upcoming"


def _write_up(repository: Repository, record: Record) -> Iterator[str]:
    written, policy = record.part("postmortem"), repository.policy["postmortem"]
    begun = written.get("status", "none") != "none"
    agreed = _day(held(written.get("due")))
    if not (owed(repository, record) or begun or agreed):
        return
    resolved, open_ = record.time("resolved"), False
    if record.undated or resolved is None:
        draft = publication = agreed
        open_ = record.data["status"] not in ("resolved", "closed")
        if open_:
            publication = None
        if agreed is None and (
            record.undated or not ("drafted_at" in written or "published_at" in written)
        ):
            return
    else:
        own = resolved if _resolved(record) == resolved.date() else resolved.astimezone(record.zone)
        draft = agreed or (own + timedelta(hours=int(policy["draft_within_hours"]))).date()
        allowed = (own + timedelta(days=int(policy["publish_within_days"]))).date()
        publication = max(agreed or allowed, allowed)
    yield _state(repository, draft, done=begun)
    published = written.get("status") == "published"
    if published or publication or not open_:
        yield _state(repository, publication, done=published)


def _review(repository: Repository, record: Record) -> Iterator[str]:
    if record.undated:
        return
    met = _day(held(record.part("review").get("held_at")))
    resolved = _resolved(record)
    if met is not None:
        yield "done" if met <= repository.today else "upcoming"
    elif (
        owed(repository, record)
        and resolved is not None
        and all(each["field"] != "review" for each in record.entries("not_recorded"))
    ):
        last = int(repository.policy["postmortem"]["review_business_days"][1])
        yield _state(repository, _working_day(repository, resolved, last), done=False)


def _looks(repository: Repository, record: Record) -> Iterator[str]:
    for each in record.entries("follow_ups"):
        yield _state(repository, _day(each["due"]), done="done_at" in each)
    resolved = _resolved(record)
    begun = record.part("postmortem").get("status", "none") != "none"
    if record.entries("follow_ups") or resolved is None or not (begun or owed(repository, record)):
        return
    for after in repository.policy["follow_up_days"]:
        if resolved + timedelta(days=int(after)) >= repository.today:
            yield "upcoming"


def _again(repository: Repository, record: Record) -> Iterator[str]:
    actions = [each for each in record.entries("actions") if each["status"] != "wont_do"]
    begun = record.part("postmortem").get("status", "none") != "none"
    if not repository.policy["actions"]["look_again_when_done"] or record.undated or not actions:
        return
    if not (begun or owed(repository, record)):
        return
    if any(each["status"] != "done" or not each.get("done_at") for each in actions):
        return
    last = max(str(each["done_at"]) for each in actions)
    seen = [str(record.part("review").get("held_at") or "")]
    seen += [str(each["done_at"]) for each in record.entries("follow_ups") if "done_at" in each]
    if max(seen) < last and all("done_at" in each for each in record.entries("follow_ups")):
        yield "upcoming"


def _reports(
    repository: Repository, record: Record, duty: dict[str, Any]
) -> Iterator[tuple[datetime | None, datetime | None]]:
    """When each report of a duty is due, and when it was made."""

    def moment(entry: dict[str, Any], field: str) -> datetime | None:
        return record.at(entry[field]) if field in entry else None

    listed = list(duty.get("filings") or ())
    filed = {each["stage"].casefold(): moment(each, "filed_at") for each in listed}
    clocks: list[dict[str, Any]] = []
    if duty.get("reportable") != "false":
        named = [
            r for r in repository.policy.get("regimes") or () if _alike(r["id"], duty["regime"])
        ]
        clocks = named[0]["clocks"] if named else []
    for clock in clocks:
        mine = [each for each in listed if _alike(each["stage"], clock["stage"])]
        ends = []
        for limit in clock["limits"]:
            begin = {
                "aware": moment(duty, "aware_at"),
                "classified": moment(duty, "classified_at"),
                "filing": filed.get(str(limit.get("after")).casefold()),
            }[limit["counted_from"]]
            if begin is not None:
                ends.append(_after(repository, begin, limit))
        own = moment(mine[0], "due") if mine else None
        yield own or min(ends, default=None), filed.get(clock["stage"].casefold())
    stages = {clock["stage"].casefold() for clock in clocks}
    for each in listed:
        if each["stage"].casefold() not in stages:
            yield moment(each, "due"), moment(each, "filed_at")


def _alike(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _after(repository: Repository, begin: datetime, limit: dict[str, Any]) -> datetime:
    """So many hours, months or working days later."""
    if "hours" in limit:
        return begin + timedelta(hours=int(limit["hours"]))
    if "months" in limit:
        at = begin.astimezone(UTC)
        years, month = divmod(at.month - 1 + int(limit["months"]), 12)
        last = monthrange(at.year + years, month + 1)[1]
        return at.replace(year=at.year + years, month=month + 1, day=min(at.day, last))
    zone = ZoneInfo(repository.policy["business_hours"]["timezone"])
    day = _working_day(repository, begin.astimezone(zone).date(), int(limit["business_days"]))
    return datetime.combine(day, time.max, zone)


def _told(repository: Repository, record: Record) -> Iterator[str]:
    if record.undated:
        return
    for duty in record.entries("regulatory"):
        for due, filed in _reports(repository, record, duty):
            if due or filed:
                day = due.astimezone(UTC).date() if due else None
                yield _state(repository, day, done=filed is not None)
    if record.data["status"] in ("resolved", "closed"):
        return
    latest: dict[str, Any] = {}
    for each in record.entries("communications"):
        sent = record.at(each["at"])
        if each["audience"] not in latest or sent >= latest[each["audience"]][0]:
            latest[each["audience"]] = sent, each.get("next_update_at")
    for sent, promised in latest.values():
        if promised is not None and record.at(promised) > sent:
            day = record.at(promised).astimezone(UTC).date()
            yield _state(repository, day, done=False)


def duties(repository: Repository) -> Counter[str]:
    """How many duties are overdue, to come, and done."""
    told: Counter[str] = Counter({"overdue": 0, "upcoming": 0, "done": 0})
    for record in repository.records:
        for parts in (_write_up, _review, _looks, _again, _told):
            told.update(parts(repository, record))
    return told
