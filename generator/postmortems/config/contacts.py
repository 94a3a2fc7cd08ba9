"""The part of language.yml that says what must not stand where everyone can read it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Annotated

import annotated_types as at

from postmortems.fields import LINE_PATTERN, Line, Record, Text
from postmortems.findings import Problem

Word = Annotated[str, Text(40, LINE_PATTERN)]
"""A word or a few, found as whole words."""
Words = Annotated[tuple[Word, ...], at.MaxLen(200)]
Domain = Annotated[str, Text(200, r"^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$")]
"""A domain without a dot before it; everything under it counts, too."""
Network = Annotated[str, Text(50, r"^[0-9A-Fa-f.:]+/[0-9]{1,3}$")]
"""A network of IP version 4 or 6, such as `10.0.0.0/8`."""
Region = Annotated[str, Text(2, r"^[A-Z]{2}$")]
"""A country by its two letters of ISO 3166."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Streets(Record):
    """How postal addresses are told; names of streets begin with a capital."""

    after_name: Words = ()
    """Words after a number and a name, as in `221B Baker Street`."""
    joined: Words = ()
    """Endings of names before a number, as in `Hauptstraße 5`."""
    before_name: Words = ()
    """Words before a name and a number, as in `Calle Mayor 12`."""
    between: Words = ()
    """Words between a number and a name, as in `12 rue de Rivoli`."""
    particles: Words = ()
    """Small words inside names, such as `de`."""
    boxes: Words = ()
    """Words before the number of a box at the post office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts(Record):
    """How people and machines can be reached that the public has no business to reach.

    What a public page leaves out may hold all of it.
    """

    mailboxes: Words = ()
    """Names before the `@` that belong to a job and not to a person, such as `support`."""
    nobodys_domains: Annotated[tuple[Domain, ...], at.MaxLen(50)] = ()
    """Domains for documentation, under which nobody has an address."""
    published: Annotated[tuple[Line, ...], at.MaxLen(500)] = ()
    """E-mail addresses, telephone numbers, hosts and IP addresses that anyone may know."""
    phone_regions: Annotated[tuple[Region, ...], at.MaxLen(20)] = ()
    """Countries whose telephone numbers are also found when they are written without `+`."""
    streets: Streets = field(default_factory=Streets)
    """How postal addresses are told."""
    internal_domains: Annotated[tuple[Domain, ...], at.MaxLen(200)] = ()
    """Domains of hosts that exist only inside, such as `internal`."""
    internal_networks: Annotated[tuple[Network, ...], at.MaxLen(100)] = ()
    """Networks that exist only inside."""


def of_contacts(contacts: Contacts) -> Iterator[Problem]:
    """Yield networks that are none."""
    for index, each in enumerate(contacts.internal_networks):
        try:
            ip_network(each)
        except ValueError:
            yield Problem(
                rule="config-invalid-pattern",
                path=("contacts", "internal_networks", index),
                message=f"`{each}` is no network",
                fix="write its first address and how many bits all of them share: `10.0.0.0/8`",
            )
