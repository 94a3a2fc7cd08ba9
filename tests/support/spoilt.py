"""Records spoilt the way that hands, editors and merges spoil them, and worse."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

_ODD = [
    *("\t", "\x00", "\x1b[2J", "\u202e", "\u200b", "\ufeff", "\u2028", "\x85", "\ud800", "é", "😀"),
    *("&a ", "*a", "!!python/object:os.system ", "<<: *a", "--- ", "...", "%YAML 1.1", "? ", "- "),
    *("[", "{", "]", "}", '"', "'", ": ", " #", "|", ">", "`", "@", "%", ",", "```\n", "~", "null"),
    *("0x1F", "1e309", "9" * 400, "-1", ".inf", ".nan", "yes", "15:47", "2024-02-30", "24:00"),
    *("<script>", "{{ 7*7 }}", "{% raw %}", "${HOME}", "::error::x", "##[group]", "'; DROP TABLE"),
    *("a" * 5_000, "[" * 40, "{a: " * 40, "- " * 40, "TBD", "http://x", "../../etc/passwd"),
    *("28 minutes " * 200, "in under five minutes ", "at least an hour and a half ", "all users"),
]


def spoilt(content: bytes, dice: random.Random) -> bytes:
    """A copy of a record with one to four things done to it."""
    text = content.decode()
    for _ in range(dice.randint(1, 4)):
        text = dice.choice(_WAYS)(text, dice)
    return text.encode("utf-8", "surrogatepass")


def _lines(change: Callable[[list[str], int, random.Random], None]) -> Callable[..., str]:
    def changed(text: str, dice: random.Random) -> str:
        lines = text.split("\n")
        change(lines, dice.randrange(len(lines)), dice)
        return "\n".join(lines)

    return changed


def _drop(lines: list[str], at: int, dice: random.Random) -> None:
    del lines[at : at + dice.randint(1, 3)]
    if not lines:
        lines.append("")


def _twice(lines: list[str], at: int, dice: random.Random) -> None:
    lines[at:at] = lines[at : at + dice.randint(1, 5)]


def _move(lines: list[str], at: int, dice: random.Random) -> None:
    line = lines.pop(at)
    lines.insert(dice.randint(0, len(lines)), line)


def _indent(lines: list[str], at: int, dice: random.Random) -> None:
    lines[at] = " " * dice.randint(1, 3) + lines[at] if dice.random() < 0.5 else lines[at].lstrip()


def _value(lines: list[str], at: int, dice: random.Random) -> None:
    key, colon, _ = lines[at].partition(":")
    lines[at] = f"{key}{colon or ':'} {dice.choice(_ODD)}"


def _key(lines: list[str], at: int, dice: random.Random) -> None:
    line = lines[at]
    place = dice.randint(0, len(line))
    lines[at] = line[:place] + dice.choice("abcxyz_ :") + line[place + 1 :]


def _merge(lines: list[str], at: int, dice: random.Random) -> None:
    lines[at:at] = ["<<<<<<< ours", dice.choice(lines), "=======", lines[at], ">>>>>>> theirs"]


def _insert(text: str, dice: random.Random) -> str:
    place = dice.randint(0, len(text))
    return text[:place] + dice.choice(_ODD) + text[place:]


def _cut(text: str, dice: random.Random) -> str:
    place = dice.randint(0, len(text))
    return text[:place] + text[place + dice.randint(1, 40) :]


def _truncate(text: str, dice: random.Random) -> str:
    return text[: dice.randint(0, len(text))]


_WAYS: list[Callable[[str, random.Random], str]] = [
    *map(_lines, (_drop, _twice, _move, _indent, _value, _key, _merge)),
    *(_insert, _cut, _truncate),
]
