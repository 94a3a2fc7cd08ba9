"""The colours of charts as roles: CSS variables, and what each is in light and in dark.

Severities `p0` to `p4` and counts `heat-1` to `heat-5` fall and rise in contrast against the page,
so that they keep their order in grey, in print and for colour-blind readers.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One CSS variable, `--pm-<name>`, with its default in the light and in the dark scheme.

    `on` is the role of text on top of an area of this colour, "" for what is no area.
    """

    name: str
    light: str
    dark: str
    on: str = ""


# `surface` is the page behind the drawing: Material's own backgrounds.
ROLES: tuple[Role, ...] = (
    Role(name="surface", light="#ffffff", dark="#1e2129"),
    Role(name="ink", light="#242a33", dark="#eef1f5"),
    Role(name="muted", light="#616874", dark="#9ea4ad"),
    Role(name="grid", light="#e4e6e9", dark="#31353a"),
    Role(name="p0", light="#640014", dark="#fed7d6", on="surface"),
    Role(name="p1", light="#892d01", dark="#ffa978", on="surface"),
    Role(name="p2", light="#805c03", dark="#c49a15", on="surface"),
    Role(name="p3", light="#197cb3", dark="#368ed1", on="surface"),
    Role(name="p4", light="#8594a4", dark="#606e7e", on="ink"),
    Role(name="accent", light="#2769b8", dark="#60a3e5", on="surface"),
    Role(name="good", light="#045a7e", dark="#79d4f7", on="surface"),
    Role(name="bad", light="#c35000", dark="#ec783e", on="surface"),
    Role(name="unknown", light="#8d939c", dark="#676d75", on="ink"),
    Role(name="heat-1", light="#6299c7", dark="#417097", on="ink"),
    Role(name="heat-2", light="#3a79b2", dark="#4b91c0", on="surface"),
    Role(name="heat-3", light="#165ea3", dark="#5fb2da", on="surface"),
    Role(name="heat-4", light="#12468d", dark="#7dd0ed", on="surface"),
    Role(name="heat-5", light="#152e6a", dark="#b3ecf7", on="surface"),
)

MARK_ROLES = tuple(role.name for role in ROLES if role.on)
"""The colours a caller may choose from; the others are for text, lines and the page."""

HEAT = tuple(name for name in MARK_ROLES if name.startswith("heat-"))
"""The shades of a count, from the fewest to the most."""

ON = {role.name: role.on for role in ROLES if role.on}
"""The role of text on top of an area, by the area's role."""

_VARIABLES = {role.name: f"var(--pm-{role.name})" for role in ROLES}
# The drawing library's symbols, and how much larger each must be to weigh as much as a circle.
_SYMBOLS = {
    "p0": ("diamond", 1.5),
    "p1": ("triangle-up", 1.5),
    "p2": ("square", 0.8),
    "p4": ("cross", 1.3),
    "bad": ("square", 0.8),
}


def paint(role: str) -> str:
    """Return the CSS value of a role, `var(--pm-p0)`; raises `KeyError` for an unknown one."""
    return _VARIABLES[role]


def symbol(role: str) -> tuple[str, float]:
    """Return the symbol that stands for a role among dots, and the factor of its area."""
    return _SYMBOLS.get(role, ("circle", 1))
