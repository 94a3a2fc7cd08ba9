"""Ids that other programs remember an incident by: they never change, whatever else does."""

from __future__ import annotations

from uuid import UUID, uuid5

_OURS = UUID("5d7a2c1e-0b0e-5b53-9a53-6f2f5f0c8d11")


def urn(namespace: str | None, *names: str) -> str:
    """Return ``urn:uuid:…`` for names that never change, such as ``incident`` and its id.

    A hash of the team's ``namespace`` and the names: neither the title, the order, the file, the
    day nor the address of the site goes into it, so a site may move and be renamed.
    """
    return uuid5(uuid5(_OURS, namespace or ""), "\n".join(names)).urn
