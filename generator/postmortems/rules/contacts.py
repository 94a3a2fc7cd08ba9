"""Where people and machines can be reached, as texts say it: addresses, numbers and hosts.

Each search is made from configuration and takes time in proportion to the text. Telephone numbers
are known by the library phonenumbers, which is imported only for a text with enough figures in a
row; it finds dates in some countries' ways of writing numbers, so dates are blanked before.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postmortems.config.audiences import Sender
    from postmortems.config.contacts import Contacts, Streets

_MAIL = re.compile(
    r"(?<![\w.+-])([\w.+-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[^\W\d_]{2,24})(?!\w)"
)
_HOST = re.compile(r"(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}(?![\w-])")
_IP = re.compile(
    r"(?<![\w.:])(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?!\.?\w)"
    r"|[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:]))"
)
_NUMBER = re.compile(r"(?<![\w.])[+(]{0,2}\d(?:[\s()./\u2010-\u2013-]{0,3}\d){6,}")
_DATE = re.compile(
    r"\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}(?::\d{2}){0,2})?|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"
)
_MOST = 20_000
"""How many characters of lines with figures the library is given of one record."""
_LONGEST = 2_000
_OVERLAP = 50
"""How much of a line it is given at once, and how much of that again."""
_PLUS = re.compile("[+\uff0b]")
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_NAME = rf"{_CAPITAL}[\w'\u2019.-]{{0,30}}"


class Patience:
    """How much of one record may still be looked through for telephone numbers."""

    def __init__(self) -> None:
        self.left = _MOST
        self.ended = False

    def allows(self, length: int) -> bool:
        """Tell whether so many more characters may be looked through, and count them."""
        self.left -= length
        self.ended = self.ended or self.left < 0
        return not self.ended


class Finder:
    """The search for contact details in texts; what is published anyway does not count."""

    def __init__(self, known: Contacts, sender: Sender) -> None:
        published = {each.casefold() for each in known.published}
        published |= {each.casefold() for each in (sender.email,) if each}
        self._published = published
        self._numbers = {_digits(each) for each in (*known.published, sender.phone or "")}
        self._mailboxes = frozenset(each.casefold() for each in known.mailboxes)
        self._nobodys = _suffixes(known.nobodys_domains)
        self._inside = _suffixes(known.internal_domains)
        self._networks = tuple(ip_network(each) for each in known.internal_networks)
        self._regions = known.phone_regions
        self._streets = _streets(known.streets)

    def mail(self, text: str) -> bool:
        """Tell whether a text holds an e-mail address that is a person's."""
        return "@" in text and any(
            mailbox.casefold() not in self._mailboxes
            and not f".{domain.casefold()}".endswith(self._nobodys)
            and f"{mailbox}@{domain}".casefold() not in self._published
            for mailbox, domain in _MAIL.findall(text)
        )

    def phone(self, text: str, patience: Patience) -> bool:
        """Tell whether a text holds a telephone number that exists, as far as patience reaches."""
        return any(self._phones(text, patience))

    def street(self, text: str) -> bool:
        """Tell whether a text holds a postal address."""
        return any(
            not any(match.group().casefold() in each for each in self._published)
            for pattern in self._streets
            for match in pattern.finditer(text)
        )

    def internal(self, text: str) -> list[str]:
        """Return the hosts and IP addresses in a text that exist only inside, each once."""
        found = [each for each in _HOST.findall(text) if self._is_inside(each.casefold())]
        found += [each for each in _IP.findall(text) if self._in_network(each)]
        return [each for each in dict.fromkeys(found) if each.casefold() not in self._published]

    def _phones(self, text: str, patience: Patience) -> Iterator[bool]:
        for line in text.split("\n"):
            for start in range(0, len(line), _LONGEST - _OVERLAP):
                piece = line[start : start + _LONGEST]
                piece = _DATE.sub(lambda match: " " * len(match.group()), piece)
                if _NUMBER.search(piece) and (self._regions or _PLUS.search(piece)):
                    if not patience.allows(len(piece)):
                        return
                    yield from self._phones_in(piece)

    def _phones_in(self, piece: str) -> Iterator[bool]:
        # As for credentials: importing takes longer than most checks.
        from phonenumbers import (  # noqa: PLC0415
            Leniency,
            PhoneNumberFormat,
            PhoneNumberMatcher,
            format_number,
        )

        ways: list[tuple[str | None, int]] = []
        if _PLUS.search(piece):
            ways.append((None, Leniency.VALID))
        ways += [(region, Leniency.STRICT_GROUPING) for region in self._regions]
        for region, leniency in ways:
            for match in PhoneNumberMatcher(piece, region, leniency=leniency):
                raw = match.raw_string
                # Without signs between them, figures are more often an id.
                told = _PLUS.match(raw) is not None or not raw.isdigit()
                whole = _digits(format_number(match.number, PhoneNumberFormat.E164))
                if told and self._numbers.isdisjoint((whole, _digits(raw))):
                    yield True

    def _is_inside(self, host: str) -> bool:
        return f".{host}".endswith(self._inside) and f".{host}" not in self._inside

    def _in_network(self, text: str) -> bool:
        try:
            address: IPv4Address | IPv6Address = ip_address(text)
        except ValueError:
            return False
        return any(address in each for each in self._networks)


def _suffixes(domains: Sequence[str]) -> tuple[str, ...]:
    return tuple(f".{each.casefold().strip('.')}" for each in domains)


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdecimal())


def _streets(known: Streets) -> list[re.Pattern[str]]:
    """Compile the ways in which an address is written, those for which there are words."""
    particles = rf"(?:(?:{_any_of(known.particles)}) ){{0,2}}" if known.particles else ""
    names = rf"(?:{particles}{_NAME} ){{1,4}}"
    ways = (
        (known.after_name, rf"(?<![\w.,:-])\d{{1,5}}[A-Za-z]?,? {names}(?:WORDS)(?!\w)"),
        (known.joined, rf"(?<!\w){_CAPITAL}[\w-]{{1,40}}(?:WORDS) \d{{1,4}} ?[a-z]?(?![\w:])"),
        (known.before_name, rf"(?<!\w)(?:WORDS) {names}\d{{1,4}}(?![\w:])"),
        (known.between, rf"(?<![\w.,:-])\d{{1,4}},? (?:WORDS) {particles}{_NAME}"),
        (known.boxes, r"(?<!\w)(?:WORDS) \d{1,6}(?!\w)"),
    )
    return [re.compile(way.replace("WORDS", _any_of(words))) for words, way in ways if words]


def _any_of(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, words))


@lru_cache(maxsize=2)
def finder(known: Contacts, sender: Sender) -> Finder:
    """Make the search that configuration asks for, once."""
    return Finder(known, sender)
