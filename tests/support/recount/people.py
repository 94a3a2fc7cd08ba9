"""What other pages count: the first page, services, teams, gaps, badges."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from support.recount import counts, duties, work

if TYPE_CHECKING:
    from support.recount.reading import Record, Repository


def home(repository: Repository) -> dict[str, int]:
    """The tiles of the first page."""
    every = work.actions(repository)
    return {
        "Open incidents": sum(each.open for each in repository.records),
        "Overdue actions": sum(work.overdue(repository, each) for each in every),
        "Overdue reviews": duties.duties(repository)["overdue"],
        "Unfinished actions": sum(map(work.unfinished, every)),
        "Incidents in all": len(repository.records),
    }


def actions(repository: Repository) -> dict[str, int]:
    """The parts of the page of actions."""
    every = work.actions(repository)
    status = [each["status"] for _, each in every]
    late = [each["status"] for _, each in every if work.overdue(repository, (_, each))]
    return {
        "Overdue": len(late),
        "Open": status.count("open") - late.count("open"),
        "In progress": status.count("in_progress") - late.count("in_progress"),
        "By owner": len({each.get("owner") for _, each in every}),
        "By team": len({each.get("team") for _, each in every}),
        "Done": status.count("done"),
        "Won't do": status.count("wont_do"),
        "Ideas": sum(len(record.entries("ideas")) for record in repository.records),
    }


def felt(repository: Repository, service: str) -> list[Record]:
    """The incidents that a service felt."""
    return [each for each in repository.records if service in each.entries("services")]


def to_do(repository: Repository, records: list[Record]) -> tuple[int, int]:
    """Unfinished and overdue actions of these incidents."""
    ids = {each.id for each in records}
    every = [each for each in work.actions(repository) if each[0].id in ids]
    late = sum(work.overdue(repository, each) for each in every)
    return sum(map(work.unfinished, every)), late


def services(repository: Repository) -> dict[str, tuple[int, int, int]]:
    """Incidents, open ones and overdue actions of each service that felt any."""
    return {
        service["id"]: (
            len(found),
            sum(each.open for each in found),
            to_do(repository, found)[1],
        )
        for service in repository.services
        if (found := felt(repository, service["id"]))
    }


def teams(repository: Repository) -> dict[str, tuple[int, int, int, int]]:
    """Services, incidents, unfinished and overdue actions of each team."""
    told = {}
    for team in repository.teams:
        own = {each["id"] for each in repository.services if each.get("team") == team["id"]}
        part = [
            each
            for each in repository.records
            if team["id"] in each.entries("teams") or own & set(each.entries("services"))
        ]
        mine = [each for each in work.actions(repository) if each[1].get("team") == team["id"]]
        late = sum(work.overdue(repository, each) for each in mine)
        told[team["id"]] = (len(own), len(part), sum(map(work.unfinished, mine)), late)
    return told


def gaps(repository: Repository) -> dict[str, tuple[int, int, int]]:
    """Incidents, findings, and findings that no action answers, by control gap."""
    told = {}
    for (gap,), row in counts.control_gaps(repository).items():
        findings = [
            each
            for record in repository.records
            for each in record.entries("findings")
            if each.get("control_gap") == gap
        ]
        unanswered = sum(not each.get("actions") for each in findings)
        incidents = row["incidents"]
        assert isinstance(incidents, int)
        told[gap] = (incidents, len(findings), unanswered)
    return told


def badges(repository: Repository) -> dict[str, str]:
    """What each badge says, without the one of the latest incident."""
    tiles = home(repository)
    days = [record.day for record in repository.dated if record.day is not None]
    told = {
        "actions": f"unfinished actions: {tiles['Unfinished actions']}",
        "open": f"open incidents: {tiles['Open incidents']}",
        "overdue": f"overdue actions: {tiles['Overdue actions']}",
    }
    for length in (30, 90):
        recent = sum(day > repository.today - timedelta(days=length) for day in days)
        told[f"last-{length}-days"] = f"incidents in {length} days: {recent}"
    for service in repository.services:
        number = sum(each.open for each in felt(repository, service["id"]))
        told[f"services/{service['id']}"] = f"{service['name']}: open incidents: {number}"
    return told
