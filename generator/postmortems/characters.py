"""Characters that no text of ours may hold: they steer terminals, hide text or break parsers."""

from __future__ import annotations

import re
import unicodedata

# Zero-width joiners stay legal inside emoji, which people do paste into timelines.
_EMOJI = r"[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"

FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"  # C0 and C1 controls; \x85 is a line break to YAML
    r"|\r(?!\n)"
    # Letters and signs that are drawn as nothing: fillers, joiners of marks, a pattern of no dots.
    r"|[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d173-\U0001d17a]"
    r"|[\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    rf"|(?<!{_EMOJI})\u200d|\u200d(?!{_EMOJI})"
    r"|[\ufdd0-\ufdef\U000e0000-\U000e0fff]"
    r"|[\ufffe\uffff\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff"
    r"\U000ffffe\U000fffff\U0010fffe\U0010ffff]"
    r"|[\ud800-\udfff]"
)
"""One forbidden character: controls, bidi and zero-width marks, tags, noncharacters, lone CR."""

SUSPECT = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    r"\U0001d173-\U0001d17a\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef"
    r"\ufeff\ufff9-\uffff\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff"
    r"\U000e0000-\U000e0fff\U000ffffe\U000fffff\U0010fffe\U0010ffff\ud800-\udfff]"
)
"""One class that holds every character FORBIDDEN can match: a quick look before the exact one."""

REPLACEMENT = "\ufffd"
MOST_MARKS = 4
DOTTED_CIRCLE = "\u25cc"
"""What Unicode lets a combining mark stand on when it has no letter of its own."""

_ASCII = re.compile(r"[\t\n -~]*")
# The soft hyphen, the first in this range, hides between marks without parting them.
_MAYBE_MARKS = re.compile(rf"[^\w\x00-\xac]{{{MOST_MARKS + 1},}}")

_ODD = re.compile(rf"{SUSPECT.pattern}|##\[")

_NAMES = {
    "\x00": "a NUL byte",
    "\x08": "a backspace",
    "\x1b": "an escape character",
    "\r": "a carriage return on its own",
    "\x85": "a NEL line break",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
    "\ufeff": "a byte order mark",
    "\u200b": "a zero-width space",
    "\u200c": "a zero-width non-joiner",
    "\u200d": "a zero-width joiner",
    "\u202e": "a right-to-left override",
}


def describe(character: str) -> str:
    """Name a forbidden character in words, with its code point."""
    name = _NAMES.get(character)
    if name is None:
        code = ord(character)
        if code < 0xA0:  # noqa: PLR2004 - the end of C1
            name = "a control character"
        elif 0x202A <= code <= 0x2069:  # noqa: PLR2004 - bidi embeddings and isolates
            name = "a character that turns the direction of text"
        else:
            name = "an invisible character"
    return f"{name} (U+{ord(character):04X})"


def tame(text: str) -> str:
    """Replace what no page may hold; for text that has not come through `load` as it is.

    Markdown decodes ``&#x202e;`` long after `load` looked for forbidden characters. Each becomes
    U+FFFD, so do combining marks beyond four in a row, and a mark at the start gets a base.
    """
    if _ASCII.fullmatch(text):
        return text
    text = FORBIDDEN.sub(REPLACEMENT, _MAYBE_MARKS.sub(_bound_marks, text))
    text = text.replace("\r\n", "\n")
    return DOTTED_CIRCLE + text if unicodedata.category(text[0])[0] == "M" else text


def _bound_marks(run: re.Match[str]) -> str:
    kept = []
    marks = 0
    for character in run[0]:
        category = unicodedata.category(character)
        if category[0] == "M":
            marks += 1
        elif category != "Cf":  # invisible ones do not end a stack
            marks = 0
        if marks <= MOST_MARKS:
            kept.append(character)
        elif marks == MOST_MARKS + 1 and category[0] == "M":
            kept.append(REPLACEMENT)
    return "".join(kept)


def printable(text: str, limit: int = 80) -> str:
    """Make a value fit to quote in a message: one line, bounded, every odd character escaped."""
    if len(text) <= limit and text.isprintable():
        # Most texts are ASCII, and of that nothing else can be odd.
        if text.isascii() and "##[" not in text:
            return text
        if not _ODD.search(text):
            return text
    flat = "".join(
        character
        if character.isprintable() and not FORBIDDEN.match(character)
        else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in text[: limit + 1]
    )
    # GitHub's runner takes `##[command]` anywhere in a line for a command to itself.
    flat = flat.replace("##[", "# #[")
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
