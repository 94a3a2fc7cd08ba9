"""What a shell may complete: ids, rules, levels and services of the repository at hand.

A shell asks at every press of a key, so nothing is read but names; and it has no place for a
message, so where there is no repository, or its settings are broken, nothing is offered. Nobody
expects a program to run then, so no extension is, and of rules ours alone are offered.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from postmortems.errors import PostmortemsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click

    from postmortems.config.settings import Settings


def incidents(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the ids of incidents, the latest first."""
    from postmortems.load.files import INCIDENTS, closest_root, discover

    with suppress(PostmortemsError):
        root = closest_root(ctx.params.get("root"))
        found = {each.stem for each in discover(root / INCIDENTS, root) if not each.refused}
        return _beginning(incomplete, sorted(found, reverse=True))
    return []


def incidents_and_files(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the ids of incidents; where none begins like that, files."""
    return incidents(ctx, param, incomplete) or [CompletionItem(incomplete, type="file")]


def rules(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the ids of our rules."""
    from postmortems.rules.registry import RULES

    return _beginning(incomplete, sorted(each.id for each in RULES))


def levels(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the levels of the severity scale, from the most severe on."""
    settings = _settings(ctx)
    found = settings.severities.levels if settings else ()
    return _beginning(incomplete, [each.id for each in found])


def services(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the services of the catalogue."""
    settings = _settings(ctx)
    found = settings.catalog.services if settings else ()
    return _beginning(incomplete, [each.id for each in found])


def _beginning(incomplete: str, words: Iterable[str]) -> list[CompletionItem]:
    return [CompletionItem(each) for each in words if each.startswith(incomplete)]


def _settings(ctx: click.Context) -> Settings | None:
    from postmortems.load.files import closest_root
    from postmortems.load.settings import load_settings

    with suppress(PostmortemsError):
        return load_settings(closest_root(ctx.params.get("root"))).settings
    return None
