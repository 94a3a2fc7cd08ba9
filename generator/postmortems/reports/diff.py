"""What an edit changes in a file, as a unified diff that no terminal can be steered by."""

from __future__ import annotations

import difflib

from postmortems.characters import printable

_COLOURS = {"+": "32", "-": "31", "@": "36"}
_WIDTH = 2_000


def unified(file: str, old: bytes, new: bytes, *, colour: bool = False) -> str:
    """Write a unified diff; control characters show as escapes, `colour` adds terminal colours."""
    before, after = (_lines(each) for each in (old, new))
    written: list[str] = []
    for number, line in enumerate(
        difflib.unified_diff(before, after, f"a/{file}", f"b/{file}", lineterm="")
    ):
        sign, text = line[:1], line[1:].removesuffix("\n")
        shown = sign + "\t".join(printable(part, _WIDTH) for part in text.split("\t"))
        if shown.lstrip().startswith("::"):
            # GitHub's runner would take the line for a command, for it ignores the space before.
            shown = shown.replace("::", ": :", 1)
        if colour and (code := "1" if number < 2 else _COLOURS.get(sign)):  # noqa: PLR2004 - names
            shown = f"\x1b[{code}m{shown}\x1b[0m"
        written.append(shown)
        # The header lines and hunk marks come without their line breaks.
        if number > 1 and sign != "@" and not line.endswith("\n"):
            written.append("\\ No newline at end of file")
    return "".join(f"{line}\n" for line in written)


def _lines(content: bytes) -> list[str]:
    # Only at line feeds: `splitlines` would break at characters that are to be shown.
    parts = content.decode("utf-8", "backslashreplace").split("\n")
    return [*(f"{part}\n" for part in parts[:-1]), *([parts[-1]] if parts[-1] else [])]
